import { Address6 } from 'ip-address';

export interface Ip {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** A prefix as a closed interval of numbers. */
export interface Prefix {
  readonly family: 4 | 6;
  readonly length: number;
  /** Lowest address, host bits cleared. */
  readonly first: bigint;
  /** Highest address. */
  readonly last: bigint;
  /** True where the text had bits set after the prefix length, e.g. 192.0.2.1/24. */
  readonly hostBits: boolean;
}

/** Reads an address; null where it is none. Leading zeros, zones and prefix lengths are refused. */
export function parseIp(text: string): Ip | null {
  if (text.includes('/') || text.includes('%')) return null;
  if (text.includes(':')) {
    try {
      return { family: 6, value: new Address6(text).bigInt() };
    } catch {
      // The library reports a malformed address only by throwing.
      return null;
    }
  }
  const value = parseIp4(text);
  return value === null ? null : { family: 4, value: BigInt(value) };
}

/**
 * Reads a dotted address digit by digit: a large site has a hundred thousand of them. Leading zeros are refused,
 * which other tools read as octal.
 */
function parseIp4(text: string): number | null {
  let value = 0;
  let octet = -1;
  let octets = 1;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      if (octet < 0) return null;
      value = value * 256 + octet;
      octet = -1;
      octets += 1;
    } else {
      if (code < 48 || code > 57 || octet === 0) return null;
      octet = Math.max(octet, 0) * 10 + code - 48;
      if (octet > 255) return null;
    }
  }
  return octets === 4 && octet >= 0 ? value * 256 + octet : null;
}

/** Reads `address/length`; null where it is none. */
export function parsePrefix(text: string): Prefix | null {
  const slash = text.indexOf('/');
  if (slash < 0) return null;
  const ip = parseIp(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (ip === null || !/^(?:0|[1-9]\d{0,2})$/.test(digits)) return null;
  const length = Number(digits);
  const bits = ip.family === 4 ? 32 : 128;
  if (length > bits) return null;
  const size = 1n << BigInt(bits - length);
  const first = (ip.value / size) * size;
  return { family: ip.family, length, first, last: first + size - 1n, hostBits: first !== ip.value };
}

/** Canonical text: dotted IPv4, RFC 5952 IPv6. */
export function formatIp(family: 4 | 6, value: bigint): string {
  if (family === 4) {
    const number = Number(value);
    return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
  }
  return Address6.fromBigInt(value).correctForm();
}

/** Mask of a prefix length as an address: `255.255.255.0` of 24. */
export function netmask(family: 4 | 6, length: number): string {
  const bits = family === 4 ? 32n : 128n;
  return formatIp(family, (1n << bits) - (1n << (bits - BigInt(length))));
}

/** Canonical text of a prefix, host bits cleared. */
export function formatPrefix(prefix: Prefix): string {
  return `${formatIp(prefix.family, prefix.first)}/${prefix.length}`;
}

/** True where the address lies in the prefix. */
export function contains(prefix: Prefix, ip: Ip): boolean {
  return prefix.family === ip.family && prefix.first <= ip.value && ip.value <= prefix.last;
}
