import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MAAS_PROVIDER } from '../facts/providers/supports.js';
import type { ExecutableOptions } from '../protocol/executable.js';
import { runExecutable } from '../protocol/executable.js';
import { openEvents } from './event-file.js';
import { LabError } from './lab-error.js';
import type { SimulatedMaas } from './maas/call.js';
import { labMaasProvider } from './maas/provider.js';
import { labNullProvider } from './null/provider.js';
import { shareFolder } from './state-folder.js';
import { type LabModel, maasFinder, modelsByUrl, openWorld, usualPace } from './worlds.js';

/** What the programs of a mirror read at each start. The sites are in a file of their own, which is read seldom. */
interface Settings {
  readonly formatVersion: 1;
  /** Folder of the lab that they share. */
  readonly state: string;
  readonly speed: number | null;
  readonly worlds: readonly { readonly url: string; readonly digest: string }[];
}

type Sites = Readonly<Record<string, readonly LabModel[]>>;

/** File by which the programs of a mirror find everything else. */
export const settingsFile = 'rackform-lab.json';
const sitesFile = 'rackform-lab.sites.json';

/** Version of the null provider where no site asks for one. */
const nullVersion = '3.2.4';

/** A provider to install, in each version that a site asks for. */
export interface InstalledProvider {
  readonly source: string;
  readonly versions: readonly string[];
}

/**
 * The providers and versions that Terraform of these sites looks for.
 *
 * @throws {LabError} where a site has another provisioner than the programs of a mirror simulate
 */
export function installedProviders(models: readonly LabModel[]): readonly InstalledProvider[] {
  const ironic = models.find(({ site }) => site.provisioner.type === 'ironic');
  if (ironic !== undefined) {
    throw new LabError(
      `site ${ironic.site.name} is provisioned by Ironic, and what is installed simulates MAAS`,
      'use rackform lab run for it, or install for another site by --site NAME',
    );
  }
  const versionsOf = (wanted: string, usual: string): readonly string[] => {
    const own = models
      .filter(({ site }) => site.provisioner.type === wanted)
      .map(({ site }) => site.provisioner.providerVersion);
    return own.length === 0 ? [usual] : [...new Set(own)].sort();
  };
  return [
    { source: MAAS_PROVIDER.source, versions: versionsOf('maas', MAAS_PROVIDER.target) },
    { source: 'hashicorp/null', versions: versionsOf('dry-run', nullVersion) },
  ];
}

function slim({ site, clusters = [] }: LabModel): LabModel {
  const slots = clusters
    .flatMap((cluster) => cluster.slots)
    .map(({ name, fqdn, cluster, pool, tenant, asset }) => ({ name, fqdn, cluster, pool, tenant, asset }));
  return { site, clusters: [{ slots }] };
}

/**
 * The files that the programs of a mirror read, by name.
 *
 * @throws {LabError} where sites cannot be told apart
 */
export function installedData(
  models: readonly LabModel[],
  state: string,
  speed: number | undefined,
): Readonly<Record<string, string>> {
  const sites: Sites = Object.fromEntries([...modelsByUrl(models)].map(([url, own]) => [url, own.map(slim)]));
  const digestOf = (own: readonly LabModel[]) =>
    createHash('sha256').update(JSON.stringify(own)).digest('hex');
  const settings: Settings = {
    formatVersion: 1,
    state,
    speed: speed ?? null,
    worlds: Object.entries(sites).map(([url, own]) => ({ url, digest: digestOf(own) })),
  };
  return {
    [settingsFile]: `${JSON.stringify(settings, null, 2)}\n`,
    [sitesFile]: `${JSON.stringify(sites)}\n`,
  };
}

function readSettings(path: string): Settings {
  const settings = JSON.parse(readFileSync(path, 'utf8')) as Settings;
  if (settings.formatVersion === 1) return settings;
  throw new LabError(`${path} was written by another version of rackform: run rackform lab install again`);
}

/** Opens the lab when Terraform configures the provider: most processes are started for the schema alone. */
function openShared(path: string): {
  readonly find: (url: string) => SimulatedMaas | string;
  readonly close: () => void;
} {
  const settings = readSettings(path);
  const ends: (() => void)[] = [];
  let find: ((url: string) => SimulatedMaas | string) | null = null;
  const open = () => {
    const tenure = shareFolder(settings.state);
    ends.push(tenure.end);
    const events = openEvents(settings.state);
    ends.push(events.close);
    const options = {
      folder: settings.state,
      isShared: true,
      pace: usualPace(settings.speed ?? undefined),
      events: { add: events.write },
    };
    let sites: Sites | null = null;
    const read = (): Sites => {
      sites ??= JSON.parse(readFileSync(join(dirname(path), sitesFile), 'utf8')) as Sites;
      return sites;
    };
    const worlds = settings.worlds.map(({ url, digest }) =>
      openWorld(url, { digest, models: () => read()[url] ?? [] }, options),
    );
    return maasFinder(worlds);
  };
  return {
    find: (url) => {
      try {
        find ??= open();
        return find(url);
      } catch (error) {
        if (error instanceof LabError) return error.message;
        throw error;
      }
    },
    close: () => {
      for (const end of ends.reverse()) end();
    },
  };
}

/**
 * Serves one provider of a mirror as the program that Terraform started.
 *
 * @param path of the mirror's settings
 * @returns the exit code
 */
export async function runInstalled(
  path: string,
  source: string,
  options: ExecutableOptions,
): Promise<number> {
  if (source === 'hashicorp/null') return runExecutable(labNullProvider(), options);
  const shared = openShared(path);
  try {
    return await runExecutable(labMaasProvider(shared.find), options);
  } finally {
    shared.close();
  }
}
