import type { Edit } from './edit.js';

/** A project of the folder examples. */
export type Example = 'training' | 'inference' | 'ironic';

/** One mistake, as people make it. */
export interface Fault {
  readonly example: Example;
  /** Whether it is made once all is decided and counts as in service; else before the first lock. */
  readonly inService: boolean;
  /** What is wrong, as a phrase. */
  readonly says: string;
  /** What must find it: the id of a rule, or a code. */
  readonly by: string;
  readonly edits: readonly Edit[];
}

type Row = readonly [by: string, says: string, ...edits: Edit[]];

/** Faults of one example, made before the first lock. */
export function faultsOf(example: Example, ...list: readonly Row[]): readonly Fault[] {
  return list.map(([by, says, ...edits]) => ({ example, inService: false, by, says, edits }));
}

/** Faults of one example, made when it is in service. */
export function laterFaultsOf(example: Example, ...list: readonly Row[]): readonly Fault[] {
  return list.map(([by, says, ...edits]) => ({ example, inService: true, by, says, edits }));
}
