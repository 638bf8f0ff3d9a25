import { groupBy } from '../../../model/group.js';
import { parseIp } from '../../../model/ip.js';
import type { MachineModel } from '../../../model/types.js';
import { quote } from '../../support/groups.js';
import { presentMachines } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Two machines behind one BMC that cannot be told apart there. */
export const machineDuplicateBmc: InventoryRule = {
  tier: 'inventory',
  id: 'machine/duplicate-bmc',
  severity: 'error',
  mayAcknowledge: false,
  title: 'every machine has a BMC address of its own, or a Redfish node id of its own behind it',
  rationale:
    'powering one machine would power the other; MAAS answers 409 to a second machine with the same IPMI address and user, also on retry, while Redfish tells the systems of one BMC apart by their node id',
  source: 'measured against MAAS 3.5.13, 3 of 3 tries',
  *check(site) {
    for (const [, machines] of groupBy(presentMachines(site), addressKey)) {
      const seen: MachineModel[] = [];
      for (const machine of machines) {
        const other = seen.find((earlier) => !areToldApart(earlier, machine));
        if (other !== undefined) {
          yield {
            subject: machine.asset,
            message: `BMC address ${machine.bmc.address} already belongs to ${quote(other.asset)}`,
            at: machineAt(site, machine.asset, 'bmc', 'address'),
            hint: 'where one BMC serves several systems, use redfish with a nodeId for each',
          };
        }
        seen.push(machine);
      }
    }
  },
};

function addressKey({ bmc }: MachineModel): string | null {
  if (bmc.address === null) return null;
  const ip = parseIp(bmc.address);
  return ip === null ? bmc.address : `${ip.family}/${ip.value}`;
}

function areToldApart(a: MachineModel, b: MachineModel): boolean {
  const isRedfish = a.bmc.protocol === 'redfish' && b.bmc.protocol === 'redfish';
  return isRedfish && a.bmc.nodeId !== null && b.bmc.nodeId !== null && a.bmc.nodeId !== b.bmc.nodeId;
}
