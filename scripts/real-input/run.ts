import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import type { Io } from '../../src/cli/io.js';
import { run } from '../../src/cli/run.js';
import { mergeLayers } from '../../src/model/layers.js';

/** A real inventory with the project that is deployed on it. */
export interface RealInput {
  readonly site: string;
  /** File of the inventory, in the folder of real inputs. */
  readonly inventory: string;
}

export const realInputs: readonly RealInput[] = [
  { site: 'luxembourg', inventory: 'grid5000-luxembourg.json' },
];

/** Inventories of machines that exist stand beside a checkout where there are any; they are no part of it. */
export const inventories = fileURLToPath(new URL('../../../shared/real-input', import.meta.url));

/** True where the inventories are there to be run. */
export function hasInventories(): boolean {
  return existsSync(inventories);
}

/** One command as it ended. */
export interface Ran {
  readonly command: string;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Imports an inventory by the command, adds by hand what it could not know, and runs check, lock and synth.
 *
 * @param dir where the project is made; emptied first
 */
export async function runRealInput({ site, inventory }: RealInput, dir: string): Promise<readonly Ran[]> {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const own = fileURLToPath(new URL(`./${site}`, import.meta.url));
  const ran = [
    await rackform(dir, [
      'import',
      'reference-api',
      join(inventories, inventory),
      '--site',
      site,
      '--out',
      '.',
    ]),
  ];
  for (const part of ['rackform.yaml', 'clusters'])
    cpSync(join(own, part), join(dir, part), { recursive: true });
  overlay(join(dir, 'sites', site, 'site.yaml'), join(own, 'site.overlay.yaml'));
  for (const args of [['check'], ['lock'], ['check'], ['synth']]) ran.push(await rackform(dir, args));
  return ran;
}

/** Lays the facts of one YAML file over another, as rackform merges layers: maps by key, all else whole. */
function overlay(file: string, over: string): void {
  const layers = [over, file].map((path) => ({
    name: path,
    at: { document: path, path: [] },
    data: parse(readFileSync(path, 'utf8')) as unknown,
  }));
  writeFileSync(file, stringify(mergeLayers(layers)));
}

async function rackform(cwd: string, args: readonly string[]): Promise<Ran> {
  const out = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      out[name] += text;
    },
    isTTY: false,
    columns: 120,
  });
  const io: Io = {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    readInput: async () => '',
    canAsk: false,
    // Outside of any repository: what the lock holds counts as planned until there is evidence.
    env: { NO_COLOR: '1' },
    cwd,
  };
  return { command: `rackform ${args.join(' ')}`, code: await run(args, io), ...out };
}
