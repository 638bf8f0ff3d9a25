import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { run as runCommandLine } from '../../../src/cli/run.js';
import type { Lab } from '../../../src/lab/lab.js';
import type { MachineRecord } from '../../../src/lab/maas/records.js';
import { capture } from '../../cli/capture.js';
import { type PlannedChange, type Run, terraform } from '../../protocol/support/terraform.js';
import { projectRoot } from '../../support/project-root.js';

/** Nothing of the person who runs the tests. */
const gitEnvironment = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'operator',
  GIT_AUTHOR_EMAIL: 'operator@example.org',
  GIT_COMMITTER_NAME: 'operator',
  GIT_COMMITTER_EMAIL: 'operator@example.org',
};

/** Left by those who tried the example in place. */
const made = new Set(['cdktf.out', 'locks', 'node_modules', '.rackform', 'state']);

/** Planned changes of a stack that are not no-ops, as `address` to `delete create` and the like. */
export type Changes = Readonly<Record<string, string>>;

/** A project in a git repository of its own, worked on as its engineers do: edit, lock, commit, synth, terraform. */
export class SiteProject {
  readonly folder: string;
  #env: Readonly<Record<string, string>> = {};
  readonly #binary: string;
  readonly #initialised = new Set<string>();

  /** @param example folder to start from: of this repository, or an absolute one, which is taken whole */
  constructor(example: string, binary = 'terraform') {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'site-')));
    this.#binary = binary;
    const isWhole = isAbsolute(example);
    cpSync(resolve(projectRoot, example), this.folder, {
      recursive: true,
      filter: (source) => isWhole || !made.has(basename(source)),
    });
    writeFileSync(join(this.folder, '.gitignore'), 'cdktf.out/\nstate/\n.rackform/\n*.evidence.json\n');
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit('Begin');
  }

  /** The lab that Terraform works against from now on. */
  use(lab: Pick<Lab, 'env'>, env: Readonly<Record<string, string>> = {}): void {
    this.#env = { ...lab.env, TF_IN_AUTOMATION: '1', ...env };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', [...args], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, ...gitEnvironment },
    });
  }

  commit(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  /** Changes a file; what is looked for must be there. */
  edit(path: string, from: string | RegExp, to: string): void {
    const before = this.read(path);
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${path} has nothing like ${String(from)}`);
    this.write(path, after);
  }

  /** Runs rackform; what it refuses is thrown with its text. */
  async rackform(...argv: readonly string[]): Promise<string> {
    const { io, printed } = capture({ cwd: this.folder });
    const code = await runCommandLine(argv, io);
    if (code !== 0)
      throw new Error(`rackform ${argv.join(' ')} ended with ${code}\n${printed.out}${printed.err}`);
    return printed.out;
  }

  /** Decides, commits, and writes the Terraform. */
  async lockAndSynth(message: string, ...lockArgs: readonly string[]): Promise<string> {
    const out = await this.rackform('lock', ...lockArgs);
    this.commit(message);
    await this.rackform('synth');
    return out;
  }

  /** Stacks that are written, in the order of apply. */
  stacks(): readonly string[] {
    const names = readdirSync(join(this.folder, 'cdktf.out', 'stacks'));
    const rank = (name: string) => (name.endsWith('-network') ? 0 : name.includes('-enrolment-') ? 1 : 2);
    return names.sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  }

  terraform(stack: string, ...args: readonly string[]): Promise<Run> & { readonly pid: number | undefined } {
    return terraform(join(this.folder, 'cdktf.out', 'stacks', stack), args, this.#env, this.#binary);
  }

  async ok(stack: string, ...args: readonly string[]): Promise<string> {
    if (!this.#initialised.has(stack)) {
      this.#initialised.add(stack);
      await this.ok(stack, 'init', '-no-color', '-input=false');
    }
    const { code, text } = await this.terraform(stack, ...args);
    if (code !== 0) throw new Error(`terraform ${args.join(' ')} in ${stack} ended with ${code}\n${text}`);
    return text;
  }

  async apply(stacks: readonly string[] = this.stacks()): Promise<void> {
    for (const stack of stacks) await this.ok(stack, 'apply', '-auto-approve', '-no-color', '-input=false');
  }

  /** Changes of a new plan of each stack; stacks without any are left out. */
  async plan(stacks: readonly string[] = this.stacks()): Promise<Readonly<Record<string, Changes>>> {
    const all: Record<string, Changes> = {};
    for (const stack of stacks) {
      await this.ok(stack, 'plan', '-no-color', '-input=false', '-out=plan');
      const { resource_changes: changes = [] } = JSON.parse(
        await this.ok(stack, 'show', '-json', 'plan'),
      ) as {
        resource_changes?: readonly { readonly address: string; readonly change: PlannedChange }[];
      };
      const found = changes
        .map(({ address, change }) => [address, change.actions.join(' ')] as const)
        .filter(([, actions]) => actions !== 'no-op' && actions !== 'read');
      if (found.length > 0) all[stack] = Object.fromEntries(found);
    }
    return all;
  }

  /** Gives the states to the lock as evidence, and commits what it makes of them. */
  async evidence(message: string, stacks: readonly string[] = this.stacks()): Promise<string> {
    const files: string[] = [];
    for (const stack of stacks) {
      const file = `${stack}.evidence.json`;
      writeFileSync(join(this.folder, file), await this.ok(stack, 'show', '-json'));
      files.push(file);
    }
    const out = await this.rackform('lock', '--applied', ...files);
    this.commit(message);
    return out;
  }
}

/** Machines of the first MAAS of a lab, by host name, as they are by now. */
export function machinesOf(lab: Lab): Readonly<Record<string, MachineRecord>> {
  const [maas] = lab.maas;
  if (maas === undefined) throw new Error('the lab has no MAAS');
  return Object.fromEntries(maas.world.store.all('machines').map((machine) => [machine.hostname, machine]));
}
