import { afterEach, expect, test } from 'vitest';
import { durationFigures } from '../../../src/facts/durations.js';
import { stepDurations } from '../../../src/facts/step-durations.js';
import { readEvents } from '../../../src/lab/event-file.js';
import { labReport } from '../../../src/lab/report.js';
import { printReport } from '../../../src/lab/report-text.js';
import { noScenario } from '../../../src/lab/scenario/parse.js';
import { durationsOf } from '../../../src/lab/steps.js';
import { cluster } from '../scenario/cluster.js';
import { type LabWorkspace, openLabWorkspace } from '../support/workspace.js';

const minute = 60_000;
let work: LabWorkspace | undefined;
afterEach(() => work?.close());

test('every figure goes from low over typical to high, and has a source', () => {
  for (const { low, typical, high, source } of Object.values(stepDurations)) {
    expect(low).toBeLessThanOrEqual(typical);
    expect(typical).toBeLessThanOrEqual(high);
    expect(source).not.toBe('');
  }
});

test('what is slow here is what time limits are made from', () => {
  const { inspection, hardwareTests, overwriteNvme, imageWrite, firstBoot } = stepDurations;
  expect(inspection.high + hardwareTests.high).toBe(durationFigures.inspection.value);
  expect(1000 / overwriteNvme.high).toBe(durationFigures.overwriteNvme.value);
  expect([imageWrite.high, firstBoot.high]).toEqual([10, 10]);
});

test('figures of a user: one number for all three, or one of them with the others made to fit', () => {
  const durations = durationsOf({ imageWrite: 7, firstBoot: { typical: 20 }, selfTest: { low: 1 } });
  const exact = 7 * minute;
  expect(durations.span('imageWrite')).toEqual({ low: exact, typical: exact, high: exact });
  expect(durations.span('firstBoot')).toEqual({ low: minute, typical: 20 * minute, high: 20 * minute });
  expect(durations.span('selfTest')).toEqual({ low: minute, typical: 3 * minute, high: 5 * minute });
  expect(durations.span('overwriteHdd', 1000).typical).toBe(6250 * 1000);
});

test('tells for a real apply how long it would have taken: by machine, by step, and in all', async () => {
  // All but two figures are nothing, so that the sums can be made by heart.
  const nothing = Object.fromEntries(Object.keys(stepDurations).map((name) => [name, 0]));
  const durations = {
    ...nothing,
    inspection: { low: 2, typical: 10, high: 20 },
    firstBoot: { low: 1, typical: 5, high: 9 },
  };
  work = await openLabWorkspace(cluster(), { scenario: { ...noScenario, durations } });
  await work.apply();
  const report = labReport(work.lab.events);
  const [run] = report.runs;
  expect(report.runs).toHaveLength(1);
  expect(run?.took).toEqual({ low: 3 * minute, typical: 15 * minute, high: 29 * minute });
  expect(run?.machines.map(({ machine, took }) => [machine, took.typical])).toEqual([
    ['n1', 15 * minute],
    ['n2', 15 * minute],
  ]);
  expect(run).toMatchObject({ longest: 'n1', refused: 0 });
  expect(run?.parallel.most).toBeGreaterThanOrEqual(2);
  expect(printReport(report)).toContain('all on the metal: 15 m 00 s (3 m 00 s to 29 m 00 s)\n');
  await work.ok('plan', '-no-color');
  expect(labReport(work.lab.events)).toEqual(report);
}, 20_000);

test('one worker takes the machines one after another, two take them at once', () => {
  const events = [1, 2].map((began) => ({
    type: 'operation' as const,
    at: 0,
    request: 'maas_machine.create',
    subject: { machine: `n${began}` },
    refused: null,
    action: 'create' as const,
    resource: 'maas_machine',
    run: 1,
    began,
    ended: began + 2,
    waitedFor: [],
    start: 0,
    end: 10,
    steps: [{ name: 'step', low: 5, typical: 10, high: 20 }],
  }));
  expect(labReport(events, 2).took).toEqual({ low: 5, typical: 10, high: 20 });
  const inTurn = events.map((event, index) => ({ ...event, began: 1 + 2 * index, ended: 2 + 2 * index }));
  expect(labReport(inTurn, 1).took).toEqual({ low: 10, typical: 20, high: 40 });
});

test('a lab in which nothing was applied says so', () => {
  expect(printReport(labReport([]))).toBe('nothing was applied in this lab yet\n');
  expect(labReport([])).toEqual({ formatVersion: 1, took: { low: 0, typical: 0, high: 0 }, runs: [] });
  expect(readEvents('/nowhere')).toEqual([]);
});
