import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LabEvent } from './events.js';

function pathIn(folder: string): string {
  return join(folder, 'events.jsonl');
}

/** Where what happens is kept, by one process or several. */
export interface EventWriter {
  readonly write: (event: LabEvent) => void;
  readonly close: () => void;
}

/** Opens the events of a lab to add to them. */
export function openEvents(folder: string): EventWriter {
  const path = pathIn(folder);
  const file = openSync(path, 'a+', 0o600);
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  // A process that was killed left half a line: the next one must not be joined to it.
  if (size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 10) writeSync(file, '\n');
  return {
    write: (event) => writeSync(file, `${JSON.stringify(event)}\n`),
    close: () => closeSync(file),
  };
}

function parse(line: string): readonly LabEvent[] {
  try {
    return [JSON.parse(line) as LabEvent];
  } catch {
    // What a killed process left half written tells nothing.
    return [];
  }
}

/** All that happened in a lab, by virtual time, and in the order in which it was done where that is the same. */
export function readEvents(folder: string): readonly LabEvent[] {
  const path = pathIn(folder);
  if (!existsSync(path)) return [];
  const events = readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : parse(line)));
  return events.sort((one, other) => one.at - other.at);
}
