import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildTofu, TofuMissing, tofuVersion } from './build.js';

/** How to look for OpenTofu. */
export interface TofuOptions {
  /** @default - the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Takes lines that tell what is done. @default - nothing is said */
  readonly say?: (line: string) => void;
  /** Where one that was built is kept. @default - `node_modules/.cache/rackform-tofu` */
  readonly cache?: string;
}

const ownCache = fileURLToPath(new URL('../../node_modules/.cache/rackform-tofu', import.meta.url));

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The first executable of that name on the PATH. */
function onPath(name: string, env: NodeJS.ProcessEnv): string | null {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

/** @throws {TofuMissing} where the file does not run, or is another tool */
async function versionOf(path: string, where: string): Promise<string> {
  const { stdout } = await promisify(execFile)(path, ['version']).catch((cause: unknown) => {
    throw new TofuMissing(`${where} does not run: ${path}`, { cause });
  });
  // Warnings, e.g. of a CLI configuration that is not there, stand before it.
  const version = /^OpenTofu v\S+/m.exec(stdout)?.[0];
  if (version === undefined) {
    throw new TofuMissing(`${where} is no OpenTofu: ${path} says ${JSON.stringify(stdout.trim())}`);
  }
  return version;
}

/**
 * The path of an OpenTofu that runs: named by `RACKFORM_TOFU`, on the PATH, built before, or built now.
 *
 * @throws {TofuMissing} saying what there is not
 */
export async function obtainTofu(options: TofuOptions = {}): Promise<string> {
  const { env = process.env, say = () => {}, cache = ownCache } = options;
  const built = join(cache, tofuVersion, 'tofu');
  const places: readonly (readonly [string, string | null])[] = [
    ['RACKFORM_TOFU', env['RACKFORM_TOFU'] || null],
    ['tofu on the PATH', onPath('tofu', env)],
    ['the OpenTofu built before', isExecutable(built) ? built : null],
  ];
  for (const [where, path] of places) {
    if (path === null) continue;
    say(`${where}: ${await versionOf(path, where)}`);
    return path;
  }
  const go = onPath('go', env);
  if (go === null) {
    throw new TofuMissing(
      'no OpenTofu: RACKFORM_TOFU is not set, there is no tofu on the PATH, none was built before, and no go is ' +
        'on the PATH to build it with; install OpenTofu 1.6 or later, or Go, or set RACKFORM_TOFU to the path of a tofu',
    );
  }
  await buildTofu({ go, env, say, folder: join(cache, tofuVersion) });
  say(`built: ${await versionOf(built, 'the OpenTofu that was built')}`);
  return built;
}
