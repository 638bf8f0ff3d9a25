import { hardwareFindings, isEnrolled } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** Secure Boot on a machine whose GPU driver may be unsigned. */
export const bootSecureBootDrivers: InventoryRule = {
  tier: 'inventory',
  id: 'boot/secure-boot-drivers',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'machines with GPUs and Secure Boot have signed drivers',
  rationale:
    'with Secure Boot on, the kernel refuses driver modules that were built on the machine (DKMS) and are not signed: use the signed modules of the distribution, or enrol a key of your own',
  source: 'several secondary sources; GPU operator release notes (read)',
  *check(site) {
    yield* hardwareFindings(
      site,
      site.machines.filter(isEnrolled),
      ['boot', 'secureBoot'],
      ({ hardware: { boot, gpus } }) =>
        boot.secureBoot && gpus !== null
          ? 'has GPUs and Secure Boot, so unsigned GPU drivers do not load'
          : null,
    );
  },
};
