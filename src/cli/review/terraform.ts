import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Io } from '../io.js';
import { type Output, runQuietly } from './children.js';

/** What was written for one stack, without the place where its state is kept. */
export function withoutBackend(text: string): string {
  const json = JSON.parse(text) as { terraform?: { backend?: unknown; cloud?: unknown } };
  if (json.terraform !== undefined) {
    // The state of the lab stays in the folder of the lab: nobody's real state is read or written.
    delete json.terraform.backend;
    delete json.terraform.cloud;
  }
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** Texts of the stacks that were synthesized into a folder, by name. */
export function stackTexts(out: string): ReadonlyMap<string, string> {
  const folder = join(out, 'stacks');
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(
    names.map((name) => [name, withoutBackend(readFileSync(join(folder, name, 'cdk.tf.json'), 'utf8'))]),
  );
}

/** Terraform or OpenTofu in one folder a stack, with local state, against a lab. */
export class LabTerraform {
  readonly #initialised = new Set<string>();
  readonly #io: Io;
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #args: readonly string[];

  /** @param args for every plan and apply, such as a file of variables */
  constructor(io: Io, folder: string, env: Readonly<Record<string, string>>, args: readonly string[]) {
    this.#io = io;
    this.#folder = folder;
    this.#env = env;
    this.#args = args;
  }

  /** Puts a configuration in the place of the one before; the state stays. */
  write(stack: string, text: string, files?: string): void {
    const dir = join(this.#folder, stack);
    mkdirSync(dir, { recursive: true });
    if (files !== undefined) cpSync(files, dir, { recursive: true });
    writeFileSync(join(dir, 'cdk.tf.json'), text);
    this.#initialised.delete(stack);
  }

  async apply(stack: string): Promise<Output> {
    return this.#run(stack, ['apply', '-auto-approve', '-no-color', '-input=false', ...this.#args]);
  }

  /** Plans, and gives the plan as JSON; the plan itself stays in the folder. */
  async plan(stack: string): Promise<Output> {
    const made = await this.#run(stack, ['plan', '-no-color', '-input=false', '-out=plan', ...this.#args]);
    return made.code === 0 ? this.#run(stack, ['show', '-json', '-no-color', 'plan']) : made;
  }

  /** Applies the plan that was made last. */
  async applyPlan(stack: string): Promise<Output> {
    return this.#run(stack, ['apply', '-no-color', '-input=false', 'plan']);
  }

  async #run(stack: string, args: readonly string[]): Promise<Output> {
    if (!this.#initialised.has(stack)) {
      const done = await this.#terraform(stack, ['init', '-no-color', '-input=false']);
      if (done.code !== 0) return done;
      this.#initialised.add(stack);
    }
    return this.#terraform(stack, args);
  }

  #terraform(stack: string, args: readonly string[]): Promise<Output> {
    // cdktf's name for the binary, so that what works with it works here.
    const { TERRAFORM_BINARY_NAME: named } = this.#io.env;
    const binary = named === undefined || named === '' ? 'terraform' : named;
    return runQuietly(binary, args, { cwd: join(this.#folder, stack), env: this.#env });
  }
}

/** What Terraform said went wrong: its first error, without frames. */
export function errorOf({ err, out }: Output): string {
  const text = (err.trim() === '' ? out : err).replaceAll(/[│╷╵]/g, ' ').replaceAll(/\s+/g, ' ').trim();
  const [, first = text] = /Error: (.*)/.exec(text) ?? [];
  return first.length <= 500 ? first : `${first.slice(0, 497)}...`;
}
