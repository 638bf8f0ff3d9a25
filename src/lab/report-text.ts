import { printMoment, printTime } from './events.js';
import type { LabReport, MachineReport, RunReport } from './report.js';
import { after, type Span, type Step } from './steps.js';

/** A length with its range, e.g. `31 m 20 s (18 m 05 s to 1 h 02 m)`. */
export function printSpan({ low, typical, high }: Span): string {
  const length = printTime(typical);
  const [from, to] = [printTime(low), printTime(high)];
  return from === to ? length : `${length} (${from} to ${to})`;
}

/** Steps of one name together, from the longest. */
function together(steps: readonly Step[]): readonly Step[] {
  const byName = new Map<string, Span>();
  for (const { name, ...span } of steps) byName.set(name, after(byName.get(name) ?? after(), span));
  return [...byName]
    .map(([name, span]) => ({ name, ...span }))
    .sort((one, other) => other.typical - one.typical);
}

/** Steps named one by one before the rest is summed up. */
const namedSteps = 5;

function machineLines({ machine, took, operations }: MachineReport): readonly string[] {
  const steps = together(operations.flatMap((one) => one.steps)).filter(({ high }) => high > 0);
  const named = steps.slice(0, namedSteps).map(({ name, typical }) => `${name} ${printTime(typical)}`);
  const rest = after(...steps.slice(namedSteps));
  const all = steps.length > namedSteps ? [...named, `other ${printTime(rest.typical)}`] : named;
  const failed = operations.filter(({ refused }) => refused !== null);
  return [
    `  ${machine.padEnd(18)} ${printSpan(took)}`,
    `  ${''.padEnd(18)} ${all.join(', ')}`,
    ...failed.map(
      ({ operation, refused, start }) =>
        `  ${''.padEnd(18)} ${operation} failed at ${printMoment(start)}: ${refused}`,
    ),
  ];
}

function runLines(report: RunReport, shown: number): readonly string[] {
  const { run, start, took, operations, refused, parallel, longest, machines } = report;
  const failures = refused === 0 ? '' : `, ${refused} failed`;
  const more = machines.length - shown;
  return [
    `run ${run} at ${printMoment(start)}: ${printSpan(took)}`,
    `  ${operations} operations${failures}; at most ${parallel.most} at once, ${parallel.mean} in the mean`,
    ...(longest === null ? [] : [`  longest: ${longest}`]),
    ...machines.slice(0, shown).flatMap(machineLines),
    ...(more > 0 ? [`  and ${more} machines that took less`] : []),
  ];
}

/**
 * The report for people: typical lengths, and their range from a good day to a bad one.
 *
 * @param shown machines of each run that are listed. Default: 20
 */
export function printReport({ took, runs }: LabReport, shown = 20): string {
  if (runs.length === 0) return 'nothing was applied in this lab yet\n';
  const lines = runs.flatMap((run) => [...runLines(run, shown), '']);
  return `${[...lines, `all on the metal: ${printSpan(took)}`].join('\n')}\n`;
}
