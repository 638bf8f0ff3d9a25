import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { runGuardrails } from '../../src/guardrails/run.js';
import { loadProject } from '../../src/inventory/load.js';
import { resolve } from '../../src/model/resolve.js';
import { expectGolden } from '../support/golden.js';
import { factsOf } from '../support/ironic-fixture.js';
import { fromRoot } from '../support/project-root.js';
import { addressesOf, blockOf, stackOf, synth } from '../support/synth.js';
import { validateTerraformJson } from '../support/terraform-schema.js';

const project = loadProject(fromRoot('examples', 'ironic'));

function site(name: string) {
  const resolution = resolve(project.definition, { site: name, lock: null });
  if (resolution.model === null) throw new Error(`the example does not resolve at ${name}`);
  return { resolution, model: resolution.model, synthesized: synth(resolution.model) };
}

const sites = [
  {
    name: 'north',
    dialect: 'openshift-metal3' as const,
    machine: 'gpu-a01',
    acknowledged: ['bmc/ipmi', 'tests/no-gpu-test'],
  },
  {
    name: 'south',
    dialect: 'metal3-community' as const,
    machine: 'gpu-b01',
    acknowledged: ['bmc/credentials-by-hand', 'bmc/ipmi', 'erase/thirty-minutes', 'tests/no-gpu-test'],
  },
];

test('the example is read without a problem', () => {
  expect(project.issues).toEqual([]);
});

describe.each(sites)('the example at $name, by $dialect', ({ name, dialect, machine, acknowledged }) => {
  const { resolution, model, synthesized } = site(name);
  const claim = stackOf(synthesized, `${name}-train-b-claim-01`);

  test('has no problem but those that it acknowledges', () => {
    expect(resolution.issues).toEqual([]);
    const found = runGuardrails(resolution);
    expect(found.filter((issue) => issue.acknowledged === undefined)).toEqual([]);
    expect([...new Set(found.map(({ code }) => code))]).toEqual(acknowledged);
  });

  test('is such that the provider takes', () => {
    for (const stack of Object.values(synthesized.stacks))
      expect(validateTerraformJson(stack, factsOf(dialect))).toEqual([]);
  });

  test('has the same slots as at the other site, from one cluster file', () => {
    expect(model.clusters[0]?.slots.map((slot) => slot.name)).toEqual([
      'train-b-control-001',
      'train-b-control-002',
      'train-b-control-003',
      'train-b-gpu-001',
      'train-b-gpu-002',
    ]);
  });

  test('golden: one slot', () => {
    const own = addressesOf(claim).filter((address) => address.endsWith('train-b-gpu-001'));
    expectGolden(
      `ironic/${name}-train-b-gpu-001`,
      Object.fromEntries(own.map((address) => [address, blockOf(claim, address)])),
    );
  });

  test('golden: one machine, and what its stack asks for', () => {
    const stack = stackOf(synthesized, `${name}-enrolment-01`);
    const own = addressesOf(stack).filter((address) => /\.(gpu-.01)(_|$)/.test(address));
    expect(own.length).toBeGreaterThan(0);
    expectGolden(`ironic/${name}-${machine}`, {
      ...Object.fromEntries(own.map((address) => [address, blockOf(stack, address)])),
      provider: stack['provider'],
      variable: stack['variable'] ?? null,
    });
  });

  test('golden: every address with a hash of what stands there', () => {
    const lines = Object.entries(synthesized.stacks).flatMap(([stackName, stack]) =>
      addressesOf(stack).map((address) => {
        const text = JSON.stringify(blockOf(stack, address));
        return `${stackName} ${address} ${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
      }),
    );
    expectGolden(`ironic/${name}-addresses`, lines.sort().join('\n'));
  });
});
