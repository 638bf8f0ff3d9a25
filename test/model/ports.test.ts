import { describe, expect, test } from 'vitest';
import { layPorts } from '../../src/model/allocation/ports.js';
import type { ResolvedAttachment } from '../../src/model/clusters/attachments.js';
import type { MachineModel, NetworkModel, NicModel, SiteInventory } from '../../src/model/types.js';

const nic = (name: string, more: Partial<NicModel> = {}): NicModel => ({
  name,
  mac: `02:00:00:00:00:${name.slice(-2).padStart(2, '0')}`,
  kind: 'ethernet',
  gbps: 25,
  roles: ['management'],
  rail: null,
  switch: null,
  port: null,
  ...more,
});

const machineOf = (nics: readonly NicModel[], bootNic: string | null = 'en01'): MachineModel =>
  ({ asset: 'm1', nics, bootNic, hardware: { profile: 'node' } }) as unknown as MachineModel;

const pair = machineOf([nic('en01', { roles: ['boot', 'management'] }), nic('en02')]);

type Wanted = Partial<Omit<ResolvedAttachment, 'network'>> & { readonly network?: Partial<NetworkModel> };

/** An attachment of a network of that name, tagged with VLAN 100 unless changed. */
const on = (key: string, { network = {}, ...more }: Wanted = {}): ResolvedAttachment => ({
  key,
  network: { name: key, vid: 100, tagged: true, ...network } as unknown as NetworkModel,
  fabric: 'fab',
  subnet: null,
  nics: null,
  roles: ['management'],
  bond: null,
  mode: 'static',
  gateway: false,
  mtu: 1500,
  isOptional: false,
  at: { document: 'cluster/train', path: ['networks', key] },
  ...more,
});

const siteOf = (networks: readonly Partial<NetworkModel>[] = [], type = 'maas'): SiteInventory =>
  ({ networks, provisioner: { type } }) as unknown as SiteInventory;

const lay = (attachments: readonly ResolvedAttachment[], machine = pair, site = siteOf()) =>
  layPorts(attachments, machine, site);

/** Ports with their NICs and what stands on them: `bond-mgmt(en01 en02): a b`. */
const shape = (...given: Parameters<typeof lay>) =>
  lay(...given).ports.map(
    ({ name, bond, nics, links }) =>
      `${name}${bond === null ? '' : '*'}(${nics.map((one) => one.name).join(' ')}): ${links.map((link) => link.interface).join(' ')}`,
  );
const codes = (...given: Parameters<typeof lay>) => lay(...given).problems.map(({ code }) => code);

describe('which NICs a network is on', () => {
  test('the first of those with its role, or all of them where there is a bond', () => {
    expect(shape([on('a')])).toEqual(['en01(en01): en01.100']);
    expect(shape([on('a', { bond: {} })])).toEqual(['bond-mgmt*(en01 en02): bond-mgmt.100']);
    expect(shape([on('a', { roles: ['boot'], bond: {} })])).toEqual(['en01(en01): en01.100']);
  });

  test('the first role that the machine has, of Ethernet NICs with a known MAC', () => {
    const machine = machineOf([
      nic('en01', { roles: ['boot'] }),
      nic('ib03', { kind: 'infiniband', roles: ['storage'] }),
      nic('en04', { mac: null, roles: ['storage'] }),
      nic('en05', { roles: ['front-end'] }),
    ]);
    expect(shape([on('a', { roles: ['storage', 'front-end', 'boot'] })], machine)).toEqual([
      'en05(en05): en05.100',
    ]);
    expect(shape([on('a', { roles: ['storage', 'boot'] })], machine)).toEqual(['en01(en01): en01.100']);
    expect(codes([on('a', { roles: ['storage'] })], machine)).toEqual(['NIC_MISSING']);
    expect(codes([on('a', { nics: ['ib03', 'en05'] })], machine)).toEqual(['NIC_MISSING']);
    expect(codes([on('a', { nics: ['ib03'], isOptional: true })], machine)).toEqual([]);
    // The role of booting is the NIC’s by which the machine boots, whatever its profile calls it.
    expect(shape([on('a', { roles: ['boot'] })], machineOf(machine.nics, 'en05'))).toEqual([
      'en05(en05): en05.100',
    ]);
  });

  test('networks that share a NIC share a port, whichever of them stands first', () => {
    const single = on('b', { roles: ['boot'], network: { vid: 200 } });
    const bonded = on('a', { bond: {} });
    const apart = on('c', { nics: ['en03'], network: { vid: 300 } });
    const machine = machineOf([...pair.nics, nic('en03', { roles: ['storage'] })]);
    const laid = ['bond-mgmt*(en01 en02): bond-mgmt.100 bond-mgmt.200', 'en03(en03): en03.300'];
    expect(shape([apart, single, bonded], machine)).toEqual(laid);
    expect(shape([bonded, single, apart], machine)).toEqual(laid);
    expect(codes([single, bonded, apart], machine)).toEqual([]);
  });

  test('of networks on the same NICs one with a bond bonds them all', () => {
    expect(shape([on('a'), on('b', { bond: {}, network: { vid: 200 } })])).toEqual([
      'bond-mgmt*(en01 en02): bond-mgmt.100 bond-mgmt.200',
    ]);
    expect(codes([on('a', { bond: {} }), on('b', { bond: {}, network: { vid: 200 } })])).toEqual([]);
    const machine = machineOf([
      ...pair.nics,
      nic('en03', { roles: ['storage'] }),
      nic('en04', { roles: ['storage'] }),
    ]);
    const storage = on('b', { roles: ['storage'], bond: { mode: 'active-backup' }, network: { vid: 200 } });
    expect(codes([on('a', { bond: {} }), storage], machine)).toEqual([]);
    // One NIC of the pair, of which a bond would be another.
    const overlapping = on('b', {
      nics: ['en02', 'en03'],
      bond: { mode: 'active-backup' },
      network: { vid: 200 },
    });
    expect(codes([on('a', { bond: {} }), overlapping], machine)).toEqual([]);
  });

  test('a bond that is required is no problem over two NICs, nor one that is not over a single NIC', () => {
    expect(codes([on('a', { bond: { required: true } })])).toEqual([]);
    expect(codes([on('a', { nics: ['en02'], bond: { required: true } })])).toEqual(['BOND_TOO_FEW_NICS']);
    expect(codes([on('a', { nics: ['en02'], bond: {} })])).toEqual([]);
    expect(codes([on('a', { nics: ['en02'], bond: { required: false } })])).toEqual([]);
  });
});

test.each([
  ['management', 'bond-mgmt'],
  ['storage', 'bond-stor'],
  ['front-end', 'bond-front'],
  ['rail', 'bond-rail'],
] as const)('a bond over NICs of role %s is named %s', (role, name) => {
  const machine = machineOf([nic('en01', { roles: [role] }), nic('en02', { roles: [role] })]);
  expect(lay([on('a', { roles: [role], bond: {} })], machine).ports[0]?.name).toBe(name);
});

test('a bond over NICs that are named has the name of the first, or a digest of it where it is long', () => {
  const machine = machineOf([nic('ens10'), nic('ens102')], null);
  expect(shape([on('a', { nics: ['ens10', 'ens102'], bond: {} })], machine)).toEqual([
    'bond-ens10*(ens10 ens102): bond-ens10.100',
  ]);
  const long = machineOf([nic('ens102'), nic('ens10')], null);
  expect(lay([on('a', { nics: ['ens102', 'ens10'], bond: {} })], long).ports[0]?.name).toMatch(
    /^bond-[0-9a-f]{5}$/,
  );
});

test('a bond is LACP with the usual settings, where nothing else is said', () => {
  expect(lay([on('a', { bond: {} })]).ports[0]?.bond).toEqual({
    mode: '802.3ad',
    lacpRate: 'fast',
    hashPolicy: 'layer3+4',
    miimonMs: 100,
    lacpFallback: false,
  });
  const bond = {
    mode: 'active-backup',
    lacpRate: 'slow',
    hashPolicy: 'layer2',
    miimonMs: 50,
    lacpFallback: true,
  } as const;
  expect(lay([on('a', { bond })]).ports[0]?.bond).toEqual(bond);
});

test('a port is as large as its largest network, and has untagged networks first, then by number and name', () => {
  const [port] = lay([
    on('z', { network: { vid: 200 }, mtu: 9000 }),
    on('b', { network: { vid: 30 } }),
    on('a', { network: { vid: 200 } }),
    on('u', { network: { vid: 900, tagged: false }, mtu: 4200 }),
  ]).ports;
  expect(port?.mtu).toBe(9000);
  expect(port?.links.map(({ network }) => network)).toEqual(['u', 'b', 'a', 'z']);
  expect(port?.links.map((link) => link.interface)).toEqual(['en01', 'en01.30', 'en01.200', 'en01.200']);
});

test('ports come by the names of their NICs, as people count', () => {
  const machine = machineOf([nic('en10'), nic('en2')], null);
  expect(shape([on('a', { nics: ['en10'] }), on('b', { nics: ['en2'] })], machine)).toEqual([
    'en2(en2): en2.100',
    'en10(en10): en10.100',
  ]);
});

describe('the untagged VLAN of a port', () => {
  const untaggedOf = (attachment: ResolvedAttachment, networks: readonly Partial<NetworkModel>[] = []) =>
    lay([attachment], pair, siteOf(networks)).ports[0]?.untagged;
  const pxe = { name: 'pxe', purpose: 'provisioning', fabric: 'fab', vid: 7, tagged: false } as const;
  const others = [
    { ...pxe, name: 'storage', purpose: 'storage' },
    { ...pxe, name: 'elsewhere', fabric: 'other' },
    { ...pxe, name: 'tagged', tagged: true },
  ] as const;

  test('is of its untagged network', () => {
    expect(untaggedOf(on('u', { network: { vid: 9, tagged: false } }), [pxe])).toEqual({
      network: 'u',
      fabric: 'fab',
      vid: 9,
    });
  });

  test('is the provisioning network of its fabric where it boots, and none where it does not', () => {
    expect(untaggedOf(on('a', { nics: ['en01'] }), [...others, pxe])).toEqual({
      network: 'pxe',
      fabric: 'fab',
      vid: 7,
    });
    const none = { network: null, fabric: 'fab', vid: 0 };
    expect(untaggedOf(on('a', { nics: ['en01'] }), others)).toEqual(none);
    expect(untaggedOf(on('a', { nics: ['en02'] }), [pxe])).toEqual(none);
  });
});

test('a VLAN interface is named by its port while Linux takes the name, and by its number beyond', () => {
  const machine = machineOf([nic('enp65s0f0n1'), nic('enp65s0f0n12')], null);
  const named = (name: string) => lay([on('a', { nics: [name] })], machine).ports[0]?.links[0]?.interface;
  expect(named('enp65s0f0n1')).toBe('enp65s0f0n1.100');
  expect(named('enp65s0f0n12')).toBe('vlan100');
});

test('a name that a machine would have twice is said at the network that comes second', () => {
  const long = ['enp65s0f0n12', 'enp65s0f1n12'];
  const machine = machineOf(
    long.map((name) => nic(name)),
    null,
  );
  const attachments = long.map((name, index) => on(`net-${index}`, { nics: [name] }));
  expect(lay(attachments, machine).problems).toEqual([
    {
      code: 'INTERFACE_NAME_TWICE',
      message:
        'the VLAN interface of network net-1 is named vlan100, as another of the machine: its NIC has too long a name for NIC.VLAN',
      hint: 'give the NICs shorter names, or put the networks on a bond',
      at: { document: 'cluster/train', path: ['networks', 'net-1'] },
    },
  ]);
  // A NIC may be called as the interface would be.
  const taken = machineOf([nic('vlan100'), nic('enp65s0f0n12')], null);
  expect(
    codes(
      [on('a', { nics: ['enp65s0f0n12'] }), on('b', { nics: ['vlan100'], network: { tagged: false } })],
      taken,
    ),
  ).toEqual(['INTERFACE_NAME_TWICE']);
});

test('VLANs of one number in two fabrics on a NIC are one problem, of the fabrics', () => {
  expect(codes([on('a'), on('b', { fabric: 'other' })])).toEqual(['PORT_TWO_FABRICS']);
  expect(codes([on('a'), on('b')])).toEqual(['INTERFACE_NAME_TWICE']);
});

test.each([
  ['ironic', 'a switch port is untagged in one VLAN'],
  ['maas', 'the MAAS provider’s second link removes the first'],
])('two untagged networks on one NIC are refused by %s, since %s', (type, why) => {
  const untagged = (key: string) => on(key, { network: { vid: 0, tagged: false } });
  expect(lay([untagged('a'), untagged('b')], pair, siteOf([], type)).problems).toEqual([
    {
      code: 'LINK_TWO_ON_NIC',
      message: `networks a and b are both untagged on one NIC: ${why}`,
      hint: 'tag one of them, or give it another NIC',
      at: { document: 'cluster/train', path: ['networks', 'b'] },
    },
  ]);
});

test('a link has the default gateway where the attachment has it and gives an address by itself', () => {
  const subnet = { name: 'main', cidr: '10.1.0.0/24', gateway: '10.1.0.1', dns: ['10.1.0.2'], ranges: [] };
  const linkOf = (mode: ResolvedAttachment['mode'], gateway = true) =>
    lay([on('a', { mode, gateway, subnet })]).ports[0]?.links[0];
  expect(linkOf('static')).toEqual({
    network: 'a',
    fabric: 'fab',
    vid: 100,
    tagged: true,
    interface: 'en01.100',
    mtu: 1500,
    mode: 'static',
    subnet: '10.1.0.0/24',
    address: null,
    prefixLength: null,
    gateway: true,
    gatewayAddress: '10.1.0.1',
    dns: ['10.1.0.2'],
  });
  expect((['auto', 'dhcp', 'none'] as const).map((mode) => linkOf(mode)?.gateway)).toEqual([
    true,
    false,
    false,
  ]);
  expect(linkOf('static', false)?.gateway).toBe(false);
  expect(lay([on('a', { mode: 'none' })]).ports[0]?.links[0]).toMatchObject({
    subnet: null,
    gatewayAddress: null,
    dns: [],
  });
});
