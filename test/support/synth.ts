import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SiteModel } from '../../src/model/types.js';
import { type AddRackformOptions, addRackform } from '../../src/stacks/add-rackform.js';
import { createApp } from '../../src/stacks/app.js';

/** A block of Terraform JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** What a synthesis wrote: stacks by name, parsed, and the bytes of every file by its path below cdktf.out. */
export interface Synthesized {
  readonly stacks: Readonly<Record<string, StackJson>>;
  readonly files: Readonly<Record<string, string>>;
  /** Stack name to the stacks that it waits for. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

/** The parts of a stack that tests look into. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly [section: string]: unknown;
}

/** Runs a whole synthesis with its validations in a folder of its own. */
export function synth(
  models: SiteModel | readonly SiteModel[],
  options: AddRackformOptions = {},
): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'rackform-synth-'));
  try {
    const app = createApp(outdir);
    addRackform(app, models, options);
    app.synth();
    return readSynthesized(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Reads what an App wrote. */
export function readSynthesized(outdir: string): Synthesized {
  const manifest = readFileSync(join(outdir, 'manifest.json'), 'utf8');
  const listed = Object.values(JSON.parse(manifest).stacks as Record<string, ManifestStack>);
  const files: Record<string, string> = { 'manifest.json': manifest };
  for (const { synthesizedStackPath: path } of listed) files[path] = readFileSync(join(outdir, path), 'utf8');
  return {
    files,
    stacks: Object.fromEntries(
      listed.map(({ name, synthesizedStackPath: path }) => [
        name,
        JSON.parse(files[path] ?? '') as StackJson,
      ]),
    ),
    dependencies: Object.fromEntries(listed.map(({ name, dependencies }) => [name, dependencies])),
  };
}

interface ManifestStack {
  readonly name: string;
  readonly synthesizedStackPath: string;
  readonly dependencies: readonly string[];
}

/** A stack by name. */
export function stackOf(synthesized: Synthesized, name: string): StackJson {
  const stack = synthesized.stacks[name];
  if (stack === undefined) throw new Error(`no stack ${name} was synthesized`);
  return stack;
}

/** One resource or data source (`data.TYPE.NAME`) without cdktf's own notes. */
export function blockOf(stack: StackJson, address: string): Json {
  const isData = address.startsWith('data.');
  const [type = '', name = ''] = (isData ? address.slice('data.'.length) : address).split('.');
  const block = (isData ? stack.data : stack.resource)?.[type]?.[name];
  if (block === undefined) throw new Error(`the stack has no ${address}`);
  const { '//': _, ...rest } = block;
  return rest;
}

/** Addresses of all resources of a stack, sorted. */
export function addressesOf(stack: StackJson): string[] {
  return Object.entries(stack.resource ?? {})
    .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
    .sort();
}

/** All resources of one slot or machine, with what stands there. */
export function blocksOf(stack: StackJson, name: string): Readonly<Record<string, Json>> {
  const addresses = addressesOf(stack).filter((address) => {
    const label = address.split('.')[1] ?? '';
    return label === name || label.startsWith(`${name}_`);
  });
  return Object.fromEntries(addresses.map((address) => [address, blockOf(stack, address)]));
}

/** A copy of a stack's resources without cdktf's own notes: paths of constructs, not of Terraform. */
export function withoutNotes<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNotes) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== '//');
  return Object.fromEntries(entries.map(([key, child]) => [key, withoutNotes(child)])) as T;
}
