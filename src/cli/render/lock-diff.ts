import { addressOn } from '../../model/lock/lock.js';
import type { Lock, LockMachine, LockNumber, LockSlot } from '../../model/lock/lock-types.js';
import { inert } from './inert.js';
import type { Style } from './style.js';
import { counted, table } from './table.js';

/** A thing in two locks: absent on one side where it came or went. */
interface Pair<T> {
  readonly name: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** What changed from one lock to the next, by identity. */
export interface LockDiff {
  readonly slots: readonly Pair<LockSlot>[];
  readonly machines: readonly Pair<LockMachine>[];
  readonly numbers: readonly Pair<LockNumber>[];
  readonly stacks: readonly Pair<string>[];
  readonly tombstones: readonly Pair<string>[];
}

function pairs<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
): readonly Pair<T>[] {
  const old = new Map(before.map((item) => [nameOf(item), item]));
  const now = new Map(after.map((item) => [nameOf(item), item]));
  return [...new Set([...now.keys(), ...old.keys()])]
    .map((name) => ({ name, before: old.get(name), after: now.get(name) }))
    .filter((pair) => JSON.stringify(pair.before) !== JSON.stringify(pair.after));
}

/** Compares two locks; null is one where nothing was decided. */
export function diffLocks(before: Lock | null, after: Lock): LockDiff {
  const gone = (lock: Lock | null) => (lock?.tombstones ?? []).map(({ key, reason }) => `${key}\0${reason}`);
  return {
    slots: pairs(before?.slots ?? [], after.slots, ({ name }) => name),
    machines: pairs(before?.machines ?? [], after.machines, ({ asset }) => asset),
    numbers: pairs(before?.numbers ?? [], after.numbers, ({ key }) => key),
    stacks: pairs(before?.stacks ?? [], after.stacks, (name) => name),
    tombstones: pairs(gone(before), gone(after), (line) => line),
  };
}

/** True where nothing changed. */
export function isEmptyDiff(diff: LockDiff): boolean {
  return Object.values(diff).every((list: readonly unknown[]) => list.length === 0);
}

function addressChanges(before: LockSlot, after: LockSlot): readonly string[] {
  const networks = [...new Set([...Object.keys(before.addresses), ...Object.keys(after.addresses)])].sort();
  return networks
    .filter((network) => addressOn(before.addresses, network) !== addressOn(after.addresses, network))
    .map((network) => {
      const [old, now] = [before, after].map(({ addresses }) => addressOn(addresses, network) ?? 'none');
      return `${network} ${old} -> ${now}`;
    });
}

/** What changed about a slot, in words. */
function slotChanges(before: LockSlot, after: LockSlot): readonly string[] {
  const scalar = (name: string, key: 'asset' | 'generation' | 'shard' | 'phase') =>
    before[key] === after[key] ? [] : [`${name} ${before[key]} -> ${after[key]}`];
  const changes = [
    ...scalar('machine', 'asset'),
    ...scalar('generation', 'generation'),
    ...scalar('phase', 'phase'),
    ...scalar('claim shard', 'shard'),
    ...addressChanges(before, after),
    ...(after.reason !== null && before.reason !== after.reason ? [`reason: ${after.reason}`] : []),
    ...(after.erase !== null && before.erase !== after.erase ? [`state erases: ${after.erase}`] : []),
  ];
  return changes.length > 0 ? changes : ['digest of its content or network'];
}

type Row = readonly [sign: string, name: string, ...cells: string[]];

function slotRow({ name, before, after }: Pair<LockSlot>): Row {
  if (after === undefined) return ['-', name, `was on ${before?.asset}`];
  if (before === undefined) {
    return ['+', name, `on ${after.asset}`, addressList(after.addresses), `claim shard ${after.shard}`];
  }
  return ['~', name, slotChanges(before, after).join(', ')];
}

function machineChanges(before: LockMachine, after: LockMachine): readonly string[] {
  const told = (name: string, was: string | null, is: string | null) =>
    was === is ? [] : [`${name} ${was ?? 'none'} -> ${is ?? 'none'}`];
  return [
    ...told('phase', before.phase, after.phase),
    ...told('held by', before.claim, after.claim),
    ...told('tenant', before.tenant, after.tenant),
    ...told('erased', before.erased, after.erased),
    ...told('abandoned', before.abandoned, after.abandoned),
    ...told('enrolment shard', String(before.shard), String(after.shard)),
  ];
}

/** Rails are many and alike, so of them the range is told: the lock file has each. */
function addressList(addresses: LockSlot['addresses']): string {
  const all = Object.entries(addresses).map(([network, address]) => `${network} ${address}`);
  return all.length <= 3 ? all.join(', ') : `${all.slice(0, 2).join(', ')} and ${all.length - 2} more`;
}

/** New machines as one row a shard, since a site has thousands; the others one by one. */
function machineRows(machines: LockDiff['machines']): readonly Row[] {
  const byShard = new Map<number, string[]>();
  const rows: Row[] = [];
  for (const { name, before, after } of machines) {
    if (before === undefined && after !== undefined) {
      byShard.set(after.shard, [...(byShard.get(after.shard) ?? []), name]);
    } else if (before !== undefined && after === undefined) {
      rows.push(['-', name, `was in enrolment shard ${before.shard}`]);
    } else if (before !== undefined && after !== undefined) {
      rows.push(['~', name, machineChanges(before, after).join(', ')]);
    }
  }
  const added = [...byShard].map(([shard, names]): Row => {
    const first = names.length === 1 ? names[0] : `${names[0]} to ${names.at(-1)}`;
    return ['+', counted(names.length, 'machine'), `${first}`, `enrolment shard ${shard}`];
  });
  return [...added, ...rows];
}

function numberRow({ name, before, after }: Pair<LockNumber>): Row {
  if (after === undefined) return ['-', name, `was ${before?.value}`];
  if (before === undefined) return ['+', name, `${after.value} from pool ${after.pool}`];
  return ['~', name, `${before.value} -> ${after.value} from pool ${after.pool}`];
}

function plainRow({ name, after }: Pair<string>): Row {
  return [after === undefined ? '-' : '+', name.replace('\0', ': ')];
}

function section(title: string, rows: readonly Row[], style: Style, limit: number): string {
  if (rows.length === 0) return '';
  const paints: Readonly<Record<string, (text: string) => string>> = {
    '+': style.good,
    '-': style.error,
    '~': style.warning,
  };
  const listed = rows.slice(0, limit).map(([sign, ...cells]) => [`  ${sign}`, ...cells.map(inert)]);
  const rest = rows.length - listed.length;
  const lines = table(listed, (cell, column) =>
    column === 0 ? (paints[cell.trim()]?.(cell) ?? cell) : cell,
  );
  return `${style.title(title)}\n${lines}${rest > 0 ? `    and ${rest} more\n` : ''}`;
}

/** The changes for people, by kind, at most 200 lines of each. */
export function renderLockDiff(diff: LockDiff, style: Style, limit = 200): string {
  return [
    section('slots', diff.slots.map(slotRow), style, limit),
    section('machines', machineRows(diff.machines), style, limit),
    section('numbers', diff.numbers.map(numberRow), style, limit),
    section('stacks', diff.stacks.map(plainRow), style, limit),
    section('gone for good', diff.tombstones.map(plainRow), style, limit),
  ].join('');
}
