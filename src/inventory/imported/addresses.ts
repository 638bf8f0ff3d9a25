import { isIP } from 'node:net';
import { Mac } from '../../definition/scalars.js';
import { quote } from '../../definition/secrets.js';
import type { Fields, Place, Report } from './source/fields.js';

/**
 * A hardware address in the form of a definition, whatever the notation: `AA-BB-CC-DD-EE-FF`, `aabb.ccdd.eeff`,
 * `aabbccddeeff`, `0xaabbccddeeff`. Null for what is none, or stands for none (`00:00:00:00:00:00`).
 */
export function normalMac(text: string): string | null {
  const digits = text
    .trim()
    .toLowerCase()
    .replace(/^0x/, '')
    .replace(/[\s:.-]/g, '');
  if (!/^[0-9a-f]+$/.test(digits) || /^0+$/.test(digits)) return null;
  const mac = digits.replace(/..(?=.)/g, '$&:');
  return Mac.safeParse(mac).success ? mac : null;
}

/** An IP address without the prefix length behind it; null for what is none, such as a host name. */
export function plainAddress(text: string): string | null {
  const bare = text
    .trim()
    .replace(/\/\d{1,3}$/, '')
    .replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? null : bare;
}

/** The hardware address under a key; what is there and none is reported. */
export function readMac(fields: Fields, key: string, report: Report): string | null {
  const given = fields.text(key);
  return given === null ? null : checkedMac(given, fields.at(key), report);
}

/** A hardware address in the form of a definition; what is none is reported. */
export function checkedMac(given: string, place: Place, report: Report): string | null {
  const mac = normalMac(given);
  if (mac === null) {
    report(
      place,
      'IMPORT_INVALID_MAC',
      `${quote(given)} is no hardware address of 6, 8 or 20 octets`,
      'it is taken as not known',
    );
  }
  return mac;
}

/** An IP address; what is none is reported. */
export function checkedAddress(given: string, place: Place, report: Report, hint?: string): string | null {
  const address = plainAddress(given);
  if (address === null) {
    report(
      place,
      'IMPORT_INVALID_ADDRESS',
      `${quote(given)} is no IP address`,
      hint ?? 'it is taken as not known',
    );
  }
  return address;
}
