import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { IRONIC_DIALECTS, type IronicDialect } from '../../../src/facts/providers/ironic-dialects.js';
import { took } from '../../../src/lab/ironic/usual-metal.js';
import type { SiteModel, SlotModel } from '../../../src/model/types.js';
import { ironicModel } from '../../support/ironic-fixture.js';
import { emptied, IronicSite } from '../../support/ironic-site.js';
import { withSlot } from '../../support/model-fixture.js';
import { IronicWorkspace } from './workspace.js';

const stacks = { enrolment: 'dc1-enrolment-01', claim: 'dc1-train-a-claim-01' } as const;
const gpu = 'train-a-gpu-001';

function withGpu(dialect: IronicDialect, changes: Partial<SlotModel>): SiteModel {
  return withSlot(ironicModel(dialect), gpu, (slot) => ({ ...slot, ...changes }));
}

describe.each(IRONIC_DIALECTS)(
  'what is synthesized for %s, from nothing to active and back',
  (dialect) => {
    const model = ironicModel(dialect);
    let work: IronicWorkspace;
    let site: IronicSite;
    beforeAll(async () => {
      work = await IronicWorkspace.open(dialect);
      site = new IronicSite(stacks, work.env);
      await site.apply('enrolment', model);
      await site.apply('claim', model);
    }, 120_000);
    afterAll(async () => {
      await work.close();
      site.remove();
    });

    test('plans empty in both states once both are applied', async () => {
      expect(await site.plan('enrolment', model)).toEqual({});
      expect(await site.plan('claim', model)).toEqual({});
    });

    test('deployed the image of the slot, with its checksum, on the node of its machine', () => {
      expect(work.node('gpu-r01-u10')).toMatchObject({
        provisionState: 'active',
        instanceInfo: {
          image_source: 'http://images.dc1.example.net/noble.qcow2',
          ...(dialect === 'rackform'
            ? { image_checksum: 'ab'.repeat(32) }
            : { image_os_hash_algo: 'sha256' }),
        },
      });
      expect(work.node('spare-r02-u20').provisionState).not.toBe('active');
    });

    test('is evidence of a slot in service', async () => {
      expect((await site.evidence('claim'))?.slots.get(gpu)).toEqual({
        asset: 'gpu-r01-u10',
        generation: 1,
        erase: 'secure',
        on: 'gpu-r01-u10',
        isComplete: true,
      });
      expect((await site.evidence('enrolment'))?.machines.has('gpu-r01-u10')).toBe(true);
    });

    test('is replaced by a raised generation, one slot alone, and then plans empty', async () => {
      const again = withGpu(dialect, { generation: 2, userData: { timezone: 'UTC' } });
      expect(await site.plan('claim', again)).toEqual({
        [`ironic_deployment.${gpu}`]: 'delete create',
        [`terraform_data.${gpu}`]: 'update',
      });
      await site.apply('claim', again);
      expect(await site.plan('claim', again)).toEqual({});
      expect(work.node('gpu-r01-u10')).toMatchObject({
        provisionState: 'active',
        instanceInfo: { image_source: 'http://images.dc1.example.net/noble.qcow2' },
      });
    });

    test('goes on from a reimage whose cleaning failed: the plan still wants all of it', async () => {
      const again = withGpu(dialect, { generation: 3 });
      const { clean } = work.metal;
      work.metal.clean = () => took(5000, 'the disk refuses');
      await expect(site.apply('claim', again)).rejects.toThrow();
      expect((await site.evidence('claim'))?.slots.get(gpu)).toMatchObject({ generation: 2 });
      expect(await site.plan('claim', again)).toMatchObject({
        [`ironic_deployment.${gpu}`]: 'delete create',
      });
      work.metal.clean = clean;
      // What an operator does: manage, clean and provide.
      work.set('gpu-r01-u10', { provisionState: 'available' });
      await site.apply('claim', again);
      expect(work.node('gpu-r01-u10').provisionState).toBe('active');
      expect(await site.plan('claim', again)).toEqual({});
    });

    test('moves to another machine, and leaves the first one free', async () => {
      await site.apply('claim', withGpu(dialect, { asset: 'spare-r02-u20', generation: 4 }));
      expect(work.node('gpu-r01-u10').provisionState).toBe('available');
      expect(work.node('spare-r02-u20').provisionState).toBe('active');
      expect((await site.evidence('claim'))?.slots.get(gpu)).toMatchObject({ on: 'spare-r02-u20' });
    });

    test('is given back, the claim first and then the enrolment, until Ironic is empty', async () => {
      await site.apply('claim', emptied(model));
      expect((await site.evidence('claim'))?.resources).toBe(0);
      await site.apply('enrolment', emptied(model));
      expect(work.ironic.world.store.all('nodes')).toEqual([]);
      expect(work.ironic.world.store.all('ports')).toEqual([]);
    });
  },
  120_000,
);
