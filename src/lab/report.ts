import type { LabEvent, OperationEvent } from './events.js';
import { Placement } from './placement.js';
import { after, noTime, type Span, type Step } from './steps.js';

/** One operation on a machine, with what it took. */
export interface OperationReport {
  /** As `maas_instance.create`. */
  readonly operation: string;
  readonly refused: string | null;
  /** Virtual time at which it began, in milliseconds since the lab began. */
  readonly start: number;
  readonly took: Span;
  readonly steps: readonly Step[];
}

/** What one machine went through in a run. */
export interface MachineReport {
  readonly machine: string;
  /** Its operations alone, waiting for others aside. */
  readonly took: Span;
  readonly operations: readonly OperationReport[];
}

/** One run of Terraform: what it would have taken on the metal. */
export interface RunReport {
  readonly run: number;
  readonly start: number;
  readonly took: Span;
  readonly operations: number;
  readonly refused: number;
  /** Most operations at once, and how many there were at a time over the whole run. */
  readonly parallel: { readonly most: number; readonly mean: number };
  /** Name of the machine that took longest; null where the run is about none. */
  readonly longest: string | null;
  /** From the one that took longest. */
  readonly machines: readonly MachineReport[];
}

/** How long what was applied in a lab would have taken on the metal. All lengths are milliseconds. */
export interface LabReport {
  readonly formatVersion: 1;
  /** All runs after one another. */
  readonly took: Span;
  readonly runs: readonly RunReport[];
}

type End = keyof Span;
const ends: readonly End[] = ['low', 'typical', 'high'];

function lengthOf(steps: readonly Step[], end: End): number {
  return steps.reduce((sum, step) => sum + step[end], 0);
}

/**
 * Places the operations of a run anew, as they began and ended, with another length of their steps.
 *
 * @returns the time from the beginning to the end of the last
 */
function placed(operations: readonly OperationEvent[], workers: number, end: End): number {
  const placement = new Placement(0, workers);
  const over = new Map<number, number>();
  const moments = operations.flatMap((one) => [
    { tick: one.began, begins: true, one },
    { tick: one.ended, begins: false, one },
  ]);
  for (const { begins, one } of moments.sort((left, right) => left.tick - right.tick)) {
    if (begins) {
      const ready = Math.max(0, ...one.waitedFor.map((began) => over.get(began) ?? 0));
      over.set(one.began, placement.begin(ready) + lengthOf(one.steps, end));
    } else placement.end(over.get(one.began) ?? 0);
  }
  return Math.max(0, ...over.values());
}

function parallelIn(operations: readonly OperationEvent[], length: number): RunReport['parallel'] {
  const moments = operations
    .flatMap(({ start, end }) => [
      { at: start, by: 1 },
      { at: end, by: -1 },
    ])
    // What ends makes room for what begins at the same time.
    .sort((one, other) => one.at - other.at || one.by - other.by);
  let [now, most] = [0, 0];
  for (const { by } of moments) {
    now += by;
    most = Math.max(most, now);
  }
  const busy = operations.reduce((sum, { start, end }) => sum + end - start, 0);
  return { most, mean: length === 0 ? 0 : Math.round((busy / length) * 10) / 10 };
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function operationReport({ request, refused, start, steps }: OperationEvent): OperationReport {
  return { operation: request, refused, start, took: after(...steps), steps };
}

function runReport(run: number, operations: readonly OperationEvent[], workers: number): RunReport {
  const start = Math.min(...operations.map((one) => one.start));
  const length = Math.max(...operations.map(({ end }) => end)) - start;
  const [low = 0, typical = 0, high = 0] = ends.map((end) => placed(operations, workers, end));
  const onMachines = operations.filter(({ subject }) => subject.machine !== undefined);
  const machines = [...groupBy(onMachines, ({ subject }) => subject.machine ?? '')]
    .map(([machine, own]): MachineReport => {
      const reports = own.map(operationReport).sort((one, other) => one.start - other.start);
      return { machine, took: after(...reports.map(({ took }) => took)), operations: reports };
    })
    .sort((one, other) => other.took.typical - one.took.typical || (one.machine < other.machine ? -1 : 1));
  return {
    run,
    start,
    took: { low, typical, high },
    operations: operations.length,
    refused: operations.filter(({ refused }) => refused !== null).length,
    parallel: parallelIn(operations, length),
    longest: machines[0]?.machine ?? null,
    machines,
  };
}

/**
 * How long what happened in a lab would have taken on the metal.
 *
 * @param workers operations that one Terraform runs at a time. Default: 10, as Terraform does
 */
export function labReport(events: readonly LabEvent[], workers = 10): LabReport {
  const operations = events.filter((event) => event.type === 'operation');
  const runs = [...groupBy(operations, ({ run }) => run)]
    .sort(([one], [other]) => one - other)
    .map(([run, own]) => runReport(run, own, workers));
  return {
    formatVersion: 1,
    took: runs.length === 0 ? noTime : after(...runs.map(({ took }) => took)),
    runs,
  };
}
