import { hardwareFindings, isEnrolled } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** Secure Boot asked of a machine that boots the old way. */
export const bootSecureBootBios: InventoryRule = {
  tier: 'inventory',
  id: 'boot/secure-boot-bios',
  severity: 'error',
  mayAcknowledge: false,
  title: 'Secure Boot goes with UEFI',
  rationale: 'Secure Boot is a part of UEFI; with boot mode bios it is off, whatever the definition says',
  source: 'OpenStack Ironic security guide (read); UEFI specification',
  *check(site) {
    yield* hardwareFindings(
      site,
      site.machines.filter(isEnrolled),
      ['boot', 'mode'],
      ({ hardware: { boot } }) =>
        boot.secureBoot && boot.mode === 'bios' ? 'asks for Secure Boot with boot mode bios' : null,
    );
  },
};
