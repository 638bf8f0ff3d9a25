import { coresPerSocketOf } from '../../facts/hardware/cpus.js';
import { fittingArchitecture } from '../imported/architectures.js';
import { identifyGpu } from '../imported/gpus.js';
import type {
  ImportedCpu,
  ImportedDisk,
  ImportedGpus,
  ImportedHardware,
  PartContext,
} from '../imported/parts.js';
import { bytesIn, memoryGiBOf, sizeWithin, twoDigits } from '../imported/sizes.js';
import type { Fields, Report } from '../imported/source/fields.js';

type Role = 'cpu' | 'memory' | 'gpu' | 'disk' | 'psu' | null;

/** A part in a machine: a module or an inventory item. */
interface Part {
  readonly fields: Fields;
  readonly role: Role;
  readonly maker: string | null;
  readonly model: string | null;
  /** All its words, to find a size in. */
  readonly words: string;
  /** Attributes of its module type, since NetBox 4.3. */
  readonly attributes: Fields | null;
  readonly serial: string | null;
}

/** What tells the role of a part, the surest first: a GPU has memory, and a CPU may be called processor. */
const roleWords: readonly (readonly [NonNullable<Role>, RegExp])[] = [
  ['psu', /\bpsu|power.?suppl/i],
  ['gpu', /\bgpus?\b|accelerator|graphics/i],
  ['cpu', /\bcpus?\b|processor|\bxeon|\bepyc/i],
  ['disk', /\bdisks?\b|\bdrives?\b|\bssds?\b|\bhdds?\b|nvme|\bstorage\b/i],
  ['memory', /\bmemory\b|\bdimms?\b|\bram\b|\bddr\d/i],
];

/** Parts of one device that are written down in NetBox. */
export interface DeviceParts {
  readonly modules: readonly Fields[];
  readonly items: readonly Fields[];
  /** Module types by id. */
  readonly types: ReadonlyMap<string, Fields>;
}

type Known = Pick<ImportedHardware, 'cpu' | 'memoryGiB' | 'gpus' | 'disks' | 'power'>;

/** Processors, memory, GPUs, disks and power supplies, as far as modules and inventory items say them. */
export function readParts(parts: DeviceParts, context: PartContext, report: Report): Known {
  const all = [
    ...parts.modules.map((module) => partOfModule(module, parts.types)),
    ...parts.items.map(partOfItem),
  ];
  const of = (role: Role): readonly Part[] => all.filter((part) => part.role === role);
  return {
    cpu: readCpu(of('cpu'), context, report),
    memoryGiB: readMemory(of('memory'), context),
    gpus: readGpus(of('gpu'), context, report),
    disks: readDisks(of('disk'), context),
    power: readPower(of('psu')),
  };
}

function partOfModule(module: Fields, types: ReadonlyMap<string, Fields>): Part {
  const nested = module.fields('module_type');
  const type = types.get(nested.idOf() ?? '') ?? nested;
  const model = type.text('model');
  const profile = type.isText('profile') ? type.text('profile') : type.fields('profile').text('name');
  const bay = module.fields('module_bay').text('name');
  const texts = [profile, model, bay, type.text('description'), module.text('description')];
  return part(module, texts, type.fields('manufacturer').text('name'), model, type.fields('attributes'));
}

function partOfItem(item: Fields): Part {
  const model = item.text('part_id') ?? item.text('name');
  const texts = [
    item.fields('role').text('name'),
    item.text('name'),
    item.text('part_id'),
    item.text('description'),
    item.text('label'),
  ];
  return part(item, texts, item.fields('manufacturer').text('name'), model, null);
}

function part(
  fields: Fields,
  texts: readonly (string | null)[],
  maker: string | null,
  model: string | null,
  attributes: Fields | null,
): Part {
  const known = texts.filter((text) => text !== null);
  // The first text that tells counts: the role before the name, the name before the description.
  const role = known
    .map((text) => roleWords.find(([, pattern]) => pattern.test(text))?.[0])
    .find((found) => found !== undefined);
  const words = known.join(' ');
  return { fields, role: role ?? null, maker, model, words, attributes, serial: fields.text('serial') };
}

function readCpu(cpus: readonly Part[], context: PartContext, report: Report): ImportedCpu | null {
  const [first] = cpus;
  if (first === undefined) {
    context.unknown('cpu');
    return null;
  }
  const model = first.model;
  const counted = first.attributes?.number('cores') ?? null;
  const cores = counted ?? (model === null ? null : coresPerSocketOf(model));
  if (cores === null || cores < 1 || cores > 512 || cpus.length > 16) {
    context.unknown('cpu', 'processors are listed, and their cores are not known');
    return null;
  }
  context.unknown('cpu.threadsPerCore');
  const architecture = first.attributes?.text('architecture') ?? null;
  const place = first.attributes?.at('architecture') ?? first.fields.place;
  return {
    sockets: cpus.length,
    coresPerSocket: Math.round(cores),
    coresBy: counted === null ? 'specification' : 'counted',
    threadsPerCore: null,
    architecture: architecture === null ? null : fittingArchitecture(architecture, place, report),
    model,
  };
}

function readMemory(modules: readonly Part[], context: PartContext): number | null {
  const sizes = modules.map(({ attributes, words }) => {
    const stated = attributes?.number('size') ?? null;
    if (stated !== null) return stated;
    const found = sizeWithin(words);
    return found === null ? null : memoryGiBOf(found.number, found.unit);
  });
  const total = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  if (modules.length === 0 || sizes.includes(null) || total < 0.1 || total > 1e6) {
    context.unknown(
      'memoryGiB',
      modules.length === 0 ? 'not known' : 'the size of a memory module is not known',
    );
    return null;
  }
  return twoDigits(total);
}

function readGpus(gpus: readonly Part[], context: PartContext, report: Report): ImportedGpus | null {
  const counts = new Map<string, Part[]>();
  for (const gpu of gpus) {
    const key = gpu.model ?? '';
    counts.set(key, [...(counts.get(key) ?? []), gpu]);
  }
  const [most, ...others] = [...counts.values()].sort((a, b) => b.length - a.length);
  const [first] = most ?? [];
  if (most === undefined || first === undefined) return null;
  for (const other of others) {
    report(
      other[0]?.fields.place ?? first.fields.place,
      'IMPORT_MIXED_GPUS',
      `${other.length} ${other[0]?.model ?? 'GPUs'} are beside ${most.length} ${first.model ?? 'GPUs'}, and a profile has GPUs of one model`,
      'they are left out',
    );
  }
  const stated = first.attributes?.number('memory') ?? null;
  const found = stated === null ? sizeWithin(first.words) : { number: stated, unit: 'GB' };
  const words = {
    name: first.model,
    vendor: first.maker,
    memoryBytes: found === null ? null : found.number * bytesIn(found.unit),
    place: first.fields.place,
  };
  return { ...identifyGpu(words, context, report), count: most.length > 32 ? null : most.length };
}

function readDisks(disks: readonly Part[], context: PartContext): readonly ImportedDisk[] {
  if (disks.length === 0) {
    context.unknown('disks');
    return [];
  }
  if (disks.length > 1) context.assumed('disks.role', 'root is the first disk that is listed');
  return disks.map(({ attributes, words, model, serial }, index) => {
    const stated = attributes?.number('size') ?? null;
    const found = stated === null ? sizeWithin(words) : { number: stated, unit: 'GB' };
    const size = found === null ? 0 : (found.number * bytesIn(found.unit)) / 1e9;
    const sizeGB = size >= 0.1 && size <= 1e8 ? Math.round(size * 10) / 10 : null;
    if (sizeGB === null) context.unknown('disks.sizeGB');
    const type = diskType(`${attributes?.text('type') ?? ''} ${words}`, context);
    return {
      name: `disk${index}`,
      type,
      sizeGB,
      role: index === 0 ? 'root' : type === 'nvme' ? 'scratch' : null,
      hint: { serial, wwn: null, model },
    };
  });
}

function diskType(words: string, context: PartContext): ImportedDisk['type'] {
  if (/nvme/i.test(words)) return 'nvme';
  if (/\bssd|flash|solid/i.test(words)) return 'ssd';
  if (!/\bhd\b|\bhdd|rotat|rpm/i.test(words))
    context.assumed(
      'disks.type',
      'nothing says the kind of disk; hdd is taken, which gives an erase the longest time',
    );
  return 'hdd';
}

function readPower(supplies: readonly Part[]): ImportedHardware['power'] {
  const watts = supplies.map(({ attributes, words }) => {
    const stated = attributes?.number('wattage') ?? null;
    return stated ?? Number(/(?:^|[^\w.])(\d{3,5})\s?W\b/i.exec(words)?.[1] ?? 0);
  });
  const [first = 0] = watts;
  const isOne = first > 0 && first <= 1e5 && watts.every((other) => other === first);
  const psus = supplies.length >= 1 && supplies.length <= 24 ? supplies.length : null;
  return { psus, psusNeeded: null, psuWatts: isOne ? first : null, maxWatts: null };
}
