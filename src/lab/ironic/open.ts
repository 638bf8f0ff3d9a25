import { randomBytes } from 'node:crypto';
import { serverRecord } from '../server.js';
import type { Store } from '../store.js';
import { type LabModel, openGround, rememberSlots, type WorldOptions, worldName } from '../worlds.js';
import type { SimulatedIronic } from './call.js';
import { serverOf } from './inspection.js';
import type { IronicTables } from './records.js';
import { ironicMetal } from './scenario-metal.js';
import { IronicWorld } from './world.js';

/** What a lab remembers of an Ironic beside its contents. */
export interface IronicRecord {
  readonly url: string;
  /** e.g. `2026.1`. */
  readonly release: string;
  /** Keys the digests of what must not be kept in clear. */
  readonly salt: string;
}

/** A simulated Ironic that is open. */
export interface OpenIronic {
  readonly ironic: SimulatedIronic;
  readonly catchUp: () => void;
  readonly compact: () => void;
}

/** Puts the servers of the sites into the racks. An Ironic begins empty: it makes no network, and finds no node. */
function seed(store: Store<IronicTables>, url: string, models: readonly LabModel[]): IronicRecord {
  return store.transact(() => {
    const before = store.get('lab', 'ironic') as IronicRecord | undefined;
    const release = models[0]?.site.provisioner.serverVersion ?? '';
    const record = { url, release, salt: before?.salt ?? randomBytes(16).toString('hex') };
    store.put('lab', 'ironic', record);
    for (const { site } of models) {
      for (const machine of site.machines) {
        const known = store.get('servers', machine.asset);
        store.put('servers', machine.asset, serverRecord(site.name, machine, known));
      }
    }
    rememberSlots(store, models);
    return record;
  });
}

/** When all that is under way has ended by itself; 0 where nothing is. */
function lastEnd(world: IronicWorld): number {
  const ends = world.store.all('nodes').flatMap(({ course }) => course.map(({ endsAt }) => endsAt ?? 0));
  return Math.max(0, ...ends);
}

/** Opens one simulated Ironic, with the servers of the sites that it serves. */
export function openIronic(url: string, models: readonly LabModel[], options: WorldOptions): OpenIronic {
  const ground = openGround<IronicTables>(worldName('ironic', url), options);
  const { salt } = seed(ground.store, url, models);
  const world = new IronicWorld(ground.store);
  const { picker, ...outfit } = ground.outfit({
    profileOf: (name) => world.store.get('servers', name)?.profile ?? null,
    lastEnd: () => lastEnd(world),
  });
  const metal = ironicMetal(outfit.durations, picker, (node) => serverOf(world, node));
  const { catchUp, compact } = ground;
  return { ironic: { url, salt, world, metal, ...outfit }, catchUp, compact };
}
