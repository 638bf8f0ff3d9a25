import { describe, expect, test } from 'vitest';
import { type Evidence, readEvidence } from '../../src/model/lock/evidence.js';
import type { LockAction } from '../../src/model/lock/lock-actions.js';
import { parseLock, printLock } from '../../src/model/lock/lock-file.js';
import type { Lock, LockSlot } from '../../src/model/lock/lock-types.js';
import { type Resolution, resolve } from '../../src/model/resolve.js';
import { definitionOf, withMachines, withPools } from '../support/site-fixture.js';

const definition = definitionOf();
const name = 'train-gpu-001';
const asset = 'gpu-r1-n1';

/** The fixture with one slot and its machine as adoption writes them. */
const adopted = ((): Lock => {
  const { lock } = resolve(definition, { site: 'dc1', lock: null });
  if (lock === null) throw new Error('the fixture has no lock');
  return {
    ...lock,
    slots: lock.slots.map((slot) =>
      slot.name === name ? { ...slot, adopted: { instance: 'abc', 'nic/eth0': 'abc/02' } } : slot,
    ),
    machines: lock.machines.map((machine) =>
      machine.asset === asset ? { ...machine, adopted: { machine: 'abc' } } : machine,
    ),
  };
})();

/** On a branch whose base has no lock: nothing else is in service. */
function run(lock: Lock, actions: readonly LockAction[] = [], of = definition): Resolution {
  return resolve(of, { site: 'dc1', lock, baseLock: null, actions });
}

const slotOf = ({ lock }: Resolution, of = name): LockSlot | undefined =>
  lock?.slots.find((slot) => slot.name === of);
const modelOf = ({ model }: Resolution) =>
  model?.clusters.flatMap((cluster) => cluster.slots).find((slot) => slot.name === name)?.adopted;
const codes = ({ issues }: Resolution) => issues.map(({ code }) => code);

function stateOf(stack: string, resources: readonly object[]): Evidence {
  const text = JSON.stringify({
    format_version: '1.0',
    values: {
      outputs: { rackform_stack: { value: stack } },
      root_module: { resources: resources.map((one) => ({ mode: 'managed', ...one })) },
    },
  });
  const { evidence } = readEvidence(text, 'state.json');
  if (evidence === null) throw new Error('the state is no evidence');
  return evidence;
}

const imported = stateOf('dc1-train-claim-01', [
  { type: 'terraform_data', name, values: { id: name, input: null } },
  { type: 'maas_instance', name, values: { id: 'abc', release_params: [] } },
]);
const inService = run(adopted, [{ kind: 'applied', evidence: [imported] }]);

test('a lock with what was adopted is printed and read back whole', () => {
  expect(parseLock(printLock(adopted), 'dc1', 'locks/dc1.yaml')).toEqual({ lock: adopted, issues: [] });
});

describe('what was adopted and is not imported yet', () => {
  test('is in service, whatever the base branch has', () => {
    const fewer = withPools(definition, (pools) => ({
      ...pools,
      gpu: { ...pools['gpu'], role: 'gpu', count: 0 },
    }));
    const resolution = run(adopted, [], fewer);
    expect(codes(resolution)).toContain('lock/removal-by-omission');
    expect(slotOf(resolution)).toBeDefined();
  });

  test('is to be imported, and left as it is', () => {
    expect(modelOf(run(adopted))).toMatchObject({ isImported: false, isLeftAlone: true });
  });

  test.each([
    ['released', { kind: 'release', names: [name], reason: 'x' }],
    ['reimaged', { kind: 'reimage', slots: [name] }],
    ['abandoned', { kind: 'abandon', slots: [name], reason: 'x' }],
    ['taken out', { kind: 'release', names: [asset], reason: 'x' }],
  ] satisfies readonly [string, LockAction][])('is not %s: Terraform does not hold it', (_, action) => {
    const { issues, lock } = run(adopted, [action]);
    expect(issues).toMatchObject([{ code: 'lock/not-imported' }]);
    expect(lock?.slots.find((slot) => slot.name === name)).toMatchObject({ phase: 'planned', generation: 1 });
  });

  test('does not move to another machine', () => {
    const broken = withMachines(definition, (machines) => ({
      ...machines,
      [asset]: { ...machines[asset], state: 'repair' },
    }));
    const resolution = run(adopted, [], broken);
    expect(codes(resolution)).toEqual(['lock/not-imported']);
    expect(slotOf(resolution)?.asset).toBe(asset);
  });

  test('is not gone where a state does not have it', () => {
    const resolution = run(adopted, [
      { kind: 'applied', evidence: [stateOf('dc1-train-claim-01', []), stateOf('dc1-enrolment-01', [])] },
    ]);
    expect(slotOf(resolution)).toMatchObject({ phase: 'planned', adopted: { instance: 'abc' } });
  });
});

describe('what was imported', () => {
  test('is in service by evidence, though its trigger was told nothing', () => {
    expect(inService.issues).toEqual([]);
    expect(slotOf(inService)).toMatchObject({ phase: 'in-service', erase: 'none' });
    expect(modelOf(inService)).toMatchObject({ isImported: true, isLeftAlone: true });
  });

  test('of a slot that was not adopted a trigger without input is no evidence', () => {
    const own = { ...adopted, slots: adopted.slots.map((slot) => ({ ...slot, adopted: null })) };
    expect(slotOf(run(own, [{ kind: 'applied', evidence: [imported] }]))?.phase).toBe('planned');
  });

  test('is adopted no more once it is reimaged', () => {
    const resolution = run(inService.lock ?? adopted, [{ kind: 'reimage', slots: [name] }]);
    expect(slotOf(resolution)).toMatchObject({ generation: 2, adopted: null });
  });

  test('takes what rackform says of a release once it is to be let go', () => {
    const resolution = run(inService.lock ?? adopted, [{ kind: 'release', names: [name], reason: 'x' }]);
    expect(modelOf(resolution)).toMatchObject({ isLeftAlone: false });
  });

  test('moves to another machine as a new deployment', () => {
    const broken = withMachines(definition, (machines) => ({
      ...machines,
      [asset]: { ...machines[asset], state: 'repair' },
    }));
    const moved = slotOf(run(inService.lock ?? adopted, [], broken));
    expect(moved?.asset).not.toBe(asset);
    expect(moved).toMatchObject({ generation: 2, adopted: null });
  });
});

test('a slot that joins adopted ones takes a number that none of them has', () => {
  const renamed: Lock = {
    ...adopted,
    slots: adopted.slots.map((slot) => (slot.name === name ? { ...slot, name: 'old-name' } : slot)),
    machines: adopted.machines.map((machine) =>
      machine.claim === name ? { ...machine, claim: 'old-name' } : machine,
    ),
  };
  const more = withPools(definition, (pools) => ({
    ...pools,
    gpu: { ...pools['gpu'], role: 'gpu', count: 3 },
  }));
  const numbers = (run(renamed, [], more).lock?.slots ?? [])
    .filter(({ pool }) => pool === 'gpu')
    .map((slot) => [slot.name, slot.number]);
  expect(numbers).toEqual([
    ['old-name', 1],
    ['train-gpu-002', 2],
    ['train-gpu-003', 3],
  ]);
});
