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
 *
 * @param tools for the user's own work, e.g. `typescript`: only linked, since they are none of the package's business
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
  const local = Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && entry.dev !== true && entry.inBundle !== true)
    .map(([path]) => [path.replace('node_modules/', ''), `file:${fromRoot(path)}`]);
  const dependencies = { rackform: `file:${tarball}`, ...Object.fromEntries(local) };
  const manifest = { name: 'user', version: '1.0.0', private: true, type, dependencies };
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
  for (const path of [...tools, ...tools.map((tool) => `.bin/${tool}`)]) {
    const target = fromRoot('node_modules', path);
    mkdirSync(dirname(join(folder, 'node_modules', path)), { recursive: true });
    if (existsSync(target)) symlinkSync(target, join(folder, 'node_modules', path));
  }
}
