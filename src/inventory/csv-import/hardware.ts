import { coresPerSocketOf } from '../../facts/hardware/cpus.js';
import { identifyGpu } from '../imported/gpus.js';
import { byNumber } from '../imported/notes.js';
import type {
  ImportedCpu,
  ImportedDisk,
  ImportedGpus,
  ImportedHardware,
  ImportedNic,
  PartContext,
} from '../imported/parts.js';
import { chooseBoot, type Port } from '../imported/ports.js';
import type { Place, Report } from '../imported/source/fields.js';
import type { Row } from './row.js';

/** Hardware of a machine, by the fields below `hardware` and the ports in `nics`. */
export function readHardware(
  row: Row,
  isDescribed: boolean,
  context: PartContext,
  report: Report,
  place: Place,
): ImportedHardware {
  const cpu = readCpu(row, isDescribed, context);
  const gpus = readGpus(row, context, report, place);
  const memoryGiB = row.number('hardware.memoryGiB');
  if (isDescribed && memoryGiB === null) context.unknown('memoryGiB');
  return {
    manufacturer: row.text('hardware.manufacturer'),
    model: row.text('hardware.model'),
    units: row.number('hardware.units'),
    weightKg: row.number('hardware.weightKg'),
    cpu,
    cpuWords: cpu === null ? cpuWords(row) : null,
    memoryGiB,
    gpus,
    nics: readNics(row, isDescribed, context),
    disks: readDisks(row, isDescribed, context),
    power: {
      psus: row.number('hardware.power.psus'),
      psusNeeded: row.number('hardware.power.psusNeeded'),
      psuWatts: row.number('hardware.power.psuWatts'),
      maxWatts: row.number('hardware.power.maxWatts'),
    },
    boot: {
      mode: row.text('hardware.boot.mode') as ImportedHardware['boot']['mode'],
      secureBoot: row.flag('hardware.boot.secureBoot'),
    },
  };
}

function readCpu(row: Row, isDescribed: boolean, context: PartContext): ImportedCpu | null {
  const sockets = row.number('hardware.cpu.sockets');
  const model = row.text('hardware.cpu.model');
  const counted = row.number('hardware.cpu.coresPerSocket');
  const cores = counted ?? (model === null ? null : coresPerSocketOf(model));
  if (sockets === null || cores === null) {
    if (isDescribed) context.unknown('cpu');
    return null;
  }
  if (counted === null) context.assumed('cpu.coresPerSocket', 'cores are by the specification of the CPU');
  return {
    sockets,
    coresPerSocket: cores,
    coresBy: counted === null ? 'specification' : 'counted',
    threadsPerCore: row.number('hardware.cpu.threadsPerCore'),
    architecture: row.text('hardware.cpu.architecture') as ImportedCpu['architecture'],
    model,
  };
}

function cpuWords(row: Row): string | null {
  const [sockets, cores] = [row.number('hardware.cpu.sockets'), row.number('hardware.cpu.coresPerSocket')];
  const [model, architecture] = [row.text('hardware.cpu.model'), row.text('hardware.cpu.architecture')];
  const words = [
    ...(model === null ? [] : [model]),
    ...(sockets === null ? [] : [`${sockets} sockets`]),
    ...(cores === null ? [] : [`${cores} cores in a socket`]),
    ...(architecture === null ? [] : [architecture]),
  ];
  return words.length === 0 ? null : words.join(', ');
}

/** What the columns say comes first, then the GPU table. */
function readGpus(row: Row, context: PartContext, report: Report, place: Place): ImportedGpus | null {
  const name = row.text('hardware.gpus.model');
  const count = row.number('hardware.gpus.count');
  if (name === null && count === null) return null;
  const memoryGB = row.number('hardware.gpus.memoryGB');
  const vendor = row.text('hardware.gpus.vendor') as ImportedGpus['vendor'];
  const found = identifyGpu(
    { name, vendor, memoryBytes: memoryGB === null ? null : memoryGB * 1e9, place },
    context,
    report,
  );
  if (count === null) context.unknown('gpus.count');
  return {
    ...found,
    count,
    vendor: vendor ?? found.vendor,
    memoryGB: memoryGB ?? found.memoryGB,
    formFactor: (row.text('hardware.gpus.formFactor') as ImportedGpus['formFactor']) ?? found.formFactor,
    migCapable: row.flag('hardware.gpus.migCapable') ?? found.migCapable,
    watts: row.number('hardware.gpus.watts') ?? found.watts,
  };
}

function readNics(row: Row, isDescribed: boolean, context: PartContext): readonly ImportedNic[] {
  const names = [...new Set([...row.namesIn('nics'), ...row.namesIn('hardware.nics')])].sort(byNumber);
  if (names.length === 0) context.unknown('nics');
  const nics = names.map((name): ImportedNic => {
    const mac = row.text(`nics.${name}.mac`);
    if (mac === null) context.unknown('nics.mac');
    const isInfiniBand = row.text(`hardware.nics.${name}.kind`) === 'infiniband' || (mac?.length ?? 0) > 17;
    return {
      name,
      kind: isInfiniBand ? 'infiniband' : 'ethernet',
      gbps: row.number(`hardware.nics.${name}.gbps`),
      roles: row.list(`hardware.nics.${name}.roles`) as ImportedNic['roles'],
      rail: row.number(`hardware.nics.${name}.rail`),
      mac,
      switch: row.text(`nics.${name}.switch`),
      port: row.text(`nics.${name}.port`),
    };
  });
  const isSaid = nics.some(({ roles }) => roles.includes('boot'));
  return !isDescribed || isSaid ? nics : withBoot(nics, row.text('bootNic'), context);
}

function withBoot(
  nics: readonly ImportedNic[],
  given: string | null,
  context: PartContext,
): readonly ImportedNic[] {
  const ports = nics.map(
    (nic): Port => ({
      ...nic,
      isEthernet: nic.kind === 'ethernet',
      isInfiniBand: nic.kind === 'infiniband',
      enabled: null,
      isConnected: nic.switch !== null,
    }),
  );
  const name = given ?? chooseBoot(ports, [], context)?.name;
  return nics.map((nic) =>
    nic.name === name ? { ...nic, roles: [...new Set(['boot', 'management', ...nic.roles] as const)] } : nic,
  );
}

function readDisks(row: Row, isDescribed: boolean, context: PartContext): readonly ImportedDisk[] {
  const names = row.namesIn('hardware.disks').toSorted(byNumber);
  if (names.length === 0 && isDescribed) context.unknown('disks');
  const disks = names.map((name): ImportedDisk => {
    const field = (key: string): string => `hardware.disks.${name}.${key}`;
    const type = row.text(field('type')) as ImportedDisk['type'] | null;
    const sizeGB = row.number(field('sizeGB'));
    if (sizeGB === null) context.unknown('disks.sizeGB');
    if (type === null)
      context.assumed(
        'disks.type',
        'nothing says the kind of disk; hdd is taken, which gives an erase the longest time',
      );
    return {
      name,
      type: type ?? 'hdd',
      sizeGB,
      role: row.text(field('role')) as ImportedDisk['role'],
      hint: {
        serial: row.text(field('hint.serial')),
        wwn: row.text(field('hint.wwn')),
        model: row.text(field('hint.model')),
      },
    };
  });
  if (disks.length === 0 || disks.some(({ role }) => role === 'root')) return disks;
  if (disks.length > 1) context.assumed('disks.role', 'root is the first disk by name');
  return disks.map((disk, index) => (index === 0 ? { ...disk, role: 'root' } : disk));
}
