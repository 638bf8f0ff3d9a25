import { matchGpu } from '../../facts/gpus.js';
import type { ImportedGpus, PartContext } from './parts.js';
import type { Place, Report } from './source/fields.js';

/** What an inventory says of one GPU. */
export interface GpuWords {
  readonly name: string | null;
  readonly vendor: string | null;
  readonly memoryBytes: number | null;
  readonly place: Place;
}

/** GPUs without their count, by the GPU table; what it does not know is reported and keeps its own words. */
export function identifyGpu(
  { name, vendor, memoryBytes, place }: GpuWords,
  context: PartContext,
  report: Report,
): Omit<ImportedGpus, 'count'> {
  const match = matchGpu(name ?? 'unknown', {
    ...(memoryBytes === null ? {} : { memoryBytes }),
    ...(vendor === null ? {} : { vendor }),
    words: context.words,
  });
  if (name === null) context.unknown('gpus.model');
  else if (match.certainty === 'unknown') {
    report(
      place,
      'IMPORT_UNKNOWN_GPU',
      `GPU ${JSON.stringify(name)} is not known; its name is kept as ${match.gpu.model}`,
      'correct gpus in the profile; MIG is taken as missing',
    );
    context.unknown(
      'gpus.model',
      `GPU ${JSON.stringify(name)} is not in the table, and its own words are kept`,
    );
  } else if (match.certainty === 'ambiguous') {
    const others = match.candidates.filter((candidate) => candidate !== match.gpu.model);
    const text =
      others.length === 0
        ? `${JSON.stringify(name)} has ${match.gpu.memoryGB} GB, which ${match.gpu.model} is not sold with`
        : `${JSON.stringify(name)} is taken as ${match.gpu.model}, and may be ${others.join(' or ')}`;
    context.assumed('gpus.model', text);
  }
  const { vendor: maker, model, memoryGB, formFactor, migCapable, watts } = match.gpu;
  return { vendor: maker, model, memoryGB, formFactor, migCapable, watts };
}
