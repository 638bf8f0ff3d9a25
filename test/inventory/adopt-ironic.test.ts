import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adoptIronic } from '../../src/inventory/adopt/ironic.js';
import type { AdoptResult } from '../../src/inventory/adopt/result.js';

const networks = `networks:
  in-band:
    purpose: in-band
    subnets: { in-band: { cidr: 198.51.100.0/24, gateway: 198.51.100.1 } }
`;

const node = (changes: Readonly<Record<string, unknown>> = {}) => ({
  uuid: '11111111-0000-0000-0000-000000000001',
  name: 'n1',
  provision_state: 'active',
  driver: 'redfish',
  driver_info: {
    redfish_address: 'https://203.0.113.11',
    redfish_username: 'canary-user',
    redfish_password: 'canary-pass',
    redfish_system_id: '/redfish/v1/Systems/System.1',
  },
  properties: { cpus: 64, cpu_arch: 'x86_64', memory_mb: 262_144, local_gb: 447 },
  resource_class: 'cpu',
  conductor_group: '',
  automated_clean: true,
  maintenance: false,
  instance_info: {
    image_source: 'https://images.example.net/noble.qcow2',
    image_os_hash_algo: 'sha256',
    image_os_hash_value: '5f'.repeat(32),
    fixed_ips: [{ ip_address: '198.51.100.11' }],
  },
  ...changes,
});
const port = {
  uuid: 'p1',
  node_uuid: node().uuid,
  address: '02:00:5e:00:53:11',
  pxe_enabled: true,
  local_link_connection: { switch_id: '02:00:5e:0f:01:0a', switch_info: 'leaf-1', port_id: 'Ethernet1' },
};

function adopt(nodes: unknown, addresses: string | null = null): AdoptResult {
  const files = [nodes, { ports: [port] }].map((value, index) => ({
    name: `${index}.json`,
    text: JSON.stringify(value),
  }));
  return adoptIronic(files, {
    organization: 'aurora',
    site: 'dc2',
    tenant: 'research',
    cluster: null,
    dialect: 'metal3-community',
    domain: 'dc2.example.net',
    networks: { name: 'networks.yaml', text: networks },
    addresses: addresses === null ? null : { name: 'addresses.csv', text: addresses },
  });
}

const codes = ({ issues }: AdoptResult) => issues.map(({ code }) => code);
const left = ({ unmanaged }: AdoptResult, what: string) =>
  unmanaged.filter((note) => note.what === what).map(({ text }) => text);

test('an answer of the API and the table of the openstack command come to the same', () => {
  const { uuid, name, provision_state, driver, automated_clean, ...rest } = node();
  const row = {
    UUID: uuid,
    Name: name,
    'Provisioning State': provision_state,
    Driver: driver,
    'Automated Clean': automated_clean,
    'Driver Info': rest.driver_info,
    Properties: rest.properties,
    'Resource Class': rest.resource_class,
    'Instance Info': rest.instance_info,
  };
  expect(adopt([row]).files).toEqual(adopt({ nodes: [node()] }).files);
});

test('a deployed node is a slot with its name, address and image, and no secret goes anywhere', () => {
  const result = adopt([node()]);
  expect(codes(result)).toEqual([]);
  expect(result.slots).toMatchObject([{ name: 'n1', cluster: 'adopted', pool: 'nodes' }]);
  expect(result.servers).toMatchObject([
    {
      ids: { node: node().uuid },
      machine: { bmc: { protocol: 'redfish', address: '203.0.113.11' }, cells: { 'bmc.nodeId': 'System.1' } },
      deployed: { ids: { deployment: node().uuid }, image: { name: 'noble' } },
    },
  ]);
  expect(JSON.stringify(result)).not.toContain('canary');
});

test.each([
  ['md5', 32],
  ['sha256', 64],
  ['sha512', 128],
])('a bare checksum is %s where it has %i digits', (algorithm, digits) => {
  const { image_source, fixed_ips } = node().instance_info;
  const image_checksum = '5f'.repeat(digits / 2);
  const result = adopt([node({ instance_info: { image_source, fixed_ips, image_checksum } })]);
  expect(result.servers).toMatchObject([
    { deployed: { image: { document: { checksum: `${algorithm}:${image_checksum}` } } } },
  ]);
});

describe('a file of another tool, or too short', () => {
  test.each([
    [[{ system_id: 'x', status_name: 'Ready' }], 'rackform adopt maas'],
    [[{ uuid: 'x', name: 'n1', provision_state: 'active' }], 'a list is short without --long'],
    ['text', 'no answer of Ironic'],
  ])('%j', (value, said) => {
    const { issues, files } = adopt(value);
    expect(issues[0]).toMatchObject({ code: 'IMPORT_UNKNOWN_DOCUMENT', severity: 'error' });
    expect(issues[0]?.message).toContain(said);
    expect(files).toEqual({});
  });
});

test.each([
  [{ name: null }, 'it has no name that a definition can have', ['ADOPT_ILLEGAL_NAME']],
  [{ name: 'metal3~n1' }, 'it has no name that a definition can have', ['ADOPT_ILLEGAL_NAME']],
  [{ provision_state: 'cleaning' }, 'Ironic is at it (cleaning); adopt again when it is done', []],
  [{ provision_state: 'dreaming' }, 'its provision state is not known', ['ADOPT_UNKNOWN_STATUS']],
  [{ driver: 'own' }, 'its driver "own" is not known', []],
  [
    { automated_clean: null },
    'it does not say automated_clean, on which the provider crashes',
    ['ADOPT_NO_AUTOMATED_CLEAN'],
  ],
  [{ properties: {} }, 'its properties have no cpus or no memory_mb; inspect it, or set them', []],
])('a node with %j is left alone, and said', (changes, why, found) => {
  const result = adopt([node(changes)]);
  expect(left(result, 'machine')).toEqual([why]);
  expect(codes(result)).toEqual(found);
  expect(result.servers).toEqual([]);
});

test.each([
  [{ instance_info: { image_source: 'a-glance-id' } }, 'its image is none that a definition can name by URL'],
  [
    { instance_info: { ...node().instance_info, fixed_ips: undefined } },
    'its address is not known: give it by --addresses',
  ],
  [
    { instance_info: { ...node().instance_info, fixed_ips: '192.0.2.1' } },
    'its address 192.0.2.1 is in no subnet of --networks',
  ],
  [{ provision_state: 'deploy failed' }, 'Ironic calls it deploy failed'],
])('of a node with %j the deployment is left alone, and no slot gets the node', (changes, why) => {
  const result = adopt([node(changes)]);
  expect(left(result, 'deployment')[0]).toContain(why);
  expect(result.slots).toEqual([]);
  expect(result.servers).toMatchObject([{ machine: { cells: { state: 'repair' } } }]);
});

test('an address of a file wins over the one that Ironic has', () => {
  const result = adopt([node()], 'name,address\nn1,198.51.100.99\n');
  expect(result.slots[0]?.server.deployed.ports[0]?.links[0]?.address).toBe('198.51.100.99');
});

test('two nodes of one name are an error', () => {
  expect(codes(adopt([node(), node({ uuid: 'other' })]))).toContain('ADOPT_DUPLICATE_NAME');
});

test('whatever stands in the place of a value, nothing crashes and no secret is printed', () => {
  const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(node())), value, (key, odd) => {
      expect(JSON.stringify(adopt([node({ [key]: odd })]))).not.toContain('canary');
    }),
    { numRuns: 40 },
  );
});
