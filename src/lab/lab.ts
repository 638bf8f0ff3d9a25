import { randomBytes } from 'node:crypto';
import type { SiteModel } from '../model/types.js';
import type { Log } from '../protocol/provider.js';
import { reattachProviders } from '../protocol/reattach.js';
import { serveProvider } from '../protocol/server.js';
import { Clock } from './clock.js';
import type { LabEvent } from './events.js';
import { noFaults } from './faults.js';
import type { SimulatedMaas } from './maas/call.js';
import { labMaasProvider } from './maas/provider.js';
import type { MaasTables } from './maas/records.js';
import { seedSite } from './maas/seed.js';
import { usualMetal } from './maas/usual-metal.js';
import { labNullProvider } from './null/provider.js';
import { ownFolder, WorldFile } from './state-folder.js';
import { Store } from './store.js';

/** How to start a lab. */
export interface LabOptions {
  /**
   * Sites whose provisioner is simulated: their servers stand in the racks, their `existing` networks are there.
   *
   * @default - a MAAS on its first day, where any machine is a small server
   */
  readonly models?: readonly SiteModel[];
  /**
   * Folder that keeps the lab, so that a later one goes on where it ended.
   *
   * @default - nothing is kept
   */
  readonly state?: string;
  /** @default - nothing is logged */
  readonly log?: Log;
}

/** A lab that runs. */
export interface Lab {
  /** For the environment of terraform, tofu or cdktf. */
  readonly env: Readonly<Record<string, string>>;
  readonly maas: readonly SimulatedMaas[];
  readonly events: readonly LabEvent[];
  /** Only after every Terraform that was given the environment has ended. */
  close(): Promise<void>;
}

function openMaas(
  url: string,
  models: readonly SiteModel[],
  file: WorldFile | null,
  events: LabEvent[],
): SimulatedMaas {
  const store = new Store<MaasTables>(file, file?.load() ?? []);
  const world = seedSite(
    store,
    models.map(({ site }) => site),
  );
  return {
    url,
    serverVersion: models[0]?.site.provisioner.serverVersion ?? '3.5',
    salt: randomBytes(16).toString('hex'),
    world,
    clock: new Clock(0, { speed: null, parallelism: 10 }),
    metal: usualMetal,
    faults: noFaults,
    events: { add: (event) => events.push(event) },
  };
}

/** Starts a lab: serves the providers in this process. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { models = [], state, log } = options;
  const giveUp = state === undefined ? () => {} : ownFolder(state);
  const events: LabEvent[] = [];
  const urls = [...new Set(models.map(({ site }) => site.provisioner.apiUrl ?? ''))];
  const all = (urls.length === 0 ? [''] : urls).map((url, index) => {
    const file = state === undefined ? null : new WorldFile(state, `maas-${index + 1}`);
    return openMaas(
      url,
      models.filter(({ site }) => (site.provisioner.apiUrl ?? '') === url),
      file,
      events,
    );
  });
  const find = (url: string) =>
    all.find((maas) => maas.url === url) ?? `no site of the lab has the MAAS ${JSON.stringify(url)}`;
  const serving = log === undefined ? {} : { log };
  const maas = await serveProvider(labMaasProvider(find), serving);
  const nothing = await serveProvider(labNullProvider(), serving);
  return {
    env: {
      TF_REATTACH_PROVIDERS: reattachProviders(
        [
          { source: 'canonical/maas', socket: maas.socket },
          { source: 'hashicorp/null', socket: nothing.socket },
        ],
        process.pid,
      ),
    },
    maas: all,
    events,
    close: async () => {
      await Promise.all([maas.close(), nothing.close()]);
      giveUp();
    },
  };
}
