import { expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import { limitsOf } from '../../src/model/allocation/capacity.js';
import { emptyLock } from '../../src/model/lock/lock.js';
import { resolve } from '../../src/model/resolve.js';
import { definitionOf, type SiteShape } from '../support/site-fixture.js';

const gpuPool = (count: number): SiteShape => ({
  pools: {
    gpu: { role: 'gpu', count, networks: { 'in-band': { bond: { lacpFallback: true } } }, rails: {} },
  },
});

function run(definition: Definition) {
  return resolve(definition, { site: 'dc1', lock: null });
}

/** Limits of a pool of nine at a site where nothing is taken yet, smallest first. */
function limits(shape: SiteShape = {}, change: (site: Definition['sites'][string]) => void = () => {}) {
  const definition = JSON.parse(JSON.stringify(definitionOf({ ...gpuPool(9), ...shape }))) as Definition;
  const site = definition.sites['dc1'];
  if (site === undefined) throw new Error('the fixture has no dc1');
  Object.assign(definition.hardware['gpu-node'] ?? {}, { power: { maxWatts: 1500 }, units: 2 });
  change(site);
  const { inventory, plans } = run(definition);
  const plan = plans[0]?.pools.find(({ name }) => name === 'gpu');
  if (inventory === null || plan === undefined) throw new Error('the fixture does not resolve');
  return limitsOf(plan, inventory, emptyLock('dc1')).map(
    ({ constraint, largest }) => `${constraint} ${largest}`,
  );
}

test('machines bind where nothing else does', () => {
  expect(limits()).toEqual(['machines 6', 'feed 6', 'units 6', 'ports 6', 'addresses 9']);
});

test('spares and machines in repair are not counted', () => {
  const machines = { 'gpu-r1-n1': { state: 'spare' }, 'gpu-r1-n2': { state: 'repair' } } as const;
  expect(limits({ machines })[0]).toBe('machines 4');
});

test('feeds that carry two of three machines bind', () => {
  const found = limits({}, (site) => {
    const feeds = { a: { capacityWatts: 4000 } };
    for (const rack of Object.values(site.racks ?? {})) Object.assign(rack, { feeds, derate: 1 });
  });
  expect(found[0]).toBe('feed 4');
});

test('units bind in a low rack', () => {
  const found = limits({}, (site) => {
    for (const rack of Object.values(site.racks ?? {})) Object.assign(rack, { units: 42, otherUnits: 37 });
  });
  expect(found[0]).toBe('units 4');
});

test('machines without a known NIC do not count as cabled', () => {
  const machines = Object.fromEntries(
    ['gpu-r1-n1', 'gpu-r2-n1'].map((asset) => [asset, { nics: { rail0: { mac: '02:00:09:00:00:01' } } }]),
  );
  expect(limits({ machines })[0]).toBe('ports 4');
});

test('a short static range binds, and the message says the largest count that fits', () => {
  const short = (site: Definition['sites'][string]) => {
    const [subnet] = Object.values(site.networks?.['in-band']?.subnets ?? {});
    if (subnet === undefined) throw new Error('the fixture has no in-band subnet');
    const start = subnet.cidr.replace(/\d+\/\d+$/, '');
    subnet.ranges = { slots: { type: 'static', from: `${start}20`, to: `${start}22` } };
  };
  expect(limits({}, short)[0]).toBe('addresses 3');
  const definition = JSON.parse(JSON.stringify(definitionOf(gpuPool(5)))) as Definition;
  const site = definition.sites['dc1'];
  if (site !== undefined) short(site);
  const issue = run(definition).issues.find(({ code }) => code === 'allocation/addresses-exhausted');
  expect(issue?.follows?.[0]).toBe('pool train/gpu: addresses bind: the largest count that fits is 3');
});

test('a pool with too few machines says what binds and how far the rest reaches', () => {
  const [issue] = run(definitionOf(gpuPool(9))).issues;
  expect(issue?.follows?.[0]).toBe(
    'machines bind: the largest count that fits is 6 (feed for 6, units for 6, ports for 6, addresses enough)',
  );
});
