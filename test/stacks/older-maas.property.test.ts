import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import { terraformBuiltin } from '../../src/facts/providers/builtin.js';
import { maasProvider, olderMaasProvider } from '../../src/facts/providers/maas.js';
import { runGuardrails } from '../../src/guardrails/run.js';
import { resolve } from '../../src/model/resolve.js';
import { definitionOf, withPools } from '../support/site-fixture.js';
import { blockOf, type Synthesized, stackOf, synth } from '../support/synth.js';
import { validateTerraformJson } from '../support/terraform-schema.js';

/** A site that provider 2.4 can serve, with all that it can. */
function older(shape: { gpus: number; bond: boolean; tagged: boolean; options: string[] }): Definition {
  const definition = withPools(definitionOf({ racks: 2 }), () => ({
    gpu: {
      role: 'gpu',
      count: shape.gpus,
      networks: {
        'in-band': shape.bond ? { bond: { lacpFallback: true } } : {},
        ...(shape.tagged ? { storage: {} } : {}),
      },
      rails: {},
      kernel: { options: shape.options },
      release: { erase: 'none' },
    },
  }));
  const site = definition.sites['dc1'];
  if (site === undefined) throw new Error('the fixture has no site dc1');
  const storage = {
    purpose: 'storage' as const,
    mode: 'managed' as const,
    fabric: 'fab',
    vlan: 300,
    subnets: { main: { cidr: '10.4.0.0/16' } },
  };
  return {
    ...definition,
    // With another tenant, a release without erase is refused by a rule of its own.
    project: { ...definition.project, tenants: { red: {} } },
    sites: {
      dc1: {
        ...site,
        provisioner: { type: 'maas', providerVersion: '2.4.0' },
        zones: { east: { mode: 'existing' } },
        racks: { ...site.racks, r01: { units: 42, zone: 'east' } },
        networks: { ...site.networks, storage },
      },
    },
  };
}

function synthesized(definition: Definition): Synthesized {
  const resolution = resolve(definition, { site: 'dc1', lock: null });
  expect(resolution.issues).toEqual([]);
  if (resolution.model === null) throw new Error('it does not resolve');
  const errors = runGuardrails(resolution).filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  return synth(resolution.model);
}

test('whatever passes the rules with provider 2.4 is Terraform that its schema takes', () => {
  fc.assert(
    fc.property(
      fc.record({
        gpus: fc.integer({ min: 1, max: 3 }),
        bond: fc.boolean(),
        tagged: fc.boolean(),
        options: fc.subarray(['iommu=pt', 'quiet']),
      }),
      (shape) => {
        for (const stack of Object.values(synthesized(older(shape)).stacks)) {
          expect(validateTerraformJson(stack, [olderMaasProvider, terraformBuiltin])).toEqual([]);
        }
      },
    ),
    { numRuns: 16 },
  );
});

describe('for provider 2.4', () => {
  const full = synthesized(older({ gpus: 2, bond: true, tagged: true, options: ['quiet'] }));
  const claim = stackOf(full, 'dc1-train-claim-01');

  test('asks Terraform for 2.4 and its patches, and for nothing newer', () => {
    expect(claim['terraform']).toMatchObject({
      required_providers: { maas: { version: '~> 2.4.0, >= 2.4.0, < 2.5.0' } },
    });
  });

  test('looks each machine up by itself, and pins the deployment to it', () => {
    const [instance] = Object.values(claim.resource?.['maas_instance'] ?? {});
    const [machine] = Object.keys(claim.data?.['maas_machine'] ?? {});
    expect(claim.data).not.toHaveProperty('maas_machines');
    expect(instance?.['allocate_params']).toEqual({ system_id: `\${data.maas_machine.${machine}.id}` });
  });

  test('states nothing of the release, and no scripts to ignore', () => {
    const [instance] = Object.values(claim.resource?.['maas_instance'] ?? {});
    expect(instance).not.toHaveProperty('release_params');
    const machine = blockOf(stackOf(full, 'dc1-enrolment-01'), 'maas_machine.gpu-r1-n1');
    expect(machine).not.toHaveProperty('lifecycle');
    expect(Object.keys(machine['timeouts'] as object)).toEqual(['create']);
  });

  test('names an existing zone, and does not look it up', () => {
    const machine = blockOf(stackOf(full, 'dc1-enrolment-01'), 'maas_machine.gpu-r1-n1');
    expect(machine['zone']).toBe('east');
    expect(stackOf(full, 'dc1-network').data).not.toHaveProperty('maas_zone');
  });

  test('what is written for the newest would be refused', () => {
    const site = definitionOf({ racks: 1 });
    const { model } = resolve(site, { site: 'dc1', lock: null });
    if (model === null) throw new Error('it does not resolve');
    const problems = Object.values(synth(model).stacks).flatMap((stack) =>
      validateTerraformJson(stack, [olderMaasProvider, terraformBuiltin]),
    );
    expect(problems.map(({ path }) => path)).toContain('release_params');
    expect(
      Object.values(synth(model).stacks).flatMap((s) =>
        validateTerraformJson(s, [maasProvider, terraformBuiltin]),
      ),
    ).toEqual([]);
  });
});

test('every erase and every release script is refused with the version that has it', () => {
  const definition = withPools(older({ gpus: 1, bond: false, tagged: false, options: [] }), (pools) => ({
    gpu: { ...pools['gpu'], role: 'gpu', count: 1, release: { erase: 'secure', scripts: ['wipe'] } },
  }));
  const found = runGuardrails(resolve(definition, { site: 'dc1', lock: null }))
    .filter(({ code }) => code === 'slot/newer-provider')
    .map(({ message }) => message);
  expect(found.sort()).toEqual([
    'pool "train/gpu" has release scripts, which needs canonical/maas 2.7.2 or later: 2.4.0 has no scripts at release (release_params.scripts)',
    'pool "train/gpu" has release.erase secure, which needs canonical/maas 2.7.2 or later: 2.4.0 has no erase at release (release_params)',
  ]);
});
