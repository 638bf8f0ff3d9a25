import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { apply, openWorkspace, type Workspace } from './support/terraform.js';
import { type ToyWorld, toyProvider, toyWorld } from './support/toy.js';

let world: ToyWorld;
let work: Workspace;

beforeEach(async () => {
  world = toyWorld();
  work = await openWorkspace(toyProvider(world));
});

afterEach(async () => {
  await work.close();
});

const full = `
variable "secret" {
  type      = string
  sensitive = true
  default   = "hunter2"
}
resource "toy_machine" "a" {
  name     = "a"
  size     = 9007199254740993
  password = var.secret
  labels   = { rack = "r1", "__proto" = "x" }
  aliases  = ["z", "b", "b"]
  anything = { deep = [1, "two", true] }
  limits   = { low = -0.1, high = 12345678901234567890123 }
  disk {
    path = "/dev/sda"
    gib  = 1.5
  }
  disk {
    path = "/dev/sdb"
  }
  nic {
    mac   = "02:00:00:00:00:01"
    speed = 100
  }
  nic {
    mac = "02:00:00:00:00:02"
  }
  boot {
    device = "/dev/sda"
  }
}
resource "toy_link" "a" {
  machine_id = toy_machine.a.id
  label      = "to-\${toy_machine.a.address}"
  ports      = [{ number = 1 }, { number = 2 }]
}
data "toy_machine" "a" {
  name = toy_machine.a.name
  depends_on = [toy_link.a]
}
output "found" {
  value = data.toy_machine.a.address
}
`;

describe('the life of a configuration with every kind of value', () => {
  test('asks for the schema once a command, on however many connections', async () => {
    let asked = 0;
    const provider = toyProvider(world);
    const counting = {
      ...provider.schema,
      // Nothing else looks at the data sources where the configuration has none.
      get dataSources() {
        asked += 1;
        return provider.schema.dataSources;
      },
    };
    const other = await openWorkspace(
      { ...provider, schema: counting },
      'resource "toy_machine" "a" {\n  name = "a"\n}\n',
    );
    asked = 0;
    await other.ok(...apply);
    expect(asked).toBe(1);
    await other.close();
  });

  test('plans what is not known yet as unknown, in blocks and in nested attributes', async () => {
    work.write(full);
    const plan = await work.plan();
    expect(plan['toy_machine.a']).toMatchObject({
      actions: ['create'],
      after: { name: 'a', labels: { rack: 'r1' }, aliases: ['b', 'z'], boot: { device: '/dev/sda' } },
      after_unknown: {
        id: true,
        zone: true,
        address: true,
        disk: [{ serial: true }, { serial: true }],
      },
      after_sensitive: { password: true },
    });
    expect(plan['toy_machine.a']?.after).not.toHaveProperty('id');
    expect(plan['toy_link.a']).toMatchObject({
      after: { ports: [{ number: 1 }, { number: 2 }] },
      after_unknown: { machine_id: true, label: true, ports: [{ state: true }, { state: true }] },
    });
    expect(world.done).toEqual([]);
  });

  test('applies, and has nothing left to do: numbers keep every digit, sets need no order', async () => {
    work.write(full);
    await work.ok(...apply);
    expect(world.done).toEqual(['create a at null', 'link m-a to-192.0.2.1']);
    expect(work.log).toEqual([]);
    const machine = work.state()['toy_machine.a'];
    expect(machine).toMatchObject({
      id: 'm-a',
      zone: 'zone-1',
      password: 'hunter2',
      aliases: ['b', 'z'],
      anything: { value: { deep: [1, 'two', true] } },
      disk: [
        { path: '/dev/sda', gib: 1.5, serial: 'S-/dev/sda' },
        { path: '/dev/sdb', gib: null, serial: 'S-/dev/sdb' },
      ],
      nic: expect.arrayContaining([
        { mac: '02:00:00:00:00:01', speed: 100 },
        { mac: '02:00:00:00:00:02', speed: 25 },
      ]),
    });
    expect(world.machines.get('m-a')).toMatchObject({ size: 9007199254740993n, limits: { low: -0.1 } });
    expect(work.state()['toy_link.a']?.['ports']).toEqual([
      { number: 1, state: 'up' },
      { number: 2, state: 'up' },
    ]);
    expect(await work.ok('output', '-raw', 'found')).toBe('192.0.2.1');
    const again = await work.run('plan', '-detailed-exitcode', '-no-color');
    expect(again.text).toContain('No changes.');
    expect(again.code).toBe(0);
    expect(work.log.filter(({ level }) => level === 'error')).toEqual([]);
    expect(JSON.stringify(work.log)).not.toContain('hunter2');
  });

  test('destroys in the order of the references', async () => {
    work.write(full);
    await work.ok(...apply);
    await work.ok('destroy', '-auto-approve', '-no-color');
    expect(world.machines.size + world.links.size).toBe(0);
    expect(work.state()).toEqual({});
  });
});

describe('changes', () => {
  const machine = (body: string): string => `resource "toy_machine" "a" {\n  name = "a"\n${body}\n}\n`;
  const disk = (path: string, gib = 'null'): string => `disk {\n path = "${path}"\n gib = ${gib}\n}\n`;

  test('updates in place and keeps what was computed', async () => {
    work.write(machine(disk('/dev/sda')));
    await work.ok(...apply);
    work.write(machine(`size = 4\n${disk('/dev/sda')}${disk('/dev/sdb')}`));
    const { 'toy_machine.a': change } = await work.plan();
    expect(change).toMatchObject({
      actions: ['update'],
      after: { id: 'm-a', zone: 'zone-1', size: 4, disk: [{ serial: 'S-/dev/sda' }, { path: '/dev/sdb' }] },
      after_unknown: { disk: [{}, { serial: true }] },
    });
    await work.ok('apply', 'plan');
    expect(world.done.at(-1)).toBe('update a at null');
    expect((await work.run('plan', '-detailed-exitcode')).code).toBe(0);
  });

  test('replaces where an attribute cannot change, also inside a list of blocks, and says which', async () => {
    work.write(machine(disk('/dev/sda', '10')));
    await work.ok(...apply);
    work.write(machine(disk('/dev/sda', '20')));
    const { 'toy_machine.a': change } = await work.plan();
    expect(change).toMatchObject({
      actions: ['delete', 'create'],
      replace_paths: [['disk', 0, 'gib']],
      after_unknown: { id: true, address: true },
    });
    await work.ok('apply', 'plan');
    expect(world.done).toEqual(['create a at null', 'delete a at null', 'create a at null']);
  });

  test('shows drift as an update, and what is gone as a create', async () => {
    work.write(machine('size = 1'));
    await work.ok(...apply);
    const known = world.machines.get('m-a');
    world.machines.set('m-a', { ...known, size: 2 });
    expect((await work.plan())['toy_machine.a']).toMatchObject({ actions: ['update'], before: { size: 2 } });
    world.machines.clear();
    expect((await work.plan())['toy_machine.a']).toMatchObject({ actions: ['create'] });
  });

  test('adds and removes elements of a set of blocks with computed values', async () => {
    const nic = (last: number): string => `nic {\n mac = "02:00:00:00:00:0${last}"\n}\n`;
    work.write(machine(nic(1) + nic(2)));
    await work.ok(...apply);
    work.write(machine(nic(2) + nic(3)));
    expect((await work.plan())['toy_machine.a']?.actions).toEqual(['update']);
    await work.ok('apply', 'plan');
    expect(work.state()['toy_machine.a']?.['nic']).toEqual([
      { mac: '02:00:00:00:00:02', speed: 25 },
      { mac: '02:00:00:00:00:03', speed: 25 },
    ]);
    expect((await work.run('plan', '-detailed-exitcode')).code).toBe(0);
  });

  test('imports by id, then reads the rest', async () => {
    world.machines.set('m-old', { name: 'old', size: 3, zone: 'zone-7', address: '192.0.2.99' });
    work.write(
      'import {\n  to = toy_machine.old\n  id = "m-old"\n}\nresource "toy_machine" "old" {\n  name = "old"\n  size = 3\n}\n',
    );
    expect(await work.ok(...apply)).toContain('1 imported, 0 added, 0 changed, 0 destroyed');
    expect(work.state()['toy_machine.old']).toMatchObject({
      id: 'm-old',
      zone: 'zone-7',
      address: '192.0.2.99',
    });
    expect(world.done).toEqual([]);
  });

  test('reads a state of an earlier schema: drops names that are gone, adds those that are new', async () => {
    work.write(machine('size = 9007199254740993'));
    await work.ok(...apply);
    const file = `${work.folder}/terraform.tfstate`;
    const before = readFileSync(file, 'utf8');
    const older = before
      .replace('"schema_version": 1', '"schema_version": 0')
      .replace('"labels": null,', '"colour": "red", "weight": 12.50,');
    expect(older).toContain('colour');
    writeFileSync(file, older);
    expect((await work.run('plan', '-detailed-exitcode', '-refresh=false')).code).toBe(0);
  });
});

test('a provider on the legacy SDK gives defaults to attributes that it does not compute', async () => {
  const legacyWorld = toyWorld();
  const legacy = await openWorkspace(
    toyProvider(legacyWorld, { legacy: true }),
    'resource "toy_machine" "a" {\n  name = "a"\n}\n',
  );
  try {
    expect((await legacy.plan())['toy_machine.a']?.after).toMatchObject({ size: 8 });
    await legacy.ok('apply', 'plan');
    expect((await legacy.run('plan', '-detailed-exitcode')).code).toBe(0);
  } finally {
    await legacy.close();
  }
});

test('each alias of a provider, and each terraform at the same time, has its own configuration', async () => {
  const aliases = `
provider "toy" {
  endpoint = "ONE"
}
provider "toy" {
  alias    = "two"
  endpoint = "TWO"
}
resource "toy_machine" "a" {
  count = 3
  name  = "a\${count.index}"
}
resource "toy_machine" "b" {
  provider = toy.two
  count    = 3
  name     = "b\${count.index}"
}
`;
  world.onCreate = () => new Promise((resolve) => setTimeout(resolve, 100));
  work.write(aliases);
  await work.ok(...apply);
  expect([...world.done].sort()).toEqual([
    ...[0, 1, 2].map((index) => `create a${index} at ONE`),
    ...[0, 1, 2].map((index) => `create b${index} at TWO`),
  ]);
  expect(world.most).toBe(6);
});

test('carries an attribute of 6 MB both ways', async () => {
  const payload = 'x'.repeat(6_000_000);
  writeFileSync(`${work.folder}/payload`, payload);
  work.write('resource "toy_machine" "a" {\n  name    = "a"\n  payload = file("payload")\n}\n');
  await work.ok(...apply);
  expect(world.machines.get('m-a')?.['payload']).toBe(payload);
  expect((await work.run('plan', '-detailed-exitcode')).code).toBe(0);
});
