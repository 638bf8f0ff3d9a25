import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openMemory } from '../../../src/lab/memory.js';
import { fits } from '../../../src/lab/scenario/chance.js';
import { noScenario, type Scenario } from '../../../src/lab/scenario/parse.js';
import { FaultPicker } from '../../../src/lab/scenario/picker.js';
import type { Fault } from '../../../src/lab/scenario/schema.js';

const profiles: Readonly<Record<string, string>> = { n1: 'dgx-h100', n2: 'storage-2u' };

function picker(scenario: Partial<Scenario>, state: string | null = null): FaultPicker {
  const memory = openMemory(state, false);
  return new FaultPicker(
    { ...noScenario, ...scenario },
    memory,
    { add: () => {} },
    (name) => profiles[name] ?? null,
  );
}

interface Call {
  readonly machine: string;
  readonly name: string;
}

/** Which calls fail, as `machine request nth`. */
function failing(
  faults: FaultPicker,
  calls: readonly Call[],
  kind: Fault['kind'] = 'api-conflict',
): readonly string[] {
  const counts = new Map<string, number>();
  return calls.flatMap(({ machine, name }) => {
    const key = `${machine} ${name}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return faults.pick(kind, { machine, name, now: 0 }).length > 0 ? [`${key} ${nth}`] : [];
  });
}

const repeated = (count: number, call: Call) => Array.from({ length: count }, () => call);
const deploy = (machine: string): Call => ({ machine, name: 'machine.deploy' });

describe('which calls fail', () => {
  test('is the same for a seed, in whatever order Terraform goes through its resources', () => {
    const calls = fc.array(
      fc.record({
        machine: fc.constantFrom('n1', 'n2', 'n3'),
        name: fc.constantFrom('machine.deploy', 'machine.release'),
      }),
      { maxLength: 40 },
    );
    const order = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(calls, order, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (all, places, seed) => {
        const faults: readonly Fault[] = [{ kind: 'api-conflict', probability: 0.4, times: 2 }];
        const shuffled = all
          .map((call, index) => ({ call, place: places[index] ?? 0 }))
          .sort((one, other) => one.place - other.place)
          .map(({ call }) => call);
        const first = failing(picker({ seed, faults }), all);
        expect([...failing(picker({ seed, faults }), shuffled)].sort()).toEqual([...first].sort());
      }),
    );
  });

  test('differs between seeds, and a probability is about kept', () => {
    const faults: readonly Fault[] = [{ kind: 'api-conflict', probability: 0.3 }];
    const calls = repeated(2000, deploy('n1'));
    const [one, other] = [1, 2].map((seed) => failing(picker({ seed, faults }), calls));
    expect(one).not.toEqual(other);
    for (const failed of [one, other]) {
      expect(failed?.length).toBeGreaterThan(500);
      expect(failed?.length).toBeLessThan(700);
    }
  });

  test.each([
    [{ kind: 'deploy-fails' }, ['n1 machine.deploy 1']],
    [{ kind: 'deploy-fails', times: 2 }, ['n1 machine.deploy 1', 'n1 machine.deploy 2']],
    [{ kind: 'deploy-fails', call: 3 }, ['n1 machine.deploy 3']],
    [{ kind: 'deploy-fails', call: 3, times: 'always' }, ['n1 machine.deploy 3', 'n1 machine.deploy 4']],
    [{ kind: 'deploy-fails', machine: 'n*' }, ['n1 machine.deploy 1']],
    [{ kind: 'deploy-fails', machine: 'm?' }, []],
    [{ kind: 'deploy-fails', profile: 'dgx-*' }, ['n1 machine.deploy 1']],
    [{ kind: 'deploy-fails', profile: 'storage-*' }, []],
  ] satisfies [Fault, string[]][])('%o of four deployments of n1: %o', (fault, expected) => {
    expect(failing(picker({ faults: [fault] }), repeated(4, deploy('n1')), 'deploy-fails')).toEqual(expected);
  });

  test('is counted for each machine alone', () => {
    const calls = [deploy('n1'), deploy('n2'), deploy('n1'), deploy('n2')];
    expect(failing(picker({ faults: [{ kind: 'deploy-fails', call: 2 }] }), calls, 'deploy-fails')).toEqual([
      'n1 machine.deploy 2',
      'n2 machine.deploy 2',
    ]);
  });

  test('an outage goes on for its time from the first call, whatever is called', () => {
    const faults = picker({ faults: [{ kind: 'api-unavailable', for: '10m' }] });
    const isDown = (machine: string, minute: number) =>
      faults.pick('api-unavailable', { machine, name: 'machine.deploy', now: minute * 60_000 }).length > 0;
    expect(faults.lastOutageEnd()).toBe(0);
    expect([isDown('n1', 5), isDown('n2', 6), isDown('n1', 14), isDown('n1', 15), isDown('n3', 16)]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(faults.lastOutageEnd()).toBe(15 * 60_000);
  });

  test('what is used up stays so in a lab that goes on, and begins anew with another scenario', () => {
    const state = mkdtempSync(join(tmpdir(), 'memory-'));
    try {
      const one: Partial<Scenario> = { faults: [{ kind: 'deploy-fails' }] };
      const other: Partial<Scenario> = { faults: [{ kind: 'deploy-fails', machine: 'n1' }] };
      const first = (scenario: Partial<Scenario>) =>
        failing(picker(scenario, state), [deploy('n1')], 'deploy-fails');
      expect(first(one)).toHaveLength(1);
      expect(first(one)).toHaveLength(0);
      expect(first({ ...one, speed: 60 })).toHaveLength(0);
      expect(first(other)).toHaveLength(1);
      expect(first(one)).toHaveLength(1);
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  });
});

test('patterns take * and ?, and nothing else for more than itself', () => {
  expect(
    ['*', 'gpu-*', 'gpu-0?', 'GPU-01', 'gpu.01', 'gpu-01'].map((pattern) => fits(pattern, 'gpu-01')),
  ).toEqual([true, true, true, false, false, true]);
});
