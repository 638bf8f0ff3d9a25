import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/errors.js';
import { runGuardrails } from '../../src/guardrails/run.js';
import { loadProject } from '../../src/inventory/load.js';
import { printLock } from '../../src/model/lock/lock-file.js';
import { findSlot } from '../../src/model/model.js';
import { resolve } from '../../src/model/resolve.js';
import { isolationOf } from '../../src/model/tenancy/isolation.js';
import { expectGolden } from '../support/golden.js';
import { factsOf } from '../support/ironic-fixture.js';
import { fromRoot } from '../support/project-root.js';
import { addressesOf, blockOf, stackOf, synth } from '../support/synth.js';
import { validateTerraformJson } from '../support/terraform-schema.js';

const project = loadProject(fromRoot('examples', 'ironic'));

/** In each test anew, so that each is a test of the whole way. */
function site(name: string) {
  const resolution = resolve(project.definition, { site: name, lock: null });
  const { model, lock } = resolution;
  if (model === null || lock === null) throw new Error(`the example does not resolve at ${name}`);
  return { resolution, model, lock };
}

const sites = [
  {
    name: 'north',
    dialect: 'rackform' as const,
    machine: 'gpu-a01',
    acknowledged: ['bmc/ipmi', 'tests/no-gpu-test'],
  },
  {
    name: 'south',
    dialect: 'metal3-community' as const,
    machine: 'gpu-b01',
    acknowledged: ['bmc/credentials-by-hand', 'bmc/ipmi', 'erase/thirty-minutes', 'tests/no-gpu-test'],
  },
  {
    name: 'west',
    dialect: 'openshift-metal3' as const,
    machine: 'mi50-1',
    acknowledged: ['bmc/ipmi', 'tenancy/flat-network', 'tests/no-gpu-test'],
  },
];

test('the example is read without a problem', () => {
  expect(project.issues).toEqual([]);
});

describe.each(sites)('the example at $name, by $dialect', ({ name, dialect, machine, acknowledged }) => {
  const synthesized = () => synth(site(name).model);
  const claimStack = () => stackOf(synthesized(), `${name}-train-b-claim-01`);

  test('has no problem but those that it acknowledges', () => {
    const { resolution } = site(name);
    expect(resolution.issues).toEqual([]);
    const found = runGuardrails(resolution);
    expect(found.filter((issue) => issue.acknowledged === undefined)).toEqual([]);
    expect([...new Set(found.map(({ code }) => code))]).toEqual(acknowledged);
  });

  test('is such that the provider takes', () => {
    for (const stack of Object.values(synthesized().stacks))
      expect(validateTerraformJson(stack, factsOf(dialect))).toEqual([]);
  });

  test('has the same slots as at the other sites, from one cluster file', () => {
    const cluster = site(name).model.clusters.find((one) => one.name === 'train-b');
    expect(cluster?.slots.map((slot) => slot.name)).toEqual([
      'train-b-control-001',
      'train-b-control-002',
      'train-b-control-003',
      'train-b-gpu-001',
      'train-b-gpu-002',
    ]);
  });

  test('golden: one slot', () => {
    const claim = claimStack();
    const own = addressesOf(claim).filter((address) => address.endsWith('train-b-gpu-001'));
    expectGolden(
      `ironic/${name}-train-b-gpu-001`,
      Object.fromEntries(own.map((address) => [address, blockOf(claim, address)])),
    );
  });

  test('golden: the lock', () => {
    expectGolden(`ironic/${name}-lock`, printLock(site(name).lock));
  });

  test('golden: what the model decides of a slot and its machine', () => {
    const { model } = site(name);
    expectGolden(`ironic/${name}-model`, {
      slot: findSlot(model, 'train-b-gpu-001'),
      machine: model.site.machines.find(({ asset }) => asset === machine),
    });
  });

  test('golden: one machine, and what its stack asks for', () => {
    const stack = stackOf(synthesized(), `${name}-enrolment-01`);
    const own = addressesOf(stack).filter((address) => {
      const [, id] = address.split('.');
      return id === machine || id?.startsWith(`${machine}_`);
    });
    expect(own.length).toBeGreaterThan(0);
    expectGolden(`ironic/${name}-${machine}`, {
      ...Object.fromEntries(own.map((address) => [address, blockOf(stack, address)])),
      provider: stack['provider'],
      variable: stack['variable'] ?? null,
    });
  });

  test('golden: every address with a hash of what stands there', () => {
    const lines = Object.entries(synthesized().stacks).flatMap(([stackName, stack]) =>
      addressesOf(stack).map((address) => {
        const text = JSON.stringify(blockOf(stack, address));
        return `${stackName} ${address} ${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
      }),
    );
    expectGolden(`ironic/${name}-addresses`, lines.sort().join('\n'));
  });
});

describe('the two tenants at west', () => {
  test('have GPUs of two vendors: training on MI50 machines, and a machine with eight A100', () => {
    const { model } = site('west');
    const gpusOf = (cluster: string) =>
      model.clusters
        .find(({ name }) => name === cluster)
        ?.slots.filter(({ pool }) => pool === 'gpu')
        .map(
          ({ asset }) => model.site.machines.find((machine) => machine.asset === asset)?.hardware.gpus?.model,
        );
    expect(gpusOf('train-b')).toEqual(['MI50-32GB', 'MI50-32GB']);
    expect(gpusOf('imaging')).toEqual(['A100-SXM-40GB']);
  });

  test('are on flat networks by an acknowledgement, and refused without it', () => {
    const flat = (found: readonly Issue[]) => found.filter(({ code }) => code === 'tenancy/flat-network');
    expect(flat(runGuardrails(site('west').resolution)).map(({ acknowledged }) => acknowledged)).toEqual([
      'The switches keep the ports of each tenant in a VLAN of its own, set before enrolment, see runbook 9',
    ]);
    const { west, ...others } = project.definition.sites;
    const bare = { ...project.definition, sites: { ...others, west: { ...west, acknowledge: [] } } };
    const refused = resolve(bare as typeof project.definition, { site: 'west', lock: null });
    expect(flat(runGuardrails(refused))).toMatchObject([{ severity: 'error' }]);
    expect(flat(runGuardrails(refused))[0]?.acknowledged).toBeUndefined();
  });

  test('share nothing but the network of their BMCs, which is declared', () => {
    const [pair, ...others] = isolationOf(site('west').model).pairs;
    expect(others).toEqual([]);
    expect(pair?.checks.filter(({ verdict }) => verdict !== 'isolated')).toMatchObject([
      { kind: 'bmc', verdict: 'declared' },
    ]);
  });

  test('golden: the slot of the other tenant', () => {
    const claim = stackOf(synth(site('west').model), 'west-imaging-claim-01');
    const own = addressesOf(claim).filter((address) => address.endsWith('imaging-gpu-001'));
    expectGolden(
      'ironic/west-imaging-gpu-001',
      Object.fromEntries(own.map((address) => [address, blockOf(claim, address)])),
    );
  });
});
