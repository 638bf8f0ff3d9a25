import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { terraformBuiltin } from '../../src/facts/providers/builtin.js';
import { maasProvider } from '../../src/facts/providers/maas.js';
import { runGuardrails } from '../../src/guardrails/run.js';
import { loadProject } from '../../src/inventory/load.js';
import { printLock } from '../../src/model/lock/lock-file.js';
import { findSlot } from '../../src/model/model.js';
import { resolve } from '../../src/model/resolve.js';
import { expectGolden } from '../support/golden.js';
import { fromRoot } from '../support/project-root.js';
import { addressesOf, blockOf, blocksOf, stackOf, synth } from '../support/synth.js';
import { validateTerraformJson } from '../support/terraform-schema.js';

const project = loadProject(fromRoot('examples', 'training'));

/** In each test anew, so that each is a test of the whole way. */
function example() {
  const resolution = resolve(project.definition, { site: 'dc1', lock: null });
  const { model, lock } = resolution;
  if (model === null || lock === null) throw new Error('the example does not resolve');
  return { resolution, model, lock };
}

const synthesized = () => synth(example().model);

test('the example has no problem but the one that it acknowledges', () => {
  const { resolution } = example();
  expect([...project.issues, ...resolution.issues]).toEqual([]);
  expect(runGuardrails(resolution).map((issue) => [issue.code, issue.acknowledged !== undefined])).toEqual([
    ['tests/no-gpu-test', true],
  ]);
});

test('every resource of the example is one that the MAAS provider takes', () => {
  for (const stack of Object.values(synthesized().stacks)) {
    expect(validateTerraformJson(stack, [maasProvider, terraformBuiltin])).toEqual([]);
  }
});

test.each(['train-a-gpu-001', 'train-a-control-001', 'train-a-login-001'])('golden: slot %s', (slot) => {
  expectGolden(`training/${slot}`, blocksOf(stackOf(synthesized(), 'dc1-train-a-claim-01'), slot));
});

test('golden: one machine', () => {
  expectGolden('training/machine', blocksOf(stackOf(synthesized(), 'dc1-enrolment-01'), 'gpu-r01-n01'));
});

test('golden: the network stack', () => {
  const { '//': _, ...stack } = stackOf(synthesized(), 'dc1-network');
  expectGolden('training/network', stack);
});

test('golden: every address with a hash of what stands there', () => {
  const lines = Object.entries(synthesized().stacks).flatMap(([name, stack]) =>
    addressesOf(stack).map((address) => {
      const hash = createHash('sha256')
        .update(JSON.stringify(blockOf(stack, address)))
        .digest('hex')
        .slice(0, 12);
      return `${name} ${address} ${hash}`;
    }),
  );
  expectGolden('training/addresses', lines.sort().join('\n'));
});

test('golden: the lock', () => {
  expectGolden('training/lock', printLock(example().lock));
});

test('golden: what the model decides of a slot', () => {
  expectGolden('training/model-train-a-gpu-001', findSlot(example().model, 'train-a-gpu-001'));
});

test('golden: what the model decides of a machine and of the cluster', () => {
  const { site, clusters } = example().model;
  expectGolden('training/model', {
    machine: site.machines.find(({ asset }) => asset === 'gpu-r01-n01'),
    networks: site.networks,
    clusters: clusters.map(({ slots: _, ...cluster }) => cluster),
  });
});
