import { type MigProblem, migProblem } from '../../facts/mig.js';
import type { HardwareModel, MigModel, SiteModel, SlotModel } from '../../model/types.js';
import type { Finding } from '../types.js';
import { machinesByAsset, poolFindings } from './slots.js';

/** A slot whose GPUs are to be cut. */
export interface MigSlot {
  readonly slot: SlotModel;
  readonly gpus: NonNullable<HardwareModel['gpus']>;
  readonly mig: MigModel;
}

/** Findings about the layouts of pools, one for each pool and fault. Slots without a layout, or a GPU, are passed over. */
export function migFindings(
  model: SiteModel,
  path: readonly string[],
  faults: (view: MigSlot) => Iterable<string>,
  hint?: string,
): Generator<Finding> {
  const machines = machinesByAsset(model);
  return poolFindings(
    model,
    ['mig', ...path],
    function* (slot) {
      const gpus = machines.get(slot.asset)?.hardware.gpus ?? null;
      if (slot.mig !== null && gpus !== null) yield* faults({ slot, gpus, mig: slot.mig });
    },
    hint,
  );
}

/** What is wrong with an entry of a layout, as the table of the GPU has it; each once. */
export function* entryProblems({ gpus, mig }: MigSlot, kind: MigProblem['kind']): Generator<string> {
  for (const { instances } of mig.layout) {
    const counts = Object.fromEntries(instances.map(({ profile, count }) => [profile, count]));
    const problem = migProblem(gpus.model, counts);
    if (problem?.kind === kind) yield `cuts a GPU into ${mixText(instances)}, which ${problem.why}`;
  }
}

/** `2x 1g.10gb and 1x 3g.40gb`. */
function mixText(instances: MigModel['layout'][number]['instances']): string {
  return instances.map(({ profile, count }) => `${count}x ${profile}`).join(' + ');
}
