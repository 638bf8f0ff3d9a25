import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adoptMaas } from '../../src/inventory/adopt/maas.js';
import type { AdoptResult } from '../../src/inventory/adopt/result.js';
import { maasMachine, maasNic, maasPower, maasSubnet, maasVlan } from '../support/maas-answer.js';

const options = { organization: 'aurora', site: 'dc1', tenant: 'research', cluster: null };

function adoptTexts(...texts: readonly string[]): AdoptResult {
  return adoptMaas(
    texts.map((text, index) => ({ name: `${index}.json`, text })),
    options,
  );
}

/** Adopts machines of MAAS, the one of each octet with a BMC. */
function adopt(...machines: readonly object[]): AdoptResult {
  const octets = Array.from({ length: 20 }, (_, index) => index + 10);
  return adoptTexts(JSON.stringify(machines, null, 2), JSON.stringify(maasPower(...octets)));
}

const codes = ({ issues }: AdoptResult) => issues.map(({ code }) => code);
const left = ({ unmanaged }: AdoptResult, what: string) =>
  unmanaged.filter((note) => note.what === what).map(({ text, machines }) => [text, ...machines]);
const names = ({ servers }: AdoptResult) => servers.map(({ machine }) => machine.name);
const portsOf = ({ servers }: AdoptResult) => servers.map(({ deployed }) => deployed?.ports);

describe('what a file is', () => {
  test('cut short: the place where it ends', () => {
    const text = JSON.stringify([maasMachine('n1', 11)], null, 2);
    const { issues, files } = adoptTexts(text.slice(0, 400), JSON.stringify(maasPower(11)));
    expect(issues).toMatchObject([{ code: 'IMPORT_SYNTAX', position: { file: '0.json' } }]);
    expect(issues[0]?.position?.line).toBeGreaterThan(10);
    expect(files).toEqual({});
  });

  test.each([
    [[{ uuid: 'x', provision_state: 'active', driver: 'redfish' }], 'rackform adopt ironic'],
    [[{ id: 1, device_type: {}, name: 'x' }], 'rackform import netbox'],
    [{ nodes: [] }, 'maas $PROFILE machines read'],
    [[{ id: 0, name: 'main', vlans: [] }], 'leave it out'],
    [3, 'maas $PROFILE machines read'],
  ])('of another tool: what to do with it (%j)', (value, hint) => {
    const { issues, files } = adoptTexts(JSON.stringify(value));
    expect(issues[0]).toMatchObject({ code: 'IMPORT_UNKNOWN_DOCUMENT', severity: 'error' });
    expect(issues[0]?.hint).toContain(hint);
    expect(files).toEqual({});
  });

  test('an empty list: nothing to adopt', () => {
    expect(codes(adoptTexts('[]'))).toEqual(['IMPORT_NO_MACHINES']);
  });

  test('machines without power parameters: which command prints them', () => {
    const result = adoptTexts(JSON.stringify([maasMachine('n1', 11)]));
    expect(codes(result)).toEqual(['ADOPT_NO_POWER']);
    expect(result.files).toEqual({});
  });
});

describe('a machine', () => {
  test('gives no user, no password and no key of its power parameters away', () => {
    expect(JSON.stringify(adopt(maasMachine('n1', 11)))).not.toContain('canary');
  });

  test('whose host name is there twice is an error: Terraform looks machines up by it', () => {
    const result = adopt(maasMachine('n1', 11), maasMachine('n1', 12));
    expect(result.issues).toMatchObject([{ code: 'ADOPT_DUPLICATE_NAME', severity: 'error' }]);
    expect(result.issues[0]?.message).toContain('sys11 and sys12');
    expect(result.files).toEqual({});
  });

  test.each([
    ['Upper', 'its name is none that a definition can have', 'ADOPT_ILLEGAL_NAME'],
    ['a.b', 'its name is none that a definition can have', 'ADOPT_ILLEGAL_NAME'],
    ['x'.repeat(64), 'its name is none that a definition can have', 'ADOPT_ILLEGAL_NAME'],
    ['größe', 'its name is none that a definition can have', 'ADOPT_ILLEGAL_NAME'],
  ])('called %s is left alone, and the others are adopted', (name, why, code) => {
    const result = adopt(maasMachine(name, 11), maasMachine('n2', 12));
    expect(codes(result)).toEqual([code]);
    expect(left(result, 'machine')).toEqual([[why, name]]);
    expect(names(result)).toEqual(['n2']);
  });

  test.each([
    [{ status_name: 'Deploying' }, 'MAAS is at it (Deploying); adopt again when it is done', []],
    [{ status_name: 'New' }, 'MAAS has not commissioned it; commission it, then adopt again', []],
    [{ status_name: 'Levitating' }, 'its status is not known', ['ADOPT_UNKNOWN_STATUS']],
    [{ power_type: 'lxd' }, 'its power type is lxd; redfish, ipmi and manual can be managed', []],
    [{ boot_interface: null }, 'no NIC that boots has a MAC address', ['ADOPT_NO_MAC']],
    [{ interface_set: [] }, 'no NIC that boots has a MAC address', ['ADOPT_NO_MAC']],
    [{ system_id: 'sys99' }, 'its BMC has no address that a definition can have', []],
    [{ cpu_count: 0 }, 'MAAS knows nothing of its hardware; commission it, then adopt again', []],
    [
      { zone: { name: 'Row_A' } },
      'its zone "Row_A" has a name that a definition cannot have; rename the zone',
      [],
    ],
  ])('with %j is left alone, and said', (changes, why, found) => {
    const result = adopt(maasMachine('n1', 11, changes), maasMachine('n2', 12));
    expect(codes(result)).toEqual(found);
    expect(left(result, 'machine')).toEqual([[why, 'n1']]);
    expect(names(result)).toEqual(['n2']);
  });

  test.each(['Broken', 'Failed deployment', 'Failed disk erasing', 'Allocated', 'Rescue mode'])(
    'that is %s is taken over for repair, and no slot stands on it',
    (status) => {
      const result = adopt(maasMachine('n1', 11, { status_name: status }));
      expect(result.servers).toMatchObject([{ deployed: null, machine: { cells: { state: 'repair' } } }]);
      expect(left(result, 'deployment')[0]?.[0]).toContain(`MAAS calls it ${status}`);
      expect(result.slots).toEqual([]);
    },
  );

  test('that is Ready is taken over, free', () => {
    const result = adopt(maasMachine('n1', 11, { status_name: 'Ready' }));
    expect(result.servers).toMatchObject([{ ids: { machine: 'sys11' }, deployed: null }]);
    expect(result.servers[0]?.machine.cells).toEqual({});
  });
});

describe('an address', () => {
  const withNic = (changes: Readonly<Record<string, unknown>>) =>
    adopt(maasMachine('n1', 11, { interface_set: [maasNic(0, 11, changes)] }));

  test.each([
    ['static', 'static', '198.51.100.11'],
    ['auto', 'static', '198.51.100.11'],
    ['dhcp', 'dhcp', null],
    ['link_up', 'none', null],
  ])('of mode %s is kept as %s', (mode, kept, address) => {
    const link = { id: 1, mode, ip_address: '198.51.100.11', subnet: maasSubnet };
    expect(portsOf(withNic({ links: [link] }))).toMatchObject([[{ links: [{ mode: kept, address }] }]]);
  });

  test('beside the first of an interface stays in MAAS', () => {
    const links = ['198.51.100.11', '198.51.100.12'].map((ip_address, id) => ({
      id,
      mode: 'static',
      ip_address,
      subnet: maasSubnet,
    }));
    expect(left(withNic({ links }), 'address')[0]?.[0]).toContain('198.51.100.12 on eth0');
  });

  test('that two machines have is the first one’s', () => {
    const twin = maasNic(0, 12, {
      links: [{ id: 1, mode: 'static', ip_address: '198.51.100.11', subnet: maasSubnet }],
    });
    const result = adopt(maasMachine('n1', 11), maasMachine('n2', 12, { interface_set: [twin] }));
    expect(left(result, 'address')).toEqual([['198.51.100.11: n1 has it too, which keeps it', 'n2']]);
  });

  test('on a bridge, and on a VLAN of one, stays in MAAS', () => {
    const bridge = { ...maasNic(0, 13), name: 'br0', type: 'bridge', parents: ['eth0'] };
    const vlan = { ...maasNic(0, 14), name: 'br0.30', type: 'vlan', parents: ['br0'] };
    const result = adopt(maasMachine('n1', 11, { interface_set: [maasNic(0, 11), bridge, vlan] }));
    expect(left(result, 'bridge')).toHaveLength(1);
    expect(left(result, 'VLAN interface on br0')).toHaveLength(1);
  });

  test('in a fabric of an illegal name is left out, and the fabric is said', () => {
    const vlan = { ...maasVlan, fabric: 'Fabric_A' };
    const link = { id: 1, mode: 'static', ip_address: '198.51.100.11', subnet: { ...maasSubnet, vlan } };
    const result = withNic({ links: [link] });
    expect(codes(result)).toEqual(['ADOPT_ILLEGAL_NAME']);
    expect(left(result, 'address')).toHaveLength(1);
  });

  test('with a tag is said where others have none', () => {
    const tagged = { ...maasNic(0, 13), name: 'eth0.20', type: 'vlan', parents: ['eth0'] };
    const bare = maasNic(0, 12, { links: [] });
    const result = adopt(maasMachine('n1', 11), maasMachine('n2', 12, { interface_set: [bare, tagged] }));
    expect(left(result, 'address')[0]?.[0]).toContain('other servers see servers without a tag');
  });
});

test('a bond with a setting that a definition has not is said, and so is a bond of one NIC', () => {
  const bond = (params: object, parents: readonly string[]) => ({
    ...maasNic(0, 13),
    name: 'bond0',
    type: 'bond',
    parents,
    params,
  });
  const nics = [0, 1].map((index) => maasNic(index, 11 + index, { links: [] }));
  const of = (params: object, parents: readonly string[]) =>
    left(adopt(maasMachine('n1', 11, { interface_set: [...nics, bond(params, parents)] })), 'bond');
  expect(
    of({ bond_mode: '802.3ad', bond_xmit_hash_policy: 'vlan+srcmac' }, ['eth0', 'eth1'])[0]?.[0],
  ).toContain('bond_xmit_hash_policy vlan+srcmac');
  expect(of({}, ['eth0'])[0]?.[0]).toContain('has one NIC only');
});

test('ranges are taken over, but for a reserved one that servers stand in', () => {
  const ranges = [
    { type: 'dynamic', start_ip: '198.51.100.200', end_ip: '198.51.100.250', subnet: maasSubnet },
    { type: 'reserved', start_ip: '198.51.100.10', end_ip: '198.51.100.20', subnet: maasSubnet },
  ];
  const result = adoptTexts(
    JSON.stringify([maasMachine('n1', 11)]),
    JSON.stringify(maasPower(11)),
    JSON.stringify(ranges),
  );
  expect(result.files['sites/dc1/site.yaml']).toContain('from: 198.51.100.200');
  expect(result.files['sites/dc1/site.yaml']).not.toContain('198.51.100.20\n');
  expect(left(result, 'range')).toHaveLength(1);
});

test('servers of one hardware, image and networks are a pool, and those of a resource pool a cluster', () => {
  const gpu = { pool: { name: 'GPU nodes' } };
  const { slots } = adopt(
    maasMachine('n1', 11),
    maasMachine('n2', 12),
    maasMachine('n3', 13, { distro_series: 'jammy', hwe_kernel: 'hwe-22.04' }),
    maasMachine('g1', 14, gpu),
  );
  expect(slots.map(({ name, cluster, pool, number }) => [name, cluster, pool, number])).toEqual([
    ['g1', 'gpu-nodes', 'nodes', 1],
    ['n1', 'default', 'nodes', 1],
    ['n2', 'default', 'nodes', 2],
    ['n3', 'default', 'nodes-2', 1],
  ]);
});

test('the same machines in another order give the same bytes', () => {
  const machines = ['n1', 'n2', 'n10'].map((name, index) => maasMachine(name, 11 + index));
  expect(adopt(...machines.toReversed()).files).toEqual(adopt(...machines).files);
});

test('whatever stands in the place of a value, nothing crashes and no secret is printed', () => {
  const whole = [maasMachine('n1', 11), maasMachine('n2', 12)];
  const keys = Object.keys(whole[0] ?? {});
  const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }), fc.integer());
  fc.assert(
    fc.property(
      fc.constantFrom(...keys),
      value,
      fc.constantFrom(...Object.keys(maasNic(0, 1))),
      (key, odd, ofNic) => {
        const changed = { ...whole[0], [key]: odd, interface_set: [{ ...maasNic(0, 11), [ofNic]: odd }] };
        const result = adopt({ ...whole[0], [key]: odd }, changed, whole[1] ?? {});
        expect(JSON.stringify(result)).not.toContain('canary');
      },
    ),
    { numRuns: 40 },
  );
});
