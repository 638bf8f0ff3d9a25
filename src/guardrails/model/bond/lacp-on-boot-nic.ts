import { quote } from '../../support/groups.js';
import { machinesByAsset, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** LACP on the NIC that machines boot from. */
export const bondLacpOnBootNic: ModelRule = {
  tier: 'model',
  id: 'bond/lacp-on-boot-nic',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a boot NIC is in an LACP bond only where the switches fall back without LACP',
  rationale:
    'PXE firmware sends no LACP: the port channel stays down and the machine never boots, save where one member is forced up (LACP fallback)',
  source: 'Dell OS10 and CommScope FastIron guides (read)',
  *check(model) {
    const machines = machinesByAsset(model);
    yield* poolFindings(
      model,
      ['networks'],
      function* (slot) {
        const bootNic = machines.get(slot.asset)?.bootNic ?? null;
        for (const port of slot.ports) {
          if (port.bond?.mode !== '802.3ad' || port.bond.lacpFallback) continue;
          if (bootNic === null || !port.nics.some(({ name }) => name === bootNic)) continue;
          const network = port.links[0]?.network;
          yield {
            text: `has boot NIC ${quote(bootNic)} in LACP bond ${quote(port.name)}`,
            path: network === undefined ? ['networks'] : ['networks', network, 'bond'],
          };
        }
      },
      'set lacpFallback: true where the switches have it, use active-backup, or bond other NICs',
    );
  },
};
