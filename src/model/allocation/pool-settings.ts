import { deployMinutes, releaseMinutes } from '../../facts/durations.js';
import { hugePageOptions } from '../../facts/kernel.js';
import type { PoolPlan } from '../clusters/clusters.js';
import { entries } from '../order.js';
import type { HardwareModel, ReleaseModel, ScratchModel, SlotModel } from '../types.js';

/** What a pool and the hardware decide of a slot. */
type PoolSettings = Pick<SlotModel, 'kernel' | 'storage' | 'release' | 'userData' | 'deployTimeoutMinutes'>;

const known = new WeakMap<PoolPlan, WeakMap<HardwareModel, PoolSettings>>();

/** Settings of a slot that are the same on all machines of one hardware: made once, and shared by the slots. */
export function poolSettings(plan: PoolPlan, hardware: HardwareModel): PoolSettings {
  const ofPlan = known.get(plan) ?? new WeakMap<HardwareModel, PoolSettings>();
  known.set(plan, ofPlan);
  const found = ofPlan.get(hardware);
  if (found !== undefined) return found;
  const { kernel, userData } = plan.pool;
  const made: PoolSettings = {
    kernel: {
      options: kernelOptions(plan),
      sysctl: entries(kernel?.sysctl).map(([key, value]) => ({ key, value: String(value) })),
      acs: kernel?.acs ?? 'firmware',
    },
    storage: { layout: 'flat', scratch: scratchOf(plan, hardware) },
    release: releaseOf(plan, hardware),
    userData: userData ?? {},
    deployTimeoutMinutes: deployMinutes(hardware),
  };
  ofPlan.set(hardware, made);
  return made;
}

function scratchOf(plan: PoolPlan, hardware: HardwareModel): ScratchModel | null {
  const scratch = plan.pool.storage?.scratch;
  if (scratch === undefined) return null;
  return {
    mount: scratch.mount ?? '/scratch',
    filesystem: scratch.filesystem ?? 'xfs',
    stripe: scratch.stripe ?? true,
    disks: hardware.disks.filter((disk) => disk.role === 'scratch'),
  };
}

function kernelOptions(plan: PoolPlan): readonly string[] {
  const kernel = plan.pool.kernel;
  return [...(kernel?.options ?? []), ...hugePageOptions(kernel?.hugePages1GiB ?? 0)];
}

function releaseOf(plan: PoolPlan, hardware: HardwareModel): ReleaseModel {
  const erase = plan.pool.release?.erase ?? 'secure';
  return {
    erase,
    scripts: plan.pool.release?.scripts ?? [],
    timeoutMinutes: plan.pool.release?.timeoutMinutes ?? releaseMinutes(hardware.disks, erase),
  };
}
