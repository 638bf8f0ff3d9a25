import { coresPerSocketOf } from '../../facts/hardware/cpus.js';
import { fittingArchitecture } from '../imported/architectures.js';
import type { ImportedCpu, PartContext } from '../imported/parts.js';
import { sizeInBytes, twoDigits } from '../imported/sizes.js';
import type { Fields, Report } from '../imported/source/fields.js';

const GiB = 1024 ** 3;

/** Reads `architecture` and `processor`. Grid'5000 counts cores and threads, Chameleon (`smt_size`) threads only. */
export function readCpu(node: Fields, context: PartContext, report: Report): ImportedCpu | null {
  const architecture = node.fields('architecture');
  const processor = node.fields('processor');
  const model = cpuModel(processor);
  const sockets = whole(architecture, 'nb_procs', 16, report) ?? whole(architecture, 'smp_size', 16, report);
  const threads =
    whole(architecture, 'nb_threads', 4096, report) ?? whole(architecture, 'smt_size', 4096, report);
  const cores = whole(architecture, 'nb_cores', 2048, report);
  if (sockets === null || (cores === null && threads === null)) {
    context.unknown('cpu');
    return null;
  }
  const split =
    cores === null
      ? coresFromThreads(model, sockets, threads ?? 0, context)
      : {
          coresPerSocket: coresPerSocket(cores, sockets, architecture, report),
          coresBy: 'counted' as const,
          threadsPerCore: threads === null ? null : threadsOf(threads, cores, architecture, report),
        };
  return {
    sockets,
    ...split,
    architecture: readArchitecture(architecture, processor, report, context),
    model,
  };
}

function cpuModel(processor: Fields): string | null {
  const name = processor.text('other_description') ?? processor.text('model');
  return (
    name
      ?.replace(/\((?:R|TM|tm)\)/g, '')
      .replace(/\s+/g, ' ')
      .trim() ?? null
  );
}

function coresPerSocket(cores: number, sockets: number, architecture: Fields, report: Report): number {
  if (cores % sockets !== 0) {
    report(
      architecture.at('nb_cores'),
      'IMPORT_CONTRADICTION',
      `${cores} cores do not spread evenly over ${sockets} sockets`,
    );
  }
  return Math.min(512, Math.max(1, Math.floor(cores / sockets)));
}

function threadsOf(threads: number, cores: number, architecture: Fields, report: Report): number | null {
  if (threads % cores === 0 && threads / cores <= 8) return threads / cores;
  report(
    architecture.at('nb_threads'),
    'IMPORT_CONTRADICTION',
    `${threads} threads do not spread evenly over ${cores} cores`,
  );
  return null;
}

/** The number of threads is a fact; how many share a core is known for known CPUs, and else taken as two. */
function coresFromThreads(
  model: string | null,
  sockets: number,
  threads: number,
  context: PartContext,
): Pick<ImportedCpu, 'coresPerSocket' | 'coresBy' | 'threadsPerCore'> {
  const perSocket = Math.min(1024, Math.max(1, Math.floor(threads / sockets)));
  const known = model === null ? null : coresPerSocketOf(model);
  if (known !== null && perSocket % known === 0 && perSocket / known <= 8) {
    context.assumed('cpu.coresPerSocket', 'threads are counted only; cores by the specification of the CPU');
    return { coresPerSocket: known, coresBy: 'specification', threadsPerCore: perSocket / known };
  }
  const threadsPerCore = perSocket % 2 === 0 || perSocket > 512 ? 2 : 1;
  context.assumed('cpu.coresPerSocket', `threads are counted only; ${threadsPerCore} to a core are taken`);
  return { coresPerSocket: Math.floor(perSocket / threadsPerCore), coresBy: 'assumed', threadsPerCore };
}

function readArchitecture(
  architecture: Fields,
  processor: Fields,
  report: Report,
  context: PartContext,
): ImportedCpu['architecture'] {
  const given = architecture.text('platform_type') ?? processor.text('instruction_set');
  const found = given === null ? null : fittingArchitecture(given, architecture.at('platform_type'), report);
  if (found !== null) return found;
  context.unknown('cpu.architecture', 'not known');
  return null;
}

function whole(fields: Fields, key: string, most: number, report: Report): number | null {
  const value = fields.number(key);
  if (value === null) return null;
  if (Number.isInteger(value) && value > 0 && value <= most) return value;
  report(fields.at(key), 'IMPORT_OUT_OF_RANGE', `must be a whole number from 1 to ${most}, got ${value}`);
  return null;
}

/** Memory in GiB, of `ram_size` in bytes or else of the text for people. */
export function readMemory(node: Fields, context: PartContext, report: Report): number | null {
  const memory = node.fields('main_memory');
  const bytes = memory.number('ram_size');
  const shown = sizeInBytes(memory.text('humanized_ram_size'));
  const isSize = bytes !== null && bytes >= GiB / 8 && bytes <= GiB * 1e6;
  if (bytes !== null && !isSize) {
    report(memory.at('ram_size'), 'IMPORT_OUT_OF_RANGE', `must be a size in bytes, got ${bytes}`);
  }
  const usable = isSize ? bytes : shown;
  if (usable === null) {
    context.unknown('memoryGiB');
    return null;
  }
  if (shown !== null && Math.abs(shown - usable) / usable > 0.03) {
    report(
      memory.at('ram_size'),
      'IMPORT_CONTRADICTION',
      `is ${twoDigits(usable / GiB)} GiB, and humanized_ram_size says ${twoDigits(shown / GiB)}`,
      'ram_size is taken; correct memoryGiB where it is the wrong one',
    );
  }
  return twoDigits(usable / GiB);
}
