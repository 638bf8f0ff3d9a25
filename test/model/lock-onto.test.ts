import { expect, test } from 'vitest';
import { emptyLock, newMachine } from '../../src/model/lock/lock.js';
import { rebaseLock } from '../../src/model/lock/lock-onto.js';
import type { Lock, LockMachine, LockSlot } from '../../src/model/lock/lock-types.js';

const slot = (number: number, asset: string, more: Partial<LockSlot> = {}): LockSlot => ({
  name: `train-gpu-00${number}`,
  cluster: 'train',
  pool: 'gpu',
  number,
  asset,
  generation: 1,
  shard: 1,
  phase: 'in-service',
  addresses: { 'in-band': `192.0.2.${number}` },
  network: 'digest',
  content: 'content',
  erase: 'secure',
  reason: null,
  adopted: null,
  ...more,
});

const machine = (asset: string, claim: string | null, more: Partial<LockMachine> = {}): LockMachine => ({
  ...newMachine(asset),
  shard: 1,
  phase: 'in-service',
  claim,
  tenant: claim === null ? null : 'red',
  ...more,
});

const lock = (slots: readonly LockSlot[], more: Partial<Lock> = {}): Lock => ({
  ...emptyLock('dc1'),
  provisioner: 'maas',
  slots,
  machines: slots.map(({ asset, name }) => machine(asset, name)),
  ...more,
});

const held = (one: Lock) => one.slots.map(({ name, asset }) => `${name} ${asset}`);
const claims = (one: Lock) => one.machines.map(({ asset, claim }) => `${asset} ${claim}`);

const first = slot(1, 'm1');
const base = lock([first]);

test('what both branches left alone stays, and what each added is there', () => {
  const ours = lock([first, slot(2, 'm2')]);
  const onto = lock([first, slot(3, 'm3')]);
  const both = rebaseLock(ours, onto, base);
  expect(held(both)).toEqual(['train-gpu-001 m1', 'train-gpu-002 m2', 'train-gpu-003 m3']);
  expect(claims(both)).toEqual(['m1 train-gpu-001', 'm2 train-gpu-002', 'm3 train-gpu-003']);
  expect(both).toMatchObject({ formatVersion: 1, site: 'dc1', provisioner: 'maas' });
});

test('what the other branch took is taken out of here, by machine and by address', () => {
  const onto = lock([first, slot(2, 'm2')]);
  const sameMachine = rebaseLock(lock([first, slot(3, 'm2')]), onto, base);
  expect(held(sameMachine)).toEqual(['train-gpu-001 m1', 'train-gpu-002 m2']);
  expect(claims(sameMachine)).toEqual(['m1 train-gpu-001', 'm2 train-gpu-002']);
  const sameAddress = slot(3, 'm3', { addresses: { 'in-band': '192.0.2.2' } });
  const clash = rebaseLock(lock([first, sameAddress]), onto, base);
  expect(held(clash)).toEqual(['train-gpu-001 m1', 'train-gpu-002 m2']);
  // Its machine is free again: nobody holds it who is there.
  expect(claims(clash)).toEqual(['m1 train-gpu-001', 'm2 train-gpu-002', 'm3 null']);
  const otherNetwork = slot(3, 'm3', { addresses: { storage: '192.0.2.2' } });
  expect(held(rebaseLock(lock([first, otherNetwork]), onto, base))).toHaveLength(3);
});

test('of a slot that both took, the other branch’s is kept; of one that only this branch changed, its own', () => {
  const onto = lock([first, slot(2, 'm2')]);
  expect(held(rebaseLock(lock([first, slot(2, 'm3')]), onto, base))).toEqual([
    'train-gpu-001 m1',
    'train-gpu-002 m2',
  ]);
  const moved = rebaseLock(lock([slot(1, 'm9', { generation: 2 })]), lock([first]), base);
  expect(held(moved)).toEqual(['train-gpu-001 m9']);
  const theirs = rebaseLock(lock([first]), lock([slot(1, 'm8', { generation: 2 })]), base);
  expect(held(theirs)).toEqual(['train-gpu-001 m8']);
});

test('a reimage said here is said again on top of what the other branch made of the slot', () => {
  const reimaged = lock([slot(1, 'm1', { generation: 2, content: null })]);
  const changed = lock([slot(1, 'm1', { erase: 'full', generation: 3 })]);
  expect(rebaseLock(reimaged, changed, base).slots).toEqual([
    slot(1, 'm1', { erase: 'full', generation: 4, content: null }),
  ]);
  // One that moved here was not reimaged where it was, and one without a base not at all.
  const moved = lock([slot(1, 'm5', { generation: 2 })]);
  expect(rebaseLock(moved, changed, base).slots).toEqual(changed.slots);
  expect(rebaseLock(reimaged, changed, null).slots).toEqual(changed.slots);
  const onlyErase = lock([slot(1, 'm1', { erase: 'none' })]);
  expect(rebaseLock(onlyErase, changed, base).slots).toEqual(changed.slots);
});

test('what one branch took out is out, unless the other changed it', () => {
  const gone = lock([]);
  expect(held(rebaseLock(gone, lock([first]), base))).toEqual([]);
  expect(held(rebaseLock(lock([first]), gone, base))).toEqual([]);
  const changed = lock([slot(1, 'm1', { erase: 'full' })]);
  expect(held(rebaseLock(gone, changed, base))).toEqual(['train-gpu-001 m1']);
  expect(held(rebaseLock(changed, gone, base))).toEqual([]);
});

test('a machine goes with the slot that is on it, and its tenant with who claimed it', () => {
  const ours = lock([slot(1, 'm2', { generation: 2 })], {
    machines: [machine('m1', 'train-gpu-001'), machine('m2', 'train-gpu-001', { tenant: 'blue' })],
  });
  const onto = lock([first], {
    machines: [machine('m1', 'train-gpu-001'), machine('m2', null, { tenant: 'green' })],
  });
  const before = lock([first], { machines: [machine('m1', 'train-gpu-001'), machine('m2', null)] });
  const both = rebaseLock(ours, onto, before);
  expect(both.machines.map(({ asset, claim, tenant }) => [asset, claim, tenant])).toEqual([
    ['m1', 'train-gpu-001', 'red'],
    ['m2', 'train-gpu-001', 'blue'],
  ]);
});

test('numbers, stacks and tombstones of both are there, and a number that both took is the other’s', () => {
  const number = (key: string, value: number, pool = 'vlan') => ({ key, pool, value });
  const stone = (key: string, reason: string) => ({ key, reason });
  const ours = lock([first], {
    numbers: [number('a', 10), number('b', 11), number('c', 12, 'vni')],
    stacks: ['dc1-network', 'dc1-ours'],
    tombstones: [stone('slot/x', 'ours'), stone('slot/y', 'ours')],
  });
  const onto = lock([first], {
    numbers: [number('d', 10), number('e', 12)],
    stacks: ['dc1-network', 'dc1-onto'],
    tombstones: [stone('slot/x', 'onto')],
    provisioner: null,
  });
  const both = rebaseLock(ours, onto, lock([first], { stacks: ['dc1-network', 'dc1-gone'] }));
  expect(both.numbers.map(({ key, value }) => `${key} ${value}`)).toEqual(['b 11', 'c 12', 'd 10', 'e 12']);
  expect(both.stacks).toEqual(['dc1-network', 'dc1-onto', 'dc1-ours']);
  expect(both.tombstones).toEqual([stone('slot/x', 'onto'), stone('slot/y', 'ours')]);
  expect(both.provisioner).toBe('maas');
  const second = rebaseLock(
    lock([], { numbers: [number('a', 10)], stacks: ['s'], tombstones: [stone('k', 'r')] }),
    emptyLock('dc1'),
    lock([], { numbers: [number('a', 10)], stacks: ['s'], tombstones: [stone('k', 'r')] }),
  );
  expect([second.numbers, second.stacks, second.tombstones]).toEqual([[], [], []]);
});
