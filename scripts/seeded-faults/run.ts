import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../src/cli/run.js';
import type { Edit } from './edit.js';
import type { Example, Fault } from './fault.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));
/** Left by those who tried an example in place. */
const made = new Set(['cdktf.out', 'locks', 'node_modules', '.rackform', 'state']);

/** What `check --json` says of one problem. */
export interface Found {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly acknowledged: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

interface Checked {
  readonly code: number;
  readonly issues: readonly Found[];
}

/** A copy of an example that is checked and changed in place. */
export class Copy {
  readonly dir: string;

  constructor(example: Example) {
    this.dir = mkdtempSync(join(tmpdir(), `rackform-faults-${example}-`));
    cpSync(join(examples, example), this.dir, {
      recursive: true,
      filter: (source) => !made.has(basename(source)),
    });
  }

  /** Decides as `rackform lock` does; without a git repository all of it counts as in service. */
  async lock(): Promise<void> {
    const { code, out, err } = await this.#rackform('lock');
    if (code !== 0) throw new Error(`rackform lock ended with ${code}\n${out}${err}`);
  }

  async check(): Promise<Checked> {
    const { code, out, err } = await this.#rackform('check', '--json');
    if (out === '') throw new Error(`rackform check printed nothing and ended with ${code}\n${err}`);
    return { code, issues: (JSON.parse(out) as { readonly issues: readonly Found[] }).issues };
  }

  /** Checks with edits made, and takes them back. */
  async checkWith(edits: readonly Edit[]): Promise<Checked> {
    const before = new Map<string, string | null>();
    try {
      for (const { file, change } of edits) {
        const path = join(this.dir, file);
        const text = existsSync(path) ? readFileSync(path, 'utf8') : null;
        if (!before.has(path)) before.set(path, text);
        const changed = change(text ?? '');
        if (changed === text) throw new Error(`an edit of ${file} changes nothing`);
        writeFileSync(path, changed);
      }
      return await this.check();
    } finally {
      for (const [path, text] of before) {
        if (text === null) rmSync(path);
        else writeFileSync(path, text);
      }
    }
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  async #rackform(...argv: readonly string[]) {
    const printed = { out: '', err: '' };
    const stream = (name: 'out' | 'err') => ({
      write: (text: string) => {
        printed[name] += text;
      },
      isTTY: false,
      columns: 80,
    });
    const code = await run(argv, {
      stdout: stream('out'),
      stderr: stream('err'),
      readInput: async () => '',
      canAsk: false,
      env: {},
      cwd: this.dir,
    });
    return { code, ...printed };
  }
}

/** What came of one fault. */
export interface Outcome {
  readonly fault: Fault;
  /** What the rule said that is to find it; undefined where it said nothing that it does not say of the example as it is. */
  readonly found: Found | undefined;
  /** Whatever else was new. */
  readonly others: readonly Found[];
}

/** Problems of an example as it is: there must be none. */
export interface FalseAlarm {
  readonly example: Example;
  readonly found: Found;
}

export interface Results {
  readonly outcomes: readonly Outcome[];
  readonly falseAlarms: readonly FalseAlarm[];
}

const keyOf = ({ code, message, acknowledged }: Found) => JSON.stringify([code, message, acknowledged]);

/** Checks each example as it is, before its lock and with it, and then with each fault alone. */
export async function runFaults(
  faults: readonly Fault[],
  say: (outcome: Outcome) => void = () => undefined,
): Promise<Results> {
  const outcomes: Outcome[] = [];
  const falseAlarms: FalseAlarm[] = [];
  for (const example of new Set(faults.map((fault) => fault.example))) {
    const copy = new Copy(example);
    try {
      for (const inService of [false, true]) {
        if (inService) await copy.lock();
        const known = await checkClean(copy);
        falseAlarms.push(...known.filter(isAlarm).map((found) => ({ example, found })));
        for (const fault of faults) {
          if (fault.example !== example || fault.inService !== inService) continue;
          const outcome = await checkFault(copy, fault, known);
          outcomes.push(outcome);
          say(outcome);
        }
      }
    } finally {
      copy.remove();
    }
  }
  return { outcomes, falseAlarms };
}

async function checkClean(copy: Copy): Promise<readonly Found[]> {
  return (await copy.check()).issues;
}

/** An example comes without a lock, and `check` says so. */
function isAlarm({ code, acknowledged }: Found): boolean {
  return acknowledged === null && code !== 'LOCK_MISSING';
}

async function checkFault(copy: Copy, fault: Fault, known: readonly Found[]): Promise<Outcome> {
  const before = new Set(known.map(keyOf));
  const { issues } = await copy.checkWith(fault.edits);
  const fresh = issues.filter((found) => isAlarm(found) && !before.has(keyOf(found)));
  const found = fresh.find(({ code }) => code === fault.by);
  return { fault, found, others: fresh.filter((each) => each !== found) };
}
