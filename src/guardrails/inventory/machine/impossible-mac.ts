import { quote } from '../../support/groups.js';
import { presentMachines } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A MAC address that no Ethernet NIC has. */
export const machineImpossibleMac: InventoryRule = {
  tier: 'inventory',
  id: 'machine/impossible-mac',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the MAC address of an Ethernet NIC is a unicast address of 6 octets',
  rationale:
    'MAAS takes 6 octets only; a group address (an odd first octet) or all zeros is a placeholder, and no machine ever boots with it',
  source: 'IEEE 802; read in the MAAS source (MAC address field)',
  *check(site) {
    for (const { asset, nics } of presentMachines(site)) {
      for (const nic of nics) {
        const fault = nic.kind === 'ethernet' && nic.mac !== null ? faultOf(nic.mac) : null;
        if (fault === null) continue;
        yield {
          subject: asset,
          message: `MAC address ${nic.mac} of NIC ${quote(nic.name)} ${fault}`,
          at: machineAt(site, asset, 'nics', nic.name, 'mac'),
          hint: 'leave it out where it is not known; for an InfiniBand port set kind: infiniband in the profile',
        };
      }
    }
  },
};

/** Nearly all: of six octets, the first even and not zero, so neither a group address nor all zeros. */
const usual = /^(?!00)[0-9a-f][02468ace](?::[0-9a-f]{2}){5}$/;

function faultOf(mac: string): string | null {
  if (usual.test(mac)) return null;
  const octets = mac.split(':');
  if (octets.length !== 6) return `has ${octets.length} octets, and Ethernet has 6`;
  if (octets.every((octet) => octet === '00')) return 'is all zeros';
  return Number.parseInt(octets[0] ?? '0', 16) % 2 === 1 ? 'is a group address' : null;
}
