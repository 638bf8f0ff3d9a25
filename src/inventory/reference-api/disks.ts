import { DiskName } from '../../definition/scalars.js';
import { byNumber } from '../imported/notes.js';
import type { ImportedDisk, PartContext } from '../imported/parts.js';
import { sizeInBytes } from '../imported/sizes.js';
import type { Fields, Report } from '../imported/source/fields.js';
import { fittingName, isPlaceholder, uniqueName } from '../imported/words.js';

/**
 * Reads `storage_devices`.
 *
 * The root disk is the first by name: that is the boot disk where the inventory numbers disks from it (`disk0`), and
 * the one that MAAS installs on. Further NVMe disks are scratch, all others are left alone.
 */
export function readDisks(node: Fields, context: PartContext, report: Report): readonly ImportedDisk[] {
  const taken = new Set<string>();
  const disks = node
    .list('storage_devices')
    .map(({ key, fields }, index) => readDisk(fields, key, index, taken, context, report))
    .sort((a, b) => byNumber(a.name, b.name));
  if (disks.length === 0) context.unknown('disks');
  if (disks.length > 1) context.assumed('disks.role', 'root is the first disk by name');
  return withoutTwins(disks, context).map((disk, index) => ({
    ...disk,
    role: index === 0 ? 'root' : disk.type === 'nvme' ? 'scratch' : null,
  }));
}

function readDisk(
  fields: Fields,
  key: string,
  index: number,
  taken: Set<string>,
  context: PartContext,
  report: Report,
): ImportedDisk {
  const given = fields.text('id') ?? fields.text('device') ?? (/^\d+$/.test(key) ? null : key);
  // A dot would be a step of the path in the head of a CSV column.
  const isAllowed = (name: string): boolean => DiskName.safeParse(name).success && !name.includes('.');
  const fitting = given === null ? undefined : fittingName(given, isAllowed);
  if (given !== null && fitting?.isSame !== true)
    context.assumed(
      'disks',
      'labels that are no names are shortened or numbered, as Disk.Bay.0 to disk-bay-0',
    );
  const name = uniqueName(fitting?.name ?? `disk${index}`, taken, 32);
  const sizeGB = readSize(fields, report);
  if (sizeGB === null) context.unknown('disks.sizeGB');
  return { name, type: readType(fields, given, context), sizeGB, role: null, hint: readHint(fields) };
}

function readSize(fields: Fields, report: Report): number | null {
  const bytes = fields.number('size');
  const isSize = bytes !== null && bytes >= 1e8 && bytes <= 1e17;
  const usable = isSize ? bytes : sizeInBytes(fields.text('humanized_size'));
  if (bytes !== null && !isSize)
    report(fields.at('size'), 'IMPORT_OUT_OF_RANGE', `must be a size in bytes, got ${bytes}`);
  return usable === null ? null : Math.round(usable / 1e8) / 10;
}

/** Signs in the model name, where nothing else says what a disk is. */
const modelSigns: readonly (readonly [RegExp, ImportedDisk['type']])[] = [
  [/nvme/i, 'nvme'],
  [/ssd|^MZ|^MTFD|^SSDSC|^KPM|^PX0/i, 'ssd'],
  [/^ST\d|^WDC? |^WD\d|^HGST|^HUS|^HUC|^TOSHIBA (?:MG|AL|MQ|DT)|^MG0|^AL1/i, 'hdd'],
];

function readType(fields: Fields, name: string | null, context: PartContext): ImportedDisk['type'] {
  const bus = fields.text('interface') ?? '';
  const media = fields.text('storage') ?? fields.text('media_type') ?? '';
  if (/nvme|pcie/i.test(bus) || (bus === '' && /^nvme/i.test(name ?? ''))) return 'nvme';
  if (/ssd|flash|solid/i.test(media)) return 'ssd';
  if (/hdd|rotat|disk/i.test(media)) return 'hdd';
  const model = fields.text('model') ?? '';
  const sign = modelSigns.find(([pattern]) => pattern.test(model))?.[1];
  if (sign !== undefined) {
    context.assumed('disks.type', 'the kind of disk is taken from its model name');
    return sign;
  }
  context.assumed(
    'disks.type',
    'nothing says the kind of disk; hdd is taken, which gives an erase the longest time',
  );
  return 'hdd';
}

function readHint(fields: Fields): ImportedDisk['hint'] {
  const byId = fields.text('by_id')?.replace(/^\/dev\/disk\/by-id\//, '') ?? '';
  const wwn = fields.text('wwn') ?? /^(?:wwn-|nvme-(?=eui\.|nvme\.|uuid\.))(.+)$/.exec(byId)?.[1] ?? null;
  const serial =
    fields.text('serial') ??
    /^(?:ata|nvme|scsi|usb)-(?!eui\.|nvme\.|uuid\.).+_([^_]+)$/.exec(byId)?.[1] ??
    null;
  const known = (text: string | null): string | null => (text === null || isPlaceholder(text) ? null : text);
  return { serial: known(serial), wwn: known(wwn), model: known(fields.text('model')) };
}

/** Two disks of one machine with the same identity are identified by neither. */
function withoutTwins(disks: readonly ImportedDisk[], context: PartContext): readonly ImportedDisk[] {
  const count = (kind: 'serial' | 'wwn', value: string | null): number =>
    disks.filter((disk) => value !== null && disk.hint[kind] === value).length;
  return disks.map((disk) => {
    const isTwin = { serial: count('serial', disk.hint.serial) > 1, wwn: count('wwn', disk.hint.wwn) > 1 };
    if (!isTwin.serial && !isTwin.wwn) return disk;
    context.unknown(
      'disks.hint',
      'two disks of the machine have the same identity, so neither is identified by it',
    );
    const { model } = disk.hint;
    return {
      ...disk,
      hint: {
        model,
        serial: isTwin.serial ? null : disk.hint.serial,
        wwn: isTwin.wwn ? null : disk.hint.wwn,
      },
    };
  });
}
