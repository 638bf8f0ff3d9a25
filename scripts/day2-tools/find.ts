import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the tools are put that this machine does not have: nothing is installed on the machine itself. */
export const toolsCache = fileURLToPath(
  new URL('../../node_modules/.cache/rackform-day2-tools', import.meta.url),
);

/** A program, with what it needs of the environment. */
export interface Tool {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function inFolders(name: string, folders: readonly string[]): string | null {
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

const onPath = () => (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');

/** Programs in Python or from PyPI: `ansible-playbook`, `ansible-lint`, `cloud-init`, `shellcheck`. Null where there is none. */
export function findPythonTool(name: string): Tool | null {
  const own = join(toolsCache, 'python', 'bin');
  const path = inFolders(name, [own, ...onPath()]);
  // ansible-lint calls its own ansible, by the PATH.
  return path === null ? null : { path, env: { PATH: [own, ...onPath()].join(delimiter) } };
}

/**
 * Programs of Debian: unpacked in the cache, or installed. Null where there is none.
 *
 * @param inner folders for programs that are called by others, such as `usr/libexec/netplan`
 */
export function findDebianTool(name: string, inner: readonly string[] = []): Tool | null {
  const root = join(toolsCache, 'debian');
  const own = ['usr/sbin', 'usr/bin', ...inner].map((folder) => join(root, folder));
  const path = inFolders(name, own);
  if (path === null) {
    const installed = inFolders(name, [...onPath(), '/usr/sbin', ...inner.map((one) => `/${one}`)]);
    return installed === null ? null : { path: installed, env: {} };
  }
  const libraries = libraryFolders(root);
  return { path, env: { LD_LIBRARY_PATH: libraries.join(delimiter) } };
}

/** What `netplan generate` calls; netplan itself wants D-Bus. Null where there is none. */
export function findNetplan(): Tool | null {
  return findDebianTool('generate', ['usr/libexec/netplan', 'usr/lib/netplan']);
}

/** Where the plugins of Slurm lie, for those that are unpacked; null for those that are installed. */
export function slurmPlugins(): string | null {
  return libraryFolders(join(toolsCache, 'debian')).find((folder) => folder.endsWith('slurm-wlm')) ?? null;
}

function libraryFolders(root: string): readonly string[] {
  return ['usr/lib', 'lib'].flatMap((folder) => {
    const base = join(root, folder);
    if (!existsSync(base)) return [];
    const machine = readdirSync(base).filter((name) => name.endsWith('-linux-gnu'));
    return machine.flatMap((name) => {
      const own = ['slurm-wlm', 'systemd'].map((inner) => join(base, name, inner));
      return [join(base, name), ...own.filter((one) => existsSync(one))];
    });
  });
}
