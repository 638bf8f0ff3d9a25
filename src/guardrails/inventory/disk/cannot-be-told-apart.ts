import type { DiskModel } from '../../../model/types.js';
import { quote } from '../../support/groups.js';
import { hardwareFindings, isEnrolled } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** Disks of different use that nothing tells apart. */
export const diskCannotBeToldApart: InventoryRule = {
  tier: 'inventory',
  id: 'disk/cannot-be-told-apart',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a disk for root or scratch is told from the other disks of its machine',
  rationale:
    'device names such as nvme0n1 change from boot to boot; with no serial, wwn, model or size that differs, the wrong disk may be formatted or hold the root file system',
  source: 'OpenStack Ironic root device hints (read): name and by_path are unreliable',
  *check(site) {
    yield* hardwareFindings(site, site.machines.filter(isEnrolled), ['disks'], ({ hardware: { disks } }) => {
      for (const [index, disk] of disks.entries()) {
        const twin = disks
          .slice(index + 1)
          .find((other) => other.role !== disk.role && areAlike(disk, other));
        if (twin === undefined) continue;
        return `has disks ${quote(disk.name)} (${disk.role}) and ${quote(twin.name)} (${twin.role}) that no hint or size tells apart`;
      }
      return null;
    });
  },
};

function areAlike(a: DiskModel, b: DiskModel): boolean {
  if (a.type !== b.type || a.sizeGB !== b.sizeGB) return false;
  const differ = <K extends keyof DiskModel['hint']>(key: K) =>
    a.hint[key] !== null && b.hint[key] !== null && a.hint[key] !== b.hint[key];
  return !(differ('serial') || differ('wwn') || differ('model') || differ('sizeGB'));
}
