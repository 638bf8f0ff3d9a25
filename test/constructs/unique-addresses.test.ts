import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalBackend, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { MaasMachine } from '../../src/constructs/maas/machine.js';
import { MaasServer } from '../../src/constructs/maas/server.js';
import { MaasProvider, Machine } from '../../src/providers/maas/index.js';
import { createApp } from '../../src/stacks/app.js';
import { exampleModel, machineOf, slotOf } from '../support/model-fixture.js';
import { addressesOf, readSynthesized, stackOf, withoutNotes } from '../support/synth.js';

const model = exampleModel();
const enrolment = (asset: string) => {
  const found = model.enrolments.find((other) => other.asset === asset);
  if (found === undefined) throw new Error(asset);
  return { machine: machineOf(model, asset), enrolment: found };
};

/** Synthesizes one stack that a test fills. */
function synthStack(fill: (stack: TerraformStack) => void) {
  const outdir = mkdtempSync(join(tmpdir(), 'rackform-'));
  try {
    const app = createApp(outdir);
    const stack = new TerraformStack(app, 'stack');
    new LocalBackend(stack, { path: 'stack.tfstate' });
    new MaasProvider(stack, 'maas', {});
    fill(stack);
    app.synth();
    return stackOf(readSynthesized(outdir), 'stack');
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

describe('addresses', () => {
  test('two enrolments of one machine in a stack are refused, with both places', () => {
    expect(() =>
      synthStack((stack) => {
        new MaasMachine(stack, 'one', enrolment('gpu-r01-u10'));
        new MaasMachine(stack, 'two', enrolment('gpu-r01-u10'));
      }),
    ).toThrow(
      'maas_machine.gpu-r01-u10 is the address of two constructs: stack/one/Default and stack/two/Default',
    );
  });

  test('a resource of the user’s own that takes the address of ours is refused', () => {
    expect(() =>
      synthStack((stack) => {
        new MaasMachine(stack, 'one', enrolment('gpu-r01-u10'));
        new Machine(stack, 'gpu-r01-u10', { powerType: 'manual', powerParameters: '{}' });
      }),
    ).toThrow('maas_machine.gpu-r01-u10 is the address of two constructs');
  });

  test('a variable of the user’s own that takes the name of the credentials is refused', () => {
    expect(() =>
      synthStack((stack) => {
        new MaasMachine(stack, 'one', enrolment('gpu-r01-u10'));
        new TerraformVariable(stack, 'bmc_credentials', { type: 'string' });
      }),
    ).toThrow('var.bmc_credentials is the address of two constructs');
  });

  test('are the same, with the same attributes, wherever the constructs stand in the tree', () => {
    const slot = slotOf(model, 'train-a-gpu-001');
    const flat = synthStack((stack) => {
      new MaasMachine(stack, 'machine', enrolment('gpu-r01-u10'));
      new MaasServer(stack, 'server', { slot, model });
    });
    const deep = synthStack((stack) => {
      const row = new Construct(new Construct(stack, 'hall-2'), 'row.7');
      new MaasServer(new Construct(row, 'servers'), 'renamed', { slot, model });
      new MaasMachine(row, 'also-renamed', enrolment('gpu-r01-u10'));
    });
    expect(addressesOf(flat)).toContain('maas_network_interface_physical.train-a-gpu-001_eno1');
    expect(withoutNotes(deep)).toEqual(withoutNotes(flat));
  });
});
