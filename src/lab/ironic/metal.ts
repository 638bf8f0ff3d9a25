import type { Step } from '../steps.js';
import type { NodeRecord } from './records.js';

/** How something that a server does goes: its steps, whether it ever ends, and the driver's text where it fails. */
export interface Went {
  readonly steps: readonly Step[];
  readonly isEndless: boolean;
  readonly failure: string | null;
}

/** The servers behind an Ironic: how long things take, and what goes wrong in the rack. */
export interface IronicMetal {
  /** The driver's text where the BMC does not answer; null where it does. */
  bmcProblem(node: NodeRecord, now: number): string | null;
  inspect(node: NodeRecord, now: number): Went;
  clean(node: NodeRecord, now: number): Went;
  deploy(node: NodeRecord, now: number): Went;
}
