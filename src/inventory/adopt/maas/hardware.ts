import { Cpu } from '../../../definition/hardware.js';
import { DiskName } from '../../../definition/scalars.js';
import { fittingArchitecture } from '../../imported/architectures.js';
import {
  type ImportedCpu,
  type ImportedDisk,
  type ImportedHardware,
  type ImportedNic,
  noHardware,
  type PartContext,
} from '../../imported/parts.js';
import { twoDigits } from '../../imported/sizes.js';
import type { Fields, Report } from '../../imported/source/fields.js';
import { isPlaceholder } from '../../imported/words.js';

/** What MAAS found out about a machine when it commissioned it. */
export function readHardware(
  fields: Fields,
  nics: readonly ImportedNic[],
  context: PartContext,
  report: Report,
): ImportedHardware {
  const info = fields.fields('hardware_info');
  const memory = fields.number('memory');
  if (memory === null || memory <= 0) context.unknown('memoryGiB');
  context.unknown('gpus', 'the list of machines does not have them; give the profile its GPUs');
  return {
    ...noHardware,
    manufacturer: known(info.text('system_vendor')),
    model: known(info.text('system_product')),
    cpu: readCpu(fields, context, report),
    memoryGiB: memory === null || memory <= 0 ? null : twoDigits(memory / 1024),
    nics,
    disks: readDisks(fields, context),
    boot: { mode: bootModes[fields.text('bios_boot_method') ?? ''] ?? null, secureBoot: null },
  };
}

const bootModes: Readonly<Record<string, 'uefi' | 'bios'>> = { uefi: 'uefi', pxe: 'bios' };

function known(text: string | null): string | null {
  return text === null || isPlaceholder(text) ? null : text;
}

/** Serial number of the system; null for what firmware puts where there is none. */
export function serialOf(fields: Fields): string | null {
  return known(fields.fields('hardware_info').text('system_serial'));
}

/** MAAS counts threads, and NUMA nodes; a node is taken for a socket. */
function readCpu(fields: Fields, context: PartContext, report: Report): ImportedCpu | null {
  const threads = fields.number('cpu_count') ?? 0;
  if (!Number.isInteger(threads) || threads < 1) {
    context.unknown('cpu');
    return null;
  }
  const nodes = fields.list('numanode_set').length;
  const sockets = nodes >= 1 && nodes <= 16 && threads % nodes === 0 ? nodes : 1;
  const perSocket = threads / sockets;
  const threadsPerCore = perSocket % 2 === 0 ? 2 : 1;
  if (!Cpu.shape.coresPerSocket.safeParse(perSocket / threadsPerCore).success) {
    context.unknown('cpu', `MAAS counts ${threads} threads, which no profile has`);
    return null;
  }
  context.assumed(
    'cpu',
    'MAAS counts threads: a NUMA node is taken for a socket, and two threads for a core',
  );
  const given = (fields.text('architecture') ?? '').split('/')[0] ?? '';
  return {
    sockets,
    coresPerSocket: perSocket / threadsPerCore,
    coresBy: 'assumed',
    threadsPerCore,
    architecture: given === '' ? null : fittingArchitecture(given, fields.at('architecture'), report),
    model: known(fields.fields('hardware_info').text('cpu_model')),
  };
}

function readDisks(fields: Fields, context: PartContext): readonly ImportedDisk[] {
  const boot = fields.fields('boot_disk').text('name');
  return fields.list('physicalblockdevice_set').flatMap(({ fields: disk }): ImportedDisk[] => {
    const name = disk.text('name');
    if (name === null || !DiskName.safeParse(name).success) {
      context.unknown('disks', 'a disk without a name that a definition can have is left out');
      return [];
    }
    const bytes = disk.number('size');
    if (bytes === null || bytes < 1e9) {
      context.unknown('disks', 'a disk without a size is left out');
      return [];
    }
    return [
      {
        name,
        type: typeOf(name, disk, context),
        sizeGB: Math.round(bytes / 1e9),
        role: name === boot ? 'root' : null,
        hint: { serial: known(disk.text('serial')), wwn: null, model: known(disk.text('model')) },
      },
    ];
  });
}

function typeOf(name: string, disk: Fields, context: PartContext): ImportedDisk['type'] {
  const tags = disk.texts('tags').map(({ text }) => text);
  if (name.startsWith('nvme')) return 'nvme';
  if (tags.includes('ssd')) return 'ssd';
  if (!tags.includes('rotary'))
    context.assumed(
      'disks.type',
      'no tag says the kind; hdd is taken, which gives an erase the longest time',
    );
  return 'hdd';
}
