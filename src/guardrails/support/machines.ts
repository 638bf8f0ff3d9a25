import type { MachineModel, NicModel, SiteInventory } from '../../model/types.js';
import type { Finding } from '../types.js';
import { groupBy, listed, quote } from './groups.js';
import { hardwareAt, machineAt } from './places.js';

/** True for a machine that the provisioner is to know: a retired one has left, an adopted one is kept by others. */
export function isEnrolled(machine: MachineModel): boolean {
  return machine.state !== 'retired' && machine.state !== 'adopted';
}

/** Machines that still stand in their place and use their addresses: all but the retired ones. */
export function presentMachines(site: SiteInventory): readonly MachineModel[] {
  return site.machines.filter((machine) => machine.state !== 'retired');
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
    const bad = members.flatMap((machine) => {
      const fault = wrong(machine);
      return fault === null ? [] : [{ asset: machine.asset, fault }];
    });
    const [first] = bad;
    if (first === undefined) continue;
    if (bad.length === members.length && bad.every(({ fault }) => fault === first.fault)) {
      yield {
        subject: profile,
        message: `hardware profile ${quote(profile)} ${first.fault}`,
        at: hardwareAt(profile, ...path),
        follows: [`it is the profile of ${listed(bad.map(({ asset }) => asset))}`],
      };
      continue;
    }
    for (const { asset, fault } of bad) {
      yield {
        subject: asset,
        message: `machine ${quote(asset)} ${fault}`,
        at: machineAt(site, asset, ...ownPath),
      };
    }
  }
}
