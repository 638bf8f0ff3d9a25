import { describe, expect, test } from 'vitest';
import { maasProvider } from '../../../src/facts/providers/maas.js';
import { declaredChecks, nullElements } from '../../../src/lab/declared/checks.js';
import { type ObjectValue, unknown } from '../../../src/protocol/value.js';
import { configured, factsOf } from './made-up.js';

function check(type: string, config: ObjectValue, fractions?: readonly string[]) {
  const { block, behaviour } = factsOf(type);
  return declaredChecks({ version: 0, block }, behaviour, fractions)(config);
}

/** A legal configuration of the type with some of it changed. */
function checkWith(type: string, base: string, more: ObjectValue) {
  return check(type, { ...configured(type, base, 0), ...more });
}

describe('values', () => {
  test('refuses what is not on the list, and says the list', () => {
    const found = checkWith('maas_network_interface_link', 'mode', { mode: 'auto' });
    const summary = 'expected mode to be one of ["AUTO" "DHCP" "STATIC" "LINK_UP"], got auto';
    expect(found).toEqual([{ summary, path: ['mode'] }]);
  });

  test('points at the set where an element of it is refused', () => {
    const found = checkWith('maas_boot_source_selection', 'os', { arches: ['amd64', 'x86'] });
    expect(found).toMatchObject([{ summary: expect.stringContaining('got x86'), path: ['arches'] }]);
  });

  test('points at the set of blocks where an attribute in it is refused', () => {
    const range = { type: 'static', start_ip: '192.0.2.300', end_ip: '2001:db8::1' };
    const found = checkWith('maas_subnet', 'name', { ip_ranges: [range] });
    expect(found).toEqual([
      { summary: 'expected start_ip to contain a valid IP, got: 192.0.2.300', path: ['ip_ranges'] },
      { summary: 'expected type to be one of ["dynamic" "reserved"], got static', path: ['ip_ranges'] },
    ]);
  });

  test('points into a list of blocks', () => {
    const storage = [{ size_gigabytes: 1 }, { size_gigabytes: 1.5 }];
    const found = checkWith('maas_vm_host_machine', 'cores', { storage_disks: storage });
    const path = ['storage_disks', 1, 'size_gigabytes'];
    expect(found).toEqual([{ summary: 'Attribute must be a whole number, got 1.5', path }]);
  });

  test('takes fractions where the provider does', () => {
    const base = configured('maas_vm_host', 'cpu_over_commit_ratio', 0);
    const config = { ...base, cpu_over_commit_ratio: 1.5 };
    expect(check('maas_vm_host', config, ['cpu_over_commit_ratio'])).toEqual([]);
    expect(check('maas_vm_host', config)).toMatchObject([{ path: ['cpu_over_commit_ratio'] }]);
  });

  test.each([
    [-1, 'expected rdns_mode to be in the range (0 - 2), got -1'],
    [3, 'expected rdns_mode to be in the range (0 - 2), got 3'],
    [2n ** 70n, 'expected rdns_mode to be in the range (0 - 2), got 1180591620717411303424'],
  ])('refuses %s out of a range', (value, summary) => {
    const found = checkWith('maas_subnet', 'rdns_mode', { rdns_mode: value });
    expect(found).toEqual([{ summary, path: ['rdns_mode'] }]);
  });

  test('refuses what is below a least value', () => {
    const found = checkWith('maas_vlan_dhcp', 'relay_vlan', { relay_vlan: 0 });
    expect(found).toEqual([
      { summary: 'expected relay_vlan to be at least (1), got 0', path: ['relay_vlan'] },
    ]);
  });

  test.each([
    'ops@example.com',
    'Ops <ops@example.com>',
    'root@localhost',
    '"a b"@example.com',
    'a@[192.0.2.1]',
  ])('takes the e-mail address %s', (email) => {
    expect(checkWith('maas_user', 'email', { email })).toEqual([]);
  });

  test.each(['', 'ops', 'ops@', '@example.com', 'a b@example.com', 'a..b@example.com', 'a@b, c@d'])(
    'refuses the e-mail address "%s"',
    (email) => {
      const summary = `expected email to be a valid e-mail address, got: ${email}`;
      expect(checkWith('maas_user', 'email', { email })).toEqual([{ summary, path: ['email'] }]);
    },
  );

  test('refuses a text that is no JSON without a character of it', () => {
    const found = checkWith('maas_machine', 'power_parameters', { power_parameters: 'hunter2' });
    expect(found).toEqual([
      { summary: '"power_parameters" contains an invalid JSON', path: ['power_parameters'] },
    ]);
  });

  test('never quotes a value that is sensitive', () => {
    const entity = {
      version: 0,
      block: {
        attributes: {
          word: { type: 'string', optional: true, sensitive: true },
          size: { type: 'number', optional: true, sensitive: true },
          part: { type: 'number', optional: true, sensitive: true },
        },
      },
    } as const;
    const allowedValues = { word: ['a'] };
    const behaviour = { inPlaceUpdate: true, importable: false, allowedValues, range: { size: { max: 1 } } };
    const found = declaredChecks(entity, behaviour)({ word: 'hunter2', size: 4711, part: 0.4711 });
    expect(found).toHaveLength(3);
    expect(JSON.stringify(found)).not.toMatch(/hunter2|4711/);
  });
});

describe('groups', () => {
  const link = { network_interface: 'eth0', subnet: '192.0.2.0/24' };
  const disk = { machine: 'm', name: 'sda', size_gigabytes: 1 };

  test('asks for one of two, at both', () => {
    const found = check('maas_network_interface_link', link);
    expect(found).toEqual(
      ['device', 'machine'].map((name) => ({
        summary: 'Invalid combination of arguments',
        detail: `"${name}": one of \`device,machine\` must be specified`,
        path: [name],
      })),
    );
  });

  test('refuses two of two', () => {
    const found = check('maas_network_interface_link', { ...link, device: 'd', machine: 'm' });
    expect(found).toHaveLength(2);
    expect(found[0]).toEqual({
      summary: 'Invalid combination of arguments',
      detail: '"device": only one of `device,machine` can be specified, but `device,machine` were specified.',
      path: ['device'],
    });
  });

  test.each([{ device: unknown }, { device: unknown, machine: 'm' }, { device: unknown, machine: unknown }])(
    'lets exactly one be open where a value is not known: %o',
    (more) => {
      expect(check('maas_network_interface_link', { ...link, ...more })).toEqual([]);
    },
  );

  test('asks for at least one, and takes a value that is not known for it', () => {
    const [found] = check('maas_block_device', disk);
    expect(found).toEqual({
      summary: 'Missing required argument',
      detail: '"id_path": one of `id_path,model` must be specified',
      path: ['id_path'],
    });
    expect(check('maas_block_device', { ...disk, id_path: unknown })).toEqual([]);
  });

  test('asks for a companion', () => {
    const found = check('maas_block_device', { ...disk, model: 'x' });
    const detail = '"model": all of `model,serial` must be specified';
    expect(found).toEqual([{ summary: 'Missing required argument', detail, path: ['model'] }]);
  });

  test('refuses a rival, but not where either value is not known', () => {
    const [found] = check('maas_block_device', { ...disk, id_path: 'a', model: 'x', serial: 'y' });
    const detail = '"id_path": conflicts with model';
    expect(found).toEqual({ summary: 'Conflicting configuration arguments', detail, path: ['id_path'] });
    const open = { ...disk, id_path: unknown, model: unknown, serial: unknown };
    expect(check('maas_block_device', open)).toEqual([]);
  });

  test('counts an empty list as set', () => {
    const raid = { machine: 'm', name: 'md0', level: '1', block_devices: [] };
    expect(check('maas_raid', raid)).toEqual([]);
  });

  test('has facts on groups at the top only, as the checks do', () => {
    const groups = Object.values(maasProvider.behaviour).flatMap((behaviour) => [
      ...(behaviour.exactlyOneOf ?? []).flat(),
      ...(behaviour.atLeastOneOf ?? []).flat(),
      ...Object.entries({ ...behaviour.conflictsWith, ...behaviour.requiredWith }).flat(2),
    ]);
    expect(groups.filter((path) => path.includes('.'))).toEqual([]);
  });
});

describe('what may be set', () => {
  test('refuses a value that only the provider sets, at the top and in a block', () => {
    const found = check('maas_block_device', {
      ...configured('maas_block_device', 'partitions', 1),
      uuid: 'u',
      partitions: [{ size_gigabytes: 1, path: '/dev/sda1' }],
    });
    const paths = [['uuid'], ['partitions', 0, 'path']];
    expect(found.map(({ path }) => path)).toEqual(paths);
    expect(found[1]).toMatchObject({
      summary: 'Value for unconfigurable attribute',
      detail: expect.stringContaining('Can\'t configure a value for "partitions.0.path": its value will be'),
    });
  });

  test('refuses a value that only the provider sets although it is not known', () => {
    const found = checkWith('maas_block_device', 'name', { path: unknown });
    expect(found).toMatchObject([{ summary: 'Value for unconfigurable attribute', path: ['path'] }]);
  });

  test('refuses an id, of which the provider declares nothing', () => {
    const found = check('maas_fabric', { id: 'f', name: 'f' });
    expect(found).toEqual([{ summary: 'Invalid or unknown key', path: ['id'] }]);
  });

  test('asks for what is required where it is null', () => {
    const detail = 'The argument "name" is required, but no definition was found.';
    expect(check('maas_fabric', { name: null })).toEqual([
      { summary: 'Missing required argument', detail, path: ['name'] },
    ]);
  });

  test('counts blocks', () => {
    const block = { comment: 'c' };
    const found = check('maas_instance', { release_params: [block, block] });
    const detail = 'Attribute release_params supports 1 item maximum, but config has 2 declared.';
    expect(found).toEqual([{ summary: 'Too many list items', detail, path: ['release_params'] }]);
    expect(check('maas_device', { network_interfaces: [] })).toMatchObject([
      { summary: 'Missing required argument', path: ['network_interfaces'] },
    ]);
  });

  test('leaves a block alone in which something is not known', () => {
    const range = { type: 'static', start_ip: unknown, end_ip: '192.0.2.1' };
    expect(checkWith('maas_subnet', 'name', { ip_ranges: [range] })).toEqual([]);
    expect(checkWith('maas_subnet', 'name', { ip_ranges: unknown })).toEqual([]);
  });

  test('checks data sources and the provider block by their schemas', () => {
    const { provider, dataSources } = maasProvider.schema;
    const machine = dataSources['maas_machine'] ?? expect.fail('there is no such data source');
    expect(declaredChecks(machine)({ hostname: 'm', status: 'Ready' })).toMatchObject([
      { summary: 'Value for unconfigurable attribute', path: ['status'] },
    ]);
    expect(declaredChecks(provider)({ api_url: 'http://maas', api_key: unknown })).toEqual([]);
  });
});

test('finds null in lists and sets, and points at the set', () => {
  expect(
    nullElements(['object', { a: ['list', 'string'], b: ['set', 'string'] }], { a: ['x', null], b: [null] }),
  ).toEqual([
    { summary: 'Null value found in list', detail: expect.any(String), path: ['a', 1] },
    { summary: 'Null value found in list', detail: expect.any(String), path: ['b'] },
  ]);
});
