import { describe, expect, test } from 'vitest';
import {
  Addresses,
  addressNeeds,
  claimWeight,
  type DraftSlot,
  isComparableDigest,
  networkDigest,
} from '../../src/model/allocation/slots.js';
import type {
  BondModel,
  LinkModel,
  NetworkModel,
  PortModel,
  RailModel,
  SiteInventory,
} from '../../src/model/types.js';
import { link } from '../support/model-fixture.js';

const bond: BondModel = {
  mode: '802.3ad',
  lacpRate: 'fast',
  hashPolicy: 'layer3+4',
  miimonMs: 100,
  lacpFallback: false,
};

const port = (links: readonly LinkModel[], more: Partial<PortModel> = {}): PortModel => ({
  name: 'eno1',
  bond: null,
  nics: [{ name: 'eno1', mac: '02:00:00:00:00:01' }],
  mtu: 9000,
  untagged: { network: null, fabric: 'hosts', vid: 0 },
  links,
  ...more,
});

const draftOf = (ports: readonly PortModel[], rails: readonly Partial<RailModel>[] = []): DraftSlot =>
  ({ ports, rails }) as unknown as DraftSlot;

test('a claim weighs as many resources as it has', () => {
  // Trigger, deployment and DNS record; a NIC; a tagged network is an interface and a link, an untagged one a link.
  expect(claimWeight(draftOf([]))).toBe(3);
  expect(claimWeight(draftOf([port([link({ tagged: false })])]))).toBe(5);
  const two = port([link(), link({ tagged: false })], {
    bond,
    nics: ['eno1', 'eno2'].map((name) => ({ name, mac: '' })),
  });
  expect(claimWeight(draftOf([two]))).toBe(9);
  expect(claimWeight(draftOf([two, port([link()])]))).toBe(12);
});

describe('the digest of what a server keeps', () => {
  const networks = new Map<string, NetworkModel>();
  const addresses = { 'in-band': '198.51.100.10', dhcp: '198.51.100.11' };
  const of = (one: PortModel, given: Readonly<Record<string, string>> = addresses) =>
    networkDigest(draftOf([one]), given, networks);
  const base = of(port([link()]));

  test('has its format in front, and ten digits', () => {
    expect(base).toMatch(/^1-[0-9a-f]{10}$/);
    expect(isComparableDigest(base)).toBe(true);
    expect(isComparableDigest(base.slice(2))).toBe(false);
  });

  test.each<readonly [string, PortModel]>([
    ['the name of a port', port([link()], { name: 'eno9' })],
    ['whether it is a bond', port([link()], { bond })],
    ['its NICs', port([link()], { nics: [{ name: 'eno2', mac: '' }] })],
    ['the fabric of its untagged VLAN', port([link()], { untagged: { network: null, fabric: 'x', vid: 0 } })],
    ['its untagged VLAN', port([link()], { untagged: { network: null, fabric: 'hosts', vid: 3 } })],
    ['its networks', port([])],
    ['which networks those are', port([link({ network: 'dhcp' })])],
    ['the VLAN of a network', port([link({ vid: 101 })])],
    ['its subnet', port([link({ subnet: null })])],
    ['the name of its interface', port([link({ interface: 'vlan100' })])],
    ['how it gets addresses', port([link({ mode: 'dhcp' })])],
  ])('differs with %s', (_, one) => {
    expect(of(one)).not.toBe(base);
  });

  test('differs with a static address, and with no other', () => {
    expect(of(port([link()]), { 'in-band': '198.51.100.99' })).not.toBe(base);
    expect(of(port([link()]), {})).not.toBe(base);
    const dhcp = port([link({ mode: 'dhcp' })]);
    expect(of(dhcp, { 'in-band': '198.51.100.99' })).toBe(of(dhcp));
  });

  test('stays with MACs, the settings of a bond, MTUs and gateways, which change on a running server', () => {
    const bonded = port([link()], { bond });
    expect(of(port([link({ mtu: 1500, gateway: false, dns: ['192.0.2.1'] })], { mtu: 1500 }))).toBe(base);
    expect(of(port([link()], { nics: [{ name: 'eno1', mac: '02:00:00:00:00:99' }] }))).toBe(base);
    expect(of({ ...bonded, bond: { ...bond, lacpRate: 'slow' } })).toBe(of(bonded));
  });
});

describe('where addresses come from', () => {
  const subnet = (name: string, cidr: string) => ({ name, cidr, gateway: null, dns: [], ranges: [] });
  const site = {
    networks: [
      {
        name: 'two',
        addressing: 'shared',
        subnets: [subnet('a', '192.0.2.0/29'), subnet('b', '198.51.100.0/28')],
      },
      { name: 'none', addressing: 'shared', subnets: [] },
    ],
  } as unknown as SiteInventory;

  test('is the subnet that is meant, or the first; a network without any has none, nor has an unknown one', () => {
    const addresses = new Addresses(site);
    expect(addresses.space('two', null)?.prefixLength).toBe(29);
    expect(addresses.space('two', '198.51.100.0/28')?.prefixLength).toBe(28);
    expect(addresses.space('two', '203.0.113.0/24')).toBeNull();
    expect(addresses.space('none', null)).toBeNull();
    expect(addresses.space('unknown', null)).toBeNull();
    expect(addresses.space('unknown', '192.0.2.0/29')).toBeNull();
  });

  test('is one space for all who ask', () => {
    const addresses = new Addresses(site);
    expect(addresses.space('two', null)?.allocate()).toBe('192.0.2.1');
    expect(addresses.space('two', '192.0.2.0/29')?.allocate()).toBe('192.0.2.2');
  });

  test('does not give out what is held, in whichever subnet that lies', () => {
    const addresses = new Addresses(site);
    for (const held of ['192.0.2.1', '198.51.100.1']) addresses.hold('two', held);
    addresses.hold('unknown', '192.0.2.2');
    addresses.hold('none', '192.0.2.2');
    expect(addresses.space('two', null)?.allocate()).toBe('192.0.2.2');
    expect(addresses.space('two', '198.51.100.0/28')?.allocate()).toBe('198.51.100.2');
  });

  test('a slot needs one on each network with static addresses and on each rail that has a subnet', () => {
    const draft = draftOf(
      [
        port([
          link({ network: 'two', subnet: '198.51.100.0/28' }),
          link({ network: 'two', subnet: '192.0.2.0/29', mode: 'dhcp' }),
          link({ network: 'none', subnet: null }),
        ]),
      ],
      [{ network: 'two' }, { network: 'none' }],
    );
    expect(
      addressNeeds(draft, new Addresses(site)).map(({ network, space }) => [network, space.prefixLength]),
    ).toEqual([
      ['two', 28],
      ['two', 29],
    ]);
  });
});
