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
  // The library takes octal-looking octets (010.0.0.1), which other tools read differently.
  if (!/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text)) return null;
  const octets = text.split('.').map(Number);
  if (octets.some((octet) => octet > 255)) return null;
  return { family: 4, value: octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n) };
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
    return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  }
  return Address6.fromBigInt(value).correctForm();
}

/** Canonical text of a prefix, host bits cleared. */
export function formatPrefix(prefix: Prefix): string {
  return `${formatIp(prefix.family, prefix.first)}/${prefix.length}`;
}

/** True where two prefixes share an address. */
export function overlaps(a: Prefix, b: Prefix): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** True where the address lies in the prefix. */
export function contains(prefix: Prefix, ip: Ip): boolean {
  return prefix.family === ip.family && prefix.first <= ip.value && ip.value <= prefix.last;
}
