import { quote, repeated } from '../../support/groups.js';
import { type PlacedNic, presentNics } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Two NICs on one switch port. */
export const machineDuplicateSwitchPort: InventoryRule = {
  tier: 'inventory',
  id: 'machine/duplicate-switch-port',
  severity: 'error',
  mayAcknowledge: true,
  title: 'every cabled NIC has a switch port of its own',
  rationale:
    'one of the two entries is wrong, and VLANs would be set on the wrong port; breakout cables whose lanes the inventory names alike are the exception',
  source: 'general knowledge',
  *check(site) {
    for (const { first, again } of repeated(presentNics(site), portOf)) {
      yield {
        subject: again.asset,
        message: `port ${quote(again.nic.port ?? '')} of switch ${quote(again.nic.switch ?? '')} already has NIC ${quote(first.nic.name)} of ${quote(first.asset)}`,
        at: machineAt(site, again.asset, 'nics', again.nic.name, 'port'),
        hint: 'name the lanes of a breakout cable, such as Ethernet1/1',
      };
    }
  },
};

/** The length keeps a switch and port from meeting another pair when joined. */
function portOf({ nic }: PlacedNic): string | null {
  if (nic.switch === null || nic.port === null) return null;
  return `${nic.switch.length} ${nic.switch} ${nic.port}`;
}
