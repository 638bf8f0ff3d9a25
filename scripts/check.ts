/**
 * Every gate a change must pass but the tests. All of them run, each prints one line, and a failed one also
 * what its tool said.
 *
 * `npm run check` runs all; `npm run check -- types knip` runs those named.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The only tarball in the folder that the gate `pack` fills. */
function tarball(): string {
  const [name] = readdirSync(packed);
  return join(packed, name ?? 'nothing-was-packed.tgz');
}

interface Gate {
  readonly name: string;
  readonly proves: string;
  readonly command: () => readonly [string, ...string[]];
  /** A gate whose failure leaves this one nothing to look at. */
  readonly after?: string;
}

const gates: readonly Gate[] = [
  {
    name: 'biome',
    proves: 'format, lint, import direction',
    command: () => ['node_modules/.bin/biome', 'check', '--error-on-warnings', '--max-diagnostics=200'],
  },
  { name: 'types', proves: 'tsc --noEmit', command: () => ['node_modules/.bin/tsc', '--noEmit'] },
  {
    name: 'knip',
    proves: 'no dead file, export or dependency',
    command: () => ['node_modules/.bin/knip', '--no-config-hints'],
  },
  {
    name: 'generated',
    proves: 'bindings and reference are up to date',
    command: () => [process.execPath, '--import', 'tsx', 'scripts/generate.ts', '--check'],
  },
  {
    name: 'pack',
    proves: 'the package builds and packs',
    command: () => ['npm', 'pack', '--pack-destination', packed, '--loglevel=error'],
  },
  {
    name: 'publint',
    proves: 'what is packed can be imported as it says',
    command: () => ['node_modules/.bin/publint', 'run', tarball(), '--strict'],
    after: 'pack',
  },
  {
    name: 'attw',
    proves: 'types match the code, for ESM users',
    command: () => ['node_modules/.bin/attw', tarball(), '--profile', 'esm-only', '--no-emoji'],
    after: 'pack',
  },
];

/** The gates named, and those they come after. */
function wanted(names: readonly string[]): readonly Gate[] {
  const unknown = names.filter((name) => !gates.some((gate) => gate.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `no gate ${unknown.join(', ')}; there are ${gates.map(({ name }) => name).join(', ')}\n`,
    );
    process.exit(1);
  }
  if (names.length === 0) return gates;
  const before = gates.filter(({ name }) => names.includes(name)).map(({ after }) => after);
  return gates.filter(({ name }) => names.includes(name) || before.includes(name));
}

interface Ended {
  readonly passed: boolean;
  readonly said: string;
}

function runTool(gate: Gate): Promise<Ended> {
  const [file, ...args] = gate.command();
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    }
    child.once('error', ({ message }) => resolve({ passed: false, said: message }));
    child.once('close', (code) => {
      resolve({ passed: code === 0, said: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

async function run(gate: Gate): Promise<boolean> {
  const started = performance.now();
  const { passed, said } = await runTool(gate);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `${passed ? 'ok  ' : 'FAIL'} ${gate.name.padEnd(10)} ${seconds.padStart(5)} s  ${gate.proves}\n`,
  );
  if (!passed) process.stdout.write(`${said.trim().replace(/^/gm, '     | ')}\n`);
  return passed;
}

/** Runs gates one after another, each after the one that it needs. Returns the names of those that failed. */
async function inTurn(queue: readonly Gate[]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const gate of queue) {
    if (gate.after !== undefined && failed.includes(gate.after)) {
      process.stdout.write(`skip ${gate.name.padEnd(10)}          after ${gate.after} failed\n`);
      failed.push(gate.name);
    } else if (!(await run(gate))) failed.push(gate.name);
  }
  return failed;
}

const chosen = wanted(process.argv.slice(2));
const packed = mkdtempSync(join(tmpdir(), 'rackform-pack-'));
// The longest one takes as long as all the others together, and CI has two cores.
const failed = (
  await Promise.all([
    inTurn(chosen.filter(({ name }) => name === 'generated')),
    inTurn(chosen.filter(({ name }) => name !== 'generated')),
  ])
).flat();
rmSync(packed, { recursive: true, force: true });
if (failed.length > 0) {
  process.stdout.write(`check failed: ${failed.join(', ')}\n`);
  process.exit(1);
}
process.stdout.write('check passed\n');
