import { describe, expect, test } from 'vitest';
import { triggersOf } from '../../../src/constructs/dry-run/triggers.js';
import type { SiteModel } from '../../../src/model/types.js';
import { contentDigest } from '../../../src/software/first-boot/user-data.js';
import { exampleModel, exampleSite, slotOf, withSlot } from '../../support/model-fixture.js';
import { addressesOf, blockOf, stackOf, synth } from '../../support/synth.js';

const claim = 'dc1-train-a-claim-01';

function model(): SiteModel {
  const site = exampleSite();
  return exampleModel({
    site: { ...site, provisioner: { ...site.provisioner, type: 'dry-run', providerVersion: '3.2.4' } },
  });
}

function triggers(of: SiteModel, stack: string, address: string): Record<string, string> {
  return blockOf(stackOf(synth(of), stack), address)['triggers'] as Record<string, string>;
}

describe('a dry run', () => {
  test('has one null resource for each thing of a slot', () => {
    const stack = stackOf(synth(model()), claim);
    expect(addressesOf(stack).filter((address) => address.includes('gpu-001'))).toEqual([
      'null_resource.link_train-a-gpu-001_in-band',
      'null_resource.link_train-a-gpu-001_storage',
      'null_resource.port_train-a-gpu-001_bond0',
      'null_resource.port_train-a-gpu-001_ens1',
      'null_resource.rail_train-a-gpu-001_0',
      'null_resource.rail_train-a-gpu-001_1',
      'null_resource.slot_train-a-gpu-001',
    ]);
  });

  test('has one for each machine, network and subnet', () => {
    const { stacks } = synth(model());
    expect(addressesOf(stacks['dc1-enrolment-01'] ?? {})).toHaveLength(model().site.machines.length);
    expect(addressesOf(stacks['dc1-network'] ?? {})).toEqual(
      expect.arrayContaining([
        'null_resource.site_dc1',
        'null_resource.zone_r01',
        'null_resource.fabric_data',
        'null_resource.network_rail-0',
        'null_resource.subnet_in-band_main',
      ]),
    );
  });

  test('shows the model’s values, and what a reimage would change', () => {
    const slot = triggers(model(), claim, 'null_resource.slot_train-a-gpu-001');
    expect(slot).toMatchObject({
      asset: 'gpu-r01-u10',
      generation: '1',
      'release.erase': 'secure',
      'kernel.options.2': 'iommu=pt',
      content: contentDigest(slotOf(model(), 'train-a-gpu-001'), model()),
    });
    const moved = withSlot(model(), 'train-a-gpu-001', (s) => ({
      ...s,
      asset: 'spare-r02-u20',
      generation: 2,
    }));
    expect(triggers(moved, claim, 'null_resource.slot_train-a-gpu-001')).toMatchObject({
      asset: 'spare-r02-u20',
      generation: '2',
    });
  });
});

describe('triggersOf', () => {
  test('names leaves by their path and leaves out what says nothing', () => {
    expect(triggersOf({ a: { b: [1, { c: true }] }, none: null, list: [], map: {}, text: '${x}' })).toEqual({
      'a.b.0': '1',
      'a.b.1.c': 'true',
      text: '$${x}',
    });
  });
});
