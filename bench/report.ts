import { type Measured, type PartsMeasured, type RackformMeasured, type Stage, stages } from './child.js';

/**
 * Most that rackform may take of what the plain program takes, from 1,000 machines on. On a small site half a second
 * of checks that run for the first time counts for more.
 */
export const gates = { time: 1.3, heap: 1.5 } as const;

/** All runs at one size of fleet. */
export interface Runs {
  readonly machines: number;
  readonly stacks: number;
  readonly rackform: readonly RackformMeasured[];
  readonly plain: readonly Measured[];
  readonly parts: PartsMeasured | null;
}

/** Medians at one size of fleet. */
export interface Result {
  readonly machines: number;
  readonly stacks: number;
  readonly runs: number;
  readonly rackform: Measured;
  readonly plain: Measured;
  readonly ratio: { readonly time: number; readonly cpu: number; readonly heap: number };
  readonly stagesMs: Readonly<Record<Stage, number>>;
  readonly parts: PartsMeasured | null;
  readonly isWithinGates: boolean;
}

/** The one in the middle; of an even number the mean of the two there. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function medians(runs: readonly Measured[]): Measured {
  return {
    wallMs: median(runs.map((run) => run.wallMs)),
    cpuMs: median(runs.map((run) => run.cpuMs)),
    heapMB: median(runs.map((run) => run.heapMB)),
  };
}

/** Medians of all runs, and whether they are within the gates. */
export function resultOf({ machines, stacks, rackform, plain, parts }: Runs): Result {
  const ours = medians(rackform);
  const theirs = medians(plain);
  const ratio = {
    time: ours.wallMs / theirs.wallMs,
    cpu: ours.cpuMs / theirs.cpuMs,
    heap: ours.heapMB / theirs.heapMB,
  };
  const taken = stages.map((stage) => [stage, median(rackform.map((run) => run.stages[stage]))]);
  return {
    machines,
    stacks,
    runs: rackform.length,
    rackform: ours,
    plain: theirs,
    ratio,
    stagesMs: Object.fromEntries(taken) as Record<Stage, number>,
    parts,
    isWithinGates: ratio.time <= gates.time && ratio.heap <= gates.heap,
  };
}

export const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
export const megabytes = (mb: number) => `${Math.round(mb)} MB`;
export const times = (ratio: number) => `${ratio.toFixed(2)} x`;
export const count = (value: number) => value.toLocaleString('en');

/** The results as text for people. */
export function printResults(results: readonly Result[]): string {
  const main = results.flatMap(({ machines, rackform, plain, ratio }) => [
    [
      count(machines),
      'time',
      seconds(rackform.wallMs),
      seconds(plain.wallMs),
      times(ratio.time),
      times(gates.time),
    ],
    ['', 'heap', megabytes(rackform.heapMB), megabytes(plain.heapMB), times(ratio.heap), times(gates.heap)],
    ['', 'processor', seconds(rackform.cpuMs), seconds(plain.cpuMs), times(ratio.cpu), ''],
  ]);
  const staged = results.map(({ machines, stagesMs }) => [
    count(machines),
    ...stages.map((stage) => `${Math.round(stagesMs[stage])} ms`),
  ]);
  const parts = results.flatMap(({ machines, parts: of, rackform }) =>
    of === null
      ? []
      : [
          [
            count(machines),
            count(of.stacks),
            seconds(of.wallMs),
            megabytes(of.modelMB),
            megabytes(of.peakMB - of.modelMB),
            megabytes(rackform.heapMB - of.modelMB),
          ],
        ],
  );
  const text = [
    table(['machines', '', 'rackform', 'plain CDKTF', 'ratio', 'at most'], main),
    table(['machines', ...stages], staged),
    ...(parts.length === 0
      ? []
      : [table(['machines', 'stacks one by one', 'time', 'model', 'one stack, most', 'all stacks'], parts)]),
    results.every((result) => result.isWithinGates) ? 'within the gates' : 'OVER THE GATES',
  ];
  return `${text.join('\n\n')}\n`;
}

/** Columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padStart(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
