import { expect, test } from 'vitest';
import {
  claimShardResources,
  enrolmentShardMachines,
  fillShards,
} from '../../src/model/allocation/shards.js';
import { emptyLock, newMachine } from '../../src/model/lock/lock.js';
import type { Lock, LockSlot } from '../../src/model/lock/lock-types.js';

const slot = (name: string, shard = 0, cluster = 'train'): LockSlot =>
  ({ name, cluster, pool: 'gpu', shard }) as unknown as LockSlot;

const lockOf = (slots: readonly LockSlot[], machines: Lock['machines'] = []): Lock => ({
  ...emptyLock('dc1'),
  slots,
  machines,
});

const shards = (lock: Lock, weight: number) => fillShards(lock, () => weight).slots.map(({ shard }) => shard);

test('slots fill a stack to its last resource, and the next one begins another', () => {
  const half = claimShardResources / 2;
  expect(shards(lockOf([slot('a'), slot('b'), slot('c')]), half)).toEqual([1, 1, 2]);
  expect(shards(lockOf([slot('a'), slot('b'), slot('c')]), half + 1)).toEqual([1, 2, 3]);
});

test('what has a shard keeps it, and counts there', () => {
  const half = claimShardResources / 2;
  expect(shards(lockOf([slot('a', 2), slot('b', 2), slot('c'), slot('d'), slot('e')]), half)).toEqual([
    2, 2, 1, 1, 3,
  ]);
  expect(shards(lockOf([slot('a', 3), slot('b')]), 1)).toEqual([3, 1]);
});

test('each cluster has shards of its own', () => {
  const all = [slot('a'), slot('b', 0, 'serve'), slot('c')];
  expect(shards(lockOf(all), claimShardResources)).toEqual([1, 1, 2]);
});

test('a slot that is heavier than a stack has one to itself', () => {
  expect(shards(lockOf([slot('a'), slot('b')]), claimShardResources + 1)).toEqual([1, 2]);
});

test('machines fill enrolment stacks in their order, around those that are there', () => {
  const machines = Array.from({ length: enrolmentShardMachines + 2 }, (_, index) => newMachine(`m${index}`));
  const placed = fillShards(lockOf([], machines), () => 0).machines.map(({ shard }) => shard);
  expect(placed.filter((shard) => shard === 1)).toHaveLength(enrolmentShardMachines);
  expect(placed.slice(-2)).toEqual([2, 2]);
  const some = [{ ...newMachine('a'), shard: 2 }, newMachine('b'), { ...newMachine('c'), shard: 1 }];
  expect(fillShards(lockOf([], some), () => 0).machines.map(({ shard }) => shard)).toEqual([2, 1, 1]);
});
