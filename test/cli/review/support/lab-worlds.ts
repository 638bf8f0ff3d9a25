import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabEvent } from '../../../../src/lab/events.js';
import type { IronicTables } from '../../../../src/lab/ironic/records.js';
import type { MaasTables } from '../../../../src/lab/maas/records.js';
import { Store } from '../../../../src/lab/store.js';
import { WorldFile, worldNames } from '../../../../src/lab/world-file.js';

/** What the folder of a lab holds: each simulated provisioner by name, and all that happened so far. */
export interface LabWorlds {
  readonly maas: ReadonlyMap<string, Store<MaasTables>>;
  readonly ironic: ReadonlyMap<string, Store<IronicTables>>;
  /** In the order in which they were written: each provisioner has a clock of its own. */
  readonly events: readonly LabEvent[];
}

/** Reads the folder of a lab that has ended. */
export function readWorlds(folder: string): LabWorlds {
  const isIronic = (name: string) => name.startsWith('ironic');
  const names = worldNames(folder);
  const changesOf = (name: string) => new WorldFile(folder, name, false).load();
  const events = join(folder, 'events.jsonl');
  const lines = existsSync(events) ? readFileSync(events, 'utf8').trimEnd().split('\n') : [];
  return {
    maas: new Map(
      names
        .filter((name) => !isIronic(name))
        .map((name) => [name, new Store<MaasTables>(null, changesOf(name))]),
    ),
    ironic: new Map(
      names.filter(isIronic).map((name) => [name, new Store<IronicTables>(null, changesOf(name))]),
    ),
    events: lines.filter((line) => line !== '').map((line) => JSON.parse(line) as LabEvent),
  };
}
