import { quote } from '../../support/groups.js';
import { machinesByAsset, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** An InfiniBand port among those that MAAS configures. */
export const portInfiniband: ModelRule = {
  tier: 'model',
  id: 'port/infiniband',
  severity: 'error',
  mayAcknowledge: false,
  title: 'MAAS configures Ethernet NICs only',
  rationale:
    'MAAS knows NICs by a MAC address of 6 octets, which an InfiniBand port has not; nor does one take part in a bond with Ethernet',
  source: 'read in the MAAS source (MAC address field)',
  *check(model) {
    const machines = machinesByAsset(model);
    yield* poolFindings(
      model,
      ['networks'],
      function* (slot) {
        const nics = new Map(machines.get(slot.asset)?.nics.map((nic) => [nic.name, nic]));
        for (const nic of slot.ports.flatMap((port) => port.nics)) {
          if (nics.get(nic.name)?.kind === 'infiniband')
            yield `has InfiniBand port ${quote(nic.name)} on a network of MAAS`;
        }
      },
      'use it as a rail, which is configured at first boot',
    );
  },
};
