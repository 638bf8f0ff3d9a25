import { createHash, randomBytes } from 'node:crypto';
import type { SiteInventory, SlotModel } from '../model/types.js';
import { Clock, type Pace } from './clock.js';
import type { Events } from './events.js';
import type { Faults } from './faults.js';
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
import { type Durations, durationsOf } from './steps.js';
import { Store, type Tables } from './store.js';
import { WorldFile } from './world-file.js';

/** A slot as the definition has it. */
export type SlotRecord = Pick<SlotModel, 'name' | 'fqdn' | 'cluster' | 'pool' | 'tenant' | 'asset'>;

/** What every world keeps beside its own. */
export interface LabTables {
  readonly slots: SlotRecord;
  readonly lab: object;
  readonly [table: string]: object;
}

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

/** Name of the files of a provisioner. */
export function worldName(kind: SimulatedKind, url: string): string {
  return url === '' ? kind : `${kind}-${createHash('sha256').update(url).digest('hex').slice(0, 8)}`;
}

const provisionerNames = { maas: 'MAAS', ironic: 'Ironic' } as const;
/** The provisioners that the lab simulates. */
export type SimulatedKind = keyof typeof provisionerNames;

/**
 * Models of sites with a provisioner of a kind, by its URL. Where no site is given at all, one that any URL means.
 *
 * @throws {LabError} where several sites name none
 */
export function modelsByUrl(
  models: readonly LabModel[],
  kind: SimulatedKind = 'maas',
): ReadonlyMap<string, readonly LabModel[]> {
  const all = new Map<string, LabModel[]>();
  for (const model of models) {
    const { type, apiUrl } = model.site.provisioner;
    if (type === kind) all.set(apiUrl ?? '', [...(all.get(apiUrl ?? '') ?? []), model]);
  }
  const nameless = all.get('') ?? [];
  if (nameless.length > 1) {
    const names = nameless.map(({ site }) => site.name).join(', ');
    throw new LabError(
      `the sites ${names} name no ${provisionerNames[kind]}, so that their Terraform cannot be told apart`,
      `give each its provisioner.apiUrl (one they share is one ${provisionerNames[kind]}), or run the lab of one by --site NAME`,
    );
  }
  const isAny =
    all.size === 0 && !models.some(({ site }) => Object.hasOwn(provisionerNames, site.provisioner.type));
  return isAny ? new Map([['', []]]) : all;
}

/** Keeps what the definition says of slots, by the name that DNS has of them. */
export function rememberSlots(store: Pick<Store<LabTables>, 'put'>, models: readonly LabModel[]): void {
  for (const { name, fqdn, cluster, pool, tenant, asset } of models
    .flatMap(({ clusters = [] }) => clusters)
    .flatMap(({ slots }) => slots)) {
    store.put('slots', fqdn, { name, fqdn, cluster, pool, tenant, asset });
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

/** What every simulated provisioner stands on. */
export interface Ground<S extends Tables> {
  readonly store: Store<S>;
  /** Takes over what other processes did since. */
  readonly catchUp: () => void;
  readonly compact: () => void;
  /** Clock, faults and the like, once the world is there that they are about. */
  outfit(about: {
    /** Hardware profile of a machine by its host name. */
    readonly profileOf: (machine: string) => string | null;
    /** When all that is under way has ended by itself. */
    readonly lastEnd: () => number;
  }): Outfit;
}

/** Time, faults and events of one simulated provisioner. */
export interface Outfit {
  readonly clock: Clock;
  readonly picker: FaultPicker;
  readonly faults: Faults;
  readonly durations: Durations;
  readonly events: Events;
}

/** Opens the files of a world, or none. @param name of its files */
export function openGround<S extends Tables>(name: string, options: WorldOptions): Ground<S> {
  const { folder, isShared, pace, events, scenario = noScenario, kill = killForReal } = options;
  const { memory = openMemory(folder, isShared) } = options;
  const file = folder === null ? null : new WorldFile(folder, name, isShared);
  const store = new Store<S>(file, file?.load() ?? []);
  const kept = store as unknown as Store<LabTables>;
  const lastNow = (): number => (kept.get('lab', 'clock') as ClockRecord | undefined)?.now ?? 0;
  const clock = new Clock(lastNow(), pace, {
    ended: (now) => kept.transact(() => kept.put('lab', 'clock', { now: Math.max(now, lastNow()) })),
    nextRun: () => memory.nextRun(),
  });
  return {
    store,
    catchUp: () => {
      store.transact(() => {});
      clock.advance(lastNow());
    },
    compact: () => file?.compact(store),
    outfit: ({ profileOf, lastEnd: end }) => {
      const picker = new FaultPicker(scenario, memory, events, profileOf);
      clock.alsoUnderWay(() => Math.max(end(), picker.lastOutageEnd()));
      const durations = durationsOf(scenario.durations);
      return { clock, picker, faults: apiFaults(picker, kill), durations, events };
    },
  };
}

/** Opens one simulated MAAS: seeded where it is new, or the sites have changed. */
export function openWorld(url: string, seed: Seed, options: WorldOptions): World {
  const ground = openGround<MaasTables>(worldName('maas', url), options);
  const world = plant(ground.store, url, seed);
  const { salt, serverVersion } = ground.store.get('lab', 'maas') as LabRecord;
  const { picker, ...outfit } = ground.outfit({
    profileOf: (hostname) => profileOf(world, hostname),
    lastEnd: () => lastEnd(world),
  });
  const metal = scenarioMetal(outfit.durations, picker);
  const { catchUp, compact } = ground;
  return { maas: { url, serverVersion, salt, world, metal, ...outfit }, catchUp, compact };
}

/** One that is open, with the URL by which configurations mean it. */
export interface Reachable<T> {
  readonly simulated: T & { readonly url: string };
  readonly catchUp: () => void;
}

/** Finds the one that a configuration means, by its URL, as it is by now. The only one of no URL is meant by all. */
export function finderOf<T>(
  kind: SimulatedKind,
  worlds: readonly Reachable<T>[],
): (url: string) => T | string {
  return (url) => {
    const [only] = worlds;
    const isOnly = worlds.length === 1 && only?.simulated.url === '';
    const found = isOnly ? only : worlds.find(({ simulated }) => simulated.url === url);
    const name = provisionerNames[kind];
    if (found === undefined) {
      const known = worlds.map(({ simulated }) => simulated.url || `none (${urlVariables[kind]})`).join(', ');
      return `no site of the lab has the ${name} ${JSON.stringify(url)}; there are: ${known}`;
    }
    found.catchUp();
    return found.simulated;
  };
}

/** Where Terraform takes the URL from that a site does not state. */
const urlVariables = { maas: 'MAAS_API_URL', ironic: 'TF_VAR_ironic_url' } as const;

/** Finds the MAAS that a configuration means, by its `api_url`. */
export function maasFinder(worlds: readonly World[]): (url: string) => SimulatedMaas | string {
  return finderOf(
    'maas',
    worlds.map(({ maas, catchUp }) => ({ simulated: maas, catchUp })),
  );
}
