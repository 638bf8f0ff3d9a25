import { parseDocument } from 'yaml';
import { parseLock } from '../../../../src/model/lock/lock-file.js';
import type { LockSlot } from '../../../../src/model/lock/lock-types.js';
import type { SiteProject } from '../../../lab/support/site-project.js';
import type { Change } from './site-in-lab.js';

/** Where an example may be edited. */
export interface Ground {
  readonly example: string;
  readonly sites: readonly string[];
  /** Clusters of a preset, and the options of it that count machines, by their pools. */
  readonly clusters: readonly {
    readonly name: string;
    readonly counts: Readonly<Record<string, string>>;
  }[];
}

export const grounds: readonly Ground[] = [
  {
    example: 'training',
    sites: ['dc1'],
    clusters: [
      { name: 'train-a', counts: { gpu: 'gpuNodes', login: 'loginNodes', control: 'controlNodes' } },
    ],
  },
  {
    example: 'inference',
    sites: ['dc2'],
    clusters: [{ name: 'serve', counts: { gpu: 'gpuNodes', mig: 'migNodes' } }],
  },
  {
    example: 'ironic',
    sites: ['north', 'south'],
    clusters: [{ name: 'train-b', counts: { gpu: 'gpuNodes', control: 'controlNodes' } }],
  },
];

/** Numbers that depend on a seed and nothing else. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, and without, `sides`. By mulberry32. */
  roll(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let word = this.#state;
    word = Math.imul(word ^ (word >>> 15), word | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return Math.floor((((word ^ (word >>> 14)) >>> 0) / 4294967296) * sides);
  }

  pick<T>(all: readonly T[]): T {
    const one = all[this.roll(all.length)];
    if (one === undefined) throw new RangeError('there is nothing to pick from');
    return one;
  }
}

interface Table {
  readonly project: SiteProject;
  readonly ground: Ground;
  readonly dice: Dice;
  /** Tells what is new from what was there. */
  readonly step: number;
}

/** What one edit does beside the files: arguments for `rackform lock`. */
interface Edit {
  readonly said: string;
  readonly lock?: readonly string[];
}

type Editor = (table: Table) => Edit;

function setYaml(
  project: SiteProject,
  file: string,
  path: readonly (string | number)[],
  value: unknown,
): void {
  const document = parseDocument(project.read(file));
  document.setIn(path, document.createNode(value));
  project.write(file, String(document));
}

function yamlAt(project: SiteProject, file: string, path: readonly string[]): unknown {
  return parseDocument(project.read(file)).toJS({ maxAliasCount: 0 })[path[0] ?? ''];
}

const siteFile = (site: string) => `sites/${site}/site.yaml`;
const csvFile = (site: string) => `sites/${site}/machines.csv`;

function rowsOf(project: SiteProject, site: string): { readonly head: readonly string[]; rows: string[][] } {
  const [head = [], ...rows] = project
    .read(csvFile(site))
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return { head, rows };
}

/** Changes one cell of one machine. */
function setCell(
  { project, dice }: Table,
  site: string,
  column: string,
  value: (old: string, dice: Dice) => string,
): string {
  const { head, rows } = rowsOf(project, site);
  const row = dice.pick(rows);
  const at = head.indexOf(column);
  const now = value(row[at] ?? '', dice);
  row[at] = now;
  project.write(csvFile(site), `${[head, ...rows].map((cells) => cells.join(',')).join('\n')}\n`);
  return `${row[0]}: ${column} ${now === '' ? 'nothing' : now}`;
}

function slotsOf({ project, ground }: Table): readonly (LockSlot & { readonly site: string })[] {
  return ground.sites.flatMap((site) => {
    const file = `locks/${site}.yaml`;
    const { lock } = parseLock(project.read(file), site, file);
    return (lock?.slots ?? []).map((slot) => ({ ...slot, site }));
  });
}

function setCount({ project, dice }: Table, cluster: Ground['clusters'][number], by: number): string {
  const file = `clusters/${cluster.name}.yaml`;
  const [pool, option] = dice.pick(Object.entries(cluster.counts));
  const options = yamlAt(project, file, ['options']) as Readonly<Record<string, number>>;
  const usual = { loginNodes: 1, controlNodes: 3 } as Readonly<Record<string, number>>;
  const count = Math.max(0, (options[option] ?? usual[option] ?? 1) + by);
  setYaml(project, file, ['options', option], count);
  return `${cluster.name}/${pool} counts ${count}`;
}

const editors: Readonly<Record<string, Editor>> = {
  'state of a machine': (table) => ({
    said: setCell(table, table.dice.pick(table.ground.sites), 'state', (_, dice) =>
      dice.pick(['', 'spare', 'repair', 'repair', 'retired']),
    ),
  }),
  'BMC address': (table) => ({
    said: setCell(
      table,
      table.dice.pick(table.ground.sites),
      'bmc.address',
      () => `192.0.2.${40 + table.step}`,
    ),
  }),
  'credentials of a BMC': (table) => ({
    said: setCell(table, table.dice.pick(table.ground.sites), 'bmc.credentials', (_, dice) =>
      dice.pick(['gpu-bmc', 'cpu-bmc']),
    ),
  }),
  'MAC address': (table) => ({
    said: setCell(
      table,
      table.dice.pick(table.ground.sites),
      table.dice.pick(['nics.eno1.mac', 'nics.eno2.mac']),
      () => `02:00:5e:77:00:${String(10 + table.step).padStart(2, '0')}`,
    ),
  }),
  'switch port': (table) => ({
    said: setCell(
      table,
      table.dice.pick(table.ground.sites),
      'nics.eno1.port',
      () => `Ethernet${60 + table.step}`,
    ),
  }),
  'place in the rack': (table) => ({
    said: setCell(table, table.dice.pick(table.ground.sites), 'unit', () => String(24 + (table.step % 10))),
  }),
  'a machine more': (table) => {
    const { project, dice, step, ground } = table;
    const site = dice.pick(ground.sites);
    const { head, rows } = rowsOf(project, site);
    const like = dice.pick(rows);
    const name = `${like[0]?.split('-')[0]}-x${step}`;
    const fresh = like.map((cell, index) => {
      const column = head[index] ?? '';
      if (column === 'name') return name;
      if (column === 'serial') return `XX${1000 + step}`;
      if (column === 'unit') return String(36 - (step % 3));
      if (column === 'state') return '';
      if (column === 'bmc.address') return `192.0.2.${80 + step}`;
      if (cell !== '' && column.endsWith('.mac'))
        return `02:00:5e:88:${String(index).padStart(2, '0')}:${String(10 + step).padStart(2, '0')}`;
      return cell !== '' && column.endsWith('.port') ? `Ethernet${100 + step}` : cell;
    });
    project.write(csvFile(site), `${[head, ...rows, fresh].map((cells) => cells.join(',')).join('\n')}\n`);
    return { said: `${name} at ${site}` };
  },
  'a machine less': ({ project, dice, ground }) => {
    const site = dice.pick(ground.sites);
    const { head, rows } = rowsOf(project, site);
    const gone = dice.pick(rows);
    const kept = rows.filter((row) => row !== gone);
    project.write(csvFile(site), `${[head, ...kept].map((cells) => cells.join(',')).join('\n')}\n`);
    return { said: `${gone[0]} leaves the inventory` };
  },
  'a rack more': ({ project, dice, ground, step }) => {
    const feeds = { a: { capacityWatts: 9000 }, b: { capacityWatts: 9000 } };
    setYaml(project, siteFile(dice.pick(ground.sites)), ['racks', `x${step}`], { units: 42, feeds });
    return { said: `x${step}` };
  },
  'a pool grows': (table) => ({ said: setCount(table, table.dice.pick(table.ground.clusters), 1) }),
  'a pool shrinks': (table) => ({ said: setCount(table, table.dice.pick(table.ground.clusters), -1) }),
  'a slot given back': (table) => {
    const { project, dice, ground } = table;
    const { name, site, pool, cluster } = dice.pick(slotsOf(table));
    const counts = ground.clusters.find((one) => one.name === cluster)?.counts;
    const option = counts?.[pool];
    if (option !== undefined && ground.sites.length === 1) {
      const file = `clusters/${cluster}.yaml`;
      const options = yamlAt(project, file, ['options']) as Readonly<Record<string, number>>;
      const usual = { loginNodes: 1, controlNodes: 3 } as Readonly<Record<string, number>>;
      setYaml(project, file, ['options', option], (options[option] ?? usual[option] ?? 1) - 1);
    }
    return { said: name, lock: ['--site', site, '--release', name, '--reason', 'random'] };
  },
  'a slot given up': (table) => {
    const { name, site } = table.dice.pick(slotsOf(table));
    return { said: name, lock: ['--site', site, '--abandon', name, '--reason', 'random'] };
  },
  'a reimage': (table) => {
    const first = table.dice.pick(slotsOf(table));
    const others = slotsOf(table).filter(({ site, name }) => site === first.site && name !== first.name);
    const names = [first.name, ...(table.dice.roll(2) === 0 ? [] : [table.dice.pick(others).name])];
    return { said: names.join(' '), lock: ['--site', first.site, '--reimage', ...names] };
  },
  evidence: () => ({ said: 'what is applied', lock: ['--applied'] }),
  'kernel option': ({ project, dice, ground, step }) => {
    const { name, counts } = dice.pick(ground.clusters);
    const pool = dice.pick(Object.keys(counts));
    const path = ['overrides', 'pools', pool, 'kernel', 'sysctl', 'vm.swappiness'];
    setYaml(project, `clusters/${name}.yaml`, path, step);
    return { said: `vm.swappiness of ${pool} ${step}` };
  },
  'kernel command line': ({ project, dice, ground, step }) => {
    const { name, counts } = dice.pick(ground.clusters);
    const pool = dice.pick(Object.keys(counts));
    const options = ['intel_iommu=on', 'iommu=pt', `printk.time=${step}`];
    setYaml(project, `clusters/${name}.yaml`, ['overrides', 'pools', pool, 'kernel', 'options'], options);
    return { said: `printk.time of ${pool} ${step}` };
  },
  'user data': ({ project, dice, ground, step }) => {
    const { name, counts } = dice.pick(ground.clusters);
    const pool = dice.pick(Object.keys(counts));
    const file = { path: '/etc/random', content: String(step) };
    const path = ['overrides', 'pools', pool, 'userData'];
    setYaml(project, `clusters/${name}.yaml`, path, { write_files: [file] });
    return { said: `a file of ${pool}` };
  },
  'MTU of a network': ({ project, dice, ground }) => {
    const site = dice.pick(ground.sites);
    const networks = yamlAt(project, siteFile(site), ['networks']) as object;
    const network = dice.pick(Object.keys(networks));
    const mtu = dice.pick([1500, 4200, 9000]);
    setYaml(project, siteFile(site), ['networks', network, 'mtu'], mtu);
    return { said: `${network} ${mtu}` };
  },
  'gateway of a subnet': ({ project, dice, ground, step }) => {
    const site = dice.pick(ground.sites);
    const networks = yamlAt(project, siteFile(site), ['networks']) as Readonly<
      Record<string, { readonly subnets?: Readonly<Record<string, { readonly gateway?: string }>> }>
    >;
    const all = Object.entries(networks).flatMap(([network, { subnets = {} }]) =>
      Object.entries(subnets).flatMap(([subnet, { gateway }]) =>
        gateway === undefined ? [] : [{ network, subnet, gateway }],
      ),
    );
    const { network, subnet, gateway } = dice.pick(all);
    const now = gateway.replace(/\d+$/, (last) => String(Number(last) + 1 + (step % 2)));
    setYaml(project, siteFile(site), ['networks', network, 'subnets', subnet, 'gateway'], now);
    return { said: `${subnet} ${now}` };
  },
  'VLAN id': ({ project, dice, ground, step }) => {
    const site = dice.pick(ground.sites);
    const networks = yamlAt(project, siteFile(site), ['networks']) as Readonly<
      Record<string, { readonly vlan?: number }>
    >;
    const network = dice.pick(Object.keys(networks).filter((name) => networks[name]?.vlan !== undefined));
    setYaml(project, siteFile(site), ['networks', network, 'vlan'], 600 + step);
    return { said: `${network} ${600 + step}` };
  },
  'a network more': ({ project, dice, ground, step }) => {
    const site = dice.pick(ground.sites);
    const networks = yamlAt(project, siteFile(site), ['networks']) as Readonly<
      Record<string, { readonly fabric?: string; readonly mode?: string }>
    >;
    const like = Object.values(networks).find(({ mode }) => mode === 'managed');
    setYaml(project, siteFile(site), ['networks', `x${step}`], {
      purpose: 'storage',
      ...(like === undefined ? {} : { mode: 'managed', fabric: like.fabric }),
      vlan: 700 + step,
      subnets: { [`x${step}`]: { cidr: `10.99.${step}.0/26` } },
    });
    return { said: `x${step}` };
  },
  'DNS of a subnet': ({ project, dice, ground, step }) => {
    const site = dice.pick(ground.sites);
    const networks = yamlAt(project, siteFile(site), ['networks']) as Readonly<
      Record<string, { readonly subnets?: object }>
    >;
    const network = dice.pick(Object.keys(networks).filter((name) => networks[name]?.subnets !== undefined));
    const subnet = dice.pick(Object.keys(networks[network]?.subnets ?? {}));
    const dns = [`192.0.2.${100 + (step % 20)}`];
    setYaml(project, siteFile(site), ['networks', network, 'subnets', subnet, 'dns'], dns);
    return { said: `${subnet} ${dns}` };
  },
  'time servers': ({ project, dice, ground, step }) => {
    setYaml(project, siteFile(dice.pick(ground.sites)), ['ntp'], [`192.0.2.${100 + (step % 20)}`]);
    return { said: 'NTP' };
  },
  'another image': ({ project, dice, ground, step }) => {
    const site = dice.pick(ground.sites);
    const isIronic = ground.example === 'ironic';
    const image = isIronic
      ? {
          url: `https://images.example.net/${step}.qcow2`,
          checksum: `sha256:${String(step).padStart(64, '0')}`,
        }
      : { series: dice.pick(['ubuntu/jammy', 'ubuntu/noble']) };
    setYaml(project, siteFile(site), ['images', `x${step}`], image);
    setYaml(project, siteFile(site), ['defaults', 'image'], `x${step}`);
    return { said: `x${step}` };
  },
  'another tenant': ({ project, dice, ground }) => {
    const { name } = dice.pick(ground.clusters);
    const tenants = Object.keys(yamlAt(project, 'rackform.yaml', ['tenants']) as object);
    const tenant = dice.pick(tenants);
    setYaml(project, `clusters/${name}.yaml`, ['tenant'], tenant);
    return { said: `${name} of ${tenant}` };
  },
  'erase of a tenant': ({ project, dice }) => {
    const tenants = Object.keys(yamlAt(project, 'rackform.yaml', ['tenants']) as object);
    const tenant = dice.pick(tenants);
    const erase = dice.pick(['secure', 'full', 'quick']);
    setYaml(project, 'rackform.yaml', ['tenants', tenant, 'handOver'], { erase });
    return { said: `${tenant} ${erase}` };
  },
};

/** A change of one to three edits. What it does is known when it is made: it depends on the files as they are then. */
export function randomChange(
  ground: Ground,
  dice: Dice,
  step: number,
): { readonly change: Change; readonly said: readonly string[] } {
  const names = Object.keys(editors);
  const chosen = Array.from({ length: 1 + dice.roll(3) }, () => dice.pick(names));
  const said: string[] = [];
  const asked: (readonly string[])[] = [];
  const edit = (project: SiteProject) => {
    for (const name of chosen) {
      const made = editors[name]?.({ project, ground, dice, step });
      if (made === undefined) continue;
      said.push(`${name} (${made.said})`);
      if (made.lock !== undefined) asked.push(made.lock);
    }
    if (asked.length === 0) asked.push([]);
  };
  return { change: { name: `step ${step}`, edit, lock: asked }, said };
}
