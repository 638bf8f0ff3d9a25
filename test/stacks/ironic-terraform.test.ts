import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  IRONIC_DIALECTS,
  type IronicDialect,
  ironicDialects,
} from '../../src/facts/providers/ironic-dialects.js';
import type { SiteModel, SlotModel } from '../../src/model/types.js';
import { builtinTwin, hasTerraform, twinName, Workspace } from '../support/builtin-twin.js';
import { ironicModel } from '../support/ironic-fixture.js';
import { withSlot } from '../support/model-fixture.js';
import { addressesOf, type Json, stackOf, synth } from '../support/synth.js';

const claim = 'dc1-train-a-claim-01';
const gpu = 'train-a-gpu-001';
const deployment = twinName(`ironic_deployment.${gpu}`);

function twin(model: SiteModel): Json {
  return builtinTwin(stackOf(synth(model, { stacks: [claim] }), claim));
}

function withGpu(dialect: IronicDialect, change: (slot: SlotModel) => SlotModel): SiteModel {
  return withSlot(ironicModel(dialect), gpu, change);
}

/** All that a slot's definition says of network, image and user data, otherwise. */
function rewritten(slot: SlotModel): SlotModel {
  return {
    ...slot,
    image: { ...slot.image, url: 'http://images/other.raw', diskFormat: 'raw', checksum: null },
    userData: { timezone: 'UTC' },
    dnsAddress: '198.51.100.99',
    ports: slot.ports.map((port) => ({ ...port, mtu: 1500 })),
  };
}

// The claim stack as real Terraform sees it, with terraform_data in place of what needs a provider.
describe.skipIf(!hasTerraform()).each(IRONIC_DIALECTS)(
  'a claim of %s in Terraform',
  (dialect) => {
    const workspace = new Workspace();
    beforeAll(() => {
      workspace.apply(twin(ironicModel(dialect)));
    }, 60_000);
    afterAll(() => workspace.remove());

    test('plans empty after it was applied', () => {
      expect(workspace.plan(twin(ironicModel(dialect)))).toEqual({});
    });

    test('plans nothing when anything but asset and generation of a slot changes', () => {
      expect(workspace.plan(twin(withGpu(dialect, rewritten)))).toEqual({});
    });

    test('touches no server when the site says that its cleaning does more, or less', () => {
      const weaker = withGpu(dialect, (slot) => ({ ...slot, release: { ...slot.release, erase: 'quick' } }));
      expect(workspace.plan(twin(weaker))).toEqual({ [`release_${gpu}`]: ['update'] });
    });

    test('replaces one deployment, with the new values, when its generation is raised', () => {
      const again = withGpu(dialect, (slot) => ({ ...rewritten(slot), generation: 2 }));
      expect(workspace.plan(twin(again))).toEqual({ [gpu]: ['update'], [deployment]: ['delete', 'create'] });
      workspace.apply(twin(again));
      expect(JSON.stringify(workspace.inputOf(deployment))).toContain('http://images/other.raw');
      expect(workspace.plan(twin(again))).toEqual({});
    });

    test('moves a slot to another machine by a replacement, undeploying the first before the second', () => {
      const moved = withGpu(dialect, (slot) => ({ ...slot, asset: 'spare-r02-u20', generation: 3 }));
      const done = workspace.apply(twin(moved));
      expect(done.indexOf(`destroy ${deployment}`)).toBeGreaterThan(-1);
      expect(done.indexOf(`destroy ${deployment}`)).toBeLessThan(done.indexOf(`create ${deployment}`));
      expect(workspace.inputOf(deployment)[ironicDialects[dialect].nodeOfDeployment]).toBe('spare-r02-u20');
    });

    test('destroys what a released slot had, and nothing of another', () => {
      const released = withGpu(dialect, (slot) => ({ ...slot, phase: 'released', isDeclared: false }));
      const done = workspace.apply(twin(released));
      expect([...done].sort()).toEqual(
        [`destroy ${deployment}`, `destroy ${gpu}`, `destroy release_${gpu}`].sort(),
      );
      expect(addressesOf(stackOf(synth(released), claim)).filter((one) => one.includes(gpu))).toEqual([]);
    });
  },
  120_000,
);
