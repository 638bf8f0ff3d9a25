import { describe, expect, test } from 'vitest';
import { configuration, type Subject } from '../../bench/lab/configuration.js';
import { labOptionsOf } from '../../bench/lab/options.js';
import { labGate, type Phase, printLab, resultOfLab, type Sample } from '../../bench/lab/report.js';

const resources = (subject: Subject, machines: number) =>
  (
    JSON.parse(configuration(subject, machines)) as {
      readonly resource: Readonly<
        Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
      >;
    }
  ).resource;

describe('what is planned', () => {
  test('is one block a machine, with the same values for the lab and for terraform_data', () => {
    const machines = resources('lab', 2000)['maas_machine'] ?? {};
    const data = resources('terraform_data', 2000)['terraform_data'] ?? {};
    expect(Object.keys(machines)).toHaveLength(2000);
    expect(Object.values(data).map(({ input }) => input)).toEqual(Object.values(machines));
  });

  test('has no host name, MAC or address twice', () => {
    const machines = Object.values(resources('lab', 2000)['maas_machine'] ?? {});
    for (const name of ['hostname', 'pxe_mac_address', 'power_parameters'])
      expect(new Set(machines.map((machine) => machine[name])).size).toBe(2000);
  });
});

const phase = (wallMs: number, cpuMs: number | null = 1000): Phase => ({
  terraform: { wallMs, cpuMs, peakMB: cpuMs === null ? null : 100 },
  lab: { cpuMs: 300, peakMB: 80 },
});
const sample = (planMs: number, cpuMs: number | null = 1000): Sample => ({
  plan: phase(planMs, cpuMs),
  apply: phase(1000, cpuMs),
  refresh: phase(1000, cpuMs),
  heapBytes: 50_000,
});
const resultWith = (...lab: readonly Sample[]) =>
  resultOfLab({ machines: 2000, applied: 500, lab, terraformData: lab.map(() => sample(1000)) });

describe('the gate of the lab', () => {
  test('lets through what is on it, and stops what is over it', () => {
    expect(resultWith(sample(1000 * labGate)).isWithinGates).toBe(true);
    expect(resultWith(sample(1000 * labGate + 1)).isWithinGates).toBe(false);
    expect(printLab(resultWith(sample(1000 * labGate + 1)))).toMatch(/OVER THE GATES\n$/);
  });

  test('goes by the median, so that one slow run decides nothing', () => {
    expect(resultWith(sample(1000), sample(9000), sample(1100)).phases.plan.ratio).toBeCloseTo(1.1);
  });

  test('comes with the share of the lab in the time, and with what a machine takes', () => {
    const { phases, bytesPerMachine } = resultWith(sample(1500));
    expect(phases.plan.labShare).toBeCloseTo(0.2);
    expect(bytesPerMachine).toBe(100);
  });

  test('says where the system does not tell what a process takes', () => {
    const { phases } = resultWith(sample(1000), sample(1000, null));
    expect(phases.plan.terraformCpuMs).toBeNull();
    expect(phases.plan.terraformDataCpuMs).toBe(1000);
    expect(printLab(resultWith(sample(1000, null)))).toMatch(/plan, all new +80 MB +\? +100 MB/);
  });
});

describe('the options', () => {
  test('have defaults, and may be changed', () => {
    expect(labOptionsOf([])).toEqual({
      machines: 2000,
      applied: 500,
      runs: 5,
      terraform: 'terraform',
      isJson: false,
    });
    expect(labOptionsOf(['--runs', '3', '--terraform', '/bin/tofu', '--json'])).toMatchObject({
      runs: 3,
      terraform: '/bin/tofu',
      isJson: true,
    });
  });

  test.each([
    [['--machines', 'many'], '--machines "many" is not a number from 1 to 99999'],
    [['--runs', '0'], '--runs "0" is not a number from 1 to 99999'],
    [['--parts'], /^Unknown option '--parts'/],
  ])('that are wrong are said: %j', (args, message) => {
    expect(labOptionsOf(args)).toMatch(message);
  });
});
