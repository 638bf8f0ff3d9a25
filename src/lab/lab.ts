import { ironicDialects } from '../facts/providers/ironic-dialects.js';
import type { Log, Provider } from '../protocol/provider.js';
import { reattachProviders } from '../protocol/reattach.js';
import { serveProvider } from '../protocol/server.js';
import { type Credentials, credentialsEnv, ironicVariables, madeUpCredentials } from './credentials.js';
import { openEvents } from './event-file.js';
import { eventsTo, type LabEvent, type Listener } from './events.js';
import type { SimulatedIronic } from './ironic/call.js';
import { openIronic } from './ironic/open.js';
import { imitatedDialects, labIronicProvider } from './ironic/provider.js';
import { labRackformProvider } from './ironic/rackform/provider.js';
import type { SimulatedMaas } from './maas/call.js';
import { labMaasProvider } from './maas/provider.js';
import { openMemory } from './memory.js';
import { labNullProvider } from './null/provider.js';
import { type Kill, killForReal } from './scenario/kill.js';
import { noScenario, type Scenario } from './scenario/parse.js';
import { type ShownLab, showIronic, showMaas } from './show.js';
import { ownFolder } from './state-folder.js';
import { finderOf, type LabModel, maasFinder, modelsByUrl, openWorld, usualPace } from './worlds.js';

/** How to start a lab. */
export interface LabOptions {
  /**
   * Sites whose provisioner is simulated, as `resolve` gives them: their servers stand in the racks, their `existing`
   * networks are there. Sites with one `apiUrl` share one MAAS or Ironic. Dry-run sites need none and may be among them.
   *
   * @default - a MAAS on its first day and an empty Ironic, whatever its URL, where any machine is a small server
   */
  readonly models?: readonly LabModel[];
  /**
   * Folder that keeps the lab, so that a later one goes on where it ended. Made where it is not there, for the user
   * only. One lab at a time.
   *
   * @default - nothing is kept
   */
  readonly state?: string;
  /**
   * Virtual seconds per real second: at 600, a deployment of 20 minutes takes 2 seconds.
   *
   * @default - that of the scenario, or as fast as possible: nobody waits
   */
  readonly speed?: number;
  /**
   * What goes wrong, and figures of your own, as `parseScenario` gives it.
   *
   * @default - all goes well
   */
  readonly scenario?: Scenario;
  /**
   * What a fault of kind `killed` does.
   *
   * @default - as `kill -9`: the process of the lab, or every terraform and tofu that it or its command started
   */
  readonly kill?: Kill;
  /** Told of everything that happens, when it does. @default - nobody */
  readonly onEvent?: (event: LabEvent) => void;
  /**
   * Lines about requests that failed: malformed ones, clients that went away, mistakes of the lab's own. They hold no
   * value of a configuration or a state.
   *
   * @default - nothing is logged
   */
  readonly log?: Log;
}

/** A lab that runs. */
export interface Lab {
  /**
   * For the environment of terraform, tofu or cdktf, beside the one that they have. Give it to children only, started
   * with `spawn`: the lab answers from this process, so that `spawnSync` and `execSync` wait for ever.
   *
   * `TF_VAR_bmc_credentials` is part of it, unless the machines are too many for a variable of the environment (some
   * 2,000): then write `credentials` to a variable file.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Made-up credentials of every machine, by asset name: the value of the variable `bmc_credentials`. */
  readonly credentials: Readonly<Record<string, Credentials>>;
  /** What each simulated provisioner holds by now, one for each URL: racks, machines, what runs on them. */
  show(): readonly ShownLab[];
  /** The simulations themselves, one for each URL: their insides, which change from version to version. */
  readonly maas: readonly SimulatedMaas[];
  /** The same of Ironic. */
  readonly ironic: readonly SimulatedIronic[];
  /** What happened since the start, in order. */
  readonly events: readonly LabEvent[];
  /** Clients that are connected now. */
  connections(): number;
  /**
   * Stops. Only after every Terraform that was given the environment has ended: one that finds nobody at the socket
   * kills the process whose id it was given, which is this one.
   */
  close(): Promise<void>;
}

/**
 * Starts a lab: serves simulated providers in this process, on Unix sockets that only the user can open.
 *
 * @throws {LabError} where another process uses the state, or sites cannot be told apart
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { models = [], state, onEvent, log, scenario = noScenario, kill = killForReal } = options;
  const events: LabEvent[] = [];
  const listeners: Listener[] = [(event) => events.push(event)];
  const tenure = state === undefined ? null : ownFolder(state);
  const kept = state === undefined ? null : openEvents(state);
  const end = (): void => {
    kept?.close();
    tenure?.end();
  };
  if (kept !== null) listeners.push(kept.write);
  if (onEvent !== undefined) listeners.push(onEvent);
  try {
    const opened = {
      folder: state ?? null,
      isShared: false,
      pace: usualPace(options.speed ?? scenario.speed ?? undefined),
      events: eventsTo(...listeners),
      scenario,
      memory: openMemory(state ?? null, false),
      kill,
    };
    const worlds = [...modelsByUrl(models)].map(([url, own]) =>
      openWorld(url, { digest: null, models: () => own }, opened),
    );
    const serve = <C>(provider: Provider<C>) => serveProvider(provider, log === undefined ? {} : { log });
    const ironics = [...modelsByUrl(models, 'ironic')].map(([url, own]) => openIronic(url, own, opened));
    const findIronic = finderOf(
      'ironic',
      ironics.map(({ ironic, catchUp }) => ({ simulated: ironic, catchUp })),
    );
    const served = [
      { source: 'canonical/maas', ...(await serve(labMaasProvider(maasFinder(worlds)))) },
      { source: 'hashicorp/null', ...(await serve(labNullProvider())) },
    ];
    for (const dialect of imitatedDialects) {
      const provider = labIronicProvider(dialect, findIronic);
      served.push({ source: ironicDialects[dialect].source, ...(await serve(provider)) });
    }
    const own = await serve(labRackformProvider(findIronic));
    served.push({ source: ironicDialects.rackform.source, ...own });
    const credentials = madeUpCredentials(models);
    return {
      env: {
        ...credentialsEnv(credentials),
        ...ironicVariables(models),
        TF_REATTACH_PROVIDERS: reattachProviders(served, process.pid),
      },
      credentials,
      show: () => [
        ...worlds.map((world) => showMaas(world.maas.world.store)),
        ...ironics.map((one) => showIronic(one.ironic.world.store)),
      ],
      maas: worlds.map((world) => world.maas),
      ironic: ironics.map((one) => one.ironic),
      events,
      connections: () => served.reduce((sum, { connections }) => sum + connections(), 0),
      close: async () => {
        await Promise.all(served.map((one) => one.close()));
        for (const world of [...worlds, ...ironics]) world.compact();
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}
