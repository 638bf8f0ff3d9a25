import { count, median, megabytes, seconds, table, times } from '../report.js';
import type { Took } from './terraform.js';

/**
 * Most that a plan of new machines may take of what the same number of `terraform_data` takes, which Terraform plans
 * in its own process.
 */
export const labGate = 3;

/** What the serving process used during one run of terraform, and its most memory so far. */
export interface Memory {
  readonly cpuMs: number;
  readonly peakMB: number;
}

/** One run of terraform; the lab is null for `terraform_data`. */
export interface Phase {
  readonly terraform: Took;
  readonly lab: Memory | null;
}

/** What is measured, in order. */
export const phases = ['plan', 'apply', 'refresh'] as const;
type PhaseName = (typeof phases)[number];

/** All phases once. Heap: how much more the lab holds after the apply. */
export type Sample = Readonly<Record<PhaseName, Phase>> & { readonly heapBytes: number };

/** All runs. */
export interface LabRuns {
  readonly machines: number;
  readonly applied: number;
  readonly lab: readonly Sample[];
  readonly terraformData: readonly Sample[];
}

/** Medians of one phase. Null: not to be had on this system. */
interface PhaseResult {
  readonly machines: number;
  readonly labMs: number;
  readonly terraformDataMs: number;
  readonly ratio: number;
  /** Processor time of terraform with the lab, and of the lab's own process. */
  readonly terraformCpuMs: number | null;
  readonly labCpuMs: number;
  /** Processor time of terraform with `terraform_data`. */
  readonly terraformDataCpuMs: number | null;
  /** Processor time of the lab's process as a part of the whole time. */
  readonly labShare: number;
  readonly terraformPeakMB: number | null;
  readonly terraformDataPeakMB: number | null;
  readonly labPeakMB: number;
}

/** Medians, and whether they are within the gate. */
export interface LabResult {
  readonly runs: number;
  readonly phases: Readonly<Record<PhaseName, PhaseResult>>;
  /** What the lab keeps of one machine that is there. */
  readonly bytesPerMachine: number;
  readonly isWithinGates: boolean;
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? median(known) : null;
}

function phaseOf(name: PhaseName, { machines, applied, lab, terraformData }: LabRuns): PhaseResult {
  const [ours, theirs] = [lab, terraformData].map((samples) => samples.map((sample) => sample[name])) as [
    Phase[],
    Phase[],
  ];
  const own = ours.map((phase) => phase.lab ?? { cpuMs: Number.NaN, peakMB: Number.NaN });
  const labMs = median(ours.map(({ terraform }) => terraform.wallMs));
  const terraformDataMs = median(theirs.map(({ terraform }) => terraform.wallMs));
  return {
    machines: name === 'plan' ? machines : applied,
    labMs,
    terraformDataMs,
    ratio: labMs / terraformDataMs,
    terraformCpuMs: medianOrNull(ours.map(({ terraform }) => terraform.cpuMs)),
    labCpuMs: median(own.map(({ cpuMs }) => cpuMs)),
    terraformDataCpuMs: medianOrNull(theirs.map(({ terraform }) => terraform.cpuMs)),
    labShare: median(own.map(({ cpuMs }, index) => cpuMs / (ours[index]?.terraform.wallMs ?? Number.NaN))),
    terraformPeakMB: medianOrNull(ours.map(({ terraform }) => terraform.peakMB)),
    terraformDataPeakMB: medianOrNull(theirs.map(({ terraform }) => terraform.peakMB)),
    labPeakMB: median(own.map(({ peakMB }) => peakMB)),
  };
}

/** Medians of all runs, and whether they are within the gate. */
export function resultOfLab(runs: LabRuns): LabResult {
  const plan = phaseOf('plan', runs);
  return {
    runs: runs.lab.length,
    phases: { plan, apply: phaseOf('apply', runs), refresh: phaseOf('refresh', runs) },
    bytesPerMachine: median(runs.lab.map(({ heapBytes }) => heapBytes)) / runs.applied,
    isWithinGates: plan.ratio <= labGate,
  };
}

const titles: Readonly<Record<PhaseName, string>> = {
  plan: 'plan, all new',
  apply: 'apply',
  refresh: 'plan, nothing to do',
};

const orUnknown = (value: number | null, print: (value: number) => string) =>
  value === null ? '?' : print(value);

/** The result as text for people. */
export function printLab({ phases: results, bytesPerMachine, isWithinGates, runs }: LabResult): string {
  const rows = phases.map((name) => {
    const { machines, labMs, terraformDataMs, ratio } = results[name];
    const gate = name === 'plan' ? times(labGate) : '';
    return [count(machines), titles[name], seconds(labMs), seconds(terraformDataMs), times(ratio), gate];
  });
  const shares = phases.map((name) => {
    const { labCpuMs, labShare, terraformCpuMs, terraformDataCpuMs, machines } = results[name];
    return [
      titles[name],
      seconds(labCpuMs),
      `${Math.round(labShare * 100)} %`,
      `${(labCpuMs / machines).toFixed(2)} ms`,
      orUnknown(terraformCpuMs, seconds),
      orUnknown(terraformDataCpuMs, seconds),
    ];
  });
  const memory = phases.map((name) => {
    const { labPeakMB, terraformPeakMB, terraformDataPeakMB } = results[name];
    return [
      titles[name],
      megabytes(labPeakMB),
      orUnknown(terraformPeakMB, megabytes),
      orUnknown(terraformDataPeakMB, megabytes),
    ];
  });
  const text = [
    table(['machines', '', 'lab', 'terraform_data', 'ratio', 'at most'], rows),
    table(['processor', 'lab', 'of the time', 'a machine', 'terraform', 'with terraform_data'], shares),
    table(['most memory', 'lab', 'terraform', 'with terraform_data'], memory),
    `the lab keeps ${count(Math.round(bytesPerMachine))} bytes of a machine; medians of ${runs} runs`,
    isWithinGates ? 'within the gates' : 'OVER THE GATES',
  ];
  return `${text.join('\n\n')}\n`;
}
