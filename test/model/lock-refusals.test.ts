import { expect, test } from 'vitest';
import type { PoolInput } from '../../src/definition/cluster.js';
import type { Definition } from '../../src/definition/definition.js';
import type { MachineInput } from '../../src/definition/site.js';
import { newMachine } from '../../src/model/lock/lock.js';
import type { LockAction } from '../../src/model/lock/lock-actions.js';
import type { Lock, LockMachine, LockSlot } from '../../src/model/lock/lock-types.js';
import { resolve } from '../../src/model/resolve.js';
import { said } from '../support/said.js';
import { cpuMachine, definitionOf, gpuMachine, withMachines, withPools } from '../support/site-fixture.js';

const run = (
  definition: Definition,
  lock: Lock | null,
  actions: readonly LockAction[] = [],
  baseLock?: Lock,
) => resolve(definition, { site: 'dc1', lock, actions, ...(baseLock === undefined ? {} : { baseLock }) });

function decided(
  definition: Definition,
  lock: Lock | null = null,
  actions: readonly LockAction[] = [],
): Lock {
  const next = run(definition, lock, actions);
  expect(said(next.issues)).toBe('');
  return next.lock ?? expect.fail('no lock was proposed');
}

const gpuPool = (more: Partial<PoolInput> = {}): PoolInput => ({
  role: 'gpu',
  count: 2,
  networks: { 'in-band': {} },
  ...more,
});
const site = (pools: Record<string, PoolInput>, shape: Parameters<typeof definitionOf>[0] = {}) =>
  definitionOf({ ...shape, pools });
const changed = (definition: Definition, machines: Readonly<Record<string, Partial<MachineInput>>>) =>
  withMachines(definition, (all) =>
    Object.fromEntries(
      Object.entries(all).map(([asset, machine]) => [asset, { ...machine, ...machines[asset] }]),
    ),
  );
const lockWith = (
  lock: Lock,
  change: {
    readonly machine?: Partial<LockMachine>;
    readonly asset?: string;
    readonly slot?: Partial<LockSlot>;
    readonly name?: string;
  },
): Lock => ({
  ...lock,
  machines: lock.machines.map((one) => (one.asset === change.asset ? { ...one, ...change.machine } : one)),
  slots: lock.slots.map((one) => (one.name === change.name ? { ...one, ...change.slot } : one)),
});

test('a pool that left, with one slot in service or with many', () => {
  const one = site({ gpu: gpuPool({ count: 1 }), rest: gpuPool({ count: 1 }) });
  const many = site({ gpu: gpuPool({ count: 5 }), rest: gpuPool({ count: 1 }) });
  const without = site({ rest: gpuPool({ count: 1 }) });
  expect(said(run(without, decided(one)).issues)).toMatchInlineSnapshot(`
    "lock/dc1 slots train-gpu-001
      error [lock/removal-by-omission] pool train/gpu left the definition while its slot train-gpu-001 is in service: its server would be destroyed by omission
      hint: put the pool back with count 0 and run rackform lock --release train-gpu-001 --reason "...""
  `);
  expect(said(run(without, decided(many)).issues)).toMatchInlineSnapshot(`
    "lock/dc1 slots train-gpu-001
      error [lock/removal-by-omission] pool train/gpu left the definition while its 5 slots are in service: their servers would be destroyed by omission
      hint: put the pool back with count 0 and run rackform lock --release train-gpu-001 train-gpu-002 train-gpu-003 ... --reason "...""
  `);
  const lock = decided(one);
  const undeployed = { ...one, project: { ...one.project, deployments: [] } };
  expect(said(run(undeployed, lock).issues)).toMatchInlineSnapshot(`
    "lock/dc1 slots train-gpu-001
      error [lock/removal-by-omission] pool train/gpu left the definition while its slot train-gpu-001 is in service: its server would be destroyed by omission
      hint: deploy cluster train at dc1 again, set the counts of its pools to 0 and run rackform lock --release train-gpu-001 --reason "..."
    lock/dc1 slots train-rest-001
      error [lock/removal-by-omission] pool train/rest left the definition while its slot train-rest-001 is in service: its server would be destroyed by omission
      hint: deploy cluster train at dc1 again, set the counts of its pools to 0 and run rackform lock --release train-rest-001 --reason "...""
  `);
  // What was planned only goes without a word.
  expect(said(run(without, lock, [], { ...lock, slots: [], machines: [] }).issues)).toBe('');
});

test('a pool that counts fewer than are in service', () => {
  const lock = decided(site({ gpu: gpuPool({ count: 4 }) }));
  expect(said(run(site({ gpu: gpuPool({ count: 1 }) }), lock).issues)).toMatchInlineSnapshot(`
    "cluster/train pools gpu count
      error [lock/removal-by-omission] pool train/gpu counts 1, and 4 slots are in service: train-gpu-004, train-gpu-003, train-gpu-002 would be destroyed by omission
      hint: run rackform lock --release train-gpu-004 train-gpu-003 train-gpu-002 --reason "...", or name other slots to give back"
  `);
  const base = { ...lock, slots: lock.slots.filter(({ number }) => number <= 3) };
  expect(said(run(site({ gpu: gpuPool({ count: 2 }) }), lock, [], base).issues)).toMatchInlineSnapshot(`
    "cluster/train pools gpu count
      error [lock/removal-by-omission] pool train/gpu counts 2, and 4 slots are in service: train-gpu-003 would be destroyed by omission
      hint: run rackform lock --release train-gpu-003 --reason "...", or name other slots to give back"
  `);
});

test('a slot in service whose machine no longer fits, or left, or failed with no other to take', () => {
  const definition = site({ gpu: gpuPool({ count: 6 }) });
  const lock = decided(definition);
  const narrowed = site({ gpu: gpuPool({ count: 6, hardware: { memoryGiB: 4096 } }) });
  expect(said(run(narrowed, lock).issues.slice(0, 1))).toMatchInlineSnapshot(`
    "cluster/train pools gpu hardware
      error [allocation/machine-does-not-fit] slot train-gpu-001 is in service on gpu-r1-n1, which has 512 GiB of RAM, less than 4096
      hint: widen the pool’s hardware again, or give the slot back: rackform lock --release train-gpu-001 --reason "...""
  `);
  const left = withMachines(definition, ({ 'gpu-r1-n1': _, ...rest }) => rest);
  expect(said(run(left, lock).issues)).toMatchInlineSnapshot(`
    "lock/dc1 machines gpu-r1-n1
      error [lock/machine-omitted] machine gpu-r1-n1 left the inventory while slot train-gpu-001 holds it
      hint: put it back; with state: retired its slot moves to another machine first"
  `);
  const failed = changed(definition, { 'gpu-r1-n1': { state: 'quarantine' } });
  expect(said(run(failed, lock).issues)).toMatchInlineSnapshot(`
    "cluster/train pools gpu count
      error [allocation/not-enough-machines] slot train-gpu-001 must move, since gpu-r1-n1 is in state quarantine, and no free machine fits
      hint: lower the count, widen the hardware, or add machines
      cpu-r1-n1, cpu-r2-n1: each has no GPU
      gpu-r1-n1 is in state quarantine
      gpu-r1-n2 is held by train-gpu-002
      gpu-r1-n3 is held by train-gpu-003
      gpu-r2-n1 is held by train-gpu-004
      gpu-r2-n2 is held by train-gpu-005
      gpu-r2-n3 is held by train-gpu-006"
  `);
  const adopted = lockWith(lock, {
    name: 'train-gpu-001',
    slot: { adopted: { deployment: 'x' } as never, phase: 'planned' },
  });
  expect(said(run(failed, adopted).issues)).toMatchInlineSnapshot(`
    "lock/dc1
      error [lock/not-imported] slot train-gpu-001 was adopted, and must move, since gpu-r1-n1 is in state quarantine; Terraform does not hold it yet
      hint: apply its stack, which imports it, and give the state by rackform lock --applied; then try again"
  `);
  const retired = changed(site({ gpu: gpuPool({ count: 2 }) }), { 'gpu-r1-n1': { state: 'retired' } });
  const few = decided(site({ gpu: gpuPool({ count: 2 }) }));
  const moved = decided(retired, few);
  expect(moved.slots.map(({ asset, generation }) => `${asset} ${generation}`)).toEqual([
    'gpu-r1-n3 2',
    'gpu-r1-n2 1',
  ]);
});

test('a free machine that left by omission, and one that left on purpose and stands there again', () => {
  const definition = site({ gpu: gpuPool({ count: 1 }) });
  const lock = decided(definition);
  const left = withMachines(definition, ({ 'gpu-r2-n3': _, ...rest }) => rest);
  expect(said(run(left, lock).issues)).toMatchInlineSnapshot(`
    "lock/dc1 machines gpu-r2-n3
      error [lock/machine-omitted] machine gpu-r2-n3 left the inventory while the provisioner knows it
      hint: put it back with state: retired, or run rackform lock --release gpu-r2-n3 --reason "...""
  `);
  const gone = (reason: string): Lock => ({
    ...lock,
    machines: lock.machines.filter(({ asset }) => asset !== 'gpu-r2-n3'),
    tombstones: [{ key: 'machine/gpu-r2-n3', reason }],
  });
  expect(said(run(definition, gone('left the provisioner')).issues)).toMatchInlineSnapshot(`
    "site/dc1 machines gpu-r2-n3
      warning [lock/machine-left] machine gpu-r2-n3 left the provisioner, and is not enrolled again by itself
      hint: take it out of the inventory or set state: retired; or run rackform lock --prune gpu-r2-n3 to enrol it anew"
  `);
  expect(
    said(run(definition, gone('was abandoned, left the provisioner and is not erased')).issues),
  ).toMatchInlineSnapshot(`
    "site/dc1 machines gpu-r2-n3
      warning [lock/machine-left] machine gpu-r2-n3 was abandoned, left the provisioner and is not erased, and is not enrolled again by itself
      hint: take it out of the inventory or set state: retired; or wipe it and run rackform lock --prune gpu-r2-n3 to enrol it anew"
  `);
});

test('machines of the lock that a pool cannot have yet', () => {
  const definition = site({ gpu: gpuPool({ count: 6 }) });
  const lock = decided(site({ gpu: gpuPool({ count: 1 }) }));
  const states: Readonly<Record<string, Partial<LockMachine>>> = {
    'gpu-r1-n2': { abandoned: 'BMC dead', erased: 'not-erased' },
    'gpu-r1-n3': { phase: 'leaving' },
    'gpu-r2-n1': { claim: 'old-gpu-001' },
  };
  const held = {
    ...lock,
    machines: lock.machines
      .filter(({ asset }) => asset !== 'gpu-r2-n2')
      .map((one) => ({ ...one, ...states[one.asset] })),
    tombstones: [{ key: 'machine/gpu-r2-n2', reason: 'left the provisioner' }],
  };
  const { issues } = run(definition, held);
  expect(said(issues.filter(({ code }) => code.startsWith('allocation/')))).toMatchInlineSnapshot(`
    "cluster/train pools gpu count
      error [allocation/not-enough-machines] pool train/gpu wants 6 machines, and 2 can be had
      hint: lower the count, widen the hardware, or add machines
      machines bind: the largest count that fits is 2 (feed for 2, units for 2, ports for 2, addresses enough)
      cpu-r1-n1, cpu-r2-n1: each has no GPU
      gpu-r1-n1 is held by train-gpu-001
      gpu-r1-n2 was abandoned and is not erased
      gpu-r1-n3 is leaving the provisioner
      gpu-r2-n1 is held by old-gpu-001
      gpu-r2-n2 left the provisioner and was not enrolled again
      gpu-r2-n3 is held by another slot"
  `);
});

test('machines that were another tenant’s, and are not known to be erased as it asks', () => {
  const definition = site({ gpu: gpuPool({ count: 6 }) });
  const lock = decided(site({ gpu: gpuPool({ count: 1 }) }));
  const last = (erased: string | null): Lock => ({
    ...lock,
    machines: lock.machines.map((one) =>
      one.asset.startsWith('gpu-r2') ? { ...one, tenant: 'blue', erased } : one,
    ),
  });
  expect(said(run(definition, last(null)).issues)).toMatchInlineSnapshot(`
    "cluster/train pools gpu count
      error [lock/hand-over-without-erase] pool train/gpu wants 6 machines, and 3 can be had
      hint: release the slot that held it with the erase that its tenant asks for, and give the evidence by rackform lock --applied
      gpu-r2-n1 was last of tenant blue, which asks for erase full before it changes hands, and no erase is known
      gpu-r2-n2 was last of tenant blue, which asks for erase full before it changes hands, and no erase is known
      gpu-r2-n3 was last of tenant blue, which asks for erase full before it changes hands, and no erase is known"
  `);
  expect(said(run(definition, last('quick')).issues)).toContain('and quick is known');
  expect(said(run(definition, last('secure')).issues)).toBe('');
  const milder = {
    ...definition,
    project: { ...definition.project, tenants: { red: {}, blue: { handOver: { erase: 'quick' as const } } } },
  };
  expect(said(run(milder, last('quick')).issues)).toBe('');
  const explicit = site({
    gpu: gpuPool({ count: 1 }),
    own: { role: 'gpu', networks: {}, machines: ['gpu-r2-n1'] },
  });
  expect(
    said(run(explicit, last(null)).issues.filter(({ code }) => code === 'lock/hand-over-without-erase')),
  ).toMatchInlineSnapshot(`
    "cluster/train pools own machines
      error [lock/hand-over-without-erase] pool train/own wants 1 machines, and 0 can be had
      hint: release the slot that held it with the erase that its tenant asks for, and give the evidence by rackform lock --applied
      gpu-r2-n1 was last of tenant blue, which asks for erase full before it changes hands, and no erase is known"
  `);
});

test('boot NICs that changed servers', () => {
  const definition = site({ gpu: gpuPool({ count: 1 }) });
  const lock = decided(definition);
  const macs = (asset: string) => {
    const [, rack, unit] = /^gpu-r(\d)-n(\d)$/.exec(asset) ?? [];
    return gpuMachine(Number(rack), Number(unit)).nics ?? {};
  };
  const exchanged = (...pairs: readonly (readonly [string, string])[]) =>
    said(
      run(
        changed(definition, Object.fromEntries(pairs.map(([asset, of]) => [asset, { nics: macs(of) }]))),
        lock,
      ).issues.filter(({ code }) => code === 'lock/machine-exchanged'),
    );
  expect(exchanged(['gpu-r1-n1', 'gpu-r1-n2'], ['gpu-r1-n2', 'gpu-r1-n1'])).toMatchInlineSnapshot(`
    "site/dc1 machines gpu-r1-n1 nics eno1 mac
      error [lock/machine-exchanged] machine gpu-r1-n1 has boot MAC 02:00:00:01:02:01, which is that of gpu-r1-n2 in the lock: one server took the name of another while the provisioner knows both
      hint: put the rows of the inventory back; where a NIC really went from one server to the other, lock once with the new NIC of the one before the other gets its old one
      machine gpu-r1-n2 has that of gpu-r1-n1"
  `);
  const ring = ['gpu-r1-n1', 'gpu-r1-n2', 'gpu-r1-n3', 'gpu-r2-n1', 'gpu-r2-n2'];
  expect(
    exchanged(...ring.map((asset, index) => [asset, ring[(index + 1) % 5] ?? ''] as const)),
  ).toMatchInlineSnapshot(`
    "site/dc1 machines gpu-r1-n1 nics eno1 mac
      error [lock/machine-exchanged] machine gpu-r1-n1 has boot MAC 02:00:00:01:02:01, which is that of gpu-r1-n2 in the lock: one server took the name of another while the provisioner knows both
      hint: put the rows of the inventory back; where a NIC really went from one server to the other, lock once with the new NIC of the one before the other gets its old one
      machine gpu-r1-n2 has that of gpu-r1-n3
      machine gpu-r1-n3 has that of gpu-r2-n1
      machine gpu-r2-n1 has that of gpu-r2-n2
      and so it is for 1 more"
  `);
  expect(
    exchanged(...ring.slice(0, 4).map((asset, index) => [asset, ring[(index + 1) % 4] ?? ''] as const)),
  ).not.toContain('and so it is');
  // A new NIC is nobody's, and one that stands twice is another rule's.
  expect(exchanged(['gpu-r1-n1', 'gpu-r1-n2'])).toBe('');
  const fresh = changed(definition, {
    'gpu-r1-n1': { nics: { ...macs('gpu-r1-n1'), eno1: { mac: '02:00:00:aa:aa:aa' } } },
  });
  expect(decided(fresh, lock).machines.find(({ asset }) => asset === 'gpu-r1-n1')?.bootMac).toBe(
    '02:00:00:aa:aa:aa',
  );
});

test('what is asked of the lock and cannot be done', () => {
  const definition = site({ gpu: gpuPool({ count: 2 }) });
  const lock = decided(definition);
  const ask = (actions: readonly LockAction[], before = lock) =>
    said(run(definition, before, actions).issues);
  expect(
    ask([{ kind: 'release', names: ['train-gpu-0001', 'nothing'], reason: 'r' }]),
  ).toMatchInlineSnapshot(`
    "lock/dc1
      error [LOCK_UNKNOWN_NAME] the lock of dc1 has no slot or machine "train-gpu-0001" that this could be done to
      hint: did you mean "train-gpu-001"?
    lock/dc1
      error [LOCK_UNKNOWN_NAME] the lock of dc1 has no slot or machine "nothing" that this could be done to"
  `);
  expect(ask([{ kind: 'release', names: ['gpu-r1-n1'], reason: 'r' }])).toMatchInlineSnapshot(`
    "lock/dc1
      error [lock/machine-claimed] machine "gpu-r1-n1" cannot leave: train-gpu-001 holds it, and MAAS deletes a deployed machine without a check
      hint: release the slot first: rackform lock --release train-gpu-001 --reason "...""
  `);
  expect(
    ask([{ kind: 'release', names: ['gpu-r1-n1'], reason: 'r' }], {
      ...lock,
      provisioner: 'ironic/rackform',
    }),
  ).toContain('Ironic would undeploy its server, or lose the ports of one that stays');
  const leaving = (reason: string | null) =>
    lockWith(lock, { name: 'train-gpu-002', slot: { phase: 'releasing', reason } });
  expect(
    ask([{ kind: 'release', names: ['train-gpu-002'], reason: 'r' }], leaving('moved')),
  ).toMatchInlineSnapshot(`
    "lock/dc1
      error [LOCK_ALREADY_LEAVING] slot train-gpu-002 is releasing already: moved
      hint: apply its stack, then give the state by rackform lock --applied"
  `);
  expect(ask([{ kind: 'reimage', slots: ['train-gpu-002'] }], leaving(null))).toMatchInlineSnapshot(`
    "lock/dc1
      error [LOCK_ALREADY_LEAVING] slot train-gpu-002 is releasing already
      hint: apply its stack, then give the state by rackform lock --applied"
  `);
  const adopted = lockWith(lock, {
    name: 'train-gpu-002',
    slot: { adopted: { deployment: 'x' } as never, phase: 'planned' },
  });
  expect(ask([{ kind: 'reimage', slots: ['train-gpu-002'] }], adopted)).toMatchInlineSnapshot(`
    "lock/dc1
      error [lock/not-imported] train-gpu-002 was adopted, which Terraform does not hold yet
      hint: apply its stack, which imports it, and give the state by rackform lock --applied; then try again"
  `);
  expect(ask([{ kind: 'prune', names: ['train-gpu-009'] }])).toMatchInlineSnapshot(`
    "lock/dc1
      error [LOCK_UNKNOWN_NAME] the lock of dc1 has no slot or machine "train-gpu-009" that this could be done to"
  `);
});

test('a machine that was planned only is taken out at once, and one in service leaves first', () => {
  const definition = site({ gpu: gpuPool({ count: 1 }) });
  const lock = decided(definition);
  const release: LockAction = { kind: 'release', names: ['gpu-r2-n3'], reason: 'sold' };
  const without = withMachines(definition, ({ 'gpu-r2-n3': _, ...rest }) => rest);
  const planned = run(without, lock, [release], { ...lock, machines: [], slots: [] });
  expect(planned.lock?.machines.map(({ asset }) => asset)).not.toContain('gpu-r2-n3');
  expect(planned.lock?.machines).toHaveLength(lock.machines.length - 1);
  const served = run(without, lock, [release]);
  expect(served.lock?.machines.find(({ asset }) => asset === 'gpu-r2-n3')?.phase).toBe('leaving');
});

test('new slots go beside the pool’s own, control nodes to racks and feeds of their own, and spares only when one failed', () => {
  const feeds = { a: { capacityWatts: 9000 }, b: { capacityWatts: 9000 } };
  const racks = {
    r01: { units: 42, feeds: { a: feeds.a } },
    r02: { units: 42, feeds: { a: feeds.a } },
    r03: { units: 42, feeds: { b: feeds.b } },
  };
  const spread = site(
    { control: { role: 'control', count: 2, networks: { 'in-band': {} } } },
    { racks: 3, site: { racks: racks as never } },
  );
  expect(decided(spread).slots.map(({ asset }) => asset)).toEqual(['cpu-r1-n1', 'cpu-r3-n1']);
  const packed = decided(site({ gpu: gpuPool({ count: 3, racks: ['r02'] }) }));
  expect(packed.slots.map(({ asset }) => asset)).toEqual(['gpu-r2-n1', 'gpu-r2-n2', 'gpu-r2-n3']);
  const grown = decided(site({ gpu: gpuPool({ count: 4 }) }), packed);
  expect(grown.slots.map(({ asset }) => asset)).toEqual(['gpu-r2-n1', 'gpu-r2-n2', 'gpu-r2-n3', 'gpu-r1-n1']);
  const even = decided(site({ gpu: gpuPool({ count: 4, placement: 'spread' }) }));
  expect(even.slots.map(({ asset }) => asset)).toEqual(['gpu-r1-n1', 'gpu-r2-n1', 'gpu-r1-n2', 'gpu-r2-n2']);
  const roomier = site({ gpu: gpuPool({ count: 1 }) });
  const taken = changed(roomier, { 'gpu-r1-n1': { state: 'spare' } });
  expect(decided(taken).slots.map(({ asset }) => asset)).toEqual(['gpu-r2-n1']);
  const failed = changed(taken, { 'gpu-r2-n1': { state: 'repair' } });
  expect(decided(failed, decided(taken)).slots.map(({ asset }) => asset)).toEqual(['gpu-r1-n1']);
  const named = site({ gpu: { role: 'gpu', networks: {}, machines: ['gpu-r1-n1', 'gpu-r2-n2'] } });
  expect(decided(changed(named, { 'gpu-r1-n1': { state: 'spare' } })).slots).toHaveLength(2);
});

test('the order in which machines are written down changes nothing, nor do missing racks and units', () => {
  const definition = site({
    gpu: gpuPool({ count: 3 }),
    control: { role: 'control', count: 1, networks: { 'in-band': {} } },
  });
  const reversed = withMachines(definition, (all) => Object.fromEntries(Object.entries(all).reverse()));
  expect(decided(reversed).slots).toEqual(decided(definition).slots);
  const bare = withMachines(definition, (all) =>
    Object.fromEntries(
      Object.entries(all).map(([asset, { rack: _, unit: __, ...machine }]) => [asset, machine]),
    ),
  );
  expect(decided(bare).slots.map(({ asset }) => asset)).toEqual([
    'cpu-r1-n1',
    'gpu-r1-n1',
    'gpu-r1-n2',
    'gpu-r1-n3',
  ]);
});

test('a pool that names its machines has them before others choose', () => {
  const definition = site({
    any: gpuPool({ count: 2 }),
    named: { role: 'gpu', networks: {}, machines: ['gpu-r1-n1'] },
    cpu: { role: 'cpu', count: 1, networks: {} },
  });
  const assets = Object.fromEntries(decided(definition).slots.map(({ name, asset }) => [name, asset]));
  expect(assets).toEqual({
    'train-any-001': 'gpu-r2-n1',
    'train-any-002': 'gpu-r2-n2',
    'train-cpu-001': 'cpu-r1-n1',
    'train-named-001': 'gpu-r1-n1',
  });
});

test('a machine that comes to a site is enrolled, and known by the boot NIC that it has', () => {
  const lock = decided(site({ gpu: gpuPool({ count: 1 }) }));
  expect(lock.machines.find(({ asset }) => asset === 'cpu-r1-n1')).toEqual({
    ...newMachine('cpu-r1-n1'),
    shard: 1,
    bootMac: cpuMachine(1, 1).nics?.['eno1']?.mac,
  });
  const added = withMachines(site({ gpu: gpuPool({ count: 1 }) }), (all) => ({
    ...all,
    'cpu-r1-n2': cpuMachine(1, 2),
    'cpu-r1-n3': { ...cpuMachine(1, 3), state: 'retired' },
  }));
  expect(decided(added, lock).machines.map(({ asset }) => asset)).toEqual([
    ...['cpu-r1-n1', 'cpu-r1-n2', 'cpu-r2-n1', 'gpu-r1-n1', 'gpu-r1-n2', 'gpu-r1-n3'],
    ...['gpu-r2-n1', 'gpu-r2-n2', 'gpu-r2-n3'],
  ]);
});

test('a slot that is given back is released by what its pool asks for, and one that was planned only just goes', () => {
  const definition = withPools(site({ gpu: gpuPool({ count: 2 }) }), (pools) => pools);
  const lock = decided(definition);
  const fewer = site({ gpu: gpuPool({ count: 1 }) });
  const release: LockAction = { kind: 'release', names: ['train-gpu-001'], reason: 'r' };
  const planned = run(fewer, lock, [release], { ...lock, slots: [], machines: [] });
  expect(planned.lock?.slots.map(({ name }) => name)).toEqual(['train-gpu-002']);
  expect(planned.lock?.machines.find(({ asset }) => asset === 'gpu-r1-n1')).toMatchObject({
    claim: null,
    tenant: null,
  });
});
