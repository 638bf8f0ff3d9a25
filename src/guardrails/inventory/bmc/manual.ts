import { hardwareFindings, isEnrolled } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** A machine that a person must switch. */
export const bmcManual: InventoryRule = {
  tier: 'inventory',
  id: 'bmc/manual',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'machines are switched by their BMC, not by hand',
  rationale:
    'with manual power MAAS waits until somebody switches the machine: an unattended apply ends in "context deadline exceeded", and the machine is tainted',
  source: 'measured against MAAS 3.5.13',
  *check(site) {
    const wrong =
      'has manual power, so every commissioning, deployment and release waits for somebody to switch it';
    yield* hardwareFindings(
      site,
      site.machines.filter(isEnrolled),
      ['bmc', 'protocol'],
      ({ bmc }) => (bmc.protocol === 'manual' ? wrong : null),
      ['bmc', 'protocol'],
    );
  },
};
