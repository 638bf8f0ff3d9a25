import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromRoot } from '../support/project-root.js';

interface LockEntry {
  readonly dev?: boolean;
  readonly inBundle?: boolean;
}

interface Packed {
  readonly tarball: string;
  /** Paths in the package, sorted. */
  readonly files: readonly string[];
}

/** Runs a program to its end. @throws {Error} with all it printed, when it ends in another code than 0 */
export function runIn(
  folder: string,
  file: string,
  ...args: readonly string[]
): { stdout: string; stderr: string } {
  const result = spawnSync(file, args, { cwd: folder, encoding: 'utf8' });
  if (result.status === 0) return result;
  const said = `${result.error?.message ?? ''}${result.stdout ?? ''}${result.stderr ?? ''}`;
  throw new Error(`${[file, ...args].join(' ')} ended in ${result.status}\n${said}`);
}

/**
 * Packs this checkout, built into a folder of its own: other tests, and the person at the keyboard, may be using `dist`.
 *
 * @param folder empty
 */
export function packInto(folder: string): Packed {
  const staged = join(folder, 'staged');
  mkdirSync(staged);
  for (const name of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'])
    cpSync(fromRoot(name), join(staged, name));
  runIn(fromRoot(), process.execPath, '--import', 'tsx', 'scripts/build.ts', join(staged, 'dist'));
  const { stdout } = runIn(staged, 'npm', 'pack', '--json', '--ignore-scripts', '--loglevel=error');
  const [report] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  if (report === undefined) throw new Error('npm pack reported no package');
  return { tarball: join(staged, report.filename), files: report.files.map(({ path }) => path).sort() };
}

/**
 * Installs a tarball into an empty folder as npm does it for a user, without a network: what it depends on is packed
 * from this checkout's `node_modules`. A dependency that package.json forgot is absent there.
 */
export function installInto(folder: string, tarball: string): void {
  const lock = JSON.parse(readFileSync(fromRoot('package-lock.json'), 'utf8')) as {
    packages: Record<string, LockEntry>;
  };
  const { peerDependencies } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as {
    peerDependencies: Record<string, string>;
  };
  // npm calls a peer that nothing else asks for a development dependency; a user installs it all the same.
  const isWanted = (path: string, { dev, inBundle }: LockEntry) =>
    path !== '' && inBundle !== true && (dev !== true || Object.hasOwn(peerDependencies, nameOf(path)));
  const paths = Object.entries(lock.packages)
    .filter(([path, entry]) => isWanted(path, entry))
    .map(([path]) => path);
  const local = paths
    .filter((path) => path.lastIndexOf('node_modules/') === 0)
    .map((path) => {
      const nested = paths.filter((other) => other.startsWith(`${path}/node_modules/`));
      return [
        path.replace('node_modules/', ''),
        `file:${withNested(fromRoot(path), nested.map(nameOf), folder)}`,
      ];
    });
  const dependencies = { rackform: `file:${tarball}`, ...Object.fromEntries(local) };
  const manifest = { name: 'user', version: '1.0.0', private: true, dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  const options = [
    '--offline',
    '--install-links',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
  ];
  runIn(folder, 'npm', 'install', '--loglevel=error', ...options);
}

/**
 * Makes a user's project of its own from one installation: npm takes 20 s for what a copy does in one.
 *
 * @param tools for the user's own work, e.g. `typescript`: only linked, since they are none of the package's business
 */
export function projectFrom(
  installed: string,
  folder: string,
  type: 'module' | 'commonjs',
  tools: readonly string[],
): void {
  cpSync(installed, folder, { recursive: true, verbatimSymlinks: true });
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as object;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, type }, null, 2));
  for (const path of [...tools, ...tools.map((tool) => `.bin/${tool}`)]) {
    const target = fromRoot('node_modules', path);
    const link = join(folder, 'node_modules', path);
    if (!existsSync(target) || existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link);
  }
}

function nameOf(path: string): string {
  const marker = 'node_modules/';
  return path.slice(path.lastIndexOf(marker) + marker.length);
}

/**
 * A package that has other versions of its dependencies for itself: as a copy that bundles them, because a folder can
 * name only one version of each.
 */
function withNested(source: string, nested: readonly string[], folder: string): string {
  if (nested.length === 0) return source;
  const copy = join(`${folder}-bundles`, nameOf(source));
  cpSync(source, copy, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as object;
  writeFileSync(
    join(copy, 'package.json'),
    JSON.stringify({ ...manifest, bundleDependencies: [...new Set(nested)] }),
  );
  return copy;
}
