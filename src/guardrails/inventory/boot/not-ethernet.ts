import { bootNicOf, hardwareFindings, isEnrolled } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** A machine that would boot over InfiniBand. */
export const bootNotEthernet: InventoryRule = {
  tier: 'inventory',
  id: 'boot/not-ethernet',
  severity: 'error',
  mayAcknowledge: false,
  title: 'machines boot from an Ethernet NIC',
  rationale: 'MAAS takes a MAC address of 6 octets for the boot NIC, and an InfiniBand port has none',
  source: 'read in the MAAS source (MAC address field)',
  *check(site) {
    yield* hardwareFindings(
      site,
      site.machines.filter(isEnrolled),
      ['nics'],
      (machine) => {
        const nic = bootNicOf(machine);
        return nic?.kind === 'infiniband'
          ? `boots from ${JSON.stringify(nic.name)}, an InfiniBand port`
          : null;
      },
      ['bootNic'],
    );
  },
};
