import { describe, expect, test } from 'vitest';
import { readPlan } from '../../src/review/plan/plan-file.js';
import { changeJson, planJson, reviewPlans } from './support/plan-json.js';

const problemOf = (text: string) => {
  const { plan, issues } = readPlan(text, 'plan.json');
  expect(plan).toBeNull();
  return `${issues[0]?.code}: ${issues[0]?.message}`;
};

describe('what is no plan to review is said to be so', () => {
  const whole = JSON.stringify(planJson({}));
  test.each([
    ['empty', '', 'REVIEW_PLAN_JSON: the plan file is empty'],
    [
      'truncated',
      whole.slice(0, -40),
      'REVIEW_PLAN_JSON: the plan is not JSON as a whole: it ends in the middle',
    ],
    [
      'cut in a word',
      whole.slice(0, 30),
      'REVIEW_PLAN_JSON: the plan is not JSON as a whole: it ends in the middle',
    ],
    [
      'no JSON at all',
      'Terraform will perform the following actions',
      'REVIEW_PLAN_JSON: the plan is not JSON as a whole: it breaks off near its beginning',
    ],
    [
      'a saved plan',
      'PK\u0003\u0004\0\0',
      'REVIEW_PLAN_JSON: the file is a plan as Terraform keeps it, and not its JSON',
    ],
    ['UTF-16', '\ufffd\ufffd{\0"\0', 'REVIEW_PLAN_JSON: the plan is not text in UTF-8'],
    [
      'changes that are no list',
      JSON.stringify({ ...planJson({}), resource_changes: 'none' }),
      'REVIEW_NOT_A_PLAN: the file is no plan that could be read: its resource_changes is not a list of changes',
    ],
    [
      'a change without an action',
      JSON.stringify({
        ...planJson({}),
        resource_changes: [{ address: 'maas_instance.a', mode: 'managed', change: {} }],
      }),
      'REVIEW_NOT_A_PLAN: the file is no plan that could be read: its resource_changes is not a list of changes',
    ],
    ['no object', '[]', 'REVIEW_NOT_A_PLAN: the file is JSON, and no plan: it has no format_version'],
    [
      'another major version',
      JSON.stringify({ ...planJson({}), format_version: '2.0' }),
      'REVIEW_PLAN_FORMAT: the plan has format version "2.0", and 1.x is known',
    ],
    [
      'a state',
      JSON.stringify({ format_version: '1.0', terraform_version: '1.11.4', values: {} }),
      'REVIEW_NOT_A_PLAN: the file is a state, and no plan',
    ],
    [
      'an errored plan',
      JSON.stringify({ ...planJson({}), errored: true }),
      'REVIEW_PLAN_ERRORED: the plan ended with an error, so that it does not say what would be done',
    ],
  ])('%s', (_, text, problem) => expect(problemOf(text)).toBe(problem));

  test('the text around a syntax error is not quoted: it may be a secret', () => {
    expect(problemOf('{"password": "hunter2" oops}')).not.toContain('hunter2');
  });
});

test('a plan without changes is a verdict too', () => {
  expect(reviewPlans(planJson({})).verdict).toMatchObject({
    text: 'Nothing physical changes.',
    outcome: 'nothing',
  });
});

test('a byte order mark before a plan is no matter', () => {
  expect(readPlan(`\ufeff${JSON.stringify(planJson({}))}`, 'plan.json').issues).toEqual([]);
});

test('deferred changes and targeted plans are told, since they do not say all', () => {
  const resource_change = changeJson({ address: 'maas_instance.a', actions: ['create'], after: {} });
  const { notKnown, verdict, digest } = reviewPlans(
    planJson({ more: { deferred_changes: [{ reason: 'provider_config_unknown', resource_change }] } }),
    planJson({ stack: 'dc1-network', more: { complete: false } }),
  );
  expect(notKnown.map(({ message }) => message)).toEqual([
    'Terraform puts it off to a later plan: what it does then is not known',
    'the plan covers part of its stack only, as with -target',
  ]);
  expect(verdict.outcome).toBe('physical');
  expect(verdict.text).toMatch(/puts off 1 change to a later plan\.$/);
  expect(digest).not.toBe(reviewPlans(planJson({})).digest);
});
