import type { EraseMode } from '../../definition/scalars.js';
import { deployMinutes, releaseMinutes } from '../../facts/durations.js';
import { hugePageOptions } from '../../facts/kernel.js';
import type { PoolPlan } from '../clusters/clusters.js';
import type { IronicCleaning } from '../ironic-types.js';
import { entries } from '../order.js';
import type { HardwareModel, ProvisionerModel, ReleaseModel, ScratchModel, SlotModel } from '../types.js';
import { migOf } from './mig.js';

/** What a pool and the hardware decide of a slot. */
type PoolSettings = Pick<
  SlotModel,
  'kernel' | 'storage' | 'mig' | 'release' | 'userData' | 'deployTimeoutMinutes'
>;

const known = new WeakMap<PoolPlan, WeakMap<HardwareModel, PoolSettings>>();

/** Settings of a slot that are the same on all machines of one hardware: made once, and shared by the slots. */
export function poolSettings(
  plan: PoolPlan,
  hardware: HardwareModel,
  provisioner: ProvisionerModel,
): PoolSettings {
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
    mig: migOf(plan.pool.mig, hardware.gpus),
    release: releaseOf(plan, hardware, provisioner),
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

/** What a pool asks that a release erases. */
export function wantedErase({ pool }: PoolPlan): EraseMode {
  return pool.release?.erase ?? 'secure';
}

/** What cleaning of Ironic comes to, in the words of a release: it takes none of its own. */
export const erasedByCleaning: Readonly<Record<IronicCleaning, EraseMode>> = {
  devices: 'secure',
  metadata: 'quick',
  none: 'none',
};

function releaseOf(plan: PoolPlan, hardware: HardwareModel, { ironic }: ProvisionerModel): ReleaseModel {
  const erase = ironic === null ? wantedErase(plan) : erasedByCleaning[ironic.cleaning];
  return {
    erase,
    scripts: plan.pool.release?.scripts ?? [],
    timeoutMinutes: plan.pool.release?.timeoutMinutes ?? releaseMinutes(hardware.disks, erase),
  };
}
