import type { ServerRecord } from '../server.js';
import type { Step } from '../steps.js';
import type { MachineRecord, MachineStatus } from './records.js';

/** How something that a server does goes. */
export interface Course {
  /** What it goes through; it takes their typical times. */
  readonly steps: readonly Step[];
  /** How it ends; null: never, it hangs in its last step. */
  readonly ends: MachineStatus | null;
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
  bmcProblem(machine: MachineRecord, now: number): string | null;
  /** What a server reports when it is commissioned. */
  reported(server: ServerRecord, hostname: string, now: number): ServerRecord;
  /** False where the image is not to be had, although the site says that it is. */
  hasImage(machine: MachineRecord, series: string, now: number): boolean;
  commission(machine: MachineRecord, server: ServerRecord, now: number): Course;
  deploy(machine: MachineRecord, server: ServerRecord, now: number): Course;
  release(machine: MachineRecord, server: ServerRecord, erase: Erase, now: number): Course;
}
