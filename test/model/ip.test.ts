import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatIp, parseIp } from '../../src/model/ip.js';

describe('an IPv4 address', () => {
  test('reads as the number that it prints from', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 32 - 1 }), (number) => {
        const value = BigInt(number);
        expect(parseIp(formatIp(4, value))).toEqual({ family: 4, value });
      }),
    );
  });

  test('is four numbers of at most 255 without leading zeros, and nothing else is one', () => {
    const octet = fc.oneof(
      fc.nat({ max: 300 }).map(String),
      fc.constantFrom('', '00', '01', 'a', '-1', ' 1', '0'),
    );
    fc.assert(
      fc.property(fc.array(octet, { minLength: 1, maxLength: 5 }), (octets) => {
        const isRight =
          octets.length === 4 && octets.every((text) => /^(?:0|[1-9]\d*)$/.test(text) && Number(text) <= 255);
        expect(parseIp(octets.join('.')) !== null).toBe(isRight);
      }),
      { numRuns: 1000 },
    );
  });
});
