import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import { parseIp, parsePrefix } from '../../src/model/ip.js';
import { printLock } from '../../src/model/lock/lock-file.js';
import type { Lock } from '../../src/model/lock/lock-types.js';
import { resolve } from '../../src/model/resolve.js';
import { definitionOf, gpuMachine, withMachines, withPools } from '../support/site-fixture.js';

const shapes = fc.record({
  racks: fc.integer({ min: 1, max: 4 }),
  gpusPerRack: fc.integer({ min: 2, max: 6 }),
  cpusPerRack: fc.integer({ min: 1, max: 3 }),
});
const sized = shapes.chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    gpus: fc.integer({ min: 0, max: shape.racks * shape.gpusPerRack - 1 }),
    control: fc.integer({ min: 0, max: shape.racks * shape.cpusPerRack }),
  }),
);

function build({
  shape,
  gpus,
  control,
}: {
  shape: Parameters<typeof definitionOf>[0];
  gpus: number;
  control: number;
}): Definition {
  return withPools(definitionOf(shape), (pools) => ({
    gpu: { ...pools['gpu'], role: 'gpu', count: gpus },
    control: { ...pools['control'], role: 'control', count: control },
  }));
}

function lockOf(definition: Definition, lock: Lock | null = null): Lock {
  const resolution = resolve(definition, { site: 'dc1', lock, baseLock: lock });
  expect(resolution.issues).toEqual([]);
  if (resolution.lock === null) throw new Error('no lock was proposed');
  return resolution.lock;
}

/** Nothing that an existing slot holds may change. */
function expectKept(before: Lock, after: Lock): void {
  for (const slot of before.slots)
    expect(after.slots.find((candidate) => candidate.name === slot.name)).toEqual(slot);
  for (const machine of before.machines) {
    if (machine.claim !== null)
      expect(after.machines.find((candidate) => candidate.asset === machine.asset)).toEqual(machine);
  }
}

/** Changes of the kind that must move nothing, each told apart by a number. */
const harmless: readonly ((definition: Definition) => Definition)[] = [
  (definition) =>
    withPools(definition, (pools) => ({
      ...pools,
      gpu: { ...pools['gpu'], role: 'gpu', count: (pools['gpu']?.count ?? 0) + 1 },
    })),
  (definition) =>
    withPools(definition, (pools) => ({ aaa: { role: 'cpu', count: 0, networks: {} }, ...pools })),
  (definition) => withMachines(definition, (machines) => ({ ...machines, 'a-new-one': gpuMachine(9, 1) })),
  (definition) => withMachines(definition, (machines) => ({ ...machines, 'z-rack': gpuMachine(8, 1) })),
  (definition) =>
    withMachines(definition, (machines) => Object.fromEntries(Object.entries(machines).reverse())),
  (definition) =>
    withMachines(definition, (machines) =>
      Object.fromEntries(
        Object.entries(machines).map(([asset, machine]) => [
          asset,
          { ...machine, rack: 'r99', unit: undefined },
        ]),
      ),
    ) as Definition,
  (definition) =>
    withPools(definition, (pools) =>
      Object.fromEntries(
        Object.entries(pools).map(([name, pool]) => [
          name,
          { ...pool, placement: 'spread' as const, kernel: { options: ['quiet'] } },
        ]),
      ),
    ),
  (definition) => ({
    ...definition,
    project: { ...definition.project, tenants: { ...definition.project.tenants, green: {} } },
  }),
];

function withRack(definition: Definition): Definition {
  const site = definition.sites['dc1'];
  if (site === undefined) return definition;
  return { ...definition, sites: { dc1: { ...site, racks: { ...site.racks, r99: {}, r09: {}, r08: {} } } } };
}

test('what was allocated stays when pools grow, and when pools, machines, racks or unrelated options come or change', () => {
  fc.assert(
    fc.property(sized, fc.subarray(harmless.map((_, index) => index)), (size, changes) => {
      const definition = withRack(build(size));
      const before = lockOf(definition);
      const after = lockOf(
        changes.reduce((changed, index) => harmless[index]?.(changed) ?? changed, definition),
        before,
      );
      expectKept(before, after);
    }),
    { numRuns: 60 },
  );
});

test('no two slots share a machine or an address, and every address lies in its range', () => {
  fc.assert(
    fc.property(sized, (size) => {
      const definition = build(size);
      const lock = lockOf(definition);
      const held = lock.slots.flatMap((slot) => [
        slot.asset,
        ...Object.entries(slot.addresses).map(([network, address]) => `${network} ${address}`),
      ]);
      expect(new Set(held).size).toBe(held.length);
      const networks = definition.sites['dc1']?.networks ?? {};
      for (const slot of lock.slots) {
        for (const [network, address] of Object.entries(slot.addresses)) {
          const prefix = parsePrefix(Object.values(networks[network]?.subnets ?? {})[0]?.cidr ?? '');
          const ip = parseIp(address);
          expect(prefix !== null && ip !== null && prefix.first < ip.value && ip.value < prefix.last).toBe(
            true,
          );
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('the same input gives the same bytes, in whatever order it was written', () => {
  fc.assert(
    fc.property(sized, (size) => {
      const definition = build(size);
      const permuted = withMachines(definition, (machines) =>
        Object.fromEntries(Object.entries(machines).reverse()),
      );
      expect(printLock(lockOf(permuted))).toBe(printLock(lockOf(definition)));
    }),
    { numRuns: 30 },
  );
});

test('a machine that fails moves its own slot and no other', () => {
  fc.assert(
    fc.property(
      sized.filter(({ gpus }) => gpus > 0),
      fc.nat(),
      (size, pick) => {
        const definition = build(size);
        const before = lockOf(definition);
        const gpuSlots = before.slots.filter((slot) => slot.pool === 'gpu');
        const failed = gpuSlots[pick % gpuSlots.length];
        if (failed === undefined) return;
        const broken = withMachines(definition, (machines) => ({
          ...machines,
          [failed.asset]: { ...machines[failed.asset], state: 'repair' },
        }));
        const after = lockOf(broken, before);
        const moved = after.slots.find((slot) => slot.name === failed.name);
        expect(moved).toMatchObject({
          generation: failed.generation + 1,
          addresses: failed.addresses,
          shard: failed.shard,
        });
        expect(moved?.asset).not.toBe(failed.asset);
        expectKept({ ...before, slots: before.slots.filter((slot) => slot !== failed), machines: [] }, after);
      },
    ),
    { numRuns: 40 },
  );
});
