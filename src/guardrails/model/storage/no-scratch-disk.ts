import { quote } from '../../support/groups.js';
import { machinesByAsset, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Scratch without a disk for it. */
export const storageNoScratchDisk: ModelRule = {
  tier: 'model',
  id: 'storage/no-scratch-disk',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'machines that are to have scratch have a disk for it',
  rationale:
    'without a disk of role scratch the mount point stays a folder on the root disk, and jobs fill that',
  source: 'how rackform makes scratch at first boot',
  *check(model) {
    const machines = machinesByAsset(model);
    yield* poolFindings(
      model,
      ['storage', 'scratch'],
      function* (slot) {
        if (slot.storage.scratch === null || slot.storage.scratch.disks.length > 0) return;
        const profile = machines.get(slot.asset)?.hardware.profile ?? 'unknown';
        yield `wants scratch, and hardware profile ${quote(profile)} has no disk with role scratch`;
      },
      'give disks the role scratch in the profile, or leave scratch out',
    );
  },
};
