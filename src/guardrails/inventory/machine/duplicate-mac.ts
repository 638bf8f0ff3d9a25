import { quote, repeated } from '../../support/groups.js';
import { presentNics } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Two NICs with one hardware address. */
export const machineDuplicateMac: InventoryRule = {
  tier: 'inventory',
  id: 'machine/duplicate-mac',
  severity: 'error',
  mayAcknowledge: false,
  title: 'every NIC has a MAC address of its own',
  rationale:
    'MAAS knows a NIC by its MAC address and takes each only once, so the second machine is not enrolled, or is taken for the first when it boots',
  source: 'measured against MAAS 3.5.13: "MAC address ... already in use on n1."',
  *check(site) {
    for (const { key: mac, first, again } of repeated(presentNics(site), ({ nic }) => nic.mac)) {
      const { asset, nic } = again;
      yield {
        subject: asset,
        message: `MAC address ${mac} of NIC ${quote(nic.name)} already belongs to NIC ${quote(first.nic.name)} of ${quote(first.asset)}`,
        at: machineAt(site, asset, 'nics', nic.name, 'mac'),
        hint: 'read both addresses from the machines',
      };
    }
  },
};
