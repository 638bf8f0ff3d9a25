import { expect, test } from 'vitest';
import { withLettingGo } from '../../src/model/lock/letting-go.js';
import { emptyLock, newMachine } from '../../src/model/lock/lock.js';
import type { Lock, LockMachine, LockSlot } from '../../src/model/lock/lock-types.js';
import type { SiteModel } from '../../src/model/types.js';
import { changed, item, slotsIn } from '../support/inventory-fixture.js';

/** The made-up model with a lock that has its slots where they are, and machines as given. */
function after(machines: readonly LockMachine[], change: Parameters<typeof changed>[0] = () => {}) {
  const { site, clusters }: SiteModel = changed(change);
  const slots = item(clusters).slots;
  const lock: Lock = {
    ...emptyLock('dc1'),
    slots: slots.map(({ name, asset }) => ({ name, asset }) as unknown as LockSlot),
    machines,
  };
  return { slots, result: withLettingGo(slots, lock, site) };
}
const claimed = (asset: string, claim: string | null, abandoned: string | null = null): LockMachine => ({
  ...newMachine(asset),
  claim,
  abandoned,
});
const gpu1 = 'train-a-gpu-001';

test('a slot is still to let go of all machines but its own that the lock has it hold', () => {
  const { slots, result } = after([
    claimed('gpu-1', gpu1),
    claimed('gpu-3', gpu1),
    claimed('gpu-4', gpu1),
    claimed('gpu-5', null),
    claimed('gpu-6', 'no-such-slot'),
  ]);
  expect(result.map(({ name, lettingGo }) => [name, lettingGo]).filter(([, held]) => held?.length)).toEqual([
    [gpu1, ['gpu-3', 'gpu-4']],
  ]);
  // All else of it, and all of the others, is as it was.
  expect(result).toEqual(
    slots.map((slot) => (slot.name === gpu1 ? { ...slot, lettingGo: ['gpu-3', 'gpu-4'] } : slot)),
  );
});

test('nothing changes where every slot is on the machine that it holds', () => {
  const { slots, result } = after([claimed('gpu-1', gpu1), claimed('gpu-2', null)]);
  expect(result).toBe(slots);
});

test('a slot on an abandoned machine is released without erase and scripts, and is left alone no longer', () => {
  const { slots, result } = after(
    [claimed('gpu-1', gpu1, 'its BMC is dead'), claimed('gpu-3', gpu1)],
    (model) => {
      const slot = item(slotsIn(model, 'gpu'));
      Object.assign(slot.release, { erase: 'full', scripts: ['wipe'] });
      slot.adopted = { isLeftAlone: true } as never;
    },
  );
  const [before, given] = [slots, result].map((all) => all.find(({ name }) => name === gpu1));
  expect(given).toEqual({
    ...before,
    isAbandoned: true,
    lettingGo: ['gpu-3'],
    release: { erase: 'none', scripts: [], timeoutMinutes: expect.any(Number) },
    adopted: { isLeftAlone: false },
  });
  expect(given?.release.timeoutMinutes).toBeLessThan(before?.release.timeoutMinutes ?? 0);
  expect(result.filter(({ isAbandoned }) => isAbandoned)).toHaveLength(1);
});

test('a slot on an abandoned machine that left the inventory is released all the same', () => {
  const { result } = after([claimed('gpu-1', gpu1, 'its BMC is dead')], (model) => {
    model.site.machines = model.site.machines.filter(({ asset }) => asset !== 'gpu-1');
  });
  const slot = result.find(({ name }) => name === gpu1);
  expect(slot).toMatchObject({ isAbandoned: true, lettingGo: [], adopted: null });
  expect(slot?.release.timeoutMinutes).toBeGreaterThan(0);
});
