import { createHash, randomBytes } from 'node:crypto';
import type { SiteInventory, SlotModel } from '../model/types.js';
import { Clock, type Pace } from './clock.js';
import type { Events } from './events.js';
import { LabError } from './lab-error.js';
import type { SimulatedMaas } from './maas/call.js';
import { lastEnd } from './maas/machine-status.js';
import type { MaasTables } from './maas/records.js';
import { scenarioMetal } from './maas/scenario-metal.js';
import { seedSite } from './maas/seed.js';
import { MaasWorld } from './maas/world.js';
import { type LabMemory, openMemory } from './memory.js';
import { apiFaults } from './scenario/api-faults.js';
import { type Kill, killForReal } from './scenario/kill.js';
import { noScenario, type Scenario } from './scenario/parse.js';
import { FaultPicker } from './scenario/picker.js';
import { durationsOf } from './steps.js';
import { Store } from './store.js';
import { WorldFile } from './world-file.js';

/** A slot as the definition has it. */
export type SlotRecord = Pick<SlotModel, 'name' | 'fqdn' | 'cluster' | 'pool' | 'tenant'>;

/** What a lab is told of a site: all that `resolve` gives, or what is known before anything is allocated. */
export interface LabModel {
  readonly site: SiteInventory;
  readonly clusters?: readonly { readonly slots: readonly SlotRecord[] }[];
}

/** How the worlds of a lab are opened. */
export interface WorldOptions {
  /** Null: nothing is kept. */
  readonly folder: string | null;
  /** Other processes work on the folder too. */
  readonly isShared: boolean;
  readonly pace: Pace;
  readonly events: Events;
  /** @default - all goes well */
  readonly scenario?: Scenario;
  /** Which faults of the scenario are used up. @default - that of the folder */
  readonly memory?: LabMemory;
  /** @default - for real */
  readonly kill?: Kill;
}

/** Terraform runs ten operations at a time where nobody says otherwise. */
export function usualPace(speed: number | undefined): Pace {
  return { speed: speed ?? null, parallelism: 10 };
}

/** What a lab remembers of a MAAS beside its contents. */
export interface LabRecord {
  readonly url: string;
  readonly serverVersion: string;
  /** Keys the digests of what must not be kept in clear. */
  readonly salt: string;
  /** Digest of the models that it was seeded with; null: not known. */
  readonly seed: string | null;
}

/** Virtual time, in milliseconds since the lab began. */
export interface ClockRecord {
  readonly now: number;
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

function noIronic(site: string): LabError {
  return new LabError(
    `site ${site} is provisioned by Ironic, and the lab simulates MAAS for projects`,
    'run the lab of another site by --site NAME',
  );
}

/**
 * Models of sites with a MAAS by its URL.
 *
 * @throws {LabError} where several sites name none, or one has another provisioner than is simulated
 */
export function modelsByUrl(models: readonly LabModel[]): ReadonlyMap<string, readonly LabModel[]> {
  const all = new Map<string, LabModel[]>();
  for (const model of models) {
    const { type, apiUrl } = model.site.provisioner;
    if (type === 'ironic') throw noIronic(model.site.name);
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

/** What is in a MAAS before the first apply. */
export interface Seed {
  /** Of the models; null: not known. Where it is the one that the MAAS began with, they are not read. */
  readonly digest: string | null;
  readonly models: () => readonly LabModel[];
}

function plant(store: Store<MaasTables>, url: string, { digest, models }: Seed): MaasWorld {
  const before = () => store.get('lab', 'maas') as LabRecord | undefined;
  if (digest !== null && before()?.seed === digest) return new MaasWorld(store);
  const all = models();
  const sites = all.map(({ site }) => site);
  const world = seedSite(store, sites);
  store.transact(() => {
    const serverVersion = sites[0]?.provisioner.serverVersion ?? '3.5';
    const salt = before()?.salt ?? randomBytes(16).toString('hex');
    store.put('lab', 'maas', { url, serverVersion, salt, seed: digest } satisfies LabRecord);
    rememberSlots(store, all);
  });
  return world;
}

/** Hardware profile of a machine by its host name: an inventory calls servers as MAAS calls machines. */
function profileOf(world: MaasWorld, hostname: string): string | null {
  const asset = world.by.machinesByHost.get(hostname)[0]?.server ?? hostname;
  return world.store.get('servers', asset)?.profile ?? null;
}

/** Opens one simulated MAAS: seeded where it is new, or the sites have changed. */
export function openWorld(url: string, seed: Seed, options: WorldOptions): World {
  const { folder, isShared, pace, events, scenario = noScenario, kill = killForReal } = options;
  const { memory = openMemory(folder, isShared) } = options;
  const file = folder === null ? null : new WorldFile(folder, worldName(url), isShared);
  const store = new Store<MaasTables>(file, file?.load() ?? []);
  const world = plant(store, url, seed);
  const { salt, serverVersion } = store.get('lab', 'maas') as LabRecord;
  const lastNow = (): number => (store.get('lab', 'clock') as ClockRecord | undefined)?.now ?? 0;
  const clock = new Clock(lastNow(), pace, {
    ended: (now) => store.transact(() => store.put('lab', 'clock', { now: Math.max(now, lastNow()) })),
    nextRun: () => memory.nextRun(),
  });
  const picker = new FaultPicker(scenario, memory, events, (hostname) => profileOf(world, hostname));
  clock.alsoUnderWay(() => Math.max(lastEnd(world), picker.lastOutageEnd()));
  const durations = durationsOf(scenario.durations);
  const metal = scenarioMetal(durations, picker);
  const faults = apiFaults(picker, kill);
  return {
    maas: { url, serverVersion, salt, world, clock, metal, faults, durations, events },
    catchUp: () => {
      store.transact(() => {});
      clock.advance(lastNow());
    },
    compact: () => file?.compact(store),
  };
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
