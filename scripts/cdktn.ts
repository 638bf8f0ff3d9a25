import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Synthesizes every example twice: with cdktf as this checkout has it, and with cdktn, which continues cdktf, under
 * cdktf's name. The output must be the same bytes, but for the version that each records and line breaks in what is empty.
 *
 * `npm run cdktn` needs a package registry: cdktn and what goes with it are installed into a folder of their own.
 */
const CDKTN = '0.24.0';
const root = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'rackform-cdktn-'));
const other = join(work, 'checkout');
/** Left by those who tried an example in place. */
const made = new Set(['cdktf.out', 'locks', 'node_modules', '.rackform', 'state']);

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

function run(folder: string, file: string, ...args: readonly string[]): void {
  // No git, so nothing outside of the folder counts.
  const env = { ...process.env, GIT_DIR: join(folder, '.git') };
  const { status, error, stdout, stderr } = spawnSync(file, args, { cwd: folder, encoding: 'utf8', env });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${[file, ...args].join(' ')} ended with ${status}\n${stdout}${stderr}`);
}

/** This checkout's source, installed with cdktn under the name of cdktf. */
function install(): void {
  const { dependencies, peerDependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Manifest;
  const wanted = { ...dependencies, ...peerDependencies };
  const tools = ['@types/node', 'tsx', 'typescript'];
  cpSync(join(root, 'src'), join(other, 'src'), { recursive: true });
  for (const name of ['tsconfig.json', 'tsconfig.build.json', '.npmrc'])
    cpSync(join(root, name), join(other, name));
  const manifest = {
    name: 'rackform',
    version: '0.0.0',
    private: true,
    type: 'module',
    // cdktn takes constructs below 10.8 only.
    dependencies: { ...wanted, cdktf: `npm:cdktn@${CDKTN}`, constructs: '~10.7.0' },
    devDependencies: Object.fromEntries(tools.map((tool) => [tool, devDependencies[tool]])),
    overrides: { '@cdktf/provider-null': { cdktf: '$cdktf' } },
  };
  writeFileSync(join(other, 'package.json'), JSON.stringify(manifest, null, 2));
  run(other, 'npm', 'install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error');
  run(other, process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noEmit');
}

function versionOf(checkout: string): string {
  const path = join(checkout, 'node_modules', 'cdktf', 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string }).version;
}

/** What a checkout makes of an example: files by path, with what may differ made alike. */
function synthesized(example: string, checkout: string): ReadonlyMap<string, string> {
  const project = mkdtempSync(join(work, `${basename(example)}-`));
  cpSync(example, project, { recursive: true, filter: (source) => !made.has(basename(source)) });
  const tsx = join(checkout, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  for (const command of ['lock', 'synth'])
    run(project, process.execPath, '--import', tsx, join(checkout, 'src', 'cli', 'main.ts'), command);
  const out = join(project, 'cdktf.out');
  const version = `"version": "${versionOf(checkout)}"`;
  return new Map(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => {
        const text = readFileSync(path, 'utf8');
        return [
          path.slice(out.length + 1),
          text.replaceAll(version, '"version": "*"').replaceAll(/([[{])\s+(?=[\]}])/g, '$1'),
        ];
      }),
  );
}

/** First line that differs, with its number; null where the texts are equal. */
function difference(one: string | undefined, two: string | undefined): string | null {
  if (one === two) return null;
  if (one === undefined || two === undefined)
    return `only ${one === undefined ? 'cdktn' : 'cdktf'} writes it`;
  const [left, right] = [one.split('\n'), two.split('\n')];
  const line = left.findIndex((text, index) => text !== right[index]);
  const at = line < 0 ? left.length : line;
  return `line ${at + 1}: ${left[at]?.trim() ?? 'nothing'} | ${right[at]?.trim() ?? 'nothing'}`;
}

function compare(name: string): boolean {
  const example = join(root, 'examples', name);
  const [one, two] = [synthesized(example, root), synthesized(example, other)];
  const paths = [...new Set([...one.keys(), ...two.keys()])].sort();
  const found = paths.flatMap((path) => {
    const text = difference(one.get(path), two.get(path));
    return text === null ? [] : [`  ${path}: ${text}`];
  });
  console.log(`examples/${name}: ${paths.length} files, ${found.length} differ`);
  for (const line of found) console.log(line);
  return found.length === 0 && paths.length > 0;
}

try {
  console.log(`installing cdktn ${CDKTN} into ${other}`);
  install();
  const names = readdirSync(join(root, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const same = names.map(compare);
  console.log(`compared cdktf ${versionOf(root)} with cdktn ${versionOf(other)}`);
  if (same.includes(false)) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
