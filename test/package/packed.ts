import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../support/project-root.js';

interface LockEntry {
  readonly dev?: boolean;
  readonly inBundle?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
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
 * Installs a tarball into an empty folder as npm does it for a user, without a network: what it depends on, and the
 * tools named, are packed from this checkout's `node_modules`. A dependency that package.json forgot is absent there.
 */
export function installInto(
  folder: string,
  tarball: string,
  tools: readonly string[],
  type: 'module' | 'commonjs',
): void {
  const lock = JSON.parse(readFileSync(fromRoot('package-lock.json'), 'utf8')) as {
    packages: Record<string, LockEntry>;
  };
  const production = Object.entries(lock.packages).filter(
    ([path, entry]) => path !== '' && !entry.dev && !entry.inBundle,
  );
  const wanted = new Set(production.map(([path]) => path.replace('node_modules/', '')));
  for (const tool of tools) addWithDependencies(tool, lock.packages, wanted);
  const local = [...wanted].sort().map((name) => [name, `file:${fromRoot('node_modules', name)}`]);
  const manifest = {
    name: 'user',
    version: '1.0.0',
    private: true,
    type,
    dependencies: { rackform: `file:${tarball}`, ...Object.fromEntries(local) },
  };
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

function addWithDependencies(
  name: string,
  lock: Readonly<Record<string, LockEntry>>,
  into: Set<string>,
): void {
  if (into.has(name)) return;
  const entry = lock[`node_modules/${name}`];
  if (entry === undefined) throw new Error(`${name} is not in package-lock.json`);
  into.add(name);
  for (const next of Object.keys(entry.dependencies ?? {})) addWithDependencies(next, lock, into);
}
