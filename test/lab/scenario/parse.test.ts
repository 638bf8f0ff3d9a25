import { describe, expect, test } from 'vitest';
import { noScenario, parseScenario } from '../../../src/lab/scenario/parse.js';
import { faultKinds } from '../../../src/lab/scenario/schema.js';

const problems = (raw: unknown) =>
  parseScenario(raw).issues.map(({ code, message, at, hint }) => [at.path.join('.'), code, message, hint]);

describe('a scenario', () => {
  test('that says nothing lets everything go well, as fast as possible', () => {
    expect(parseScenario({})).toEqual({ scenario: noScenario, issues: [] });
  });

  test('takes a seed, a speed, figures and faults', () => {
    const raw = {
      seed: 7,
      speed: 600,
      durations: { imageWrite: 9, selfTest: { typical: 4 } },
      faults: [{ kind: 'deploy-fails', machine: 'gpu-*', probability: 0.1 }],
    };
    expect(parseScenario(raw).scenario).toEqual(raw);
    expect(parseScenario({ speed: 'fastest' }).scenario?.speed).toBeNull();
  });

  test('says all that is wrong at once: where, what is allowed, and the nearest name', () => {
    const raw = {
      seed: -1,
      sped: 3,
      durations: { selftest: 3, imageWrite: { low: 9, typical: 4 } },
      faults: [
        { kind: 'deploy-fail', machine: 'n1' },
        { kind: 'disk-missing' },
        { kind: 'killed', process: 'lab', times: 2 },
        { kind: 'api-unavailable', for: 'soon', probability: 2 },
        'text',
      ],
    };
    expect(parseScenario(raw).scenario).toBeNull();
    expect(problems(raw)).toEqual([
      ['seed', 'SHAPE_TOO_SMALL', 'must be from 0 to 4294967295, got -1', undefined],
      ['durations.selftest', 'SHAPE_UNKNOWN_KEY', 'unknown key "selftest"', 'did you mean "selfTest"?'],
      [
        'durations.imageWrite',
        'SCENARIO_RANGE',
        'low, typical and high must be in this order, got 9, 4 and 9',
        'one number stands for all three',
      ],
      [
        'faults.0.kind',
        'SHAPE_INVALID_UNION',
        expect.stringMatching(/^must be bmc-unreachable, .* or killed, got "deploy-fail"$/),
        'did you mean "deploy-fails"?',
      ],
      ['faults.1.disk', 'SHAPE_MISSING', 'is missing', undefined],
      ['faults.2.times', 'SHAPE_UNKNOWN_KEY', 'unknown key "times"', expect.any(String)],
      ['faults.3.for', 'SHAPE_CUSTOM', 'must be a duration such as 90s, 10m or 1h30m, got "soon"', undefined],
      ['faults.3.probability', 'SHAPE_TOO_BIG', 'must be above 0 and at most 1, got 2', undefined],
      ['faults.4', 'SHAPE_INVALID_TYPE', 'must be a map, got "text"', undefined],
      ['sped', 'SHAPE_UNKNOWN_KEY', 'unknown key "sped"', 'did you mean "seed"?'],
    ]);
  });

  test('refuses a list in place of a map, and a map in place of a list', () => {
    expect(problems([])).toEqual([['', 'SHAPE_INVALID_TYPE', 'must be a map, got a list', undefined]]);
    expect(problems({ faults: {} })[0]?.slice(0, 2)).toEqual(['faults', 'SHAPE_INVALID_TYPE']);
    expect(problems({ durations: 3 })[0]?.slice(0, 2)).toEqual(['durations', 'SHAPE_INVALID_TYPE']);
  });

  test('quotes no secret', () => {
    const raw = { faults: [{ kind: 'deploy-fails', password: 'canary-9' }] };
    expect(JSON.stringify(problems(raw))).not.toContain('canary-9');
    expect(parseScenario(raw).scenario).toBeNull();
  });

  test('knows each kind by one name', () => {
    expect(new Set(faultKinds).size).toBe(faultKinds.length);
    expect(faultKinds).toHaveLength(15);
  });
});
