import fc from 'fast-check';
import { expect, test } from 'vitest';
import { terraformBuiltin } from '../../src/facts/providers/builtin.js';
import { maasProvider } from '../../src/facts/providers/maas.js';
import { resolve } from '../../src/model/resolve.js';
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
