import { createHash, randomBytes } from 'node:crypto';
import type { SiteModel } from '../model/types.js';
import { Clock, type Pace } from './clock.js';
import type { Events } from './events.js';
import { noFaults } from './faults.js';
import { LabError } from './lab-error.js';
import type { SimulatedMaas } from './maas/call.js';
import type { MaasTables } from './maas/records.js';
import { seedSite } from './maas/seed.js';
import { usualMetal } from './maas/usual-metal.js';
import { Store } from './store.js';
import { WorldFile } from './world-file.js';

/** What a lab is told of a site: all of it, or what is known before anything is allocated. */
export type LabModel = Pick<SiteModel, 'site'> & Partial<Pick<SiteModel, 'clusters'>>;

/** How the worlds of a lab are opened. */
export interface WorldOptions {
  /** Null: nothing is kept. */
  readonly folder: string | null;
  /** Other processes work on the folder too. */
  readonly isShared: boolean;
  readonly pace: Pace;
  readonly events: Events;
}

/** What a lab remembers of a MAAS beside its contents. */
export interface LabRecord {
  readonly url: string;
  readonly serverVersion: string;
  /** Keys the digests of what must not be kept in clear. */
  readonly salt: string;
}

/** Virtual time, in milliseconds since the lab began. */
export interface ClockRecord {
  readonly now: number;
}

/** A slot as the definition had it at the last start that knew it. */
export interface SlotRecord {
  readonly name: string;
  readonly fqdn: string;
  readonly cluster: string;
  readonly pool: string;
  readonly tenant: string;
}

/** A simulated MAAS that is open. */
export interface World {
  readonly maas: SimulatedMaas;
  /** Takes over what other processes did since. */
  readonly catchUp: () => void;
  /** Makes the next start quick. */
  readonly compact: () => void;
}

/** Name of the files of a MAAS. */
function worldName(url: string): string {
  return url === '' ? 'maas' : `maas-${createHash('sha256').update(url).digest('hex').slice(0, 8)}`;
}

/** Models of sites with a MAAS by its URL. */
function byUrl(models: readonly LabModel[]): ReadonlyMap<string, readonly LabModel[]> {
  const all = new Map<string, LabModel[]>();
  for (const model of models) {
    const { type, apiUrl } = model.site.provisioner;
    if (type !== 'maas') continue;
    all.set(apiUrl ?? '', [...(all.get(apiUrl ?? '') ?? []), model]);
  }
  const nameless = all.get('') ?? [];
  if (nameless.length > 1) {
    const names = nameless.map(({ site }) => site.name).join(', ');
    throw new LabError(
      `the sites ${names} name no MAAS, so that their Terraform cannot be told apart`,
      'give each its provisioner.apiUrl (one they share is one MAAS), or run the lab of one by --site NAME',
    );
  }
  return all.size === 0 ? new Map([['', []]]) : all;
}

function rememberSlots(store: Store<MaasTables>, models: readonly LabModel[]): void {
  for (const { name, fqdn, cluster, pool, tenant } of models
    .flatMap(({ clusters = [] }) => clusters)
    .flatMap(({ slots }) => slots)) {
    store.put('slots', fqdn, { name, fqdn, cluster, pool, tenant } satisfies SlotRecord);
  }
}

function openWorld(url: string, models: readonly LabModel[], options: WorldOptions): World {
  const { folder, isShared, pace, events } = options;
  const file = folder === null ? null : new WorldFile(folder, worldName(url), isShared);
  const store = new Store<MaasTables>(file, file?.load() ?? []);
  const sites = models.map(({ site }) => site);
  const serverVersion = sites[0]?.provisioner.serverVersion ?? '3.5';
  const world = seedSite(store, sites);
  const salt = store.transact(() => {
    const known = store.get('lab', 'maas') as LabRecord | undefined;
    const record: LabRecord = { url, serverVersion, salt: known?.salt ?? randomBytes(16).toString('hex') };
    store.put('lab', 'maas', record);
    rememberSlots(store, models);
    return record.salt;
  });
  const lastNow = (): number => (store.get('lab', 'clock') as ClockRecord | undefined)?.now ?? 0;
  const clock = new Clock(lastNow(), pace, (now) =>
    store.transact(() => store.put('lab', 'clock', { now: Math.max(now, lastNow()) })),
  );
  return {
    maas: { url, serverVersion, salt, world, clock, metal: usualMetal, faults: noFaults, events },
    catchUp: () => {
      store.transact(() => {});
      clock.advance(lastNow());
    },
    compact: () => file?.compact(store),
  };
}

/**
 * Opens one simulated MAAS for each URL that sites name; of a dry run nothing is simulated.
 *
 * @throws {LabError} where several sites name none
 */
export function openWorlds(models: readonly LabModel[], options: WorldOptions): readonly World[] {
  return [...byUrl(models)].map(([url, own]) => openWorld(url, own, options));
}

/** Finds the MAAS that a configuration means, by its `api_url`, as it is by now. The only one of no URL is meant by all. */
export function maasFinder(worlds: readonly World[]): (url: string) => SimulatedMaas | string {
  return (url) => {
    const [only] = worlds;
    const isOnly = worlds.length === 1 && only?.maas.url === '';
    const found = isOnly ? only : worlds.find(({ maas }) => maas.url === url);
    if (found === undefined) {
      const known = worlds.map(({ maas }) => maas.url || 'none (MAAS_API_URL)').join(', ');
      return `no site of the lab has the MAAS ${JSON.stringify(url)}; there are: ${known}`;
    }
    found.catchUp();
    return found.maas;
  };
}
