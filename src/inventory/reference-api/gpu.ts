import { identifyGpu } from '../imported/gpus.js';
import type { ImportedGpus, PartContext } from '../imported/parts.js';
import type { Fields, Report } from '../imported/source/fields.js';

interface Kind {
  readonly gpus: Omit<ImportedGpus, 'count'>;
  readonly device: Fields;
  count: number;
}

/** Reads `gpu_devices` (one entry a GPU) or `gpu` (a count and a model); null where there is no GPU. */
export function readGpus(node: Fields, context: PartContext, report: Report): ImportedGpus | null {
  const devices = node.list('gpu_devices');
  return devices.length > 0
    ? readDevices(
        devices.map(({ fields }) => fields),
        node,
        context,
        report,
      )
    : readCount(node.fields('gpu'), context, report);
}

function readDevices(
  devices: readonly Fields[],
  node: Fields,
  context: PartContext,
  report: Report,
): ImportedGpus {
  const kinds = new Map<string, Kind>();
  for (const device of devices) {
    const bytes = device.number('memory');
    const memory = bytes !== null && bytes > 0 && bytes <= 1e14 ? bytes : null;
    if (bytes !== memory)
      report(device.at('memory'), 'IMPORT_OUT_OF_RANGE', `must be a size in bytes, got ${bytes}`);
    const gpus = identify(device, 'model', 'vendor', memory, context, report);
    const key = `${gpus.model}/${gpus.memoryGB}`;
    const kind = kinds.get(key) ?? { gpus, device, count: 0 };
    kind.count += 1;
    kinds.set(key, kind);
  }
  const [most, ...others] = [...kinds.values()].sort((a, b) => b.count - a.count);
  // There is a device, so there is a kind.
  const { gpus, count, device } = most as Kind;
  for (const other of others) {
    report(
      node.at('gpu_devices'),
      'IMPORT_MIXED_GPUS',
      `has ${count} ${gpus.model} and ${other.count} ${other.gpus.model}, and a profile has GPUs of one model`,
      `the ${other.count} ${other.gpus.model} are left out`,
    );
  }
  if (count > 32) {
    report(node.at('gpu_devices'), 'IMPORT_OUT_OF_RANGE', `has ${count} GPUs, and a machine has at most 32`);
    context.unknown('gpus.count');
  }
  return { ...gpus, count: count > 32 ? null : count, watts: wattsOf(device) ?? gpus.watts };
}

function readCount(gpu: Fields, context: PartContext, report: Report): ImportedGpus | null {
  const given = gpu.number('gpu_count');
  const has = gpu.flag('gpu');
  if (has === false || given === 0) return null;
  if (has === null && given === null && !gpu.has('gpu_model')) return null;
  if (given === null || !Number.isInteger(given) || given < 1 || given > 32) {
    if (given !== null)
      report(gpu.at('gpu_count'), 'IMPORT_OUT_OF_RANGE', `must be from 1 to 32, got ${given}`);
    context.unknown('gpus.count');
    return { ...identify(gpu, 'gpu_model', 'gpu_vendor', null, context, report), count: null };
  }
  return { ...identify(gpu, 'gpu_model', 'gpu_vendor', null, context, report), count: given };
}

function identify(
  fields: Fields,
  modelKey: string,
  vendorKey: string,
  memoryBytes: number | null,
  context: PartContext,
  report: Report,
): Omit<ImportedGpus, 'count'> {
  const words = { name: fields.text(modelKey), vendor: fields.text(vendorKey), memoryBytes };
  return identifyGpu({ ...words, place: fields.at(modelKey) }, context, report);
}

/** `300.00 W`, or a number. */
function wattsOf(device: Fields): number | null {
  const digits = /^\d+(?:\.\d+)?/.exec(device.text('power_default_limit') ?? '')?.[0];
  const watts = Number(digits);
  return watts > 0 && watts <= 1e5 ? watts : null;
}
