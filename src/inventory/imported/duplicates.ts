import type { ImportedMachine } from './machine.js';
import type { Report } from './source/fields.js';

/**
 * Reports what two machines have and only one can. It is kept as it is: which of the two is wrong nobody here knows,
 * and `rackform check` refuses it until it is put right.
 */
export function reportDuplicates(machines: readonly ImportedMachine[], report: Report): void {
  const first = new Map<string, string>();
  for (const machine of machines) {
    for (const [kind, value] of identitiesOf(machine)) {
      const key = `${kind}\u0000${value}`;
      const owner = first.get(key);
      if (owner === undefined) first.set(key, machine.name);
      else
        report(
          machine.place,
          'IMPORT_DUPLICATE',
          `${kind} ${value} of ${machine.name} already belongs to ${owner}`,
          'correct it in machines.csv, or leave the cell empty',
        );
    }
  }
}

function identitiesOf({ serial, bmc, hardware }: ImportedMachine): readonly (readonly [string, string])[] {
  return [
    ...(serial === null ? [] : [['serial', serial] as const]),
    ...(bmc.address === null ? [] : [['BMC address', bmc.address] as const]),
    ...hardware.nics.flatMap((nic) => [
      ...(nic.mac === null ? [] : [['MAC address', nic.mac] as const]),
      ...(nic.switch === null || nic.port === null
        ? []
        : [['switch port', `${nic.switch} ${nic.port}`] as const]),
    ]),
    ...hardware.disks.flatMap(({ hint }) => [
      ...(hint.wwn === null ? [] : [['disk WWN', hint.wwn] as const]),
      ...(hint.serial === null ? [] : [['disk serial', hint.serial] as const]),
    ]),
  ];
}
