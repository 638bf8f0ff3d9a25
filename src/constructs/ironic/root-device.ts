import type { DiskModel } from '../../model/types.js';
import { literal } from '../expressions.js';
import { leftOut } from '../mapping.js';

const GIB = 2 ** 30;

/**
 * Root device hints of the disk with role root; none where there is no such disk or nothing tells it. All that are
 * given must hold. A size is in GiB there, and a range, since disks of one nominal size differ by a little.
 */
export function rootDeviceHints(disks: readonly DiskModel[]): Readonly<Record<string, string>> {
  const root = disks.find((disk) => disk.role === 'root');
  if (root === undefined) return {};
  const { name, type, sizeGB: nominal, role, hint, ...unmapped } = root;
  unmapped satisfies Record<string, never>;
  leftOut({ name, type, nominal, role }, 'a name changes from boot to boot, and the rest tells no disk');
  const { serial, wwn, model, sizeGB, ...unmappedHint } = hint;
  unmappedHint satisfies Record<string, never>;
  return {
    ...(serial === null ? {} : { serial: literal(serial) }),
    ...(wwn === null ? {} : { wwn: literal(wwn) }),
    ...(model === null ? {} : { model: literal(model) }),
    ...(sizeGB === null ? {} : { size: sizeRange(sizeGB) }),
  };
}

function sizeRange(sizeGB: number): string {
  const gib = (sizeGB * 1e9) / GIB;
  return `<range-in> [ ${Math.floor(gib) - 1} ${Math.ceil(gib) + 1} ]`;
}
