import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IRONIC_DIALECTS, type IronicDialect } from '../../../src/facts/providers/ironic-dialects.js';
import { took } from '../../../src/lab/ironic/usual-metal.js';
import { type Evidence, readEvidence } from '../../../src/model/lock/evidence.js';
import type { SiteModel, SlotModel } from '../../../src/model/types.js';
import { type PlannedChange, terraform } from '../../protocol/support/terraform.js';
import { ironicModel } from '../../support/ironic-fixture.js';
import { CANARY, withSlot } from '../../support/model-fixture.js';
import { stackOf, synth } from '../../support/synth.js';
import { IronicWorkspace } from './workspace.js';

const stacks = { enrolment: 'dc1-enrolment-01', claim: 'dc1-train-a-claim-01' } as const;
type Stack = keyof typeof stacks;
const gpu = 'train-a-gpu-001';

/** The stacks of a model in Terraform, each in a folder and a state of its own, against one simulated Ironic. */
class Site {
  readonly #root = mkdtempSync(join(tmpdir(), 'ironic-site-'));
  readonly work: IronicWorkspace;

  constructor(work: IronicWorkspace) {
    this.work = work;
  }

  async #run(stack: Stack, model: SiteModel, ...args: readonly string[]): Promise<string> {
    const folder = join(this.#root, stack);
    mkdirSync(folder, { recursive: true });
    const { terraform: settings, ...json } = stackOf(synth(model), stacks[stack]);
    const { backend: _, ...own } = settings as Record<string, unknown>;
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ ...json, terraform: own }));
    if (json['variable'] !== undefined) {
      const credentials = model.site.machines.map(({ asset }) => [
        asset,
        { user: 'admin', password: CANARY },
      ]);
      const text = JSON.stringify({ bmc_credentials: Object.fromEntries(credentials) });
      writeFileSync(join(folder, 'terraform.tfvars.json'), text);
    }
    for (const step of [['init', '-no-color'], args]) {
      const { code, text } = await terraform(folder, step, this.work.env);
      if (code !== 0) throw new Error(text);
      if (step === args) return text;
    }
    throw new Error('nothing was run');
  }

  async apply(stack: Stack, model: SiteModel): Promise<void> {
    await this.#run(stack, model, 'apply', '-auto-approve', '-no-color', '-input=false');
  }

  /** What a plan changes, by address. */
  async plan(stack: Stack, model: SiteModel): Promise<Readonly<Record<string, string>>> {
    await this.#run(stack, model, 'plan', '-no-color', '-input=false', '-out=plan');
    const { resource_changes: changes = [] } = JSON.parse(
      (await terraform(join(this.#root, stack), ['show', '-json', 'plan'], this.work.env)).text,
    ) as { resource_changes?: readonly { readonly address: string; readonly change: PlannedChange }[] };
    return Object.fromEntries(
      changes
        .map(({ address, change }) => [address, change.actions.join(' ')] as const)
        .filter(([, actions]) => actions !== 'no-op'),
    );
  }

  async evidence(stack: Stack): Promise<Evidence | null> {
    const { text } = await terraform(join(this.#root, stack), ['show', '-json'], this.work.env);
    return readEvidence(text, 'state.json').evidence;
  }

  async close(): Promise<void> {
    await this.work.close();
    rmSync(this.#root, { recursive: true, force: true });
  }
}

function withGpu(dialect: IronicDialect, changes: Partial<SlotModel>): SiteModel {
  return withSlot(ironicModel(dialect), gpu, (slot) => ({ ...slot, ...changes }));
}

/** The model with nothing declared any more, which is how stacks are emptied. */
function emptied(model: SiteModel): SiteModel {
  return {
    ...model,
    enrolments: model.enrolments.map((one) => ({ ...one, isDeclared: false })),
    clusters: model.clusters.map((cluster) => ({
      ...cluster,
      slots: cluster.slots.map((slot) => ({ ...slot, isDeclared: false })),
    })),
  };
}

describe.each(IRONIC_DIALECTS)(
  'what is synthesized for %s, from nothing to active and back',
  (dialect) => {
    const model = ironicModel(dialect);
    let site: Site;
    beforeAll(async () => {
      site = new Site(await IronicWorkspace.open(dialect));
      await site.apply('enrolment', model);
      await site.apply('claim', model);
    }, 120_000);
    afterAll(() => site.close());

    test('plans empty in both states once both are applied', async () => {
      expect(await site.plan('enrolment', model)).toEqual({});
      expect(await site.plan('claim', model)).toEqual({});
    });

    test('deployed the image of the slot, with its checksum, on the node of its machine', () => {
      expect(site.work.node('gpu-r01-u10')).toMatchObject({
        provisionState: 'active',
        instanceInfo: {
          image_source: 'http://images.dc1.example.net/noble.qcow2',
          image_os_hash_algo: 'sha256',
        },
      });
      expect(site.work.node('spare-r02-u20').provisionState).not.toBe('active');
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
      expect(site.work.node('gpu-r01-u10')).toMatchObject({
        provisionState: 'active',
        instanceInfo: { image_source: 'http://images.dc1.example.net/noble.qcow2' },
      });
    });

    test('goes on from a reimage whose cleaning failed: the plan still wants all of it', async () => {
      const again = withGpu(dialect, { generation: 3 });
      const { clean } = site.work.metal;
      site.work.metal.clean = () => took(5000, 'the disk refuses');
      await expect(site.apply('claim', again)).rejects.toThrow();
      expect((await site.evidence('claim'))?.slots.get(gpu)).toMatchObject({ generation: 2 });
      expect(await site.plan('claim', again)).toMatchObject({
        [`ironic_deployment.${gpu}`]: 'delete create',
      });
      site.work.metal.clean = clean;
      // What an operator does: manage, clean and provide.
      site.work.set('gpu-r01-u10', { provisionState: 'available' });
      await site.apply('claim', again);
      expect(site.work.node('gpu-r01-u10').provisionState).toBe('active');
      expect(await site.plan('claim', again)).toEqual({});
    });

    test('moves to another machine, and leaves the first one free', async () => {
      await site.apply('claim', withGpu(dialect, { asset: 'spare-r02-u20', generation: 4 }));
      expect(site.work.node('gpu-r01-u10').provisionState).toBe('available');
      expect(site.work.node('spare-r02-u20').provisionState).toBe('active');
      expect((await site.evidence('claim'))?.slots.get(gpu)).toMatchObject({ on: 'spare-r02-u20' });
    });

    test('is given back, the claim first and then the enrolment, until Ironic is empty', async () => {
      await site.apply('claim', emptied(model));
      expect((await site.evidence('claim'))?.resources).toBe(0);
      await site.apply('enrolment', emptied(model));
      expect(site.work.ironic.world.store.all('nodes')).toEqual([]);
      expect(site.work.ironic.world.store.all('ports')).toEqual([]);
    });
  },
  120_000,
);
