import type { Subject } from './faults.js';

/** One thing that happened. Never holds a secret: neither power parameters nor user data are part of it. */
export interface LabEvent {
  /** Virtual time in milliseconds. */
  readonly at: number;
  /** Name of the request, e.g. `machine.deploy`. */
  readonly request: string;
  readonly subject: Subject;
  /** What was answered in its place; null where it was done. */
  readonly refused: string | null;
}

/** What happened in a lab, in order. */
export interface Events {
  add(event: LabEvent): void;
}
