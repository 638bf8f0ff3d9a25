import { releaseMinutes } from '../../facts/durations.js';
import type { MachineModel, SiteInventory, SlotModel } from '../types.js';
import type { Lock } from './lock-types.js';

/**
 * What slots still have to let go of: machines that they were on, and one that was abandoned.
 *
 * MAAS erases by booting the machine, and where it cannot switch it on it waits for someone who does. A destroy reads
 * how to release from the state, so a machine beyond reach is let go in two steps: its slot is first told to release
 * without erase and scripts, and moves when the state is known to carry that.
 */
export function withLettingGo(
  slots: readonly SlotModel[],
  lock: Lock,
  site: SiteInventory,
): readonly SlotModel[] {
  const abandoned = new Set<string>();
  const former = new Map<string, string[]>();
  const holders = new Map(lock.slots.map((slot) => [slot.name, slot.asset]));
  for (const { asset, claim, abandoned: reason } of lock.machines) {
    if (reason !== null) abandoned.add(asset);
    if (claim !== null && holders.has(claim) && holders.get(claim) !== asset)
      former.set(claim, [...(former.get(claim) ?? []), asset]);
  }
  if (abandoned.size === 0 && former.size === 0) return slots;
  const machines = new Map(site.machines.map((machine) => [machine.asset, machine]));
  return slots.map((slot) => {
    const lettingGo = former.get(slot.name) ?? [];
    if (abandoned.has(slot.asset)) return { ...givenUp(slot, machines.get(slot.asset)), lettingGo };
    return lettingGo.length === 0 ? slot : { ...slot, lettingGo };
  });
}

function givenUp(slot: SlotModel, machine: MachineModel | undefined): SlotModel {
  const timeoutMinutes = releaseMinutes(machine?.hardware.disks ?? [], 'none');
  return {
    ...slot,
    isAbandoned: true,
    release: { erase: 'none', scripts: [], timeoutMinutes },
    adopted: slot.adopted === null ? null : { ...slot.adopted, isLeftAlone: false },
  };
}
