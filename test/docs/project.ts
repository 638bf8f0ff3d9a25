import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Io } from '../../src/cli/io.js';
import { run } from '../../src/cli/run.js';
import { projectRoot } from '../support/project-root.js';
import { type Block, noteOf } from './markdown.js';
import { shownState } from './shown-state.js';

/** Nothing of the person who runs the tests, so that commits are the same everywhere. */
const gitEnvironment = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'reader',
  GIT_AUTHOR_EMAIL: 'reader@example.org',
  GIT_COMMITTER_NAME: 'reader',
  GIT_COMMITTER_EMAIL: 'reader@example.org',
};

const commandLine = join(projectRoot, 'src/cli/main.ts');

/** Commands of a reader that run as they are. */
const plainCommands: ReadonlySet<string> = new Set(['git', 'mkdir', 'cat', 'ls', 'cp', 'head', 'rm']);

interface Ran {
  readonly output: string;
  readonly code: number;
}

/** A folder in which the blocks of pages are done one after another, as a reader would. */
export class ReadersProject {
  readonly top = realpathSync(mkdtempSync(join(tmpdir(), 'rackform-docs-')));
  #cwd = this.top;

  constructor() {
    symlinkSync(join(projectRoot, 'node_modules'), join(this.top, 'node_modules'));
    writeFileSync(join(this.top, 'package.json'), '{ "private": true, "type": "module" }\n');
    writeFileSync(join(this.top, 'tsconfig.json'), JSON.stringify(tsconfig));
  }

  remove(): void {
    rmSync(this.top, { recursive: true, force: true });
  }

  /** Starts from a folder of this repository, but for what a run of it left there. */
  begin(folder: string): void {
    const made = new Set(['cdktf.out', 'locks', 'node_modules', '.rackform']);
    cpSync(join(projectRoot, folder), this.#cwd, {
      recursive: true,
      filter: (source) => !made.has(basename(source)),
    });
  }

  /** Does what a block says. @throws {Error} where it does not work as shown */
  async follow(block: Block): Promise<void> {
    if (noteOf(block, 'not run') !== undefined) return;
    if (block.language === 'console') return this.#session(block);
    if (block.language === 'diff') return this.#change(block);
    const { path } = fileOf(block);
    mkdirSync(dirname(join(this.#cwd, path)), { recursive: true });
    // With the comment that names it, as one who copies the block would have it.
    writeFileSync(join(this.#cwd, path), `${block.text}\n`);
  }

  async #session(block: Block): Promise<void> {
    const lines = block.text.split('\n');
    const starts = lines.flatMap((line, index) => (line.startsWith('$ ') ? [index] : []));
    if (starts[0] !== 0) throw new Error('a console block begins with a command: `$ ...`');
    const wanted = Number(noteOf(block, 'exits') ?? 0);
    for (const [number, start] of starts.entries()) {
      const command = (lines[start] ?? '').slice(2);
      const shown = lines.slice(start + 1, starts[number + 1]);
      const { output, code } = await this.#run(command);
      const isLast = number === starts.length - 1;
      if (code !== (isLast ? wanted : 0)) throw new Error(`${command} ended in ${code}:\n${output}`);
      compare(command, shown, output.replace(/\n$/, '').split('\n'));
    }
  }

  async #run(command: string): Promise<Ran> {
    const [, left = '', target] = /^(.*?)(?: > (\S+))?$/.exec(command) ?? [];
    let ran: Ran = { output: '', code: 0 };
    for (const part of left.split(' | ')) ran = await this.#runWords(wordsOf(part), ran.output);
    if (target === undefined) return ran;
    writeFileSync(join(this.#cwd, target), ran.output);
    return { ...ran, output: '' };
  }

  async #runWords(words: readonly string[], input: string): Promise<Ran> {
    const [first = '', ...rest] = words[0] === 'npx' ? words.slice(1) : words;
    if (first === 'cd') {
      this.#cwd = resolve(this.#cwd, rest[0] ?? '.');
      return { output: '', code: 0 };
    }
    if (first === 'rackform') {
      // TypeScript of the reader's is loaded by hooks, which a test runner has its own of: in a process of its own.
      const isModule = existsSync(join(this.#cwd, 'rackform.config.ts'));
      // What a lab runs prints to the terminal of its process.
      const isLab = rest[0] === 'lab' && rest[1] !== 'show' && rest[1] !== 'log' && rest[1] !== 'reset';
      return isModule || isLab ? this.#tsx([commandLine, ...rest]) : rackform(rest, this.#cwd, input);
    }
    if (first === 'terraform') return { output: shownState(this.#cwd, rest), code: 0 };
    if (first === 'tsx') return this.#tsx(rest);
    if (first === 'vitest') return this.#vitest(rest);
    if (plainCommands.has(first)) return this.#spawn(first, rest, gitEnvironment);
    throw new Error(`no way to run ${JSON.stringify(first)} here: mark the block as not run, and say why`);
  }

  #tsx(args: readonly string[]): Ran {
    const env = { TSX_TSCONFIG_PATH: join(this.top, 'tsconfig.json') };
    return this.#spawn(process.execPath, ['--import', 'tsx', ...args], env);
  }

  #vitest(args: readonly string[]): Ran {
    const alias = { 'rackform/lab': lab, rackform: entry };
    writeFileSync(
      join(this.#cwd, 'vitest.config.js'),
      `export default ${JSON.stringify({ resolve: { alias } })};\n`,
    );
    const program = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
    return this.#spawn(process.execPath, [program, ...args], { NO_COLOR: '1' });
  }

  #spawn(file: string, args: readonly string[], env: Readonly<Record<string, string>>): Ran {
    const ran = spawnSync(file, args, {
      cwd: this.#cwd,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    if (ran.error !== undefined) throw ran.error;
    // Terraform colours what it prints into a pipe too.
    return { output: stripVTControlCharacters(`${ran.stdout}${ran.stderr}`), code: ran.status ?? 1 };
  }

  /** Takes the lines with `-` out of a file and puts those with `+` there; the others say where. */
  #change(block: Block): void {
    const { path, text } = fileOf(block);
    const side = (mark: '-' | '+') =>
      text
        .split('\n')
        .filter((line) => line.startsWith(mark) || line.startsWith(' ') || line === '')
        .map((line) => line.slice(1))
        .join('\n');
    const file = join(this.#cwd, path);
    const before = readFileSync(file, 'utf8');
    const parts = before.split(`${side('-')}\n`);
    if (parts.length !== 2)
      throw new Error(`${path} has ${parts.length - 1} places like the one that changes`);
    writeFileSync(file, parts.join(`${side('+')}\n`));
  }
}

/** As people get it, but from the sources in place of the package. */
const entry = join(projectRoot, 'src/index.ts');
const lab = join(projectRoot, 'src/lab/lab.ts');

const tsconfig = {
  compilerOptions: {
    target: 'ES2023',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
    paths: { rackform: [entry], 'rackform/lab': [lab] },
  },
  include: ['**/*.ts'],
  exclude: ['node_modules'],
};

/** The file that a block is: named by a note, or by a comment in its first line, and what stands below that. */
export function fileOf({ text, notes }: Block): { readonly path: string; readonly text: string } {
  const noted = notes.find((note) => note.startsWith('file: '))?.slice('file: '.length);
  if (noted !== undefined) return { path: noted, text };
  const [first = '', ...rest] = text.split('\n');
  const path = /^(?:#|\/\/) ([\w./-]+\.\w+)$/.exec(first)?.[1];
  if (path === undefined) throw new Error('the block names no file in its first line, and no note does');
  return { path, text: rest.join('\n') };
}

/** Words of a command: quotes hold words together, `$PWD` and such are not used in what runs. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}

/** Runs the command line in process: standard output and error in the order of a terminal. */
async function rackform(argv: readonly string[], cwd: string, input: string): Promise<Ran> {
  let output = '';
  const write = (text: string): void => {
    output += text;
  };
  const stream = { write, isTTY: false, columns: 110 };
  const io: Io = {
    stdout: stream,
    stderr: stream,
    readInput: async () => input,
    canAsk: false,
    env: {},
    cwd,
  };
  const code = await run(argv, io);
  return { output, code };
}

/**
 * Compares what is shown with what was printed. A line `...` stands for any lines. Without anything shown, anything
 * may have been printed.
 */
function compare(command: string, shown: readonly string[], printed: readonly string[]): void {
  if (shown.length === 0) return;
  const clean = (line: string) => line.trimEnd();
  const matches = (want: readonly string[], have: readonly string[]): boolean => {
    const [first, ...rest] = want;
    if (first === undefined) return have.length === 0;
    if (clean(first) === '...') {
      return have.some((_, index) => matches(rest, have.slice(index))) || matches(rest, []);
    }
    const [line, ...others] = have;
    return line !== undefined && clean(line) === clean(first) && matches(rest, others);
  };
  if (matches(shown, printed)) return;
  throw new Error(`\`${command}\` does not print what is shown, but:\n${printed.map(clean).join('\n')}`);
}
