import { quote } from '../../support/groups.js';
import { machinesByAsset, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A boot NIC whose native VLAN is not said. */
export const portTaggedOnly: ModelRule = {
  tier: 'model',
  id: 'port/tagged-only',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a boot NIC has an untagged network',
  rationale:
    'PXE firmware sends no tag: with tagged networks alone it is not said where the machine boots, and the native VLAN of the port is left to chance',
  source: 'Dell OS10 connectivity guide (read)',
  *check(model) {
    const machines = machinesByAsset(model);
    yield* poolFindings(
      model,
      ['networks'],
      function* (slot) {
        const bootNic = machines.get(slot.asset)?.bootNic ?? null;
        for (const port of slot.ports) {
          const isBoot = port.nics.some(({ name }) => name === bootNic);
          if (!isBoot || port.untagged.network !== null || port.links.length === 0) continue;
          if (port.links.every((link) => link.tagged))
            yield `has tagged networks only on boot NIC ${quote(bootNic ?? '')}`;
        }
      },
      'add an untagged network of purpose provisioning in the same fabric',
    );
  },
};
