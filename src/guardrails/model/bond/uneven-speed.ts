import { quote } from '../../support/groups.js';
import { machinesByAsset, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A bond of NICs of different speed. */
export const bondUnevenSpeed: ModelRule = {
  tier: 'model',
  id: 'bond/uneven-speed',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'the NICs of a bond have one speed',
  rationale: 'LACP aggregates links of equal speed only: the slower NIC stays idle until the others fail',
  source: 'IEEE 802.1AX; Linux bonding documentation by general knowledge',
  *check(model) {
    const machines = machinesByAsset(model);
    yield* poolFindings(model, ['networks'], function* (slot) {
      const nics = machines.get(slot.asset)?.nics ?? [];
      for (const port of slot.ports) {
        if (port.bond === null) continue;
        const members = nics.filter((nic) => port.nics.some(({ name }) => name === nic.name));
        const speeds = new Set(members.flatMap(({ gbps }) => (gbps === null ? [] : [gbps])));
        if (speeds.size < 2) continue;
        yield `bonds NICs of ${[...speeds].sort((a, b) => a - b).join(' and ')} Gb/s in ${quote(port.name)}`;
      }
    });
  },
};
