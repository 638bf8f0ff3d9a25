import type { ServerRecord } from '../server.js';
import type { MachineRecord, MachineStatus } from './records.js';

/** How something that a server does goes: how long it takes, in milliseconds (null: for ever), and how it ends. */
export interface Course {
  readonly milliseconds: number | null;
  readonly ends: MachineStatus;
}

/** What is asked of the disks at a release. */
export interface Erase {
  readonly erase: boolean;
  readonly secure: boolean;
  readonly quick: boolean;
}

/** The servers behind a MAAS: how long things take, and what goes wrong in the rack. */
export interface Metal {
  /** The driver's text where the BMC does not answer; null where it does. */
  bmcProblem(machine: MachineRecord): string | null;
  /** What a server reports when it is commissioned. */
  reported(server: ServerRecord): ServerRecord;
  commission(machine: MachineRecord, server: ServerRecord): Course;
  deploy(machine: MachineRecord, server: ServerRecord): Course;
  release(machine: MachineRecord, server: ServerRecord, erase: Erase): Course;
}
