import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Store } from './store.js';
import { WorldFile } from './world-file.js';

/** How often a fault was asked for and came about, in one place. */
export interface FaultCount {
  readonly calls: number;
  readonly fired: number;
  /** Virtual time at which it came about first; null before. */
  readonly since: number | null;
}

interface LabTables {
  readonly values: { readonly value: string | number };
  /** By fault and place. */
  readonly faults: FaultCount;
  readonly [table: string]: object;
}

/** What a lab remembers beside its worlds: how many runs there were, and which faults are used up. */
export class LabMemory {
  readonly #store: Store<LabTables>;

  constructor(store: Store<LabTables>) {
    this.#store = store;
  }

  /** Runs of Terraform that took time are numbered from 1. */
  nextRun(): number {
    return this.#store.transact(() => {
      const next = Number(this.#store.get('values', 'runs')?.value ?? 0) + 1;
      this.#store.put('values', 'runs', { value: next });
      return next;
    });
  }

  /** Takes up the counts of a scenario, or begins them anew where it is another than the last time. */
  beginScenario(digest: string): void {
    if (this.#store.get('values', 'scenario')?.value === digest) return;
    this.#store.transact(() => {
      for (const [table, place] of [...this.#store.snapshot()]) {
        if (table === 'faults') this.#store.remove('faults', place);
      }
      this.#store.put('values', 'scenario', { value: digest });
    });
  }

  count(place: string): FaultCount {
    return this.#store.get('faults', place) ?? { calls: 0, fired: 0, since: null };
  }

  setCount(place: string, count: FaultCount): void {
    this.#store.transact(() => this.#store.put('faults', place, count));
  }
}

/**
 * Opens what a lab remembers.
 *
 * @param state its folder; null: nothing is kept
 * @param isShared other processes work on the folder too
 */
export function openMemory(state: string | null, isShared: boolean): LabMemory {
  if (state === null) return new LabMemory(new Store<LabTables>());
  const folder = join(state, 'scenario');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = new WorldFile(folder, 'faults', isShared);
  return new LabMemory(new Store<LabTables>(file, file.load()));
}
