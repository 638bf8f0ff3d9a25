import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import type { Io } from '../../src/cli/io.js';
import { run } from '../../src/cli/run.js';
import { mergeLayers } from '../../src/model/layers.js';

/** A real inventory with the project that is deployed on it. */
export interface RealInput {
  /** Site that is imported; the folder here that completes it is called the same. */
  readonly site: string;
  /** File of the inventory, in the folder of real inputs. */
  readonly inventory: string;
  /** What `import` is told beside the files. */
  readonly options: readonly string[];
  /** Whether BMC addresses are made up, in a CSV that is laid over the inventory. */
  readonly hasBmcOverlay: boolean;
  /** The pool that grows and shrinks in the lab, by its option in `rackform.yaml`. */
  readonly grows: {
    readonly site: string;
    readonly cluster: string;
    readonly pool: string;
    readonly option: string;
    readonly count: number;
  };
}

export const realInputs: readonly RealInput[] = [
  {
    site: 'luxembourg',
    inventory: 'grid5000-luxembourg.json',
    options: [],
    hasBmcOverlay: false,
    grows: { site: 'annex', cluster: 'train', pool: 'gpu', option: 'gpuNodes', count: 4 },
  },
  {
    site: 'lyon',
    inventory: 'grid5000-lyon.json',
    options: ['--provisioner', 'ironic'],
    hasBmcOverlay: false,
    grows: { site: 'lyon', cluster: 'train', pool: 'gpu', option: 'gpuNodes', count: 10 },
  },
  {
    site: 'uc',
    inventory: 'chameleon-uc.json',
    options: ['--provisioner', 'ironic'],
    hasBmcOverlay: true,
    grows: { site: 'uc', cluster: 'serve', pool: 'mig', option: 'migNodes', count: 5 },
  },
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
 * Imports an inventory by the command, adds by hand what it could not know, and runs check, lock, synth and software.
 *
 * @param dir where the project is made; emptied first
 */
export async function runRealInput(input: RealInput, dir: string): Promise<readonly Ran[]> {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const own = fileURLToPath(new URL(`./${input.site}`, import.meta.url));
  const ran = [await importInto(dir, input)];
  if (input.hasBmcOverlay) {
    writeFileSync(join(dir, 'bmcs.csv'), madeUpBmcs(readFileSync(join(dir, machinesOf(input)), 'utf8')));
    ran.push(await importInto(dir, input, '--overlay', 'bmcs.csv', '--force'));
  }
  cpSync(own, dir, { recursive: true, filter: (path) => !path.endsWith('site.overlay.yaml') });
  overlay(join(dir, 'sites', input.site, 'site.yaml'), join(own, 'site.overlay.yaml'));
  for (const args of [['check'], ['lock'], ['check'], ['synth'], ['software', '--out', 'ansible']]) {
    ran.push(await rackform(dir, args));
  }
  return ran;
}

function importInto(dir: string, input: RealInput, ...more: readonly string[]): Promise<Ran> {
  const { site, inventory, options } = input;
  const file = join(inventories, inventory);
  return rackform(dir, ['import', 'reference-api', file, '--site', site, '--out', '.', ...options, ...more]);
}

function machinesOf({ site }: RealInput): string {
  return join('sites', site, 'machines.csv');
}

/** A CSV of BMCs for every row of machines.csv, of addresses for benchmarks, as an operator has it from a DHCP server. */
export function madeUpBmcs(machines: string): string {
  const names = machines
    .split('\n')
    .slice(1)
    .flatMap((row) => (row === '' ? [] : [row.slice(0, row.indexOf(','))]));
  const rows = names.map(
    (name, index) => `${name},redfish,198.18.${Math.floor(index / 250)}.${(index % 250) + 1}`,
  );
  return `${['name,bmc.protocol,bmc.address', ...rows].join('\n')}\n`;
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
