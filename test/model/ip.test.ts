import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains, formatIp, formatPrefix, netmask, parseIp, parsePrefix } from '../../src/model/ip.js';

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

test('an IPv6 address reads in any form, without zone or prefix length, and prints in the shortest', () => {
  const value = (0x20010db8n << 96n) + 1n;
  for (const text of ['2001:db8::1', '2001:0DB8:0:0:0:0:0:1'])
    expect(parseIp(text)).toEqual({ family: 6, value });
  expect(formatIp(6, value)).toBe('2001:db8::1');
  for (const text of ['2001:db8::1/64', 'fe80::1%eth0', '2001:db8::g', ':', '192.0.2.1/24', '192.0.2.1%eth0'])
    expect(parseIp(text), text).toBeNull();
});

describe('a prefix', () => {
  test('is all addresses from its lowest to its highest', () => {
    const first = parseIp('192.0.2.64')?.value ?? expect.fail();
    expect(parsePrefix('192.0.2.64/26')).toEqual({
      family: 4,
      length: 26,
      first,
      last: first + 63n,
      hostBits: false,
    });
    expect(parsePrefix('192.0.2.65/26')).toEqual({
      family: 4,
      length: 26,
      first,
      last: first + 63n,
      hostBits: true,
    });
    expect(parsePrefix('2001:db8::/126')).toMatchObject({ family: 6, length: 126, hostBits: false });
    expect(parsePrefix('0.0.0.0/0')).toMatchObject({ first: 0n, last: 2n ** 32n - 1n });
    expect(parsePrefix('::1/128')).toMatchObject({ first: 1n, last: 1n });
  });

  test.each([
    '192.0.2.0',
    '192.0.2.0/',
    '192.0.2.0/33',
    '192.0.2.0/024',
    '192.0.2.0/2a',
    '192.0.2/24',
    '::/129',
    '/24',
    '192.0.2.0/-1',
    '192.0.2.0/24/24',
    '192.0.2.0/x24',
  ])('is not %s', (text) => {
    expect(parsePrefix(text)).toBeNull();
  });

  test('prints without its host bits', () => {
    const printed = (text: string) => formatPrefix(parsePrefix(text) ?? expect.fail());
    expect(['192.0.2.65/26', '2001:db8::5/64', '0.0.0.0/0'].map(printed)).toEqual([
      '192.0.2.64/26',
      '2001:db8::/64',
      '0.0.0.0/0',
    ]);
  });

  test('contains its ends and what lies between, of its own family', () => {
    const prefix = parsePrefix('192.0.2.64/26') ?? expect.fail();
    const isIn = (text: string) => contains(prefix, parseIp(text) ?? expect.fail());
    expect(['192.0.2.63', '192.0.2.64', '192.0.2.127', '192.0.2.128', '::c000:250'].map(isIn)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});

test.each([
  [4, 0, '0.0.0.0'],
  [4, 19, '255.255.224.0'],
  [4, 32, '255.255.255.255'],
  [6, 64, 'ffff:ffff:ffff:ffff::'],
] as const)('the mask of IPv%i prefix length %i is %s', (family, length, mask) => {
  expect(netmask(family, length)).toBe(mask);
});
