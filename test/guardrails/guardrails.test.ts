import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { guardrails } from '../../src/guardrails/all.js';
import { changed, soundModel } from '../support/inventory-fixture.js';
import { fromRoot } from '../support/project-root.js';
import { findingsOf } from './case.js';
import { atIronic, ironicCases, ironicSoundCases } from './ironic-cases.js';
import { kubernetesCases, soundKubernetesCases } from './kubernetes-cases.js';
import { machineCases } from './machine-cases.js';
import { modelCases } from './model-cases.js';
import { networkCases } from './network-cases.js';
import { sharingCases, soundSharingCases } from './sharing-cases.js';
import { softwareCases, soundSoftwareCases } from './software-cases.js';
import { soundCases } from './sound-cases.js';
import { soundTenancyCases, tenancyCases } from './tenancy-cases.js';

const faultCases = [
  ...machineCases,
  ...networkCases,
  ...modelCases,
  ...sharingCases,
  ...softwareCases,
  ...tenancyCases,
  ...ironicCases,
  ...kubernetesCases,
];
const checked = guardrails.filter(({ tier }) => tier === 'inventory' || tier === 'model');

function ruleOf(id: string) {
  const rule = guardrails.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

describe.each(faultCases)('$rule finds $title', ({ rule, change, finds }) => {
  test('and says what, about what, and where', () => {
    expect(findingsOf(ruleOf(rule), changed(change))).toEqual(finds);
  });
});

test.each([
  ...soundCases,
  ...soundSharingCases,
  ...soundSoftwareCases,
  ...soundTenancyCases,
  ...ironicSoundCases,
  ...soundKubernetesCases,
])('$rule finds nothing in $title', ({ rule, change, finds }) => {
  expect(findingsOf(ruleOf(rule), changed(change))).toEqual(finds);
});

test('the sound model passes every rule but the one that says that nothing tests GPUs', () => {
  const model = soundModel();
  const found = checked.filter((rule) => findingsOf(rule, model).length > 0);
  expect(found.map(({ id }) => id)).toEqual(['tests/no-gpu-test']);
});

test.each([
  ['openshift-metal3', ['tests/no-gpu-test']],
  ['metal3-community', ['bmc/credentials-by-hand', 'erase/thirty-minutes', 'tests/no-gpu-test']],
] as const)(
  'the sound model at a site of Ironic by %s passes all but what the provider leaves to people',
  (dialect, ids) => {
    const model = changed(atIronic(dialect));
    const found = checked.filter((rule) => findingsOf(rule, model).length > 0);
    expect(found.map(({ id }) => id)).toEqual(ids);
  },
);

test('every rule with a check has a model that it finds a fault in', () => {
  const tried = new Set(faultCases.filter(({ finds }) => finds.length > 0).map(({ rule }) => rule));
  expect(checked.filter(({ id }) => !tried.has(id)).map(({ id }) => id)).toEqual([]);
});

test('rule ids are topic/fact in small letters, and occur once', () => {
  const ids = guardrails.map(({ id }) => id);
  expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a rule stands in a file of its own that is named as it is', () => {
  const missing = guardrails
    .filter(({ tier }) => tier !== 'allocation')
    .filter(({ id, tier }) => !existsSync(fromRoot('src', 'guardrails', tier, `${id}.ts`)));
  expect(missing.map(({ id }) => id)).toEqual([]);
});

test('an uncertain fact warns and does not refuse', () => {
  const refusing = guardrails.filter(
    ({ severity, source }) => severity === 'error' && source.includes('uncertain'),
  );
  expect(refusing.map(({ id }) => id)).toEqual([]);
});

test('what a check only warns of may be acknowledged', () => {
  const stubborn = checked.filter(
    ({ severity, mayAcknowledge }) => severity === 'warning' && !mayAcknowledge,
  );
  expect(stubborn.map(({ id }) => id)).toEqual([]);
});
