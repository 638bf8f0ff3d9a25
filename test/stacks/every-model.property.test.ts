import fc from 'fast-check';
import { expect, test } from 'vitest';
import { terraformBuiltin } from '../../src/facts/providers/builtin.js';
import { IRONIC_DIALECTS } from '../../src/facts/providers/ironic-dialects.js';
import { maasProvider } from '../../src/facts/providers/maas.js';
import { resolve } from '../../src/model/resolve.js';
import { factsOf } from '../support/ironic-fixture.js';
import { definitionOf, withPools } from '../support/site-fixture.js';
import { synth } from '../support/synth.js';
import { validateTerraformJson } from '../support/terraform-schema.js';

const erase = fc.constantFrom('secure', 'full', 'quick', 'none');
const addressing = fc.constantFrom('static', 'dhcp', 'auto', 'none');

test('whatever resolves is Terraform that the provider’s schema takes', () => {
  fc.assert(
    fc.property(
      fc.record({
        racks: fc.integer({ min: 1, max: 3 }),
        gpus: fc.integer({ min: 0, max: 3 }),
        control: fc.integer({ min: 0, max: 1 }),
        bond: fc.boolean(),
        rails: fc.boolean(),
        scratch: fc.boolean(),
        options: fc.subarray(['iommu=pt', 'quiet', 'hugepages=2']),
        erase,
        addressing,
        scripts: fc.subarray(['wipe-firmware']),
      }),
      (shape) => {
        const definition = withPools(definitionOf({ racks: shape.racks }), () => ({
          gpu: {
            role: 'gpu',
            count: shape.gpus,
            networks: { 'in-band': { addressing: shape.addressing, ...(shape.bond ? { bond: {} } : {}) } },
            rails: { enabled: shape.rails },
            kernel: { options: shape.options, sysctl: { 'vm.swappiness': 1 } },
            ...(shape.scratch ? { storage: { scratch: {} } } : {}),
            release: { erase: shape.erase, scripts: shape.scripts },
          },
          control: { role: 'control', count: shape.control, networks: { 'in-band': {} } },
        }));
        const { model, issues } = resolve(definition, { site: 'dc1', lock: null });
        expect(issues).toEqual([]);
        if (model === null) return;
        for (const stack of Object.values(synth(model).stacks)) {
          expect(validateTerraformJson(stack, [maasProvider, terraformBuiltin])).toEqual([]);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('whatever resolves at a site of Ironic is Terraform that its provider takes', () => {
  const { dc1 } = definitionOf().sites;
  const networks = Object.fromEntries(
    Object.entries(dc1?.networks ?? {}).map(([name, { mode: _, ...network }]) => [name, network]),
  );
  fc.assert(
    fc.property(
      fc.record({
        dialect: fc.constantFrom(...IRONIC_DIALECTS),
        racks: fc.integer({ min: 1, max: 2 }),
        gpus: fc.integer({ min: 0, max: 2 }),
        bond: fc.boolean(),
        rails: fc.boolean(),
        options: fc.subarray(['iommu=pt', 'quiet', 'x=$y']),
        release: fc.constantFrom('2023.1', '2026.1', '39.0'),
        auth: fc.constantFrom('none' as const, 'http-basic' as const),
        conductorGroup: fc.constantFrom('', 'hall-1'),
        checksum: fc.constantFrom(`sha256:${'ab'.repeat(32)}`, `md5:${'ab'.repeat(16)}`, undefined),
      }),
      ({ dialect, racks, gpus, bond, rails, options, release, auth, conductorGroup, checksum }) => {
        const image = { url: 'http://images/${x}.qcow2', ...(checksum === undefined ? {} : { checksum }) };
        const provisioner = { type: 'ironic' as const, dialect, release, auth, conductorGroup };
        const site = { provisioner, networks, images: { noble: image } };
        const definition = withPools(definitionOf({ racks, site }), () => ({
          gpu: {
            role: 'gpu',
            count: gpus,
            networks: { 'in-band': bond ? { bond: {} } : {} },
            rails: { enabled: rails },
            kernel: { options },
          },
        }));
        const { model, issues } = resolve(definition, { site: 'dc1', lock: null });
        expect(issues).toEqual([]);
        if (model === null) return;
        for (const stack of Object.values(synth(model).stacks)) {
          expect(validateTerraformJson(stack, factsOf(dialect))).toEqual([]);
        }
      },
    ),
    { numRuns: 25 },
  );
});
