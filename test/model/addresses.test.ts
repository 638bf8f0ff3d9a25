import { expect, test } from 'vitest';
import { AddressSpace } from '../../src/model/allocation/addresses.js';
import type { NetworkModel, SubnetModel } from '../../src/model/types.js';

type Range = SubnetModel['ranges'][number];

function spaceOf(
  cidr: string,
  ranges: readonly Partial<Range>[] = [],
  more: { readonly gateway?: string; readonly addressing?: NetworkModel['addressing'] } = {},
): AddressSpace {
  const subnet = { cidr, gateway: more.gateway ?? null, ranges } as unknown as SubnetModel;
  const network = { addressing: more.addressing ?? 'shared' } as unknown as NetworkModel;
  return AddressSpace.of(network, subnet) ?? expect.fail(`${cidr} is no prefix`);
}

/** What is given out until nothing is left, or so many were. */
function given(space: AddressSpace, most = 20): readonly string[] {
  const all: string[] = [];
  for (let next = space.allocate(); next !== null; next = all.length < most ? space.allocate() : null)
    all.push(next);
  return all;
}

test('gives out the lowest first, and neither the ends of an IPv4 prefix nor its gateway', () => {
  const space = spaceOf('192.0.2.0/29', [], { gateway: '192.0.2.2' });
  expect(given(space)).toEqual(['192.0.2.1', '192.0.2.3', '192.0.2.4', '192.0.2.5', '192.0.2.6']);
  expect(space.allocate()).toBeNull();
  expect(space.prefixLength).toBe(29);
  expect(space.peerOf('192.0.2.3')).toBeNull();
});

test('a prefix of two addresses, or of one, has no ends', () => {
  expect(given(spaceOf('192.0.2.0/31'))).toEqual(['192.0.2.0', '192.0.2.1']);
  expect(given(spaceOf('192.0.2.7/32'))).toEqual(['192.0.2.7']);
  expect(given(spaceOf('192.0.2.0/30'))).toEqual(['192.0.2.1', '192.0.2.2']);
});

test('of an IPv6 prefix only the first address is kept back', () => {
  expect(given(spaceOf('2001:db8::/126'))).toEqual(['2001:db8::1', '2001:db8::2', '2001:db8::3']);
  expect(spaceOf('2001:db8::/126').isLegal('2001:db8::')).toBe(false);
});

test('static ranges are the only ones given from, one after another, to their last addresses', () => {
  const space = spaceOf('192.0.2.0/24', [
    { type: 'static', from: '192.0.2.9', to: '192.0.2.10' },
    { type: 'static', from: '192.0.2.20', to: '192.0.2.20' },
  ]);
  expect(given(space)).toEqual(['192.0.2.9', '192.0.2.10', '192.0.2.20']);
  expect(
    ['192.0.2.8', '192.0.2.9', '192.0.2.10', '192.0.2.11', '192.0.2.20'].map((one) => space.isLegal(one)),
  ).toEqual([false, true, true, false, true]);
});

test('dynamic and reserved ranges are left out, from their first to their last address', () => {
  const space = spaceOf('192.0.2.0/28', [
    { type: 'dynamic', from: '192.0.2.2', to: '192.0.2.4' },
    { type: 'reserved', from: '192.0.2.6', to: '192.0.2.13' },
  ]);
  expect(given(space)).toEqual(['192.0.2.1', '192.0.2.5', '192.0.2.14']);
  expect(
    ['192.0.2.1', '192.0.2.2', '192.0.2.4', '192.0.2.5', '192.0.2.6', '192.0.2.13'].map((one) =>
      space.isLegal(one),
    ),
  ).toEqual([true, false, false, true, false, false]);
});

test('a range that is no range of addresses counts for nothing', () => {
  expect(given(spaceOf('192.0.2.0/30', [{ type: 'static', from: 'x', to: '192.0.2.1' }]))).toHaveLength(2);
  expect(given(spaceOf('192.0.2.0/30', [{ type: 'dynamic', from: '192.0.2.1', to: 'x' }]))).toHaveLength(2);
});

test('a static range that reaches out of its prefix gives nothing out there', () => {
  const space = spaceOf('192.0.2.0/30', [{ type: 'static', from: '192.0.2.2', to: '192.0.2.9' }]);
  expect(given(space)).toEqual(['192.0.2.2']);
  expect(space.isLegal('192.0.2.5')).toBe(false);
});

test('on point-to-point links the server has the odd address of each pair, and the switch the even one', () => {
  const space = spaceOf('192.0.2.0/29', [], { addressing: 'point-to-point' });
  expect(given(space)).toEqual(['192.0.2.1', '192.0.2.3', '192.0.2.5', '192.0.2.7']);
  expect(space.prefixLength).toBe(31);
  expect(space.peerOf('192.0.2.5')).toBe('192.0.2.4');
  expect(space.peerOf('no address')).toBeNull();
  expect(space.isLegal('192.0.2.4')).toBe(false);
  expect(space.isLegal('192.0.2.5')).toBe(true);
});

test('pairs go around what is reserved, over IPv6 as well', () => {
  const reserved = [{ type: 'reserved', from: '2001:db8::', to: '2001:db8::4' }] as const;
  const space = spaceOf('2001:db8::/125', reserved, { addressing: 'point-to-point' });
  expect(given(space)).toEqual(['2001:db8::5', '2001:db8::7']);
  expect(space.prefixLength).toBe(127);
  const odd = spaceOf('192.0.2.0/28', [{ type: 'reserved', from: '192.0.2.1', to: '192.0.2.7' }], {
    addressing: 'point-to-point',
  });
  expect(given(odd)).toEqual(['192.0.2.9', '192.0.2.11', '192.0.2.13', '192.0.2.15']);
});

test('a reserved half of an IPv6 prefix is stepped over, not walked through', () => {
  const reserved = [{ type: 'reserved', from: '2001:db8::', to: '2001:db8::7fff:ffff:ffff:ffff' }] as const;
  expect(spaceOf('2001:db8::/64', reserved).allocate()).toBe('2001:db8:0:0:8000::');
});

test('what is taken is not given out, and is taken once', () => {
  const space = spaceOf('192.0.2.0/29');
  expect(space.take('192.0.2.1')).toBe(true);
  expect(space.take('192.0.2.1')).toBe(false);
  expect(space.take('no address')).toBe(false);
  expect(given(space, 2)).toEqual(['192.0.2.2', '192.0.2.3']);
  expect(space.take('192.0.2.3')).toBe(false);
});

test('what is no address, or one of another prefix, is not legal', () => {
  const space = spaceOf('192.0.2.0/24');
  expect(
    ['', 'x', '192.0.3.1', '2001:db8::1', '192.0.2.0', '192.0.2.255'].map((one) => space.isLegal(one)),
  ).toEqual([false, false, false, false, false, false]);
  expect(space.isLegal('192.0.2.254')).toBe(true);
});

test('what is no prefix has no space', () => {
  const subnet = { cidr: '192.0.2.0', gateway: null, ranges: [] } as unknown as SubnetModel;
  expect(AddressSpace.of({ addressing: 'shared' } as unknown as NetworkModel, subnet)).toBeNull();
});
