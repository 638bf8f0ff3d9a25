import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Issue } from '../../errors.js';
import { stackNames } from '../names.js';
import { nothingOfMachine, sortLock } from './lock.js';
import type { Lock, LockMachine, LockSlot } from './lock-types.js';

const FORMAT_VERSION = 1;

const header = (site: string) => [
  `# Allocations of site ${site}. Written by \`rackform lock\`; every line carries a sum, so edits are noticed.`,
  '# To merge two branches: take one side, then `rackform lock --onto <the other branch>`.',
];

const text = z.string().optional();
const adopted = z.record(z.string(), z.string()).optional();
const Slot = z.strictObject({
  cluster: z.string(),
  pool: z.string(),
  number: z.int().min(1),
  machine: z.string(),
  generation: z.int().min(1),
  shard: z.int().min(1),
  phase: z.enum(['planned', 'in-service', 'releasing', 'released']),
  addresses: z.record(z.string(), z.string()),
  network: z.string(),
  content: text,
  erase: text,
  reason: text,
  adopted,
});
const Machine = z.strictObject({
  shard: z.int().min(1),
  phase: z.enum(['planned', 'in-service', 'leaving']),
  tenant: text,
  claim: text,
  erased: text,
  abandoned: text,
  bootMac: text,
  adopted,
});

const sections = {
  stacks: z.strictObject({ provisioner: text }),
  machines: Machine,
  numbers: z.strictObject({ pool: z.string(), value: z.int() }),
  slots: Slot,
  tombstones: z.strictObject({ reason: z.string() }),
} as const;
type Section = keyof typeof sections;
const sectionNames = Object.keys(sections) as readonly Section[];

type Fields = Readonly<Record<string, unknown>>;

/** Eight hexadecimal digits over a line: enough to notice an edit, no protection against one who recomputes it. */
function sumOf(key: string, body: string): string {
  return createHash('sha256').update(`${key}\n${body}`).digest('hex').slice(0, 8);
}

/** JSON with sorted inner keys and no nulls. JSON is YAML, so editors and readers see one YAML map a line. */
function bodyOf(fields: Fields): string {
  const kept = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return JSON.stringify(Object.fromEntries(kept), (key, value: unknown) =>
    key === 'addresses' || key === 'adopted'
      ? Object.fromEntries(Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function lineOf(key: string, fields: Fields): string {
  const body = bodyOf(fields);
  const sum = `"sum":"${sumOf(key, body)}"`;
  return `  ${JSON.stringify(key)}: ${body === '{}' ? `{${sum}}` : `${body.slice(0, -1)},${sum}}`}`;
}

function slotFields({ name, asset, ...slot }: LockSlot): readonly [string, Fields] {
  const { cluster, pool, number, generation, phase, shard, addresses, network, content, erase, ...rest } =
    slot;
  const { reason, adopted } = rest;
  return [
    name,
    {
      cluster,
      pool,
      number,
      machine: asset,
      generation,
      phase,
      shard,
      addresses,
      network,
      content,
      erase,
      reason,
      adopted,
    },
  ];
}

function machineFields({ asset, ...machine }: LockMachine): readonly [string, Fields] {
  const { shard, phase, tenant, claim, erased, abandoned, bootMac, adopted } = machine;
  return [asset, { shard, phase, tenant, claim, erased, abandoned, bootMac, adopted }];
}

/** Prints a lock: one line a slot and a machine, sorted, so that branches merge by lines. Same content, same bytes. */
export function printLock(unsorted: Lock): string {
  const lock = sortLock(unsorted);
  const lines: Readonly<Record<Section, readonly (readonly [string, Fields])[]>> = {
    stacks: lock.stacks.map((name) => [
      name,
      name === stackNames.network(lock.site) ? { provisioner: lock.provisioner } : {},
    ]),
    machines: lock.machines.map(machineFields),
    numbers: lock.numbers.map(({ key, pool, value }) => [key, { pool, value }]),
    slots: lock.slots.map(slotFields),
    tombstones: lock.tombstones.map(({ key, reason }) => [key, { reason }]),
  };
  const out = [...header(lock.site), `version: ${lock.formatVersion}`, `site: ${JSON.stringify(lock.site)}`];
  for (const name of sectionNames) {
    out.push(`${name}:`, ...lines[name].map(([key, fields]) => lineOf(key, fields)));
  }
  return `${out.join('\n')}\n`;
}

/**
 * Reads a lock. All that is wrong is reported with its line; a lock with any error is not used, so that nothing
 * is ever allocated anew because a line was damaged.
 *
 * @param file path for positions, e.g. `locks/dc1.yaml`
 */
export function parseLock(
  source: string,
  site: string,
  file: string,
): { readonly lock: Lock | null; readonly issues: readonly Issue[] } {
  const lines = source.replace(/^\uFEFF/, '').split(/\r?\n/);
  const issues: Issue[] = [];
  const report: Report = (code, message, line, hint) => {
    issues.push({
      code,
      severity: 'error',
      message,
      at: { document: `lock/${site}`, path: [] },
      position: { file, line, column: 1 },
      hint,
    });
  };
  const conflict = lines.findIndex((line) => /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/.test(line));
  if (conflict >= 0) {
    report(
      'lock/conflict',
      'the lock holds the markers of an unfinished merge',
      conflict + 1,
      `take one side whole (git checkout --ours ${file}), then run rackform lock --onto <the other branch>`,
    );
    return { lock: null, issues };
  }
  const version = Number(/^version: (\d+)$/m.exec(source)?.[1] ?? Number.NaN);
  if (version > FORMAT_VERSION) {
    report(
      'lock/newer',
      `the lock has format ${version}, and this rackform reads up to ${FORMAT_VERSION}`,
      lineWith(lines, 'version:'),
      'update rackform',
    );
    return { lock: null, issues };
  }
  if (version !== FORMAT_VERSION)
    report('lock/edited', 'the lock names no known format version', lineWith(lines, 'version:'), restore);
  if (!lines.includes(`site: ${JSON.stringify(site)}`)) {
    report(
      'lock/edited',
      `the lock is not one of site ${JSON.stringify(site)}`,
      lineWith(lines, 'site:'),
      restore,
    );
  }
  const read = readSections(lines, report);
  if (issues.length > 0) return { lock: null, issues };
  const lock = toLock(site, read);
  reportClashes(lock, lines, report);
  return issues.length > 0 ? { lock: null, issues } : { lock, issues: [] };
}

type Report = (code: string, message: string, line: number, hint: string) => void;
const restore = 'restore it from version control; allocations change by way of rackform lock only';

function lineWith(lines: readonly string[], start: string): number {
  return (
    Math.max(
      lines.findIndex((line) => line.startsWith(start)),
      0,
    ) + 1
  );
}

type Read = Record<Section, { readonly key: string; readonly fields: Fields }[]>;

function readSections(lines: readonly string[], report: Report): Read {
  const read: Read = { stacks: [], machines: [], numbers: [], slots: [], tombstones: [] };
  const seen = new Set<string>();
  let section: Section | null = null;
  lines.forEach((line, index) => {
    if (line === '' || line.startsWith('#') || /^(?:version|site): /.test(line)) return;
    const name = sectionNames.find((candidate) => line === `${candidate}:`);
    if (name !== undefined) {
      section = name;
      seen.add(name);
      return;
    }
    const parsed = section === null ? null : readLine(section, line);
    if (section === null || parsed === null) {
      const key = /^ {2}"([^"]*)"/.exec(line)?.[1];
      report(
        'lock/edited',
        key === undefined
          ? 'this line of the lock is none that rackform writes'
          : `the line of ${JSON.stringify(key)} was changed by hand`,
        index + 1,
        restore,
      );
    } else if (seen.has(`${section}/${parsed.key}`)) {
      report('lock/conflict', `${JSON.stringify(parsed.key)} stands in the lock twice`, index + 1, merged);
    } else {
      seen.add(`${section}/${parsed.key}`);
      read[section].push(parsed);
    }
  });
  for (const name of sectionNames) {
    if (!seen.has(name))
      report('lock/edited', `the lock has no section ${JSON.stringify(name)}`, lines.length, restore);
  }
  return read;
}

/** One line, or null where it is not as it was written. */
function readLine(section: Section, line: string): { readonly key: string; readonly fields: Fields } | null {
  const match = /^ {2}("[^"\\]+"): (\{.*\})$/.exec(line);
  if (match === null) return null;
  const json = match[2] ?? '';
  const withSum = /^(.*?),?"sum":"([0-9a-f]{8})"\}$/.exec(json);
  if (withSum === null) return null;
  const body = `${withSum[1]}}`;
  const key = JSON.parse(match[1] ?? '""') as string;
  if (sumOf(key, body) !== withSum[2]) return null;
  const parsed = sections[section].safeParse(JSON.parse(body));
  return parsed.success ? { key, fields: parsed.data } : null;
}

function toLock(site: string, read: Read): Lock {
  return sortLock({
    formatVersion: FORMAT_VERSION,
    site,
    provisioner: provisionerOf(site, read),
    stacks: read.stacks.map(({ key }) => key),
    machines: read.machines.map(
      ({ key, fields }) =>
        ({
          asset: key,
          ...nothingOfMachine,
          ...(fields as z.output<typeof Machine>),
        }) as LockMachine,
    ),
    numbers: read.numbers.map(({ key, fields }) => ({ key, ...(fields as { pool: string; value: number }) })),
    slots: read.slots.map(({ key, fields }) => {
      const { machine, ...slot } = fields as z.output<typeof Slot>;
      const blank = { content: null, erase: null, reason: null, adopted: null };
      return { name: key, asset: machine, ...blank, ...slot } as LockSlot;
    }),
    tombstones: read.tombstones.map(({ key, fields }) => ({
      key,
      reason: (fields as { reason: string }).reason,
    })),
  });
}

/** Stands with the network stack, which every site has from its first lock on. */
function provisionerOf(site: string, read: Read): string | null {
  const network = read.stacks.find(({ key }) => key === stackNames.network(site));
  const fields = network?.fields as z.output<typeof sections.stacks> | undefined;
  return fields?.provisioner ?? null;
}

const merged =
  'two branches took the same: on the branch that is not merged yet, run rackform lock --onto <base branch>';

/** A merge by lines can be clean for git and still give one thing to two. */
function reportClashes(lock: Lock, lines: readonly string[], report: Report): void {
  const holders = new Map<string, string>();
  const take = (slot: string, what: string) => {
    const holder = holders.get(what);
    if (holder === undefined) holders.set(what, slot);
    else
      report(
        'lock/conflict',
        `${slot} and ${holder} both hold ${what}`,
        lineWith(lines, `  "${slot}":`),
        merged,
      );
  };
  for (const slot of lock.slots) {
    take(slot.name, `machine ${slot.asset}`);
    for (const [network, address] of Object.entries(slot.addresses))
      take(slot.name, `${address} on ${network}`);
  }
  // A line that was taken out leaves the other side of its claim behind.
  const slots = new Set(lock.slots.map((slot) => slot.name));
  for (const machine of lock.machines) {
    if (machine.claim !== null && !slots.has(machine.claim)) {
      report(
        'lock/edited',
        `machine ${machine.asset} is claimed by ${machine.claim}, whose line is missing`,
        lineWith(lines, `  "${machine.asset}":`),
        restore,
      );
    }
  }
  const claims = new Map(lock.machines.map((machine) => [machine.asset, machine.claim]));
  for (const slot of lock.slots) {
    if (claims.get(slot.asset) !== slot.name) {
      report(
        'lock/edited',
        `${slot.name} holds machine ${slot.asset}, whose line does not say so`,
        lineWith(lines, `  "${slot.name}":`),
        restore,
      );
    }
  }
}
