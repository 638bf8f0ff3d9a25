import { expect, test } from 'vitest';
import type { Evidence } from '../../src/model/lock/evidence.js';
import { readEvidence } from '../../src/model/lock/evidence.js';
import { type LockAction, leftUnerased } from '../../src/model/lock/lock-actions.js';
import { rebaseLock } from '../../src/model/lock/lock-onto.js';
import type { Lock } from '../../src/model/lock/lock-types.js';
import { type Resolution, resolve } from '../../src/model/resolve.js';
import { dedicatedTraining } from '../../src/presets/dedicated-training.js';
import { definitionOf, withMachines, withPools } from '../support/site-fixture.js';

const base = definitionOf();
const oneGpu = withPools(base, (pools) => ({ ...pools, gpu: { ...pools['gpu'], role: 'gpu', count: 1 } }));

function run(definition: typeof base, lock: Lock | null, actions: readonly LockAction[] = []): Resolution {
  return resolve(definition, { site: 'dc1', lock, actions });
}

function lockOf(resolution: Resolution): Lock {
  expect(resolution.issues).toEqual([]);
  if (resolution.lock === null) throw new Error('no lock was proposed');
  return resolution.lock;
}

function claims(slots: Evidence['slots'], resources = 10): Evidence {
  return { stack: 'dc1-train-claim-01', slots, machines: new Set(), resources };
}

const deployed = (asset: string, generation = 1) => ({ asset, generation, erase: 'secure' as const });
const release: LockAction = { kind: 'release', names: ['train-gpu-002'], reason: 'no longer needed' };
const applied = (...evidence: Evidence[]): LockAction => ({ kind: 'applied', evidence });
const slotOf = (lock: Lock, name: string) => lock.slots.find((slot) => slot.name === name);

const modelSlot = (resolution: Resolution, name: string) =>
  resolution.model?.clusters.flatMap((cluster) => cluster.slots).find((slot) => slot.name === name);
const gpuOne = (erase: 'secure' | 'none') =>
  claims(new Map([['train-gpu-001', { asset: 'gpu-r1-n1', generation: 1, erase }]]));

test('a release goes through its phases by evidence alone, and the machine is free at the end', () => {
  const lock = lockOf(run(base, null));
  const releasing = run(oneGpu, lock, [release]);
  expect(slotOf(lockOf(releasing), 'train-gpu-002')).toMatchObject({
    phase: 'releasing',
    reason: 'no longer needed',
  });
  expect(releasing.model?.clusters[0]?.slots.find((slot) => slot.name === 'train-gpu-002')?.isDeclared).toBe(
    true,
  );

  const released = run(oneGpu, lockOf(releasing), [
    applied(claims(new Map([['train-gpu-002', deployed('gpu-r1-n2')]]))),
  ]);
  expect(slotOf(lockOf(released), 'train-gpu-002')?.phase).toBe('released');
  expect(released.model?.clusters[0]?.slots.find((slot) => slot.name === 'train-gpu-002')?.isDeclared).toBe(
    false,
  );
  expect(released.model?.enrolments.find((enrolment) => enrolment.asset === 'gpu-r1-n2')?.isDeclared).toBe(
    true,
  );

  const gone = lockOf(run(oneGpu, lockOf(released), [applied(claims(new Map()))]));
  expect(slotOf(gone, 'train-gpu-002')).toBeUndefined();
  expect(gone.machines.find((machine) => machine.asset === 'gpu-r1-n2')).toMatchObject({
    claim: null,
    tenant: 'red',
    erased: 'secure',
  });
  expect(gone.tombstones).toEqual([{ key: 'slot/train-gpu-002', reason: 'no longer needed' }]);
});

test('a release stays where it is while the state carries a weaker erase than the pool asks for', () => {
  const releasing = lockOf(run(oneGpu, lockOf(run(base, null)), [release]));
  const weak = claims(
    new Map([['train-gpu-002', { asset: 'gpu-r1-n2', generation: 1, erase: 'none' as const }]]),
  );
  expect(slotOf(lockOf(run(oneGpu, releasing, [applied(weak)])), 'train-gpu-002')?.phase).toBe('releasing');
});

test('a number of a slot that is gone is not used again before a prune', () => {
  const lock = lockOf(run(base, null));
  const gone: Lock = {
    ...lock,
    slots: lock.slots.filter((slot) => slot.name !== 'train-gpu-002'),
    tombstones: [{ key: 'slot/train-gpu-002', reason: 'released' }],
  };
  const names = (next: Lock) => next.slots.filter((slot) => slot.pool === 'gpu').map((slot) => slot.name);
  expect(names(lockOf(run(base, gone)))).toEqual(['train-gpu-001', 'train-gpu-003']);
  expect(names(lockOf(run(base, gone, [{ kind: 'prune', names: [] }])))).toEqual([
    'train-gpu-001',
    'train-gpu-002',
  ]);
});

test('a stack stays in the lock until its state is shown to be empty', () => {
  const lock = lockOf(run(base, null));
  const empty: Lock = { ...lock, stacks: [...lock.stacks, 'dc1-old-claim-01'] };
  expect(run(base, empty).model?.stacks.map((stack) => stack.name)).toContain('dc1-old-claim-01');
  const shown = { ...claims(new Map(), 0), stack: 'dc1-old-claim-01' };
  expect(lockOf(run(base, empty, [applied(shown)])).stacks).not.toContain('dc1-old-claim-01');
});

test('a dead machine is abandoned: it counts as not erased, and its slot moves once a release without erase is in the state', () => {
  const lock = lockOf(run(base, null));
  const abandoned = run(base, lock, [{ kind: 'abandon', slots: ['train-gpu-001'], reason: 'BMC dead' }]);
  const next = lockOf(abandoned);
  expect(slotOf(next, 'train-gpu-001')).toMatchObject({ asset: 'gpu-r1-n1', generation: 1 });
  expect(next.machines.find((machine) => machine.asset === 'gpu-r1-n1')).toMatchObject({
    erased: 'not-erased',
    abandoned: 'BMC dead',
  });
  expect(abandoned.model?.enrolments.find((enrolment) => enrolment.asset === 'gpu-r1-n1')?.protocol).toBe(
    'manual',
  );
  expect(modelSlot(abandoned, 'train-gpu-001')).toMatchObject({
    isAbandoned: true,
    release: { erase: 'none', scripts: [], timeoutMinutes: 30 },
  });

  const early = lockOf(run(base, next, [applied(gpuOne('secure'))]));
  expect(slotOf(early, 'train-gpu-001')).toMatchObject({ asset: 'gpu-r1-n1', generation: 1 });

  const moved = run(base, next, [applied(gpuOne('none'))]);
  const after = lockOf(moved);
  expect(slotOf(after, 'train-gpu-001')).toMatchObject({ generation: 2, erase: null });
  expect(slotOf(after, 'train-gpu-001')?.asset).not.toBe('gpu-r1-n1');
  expect(modelSlot(moved, 'train-gpu-001')).toMatchObject({
    isAbandoned: false,
    lettingGo: ['gpu-r1-n1'],
    release: { erase: 'secure' },
  });
  const six = withPools(base, (pools) => ({ ...pools, gpu: { ...pools['gpu'], role: 'gpu', count: 6 } }));
  expect(run(six, after).issues.map((issue) => issue.code)).toEqual(['allocation/not-enough-machines']);
});

test('a release that a dead BMC stops is given up by going back a step, to a state without erase', () => {
  const releasing = lockOf(run(oneGpu, lockOf(run(base, null)), [release]));
  const two = (erase: 'secure' | 'none') =>
    applied(claims(new Map([['train-gpu-002', { asset: 'gpu-r1-n2', generation: 1, erase }]])));
  const released = lockOf(run(oneGpu, releasing, [two('secure')]));
  expect(slotOf(released, 'train-gpu-002')?.phase).toBe('released');
  const given = run(oneGpu, released, [{ kind: 'abandon', slots: ['train-gpu-002'], reason: 'BMC dead' }]);
  expect(slotOf(lockOf(given), 'train-gpu-002')?.phase).toBe('releasing');
  expect(modelSlot(given, 'train-gpu-002')?.release.erase).toBe('none');
  const stuck = lockOf(run(oneGpu, lockOf(given), [two('secure')]));
  expect(slotOf(stuck, 'train-gpu-002')?.phase).toBe('releasing');
  const free = lockOf(run(oneGpu, lockOf(given), [two('none')]));
  expect(slotOf(free, 'train-gpu-002')?.phase).toBe('released');
});

test('a slot that never ran leaves an abandoned machine at once', () => {
  const lock = lockOf(resolve(base, { site: 'dc1', lock: null }));
  const action: LockAction = { kind: 'abandon', slots: ['train-gpu-001'], reason: 'never came up' };
  const moved = lockOf(resolve(base, { site: 'dc1', lock, baseLock: null, actions: [action] }));
  expect(slotOf(moved, 'train-gpu-001')?.asset).not.toBe('gpu-r1-n1');
});

test('a machine whose slot moved is held until the state shows the slot on its new machine', () => {
  const lock = lockOf(run(base, null));
  const failed = withMachines(base, (machines) => ({
    ...machines,
    'gpu-r1-n1': { ...machines['gpu-r1-n1'], state: 'repair' },
  }));
  const moved = lockOf(run(failed, lock));
  const asset = slotOf(moved, 'train-gpu-001')?.asset ?? '';
  const claim = (next: Lock) => next.machines.find((machine) => machine.asset === 'gpu-r1-n1')?.claim;
  expect(
    claim(lockOf(run(failed, moved, [applied(claims(new Map([['train-gpu-001', deployed('gpu-r1-n1')]])))]))),
  ).toBe('train-gpu-001');
  expect(
    claim(lockOf(run(failed, moved, [applied(claims(new Map([['train-gpu-001', deployed(asset, 2)]])))]))),
  ).toBeNull();
});

test('a machine that left does not come back by standing in the inventory, and does after a prune', () => {
  const lock = lockOf(run(base, null));
  const leaving = lockOf(run(base, lock, [{ kind: 'release', names: ['gpu-r2-n3'], reason: 'sold' }]));
  const enrolment: Evidence = {
    stack: 'dc1-enrolment-01',
    slots: new Map(),
    machines: new Set(),
    resources: 7,
  };
  const gone = run(base, leaving, [applied(enrolment)]);
  expect(gone.issues.map((issue) => [issue.code, issue.severity])).toEqual([
    ['lock/machine-left', 'warning'],
  ]);
  expect(gone.lock?.machines.map((machine) => machine.asset)).not.toContain('gpu-r2-n3');
  const pruned = lockOf(run(base, gone.lock, [{ kind: 'prune', names: [] }]));
  expect(pruned.machines.map((machine) => machine.asset)).toContain('gpu-r2-n3');
});

test('a machine that left without an erase comes back only by its name', () => {
  const lock = lockOf(run(base, null));
  const key = 'machine/gpu-r2-n3';
  const gone: Lock = {
    ...lock,
    machines: lock.machines.filter((machine) => machine.asset !== 'gpu-r2-n3'),
    tombstones: [
      { key, reason: leftUnerased },
      { key: 'slot/train-gpu-009', reason: 'released' },
    ],
  };
  const all = run(base, gone, [{ kind: 'prune', names: [] }]);
  expect(all.lock?.tombstones.map((stone) => stone.key)).toEqual([key]);
  expect(lockOf(run(base, all.lock, [{ kind: 'prune', names: ['gpu-r2-n3'] }])).tombstones).toEqual([]);
  expect(run(base, gone, [{ kind: 'prune', names: ['gpu-r2-n4'] }]).issues[0]?.code).toBe(
    'LOCK_UNKNOWN_NAME',
  );
});

test('a claimed machine cannot be taken out of the provisioner', () => {
  const lock = lockOf(run(base, null));
  const refused = run(base, lock, [{ kind: 'release', names: ['gpu-r1-n1'], reason: 'sold to a friend' }]);
  expect(refused.issues.map((issue) => issue.code)).toEqual(['lock/machine-claimed']);
});

test('a slot that is leaving already says so, whatever is asked of it', () => {
  const releasing = lockOf(run(oneGpu, lockOf(run(base, null)), [release]));
  for (const action of [release, { kind: 'reimage', slots: ['train-gpu-002'] } as const]) {
    expect(run(oneGpu, releasing, [action]).issues.map((issue) => issue.message)).toEqual([
      'slot train-gpu-002 is releasing already: no longer needed',
    ]);
  }
});

test('a wrong name in an action is refused with the nearest, and changes nothing', () => {
  const lock = lockOf(run(base, null));
  const wrong = run(base, lock, [{ kind: 'reimage', slots: ['train-gpu-01'] }]);
  expect(wrong.issues[0]).toMatchObject({ code: 'LOCK_UNKNOWN_NAME', hint: 'did you mean "train-gpu-001"?' });
  expect(wrong.lock).toEqual(lock);
});

test('reads evidence from a state, and from a plan only what was before it', () => {
  const values = {
    outputs: { rackform_stack: { value: 'dc1-train-claim-01' } },
    root_module: {
      resources: [
        {
          mode: 'managed',
          type: 'terraform_data',
          name: 'train-gpu-001',
          values: { input: { asset: 'gpu-r1-n1', generation: 3 } },
        },
        {
          mode: 'managed',
          type: 'maas_instance',
          name: 'train-gpu-001',
          values: { release_params: [{ erase: true, secure_erase: true, quick_erase: null }] },
        },
        { mode: 'data', type: 'maas_machines', name: 'all', values: {} },
      ],
    },
  };
  const state = readEvidence(JSON.stringify({ format_version: '1.0', values }), 'state.json');
  expect(state.evidence?.slots.get('train-gpu-001')).toEqual({
    asset: 'gpu-r1-n1',
    generation: 3,
    erase: 'secure',
    isComplete: true,
  });
  expect(state.evidence?.resources).toBe(2);
  const plan = readEvidence(JSON.stringify({ format_version: '1.2', planned_values: values }), 'plan.json');
  expect(plan.evidence).toMatchObject({ stack: 'dc1-train-claim-01', resources: 0 });
});

/** A claim state in which the trigger of train-gpu-001 is at `asset`, and its deployment on `on`. */
function claimState(asset: string, generation: number, on: string | null, tainted = false): Evidence {
  const machines = [
    { hostname: 'gpu-r1-n1', system_id: 'aaa111' },
    { hostname: 'gpu-r1-n2', system_id: 'bbb222' },
    { hostname: 'gpu-r1-n3', system_id: 'ccc333' },
  ];
  const id = machines.find((machine) => machine.hostname === on)?.system_id;
  const instance = { id, release_params: [{ erase: true, secure_erase: true, quick_erase: false }] };
  const managed = { mode: 'managed', name: 'train-gpu-001' };
  const resources = [
    { mode: 'data', type: 'maas_machines', name: 'all', values: { machines } },
    { ...managed, type: 'terraform_data', values: { input: { asset, generation } } },
    ...(on === null ? [] : [{ ...managed, type: 'maas_instance', tainted, values: instance }]),
  ];
  const outputs = { rackform_stack: { value: 'dc1-train-claim-01' } };
  const values = { outputs, root_module: { resources } };
  const { evidence } = readEvidence(JSON.stringify({ format_version: '1.0', values }), 'state.json');
  if (evidence === null) throw new Error('the state was not read');
  return evidence;
}

test('a move that failed half-way frees nothing: the trigger is ahead of a deployment still on the old machine', () => {
  const lock = lockOf(run(base, null));
  const failed = withMachines(base, (machines) => ({
    ...machines,
    'gpu-r1-n1': { ...machines['gpu-r1-n1'], state: 'repair' },
  }));
  const moved = lockOf(run(failed, lock));
  const asset = slotOf(moved, 'train-gpu-001')?.asset ?? '';
  const claim = (evidence: Evidence) =>
    lockOf(run(failed, moved, [applied(evidence)])).machines.find((one) => one.asset === 'gpu-r1-n1')?.claim;
  expect(claim(claimState(asset, 2, 'gpu-r1-n1'))).toBe('train-gpu-001');
  expect(claim(claimState(asset, 2, null))).toBeNull();
  expect(claim(claimState(asset, 2, asset))).toBeNull();
});

test('a slot is in service once its deployment stands, not with a trigger alone or a deployment that failed', () => {
  const lock = lockOf(run(base, null));
  const asset = slotOf(lock, 'train-gpu-001')?.asset ?? '';
  const phase = (evidence: Evidence) =>
    slotOf(lockOf(run(base, lock, [applied(evidence)])), 'train-gpu-001')?.phase;
  expect(phase(claimState(asset, 1, null))).toBe('planned');
  expect(phase(claimState(asset, 1, asset, true))).toBe('planned');
  expect(phase(claimState(asset, 1, asset))).toBe('in-service');
});

test.each([
  ['not json', 'the evidence is not JSON'],
  ['{"format_version":"1.0"}', 'the evidence does not say which stack it is of'],
  ['{"format_version":"9.0"}', 'the evidence has format version "9.0", and 1.x is known'],
  ['[]', 'the evidence is neither a state nor a plan in JSON'],
])('refuses evidence %s', (text, message) => {
  expect(readEvidence(text, 'x.json').issues[0]?.message).toBe(message);
});

test('two branches that took the same machine: the one that is not merged gets another on top', () => {
  const start = lockOf(run(oneGpu, null));
  const three = withPools(base, (pools) => ({
    ...pools,
    gpu: { ...pools['gpu'], role: 'gpu', count: 1 },
    more: { role: 'gpu', count: 1, networks: {} },
  }));
  const other = withPools(base, (pools) => ({
    ...pools,
    gpu: { ...pools['gpu'], role: 'gpu', count: 1 },
    extra: { role: 'gpu', count: 1, networks: {} },
  }));
  const ours = lockOf(run(three, start));
  const theirs = lockOf(run(other, start));
  expect(slotOf(ours, 'train-more-001')?.asset).toBe(slotOf(theirs, 'train-extra-001')?.asset);
  const both = withPools(three, (pools) => ({ ...pools, extra: { role: 'gpu', count: 1, networks: {} } }));
  const merged = lockOf(run(both, rebaseLock(ours, theirs, start)));
  expect(slotOf(merged, 'train-extra-001')).toEqual(slotOf(theirs, 'train-extra-001'));
  expect(slotOf(merged, 'train-more-001')?.asset).not.toBe(slotOf(merged, 'train-extra-001')?.asset);
  expect(slotOf(merged, 'train-gpu-001')).toEqual(slotOf(start, 'train-gpu-001'));
});

test('a cluster in service does not change its tenant: its servers would change hands unerased', () => {
  const lock = lockOf(run(base, null));
  const { train } = base.clusters;
  const blue = { ...base, clusters: { train: { ...train, tenant: 'blue' } } } as typeof base;
  const refused = run(blue, lock);
  expect(refused.issues.map((issue) => issue.code)).toEqual(['lock/tenant-changed']);
  expect(refused.issues[0]?.at).toEqual({ document: 'cluster/train', path: ['tenant'] });
  expect(refused.model).toBeNull();
  const planned = resolve(blue, { site: 'dc1', lock, baseLock: null });
  expect(planned.issues).toEqual([]);
  expect(new Set(planned.lock?.machines.map((machine) => machine.tenant))).toEqual(new Set(['blue', null]));
});

test('a site in service does not change its provisioner, and one that was only rehearsed does', () => {
  const withProvisioner = (type: 'maas' | 'dry-run') =>
    definitionOf({ site: { provisioner: { type } } as never });
  const codes = (from: 'maas' | 'dry-run', to: 'maas' | 'dry-run') =>
    run(withProvisioner(to), lockOf(run(withProvisioner(from), null))).issues.map(({ code }) => code);
  expect(codes('maas', 'dry-run')).toEqual(['lock/provisioner-changed']);
  expect(codes('dry-run', 'maas')).toEqual([]);
  const lock = lockOf(run(withProvisioner('maas'), null));
  const planned = resolve(withProvisioner('dry-run'), { site: 'dc1', lock, baseLock: null });
  expect(planned.issues).toEqual([]);
  expect(planned.lock?.provisioner).toBe('dry-run');
});

test('a preset that is asked for no login nodes still has the pool, so that the last one can be given back', () => {
  const pools = (loginNodes: number) => {
    const body = dedicatedTraining({
      gpuNodes: 1,
      gpu: { vendor: 'amd', count: 4 },
      controlNodes: 1,
      loginNodes,
    });
    return Object.fromEntries(Object.entries(body.pools).map(([name, pool]) => [name, pool.count]));
  };
  expect(pools(2)).toEqual({ control: 1, gpu: 1, login: 2 });
  expect(pools(0)).toEqual({ control: 1, gpu: 1, login: 0 });
});

test('a network may have the name of something that every JavaScript object has', () => {
  const site = structuredClone(base.sites['dc1']) as { networks: Record<string, unknown> };
  const { 'in-band': inBand, ...others } = site.networks;
  site.networks = { ...others, constructor: inBand };
  const lock = lockOf(run({ ...base, sites: { dc1: site } } as unknown as typeof base, null));
  expect(slotOf(lock, 'train-control-001')?.addresses).toEqual({ constructor: '10.2.0.4' });
});

test('a machine that a slot of another tenant holds is called held, and not in want of an erase', () => {
  const six = withPools(base, (pools) => ({ ...pools, gpu: { ...pools['gpu'], role: 'gpu', count: 6 } }));
  const lock = lockOf(run(six, null));
  const mine = { tenant: 'blue', mode: 'dedicated', pools: { g: { role: 'gpu', count: 1, networks: {} } } };
  const both = {
    ...six,
    project: { ...six.project, deployments: [...six.project.deployments, { cluster: 'mine', site: 'dc1' }] },
    clusters: { ...six.clusters, mine },
  } as typeof base;
  const { issues } = run(both, lock);
  expect(issues.map(({ code }) => code)).toEqual(['allocation/not-enough-machines']);
  expect(issues[0]?.follows).toContain('gpu-r1-n1 is held by train-gpu-001');
});

test('an address stays with the server that uses it, also on a network that its pool has left', () => {
  const lock = lockOf(run(base, null));
  const withoutRails = withPools(base, (pools) => ({
    ...pools,
    gpu: { ...pools['gpu'], role: 'gpu', count: 2, rails: { enabled: false } },
    more: { role: 'gpu', count: 1, networks: {}, rails: {} },
  }));
  const next = lockOf(run(withoutRails, lock));
  expect(slotOf(next, 'train-gpu-001')?.addresses['rail-0']).toBe('10.3.0.1');
  expect(slotOf(next, 'train-more-001')?.addresses['rail-0']).toBe('10.3.0.3');
  const reimaged = lockOf(run(withoutRails, next, [{ kind: 'reimage', slots: ['train-gpu-001'] }]));
  expect(slotOf(reimaged, 'train-gpu-001')?.addresses['rail-0']).toBeUndefined();
});

test('a digest of the network that an older rackform made asks for no reimage', () => {
  const lock = lockOf(run(base, null));
  const older: Lock = { ...lock, slots: lock.slots.map((slot) => ({ ...slot, network: '0-0000000000' })) };
  expect(lockOf(run(base, older))).toEqual(lock);
});
