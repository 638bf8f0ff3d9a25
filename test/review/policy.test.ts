import { describe, expect, test } from 'vitest';
import { Policy } from '../../src/review/policy.js';
import { reviewOf } from '../../src/review/review.js';
import { known, listed, noDefinition, planJson, readJson } from './support/plan-json.js';

const instance = (id: string) => ({ id, release_params: [{ erase: true }] });
const two = readJson(
  planJson({
    stack: null,
    prior: [
      listed({ 'gpu-01': 'aaa111', 'gpu-02': 'bbb222' }),
      known('maas_instance.a', instance('aaa111')),
      known('maas_instance.b', instance('bbb222')),
    ],
    changes: ['a', 'b'].map((name) => ({
      address: `maas_instance.${name}`,
      actions: ['delete'],
      before: instance(name === 'a' ? 'aaa111' : 'bbb222'),
    })),
  }),
);
const orphan = readJson(
  planJson({
    stack: null,
    prior: [listed({ 'gpu-01': 'aaa111' }), known('maas_instance.a', instance('aaa111'))],
    changes: [{ address: 'maas_instance.a', actions: ['forget'], before: instance('aaa111') }],
  }),
);

const refusedBy = (policy: unknown, plan = two) => {
  const { refusals, verdict } = reviewOf({ ...noDefinition, plans: [plan], policy: Policy.parse(policy) });
  return { rules: refusals.map(({ rule }) => rule), outcome: verdict.outcome };
};

describe('a policy', () => {
  test('that says nothing allows what is known, and refuses what orphans a server', () => {
    expect(refusedBy({})).toEqual({ rules: [], outcome: 'physical' });
    expect(refusedBy({}, orphan)).toEqual({ rules: ['POLICY_EFFECT'], outcome: 'refused' });
  });

  test('refuses effects that it does not list, server by server', () => {
    expect(refusedBy({ allow: ['deploy'] }).rules).toEqual(['POLICY_EFFECT', 'POLICY_EFFECT']);
  });

  test('counts what a change takes down', () => {
    expect(refusedBy({ most: { perChange: 1 } }).rules).toEqual(['POLICY_SERVERS']);
    expect(refusedBy({ most: { perChange: 2 } }).rules).toEqual([]);
  });

  test('takes no word that is no effect', () => {
    expect(Policy.safeParse({ allow: ['delete'] }).success).toBe(false);
    expect(Policy.safeParse({ allows: [] }).success).toBe(false);
  });
});
