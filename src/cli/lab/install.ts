import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { madeUpCredentials } from '../../lab/credentials.js';
import {
  type InstalledProvider,
  installedData,
  installedProviders,
  settingsFile,
} from '../../lab/installed.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { writeAll } from '../files.js';
import type { Io } from '../io.js';
import { CONFIG_FILE, HOSTS, installation, mirrorFolder, platform, programName, quoted } from '../mirror.js';
import { inert } from '../render/inert.js';
import { relativeFile } from '../render/located.js';
import { type LabArgs, labSites, stateFolder } from './lab-args.js';

/** Arguments of `lab install`. */
export interface LabInstallArgs extends LabArgs {
  readonly dir: string;
  readonly speed?: number | undefined;
}

/** Credentials that are no secret: nobody has such a BMC. */
const credentialsFile = 'bmc-credentials.tfvars.json';

/** Starts the provider by this very Node and installation, in the way in which this process was started. */
function program(settings: string, source: string): string {
  const here = import.meta.url;
  const main = fileURLToPath(new URL(`provider-main${here.endsWith('.ts') ? '.ts' : '.js'}`, here));
  const command = [process.execPath, ...process.execArgv, main, settings, source].map(quoted).join(' ');
  return `#!/bin/sh
# A simulated provider, written by rackform lab install.
if [ ! -e ${quoted(main)} ]; then
  echo "rackform is no longer where it was: run rackform lab install again" >&2
  exit 1
fi
exec ${command}
`;
}

function programs(dir: string, providers: readonly InstalledProvider[]): Readonly<Record<string, string>> {
  const target = platform('lab install', 'rackform lab run works without an installation');
  const entries = providers.flatMap(({ source, versions }) =>
    versions.flatMap((version) =>
      HOSTS.map((host) => {
        const path = `${mirrorFolder(host, source, version, target)}/${programName(source, version)}`;
        return [path, program(join(dir, settingsFile), source)] as const;
      }),
    ),
  );
  return Object.fromEntries(entries);
}

/** Writes providers for tools that start Terraform by themselves, and says how it finds them. */
export async function labInstall(io: Io, args: LabInstallArgs): Promise<ExitCode> {
  const sites = await labSites(io, args);
  if (typeof sites === 'number') return sites;
  const dir = resolve(io.cwd, args.dir);
  const state = stateFolder(io, args);
  const providers = installedProviders(sites);
  const executables = programs(dir, providers);
  const config = installation(
    dir,
    providers.map(({ source }) => source),
  );
  const credentials = madeUpCredentials(sites);
  const files = {
    ...installedData(sites, state, args.speed),
    [CONFIG_FILE]: config,
    ...(Object.keys(credentials).length === 0
      ? {}
      : { [credentialsFile]: `${JSON.stringify({ bmc_credentials: credentials }, null, 2)}\n` }),
    ...executables,
  };
  const written = writeAll(dir, files, { force: true });
  for (const file of Object.keys(executables)) chmodSync(join(dir, file), 0o755);
  const versions = providers.flatMap(({ source, versions: all }) =>
    all.map((version) => `${source} ${version}`),
  );
  io.stdout.write(
    `${written.length === 0 ? 'up to date' : 'installed'}: ${inert(versions.join(', '))} in ${inert(relativeFile(dir, io.cwd) || '.')}, for the lab in ${inert(relativeFile(state, io.cwd))}\n` +
      (credentialsFile in files
        ? `BMC credentials are made up: -var-file=${inert(join(dir, credentialsFile))}\n`
        : '') +
      `Give terraform or tofu this configuration, e.g. by TF_CLI_CONFIG_FILE=${inert(join(dir, CONFIG_FILE))}:\n\n${config}`,
  );
  return exitCodes.clean;
}
