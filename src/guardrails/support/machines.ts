import { groupBy } from '../../model/group.js';
import type { MachineModel, NicModel, SiteInventory } from '../../model/types.js';
import type { Finding } from '../types.js';
import { quote } from './groups.js';
import { hardwareAt, machineAt } from './places.js';

/** True for a machine that the provisioner is to know: a retired one has left, an adopted one is kept by others. */
export function isEnrolled(machine: MachineModel): boolean {
  return machine.state !== 'retired' && machine.state !== 'adopted';
}

/** Machines that still stand in their place and use their addresses: all but the retired ones. */
export function presentMachines(site: SiteInventory): readonly MachineModel[] {
  return site.machines.filter((machine) => machine.state !== 'retired');
}

/** A NIC with the machine it is in. */
export interface PlacedNic {
  readonly asset: string;
  readonly nic: NicModel;
}

/** The NICs of all machines that still stand in their place, one after the other: there may be very many. */
export function* presentNics(site: SiteInventory): Generator<PlacedNic> {
  for (const { asset, nics } of presentMachines(site)) {
    for (const nic of nics) yield { asset, nic };
  }
}

/** The NIC that boots by PXE, where the machine has it. */
export function bootNicOf(machine: MachineModel): NicModel | undefined {
  return machine.nics.find((nic) => nic.name === machine.bootNic);
}

/**
 * Findings about hardware: one at the profile where all its machines have the same, one each at the machines
 * that differ from it otherwise.
 *
 * @param path inside a profile
 * @param wrong says what is wrong with a machine, as a phrase that follows its name; null where nothing is
 * @param ownPath inside the record of a machine
 */
export function* hardwareFindings(
  site: SiteInventory,
  machines: readonly MachineModel[],
  path: readonly string[],
  wrong: (machine: MachineModel) => string | null,
  ownPath: readonly string[] = ['overrides', ...path],
): Generator<Finding> {
  for (const [profile, members] of groupBy(machines, (machine) => machine.hardware.profile)) {
    for (const machine of members) {
      const fault = wrong(machine);
      if (fault === null) continue;
      yield {
        subject: machine.asset,
        message: `machine ${quote(machine.asset)} ${fault}`,
        at: machineAt(site, machine.asset, ...ownPath),
        cause: {
          subject: profile,
          message: `hardware profile ${quote(profile)} ${fault}`,
          at: hardwareAt(profile, ...path),
          least: members.length,
        },
      };
    }
  }
}
