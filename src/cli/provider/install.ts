import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommonArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { writeAll } from '../files.js';
import type { Io } from '../io.js';
import { CONFIG_FILE, HOSTS, installation, mirrorFolder, platform, programName, quoted } from '../mirror.js';
import { inert } from '../render/inert.js';
import { relativeFile } from '../render/located.js';
import { version } from '../version.js';

/** Arguments of `provider install` and of `provider env`. */
export interface ProviderArgs extends CommonArgs {
  readonly dir: string;
  readonly json?: boolean;
  /** Platforms as Go names them. */
  readonly platform?: readonly string[];
}

const source = 'rackform/ironic';
const builtName = 'terraform-provider-ironic.cjs';
/** Terraform takes any file that begins as the program does for the program. */
const bundleName = 'provider.cjs';

/** The program as the build made it: beside this file in the package, in `dist` of a checkout. */
function builtBundle(): string {
  const places = [`./${builtName}`, `../../../dist/cli/provider/${builtName}`];
  const found = places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new CliError('this checkout has no built provider', 'run npm run build');
}

/** Starts the bundle beside it. A program without an ending would be what the nearest package.json says. */
function launcher(): string {
  return `#!/bin/sh
# The Terraform provider ${source}: a program for Node 20.19 or later.
node="\${RACKFORM_NODE:-node}"
if ! command -v "$node" >/dev/null 2>&1; then
  echo "terraform-provider-ironic: there is no $node on the PATH; set RACKFORM_NODE to the path of Node" >&2
  exit 1
fi
exec "$node" "$(dirname "$0")/${bundleName}"
`;
}

/** The hash of a folder as Terraform writes it into its lock file. */
function lockHash(files: Readonly<Record<string, string>>): string {
  const lines = Object.entries(files)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`);
  return `h1:${createHash('sha256').update(lines.join('')).digest('base64')}`;
}

/** Writes the provider for Ironic into a filesystem mirror, and says how Terraform finds it. */
export async function providerInstall(
  io: Io,
  args: ProviderArgs,
  bundle: string = builtBundle(),
): Promise<ExitCode> {
  const dir = resolve(io.cwd, args.dir);
  const own = version();
  const platforms = args.platform ?? [platform('provider install', 'name one by --platform')];
  const program = programName(source, own);
  const folder = { [program]: launcher(), [bundleName]: readFileSync(bundle, 'utf8') };
  const config = installation(dir, [source]);
  const folders = HOSTS.flatMap((host) => platforms.map((target) => mirrorFolder(host, source, own, target)));
  const files = Object.fromEntries(
    folders.flatMap((path) => Object.entries(folder).map(([name, text]) => [`${path}/${name}`, text])),
  );
  const written = writeAll(dir, { ...files, [CONFIG_FILE]: config }, { force: true });
  for (const path of folders) chmodSync(join(dir, path, program), 0o755);
  const hash = lockHash(folder);
  if (args.json === true) {
    const report = { formatVersion: 1, source, version: own, dir, platforms, hash };
    io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return exitCodes.clean;
  }
  io.stdout.write(
    `${written.length === 0 ? 'up to date' : 'installed'}: ${source} ${own} for ${inert(platforms.join(', '))} in ${inert(relativeFile(dir, io.cwd) || '.')}\n` +
      `Terraform's lock file will have ${hash}\n` +
      `Give terraform or tofu this configuration, e.g. by eval "$(rackform provider env ${inert(args.dir)})":\n\n${config}`,
  );
  return exitCodes.clean;
}

/** Prints what a shell is to evaluate, so that Terraform finds the mirror. */
export async function providerEnv(io: Io, args: ProviderArgs): Promise<ExitCode> {
  const config = join(resolve(io.cwd, args.dir), CONFIG_FILE);
  if (!existsSync(config)) {
    throw new CliError(`${args.dir} has no provider installed`, `run rackform provider install ${args.dir}`);
  }
  io.stdout.write(`export TF_CLI_CONFIG_FILE=${quoted(config)}\n`);
  return exitCodes.clean;
}
