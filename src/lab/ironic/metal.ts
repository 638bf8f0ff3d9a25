import type { NodeRecord } from './records.js';

/** How something that a server does goes: milliseconds (null: for ever), and the driver's text where it fails. */
export interface Went {
  readonly milliseconds: number | null;
  readonly failure: string | null;
}

/** The servers behind an Ironic: how long things take, and what goes wrong in the rack. */
export interface IronicMetal {
  /** The driver's text where the BMC does not answer; null where it does. */
  bmcProblem(node: NodeRecord): string | null;
  inspect(node: NodeRecord): Went;
  clean(node: NodeRecord): Went;
  deploy(node: NodeRecord): Went;
}
