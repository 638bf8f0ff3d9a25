import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** One DER value: a tag, its length, its content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, body]);
}

const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const octets = (content: Uint8Array): Buffer => der(0x04, content);
const yes = der(0x01, Buffer.of(0xff));

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const commonName = oid('550403');
const basicConstraints = oid('551d13');
const keyUsage = oid('551d0f');
const extendedKeyUsage = oid('551d25');
const subjectAltName = oid('551d11');
const serverAuth = oid('2b06010505070301');
const clientAuth = oid('2b06010505070302');

/** The form of years until 2049. */
function utcTime(time: Date): Buffer {
  const text = `${time.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`;
  return der(0x17, Buffer.from(text));
}

function extensions(): Buffer {
  return der(
    0xa3,
    sequence(
      sequence(basicConstraints, yes, octets(sequence(yes))),
      // digitalSignature and keyCertSign; two bits of the byte's end are unused.
      sequence(keyUsage, yes, octets(der(0x03, Buffer.of(2, 0x84)))),
      sequence(extendedKeyUsage, octets(sequence(serverAuth, clientAuth))),
      sequence(subjectAltName, octets(sequence(der(0x82, Buffer.from('localhost'))))),
    ),
  );
}

/** A key and the certificate that it signed itself. */
export interface SelfSigned {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
  readonly der: Buffer;
}

/**
 * A certificate for one run of a provider, as Terraform's handshake wants it: ECDSA on P-256, for `localhost`.
 * Written by hand: Node can read certificates, but not make them.
 *
 * @param now its validity begins a minute before and ends a year after
 */
export function selfSignedCertificate(now: Date): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from('localhost')))));
  const serial = randomBytes(16);
  // A positive number without a leading zero byte.
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const day = 24 * 60 * 60 * 1000;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, serial),
    ecdsaWithSha256,
    name,
    sequence(utcTime(new Date(now.getTime() - 60_000)), utcTime(new Date(now.getTime() + 365 * day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions(),
  );
  const signature = sign('sha256', body, privateKey);
  const whole = sequence(body, ecdsaWithSha256, der(0x03, Buffer.of(0), signature));
  const lines = whole.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    der: whole,
  };
}
