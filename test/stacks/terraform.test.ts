import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SiteModel, SlotModel } from '../../src/model/types.js';
import { userData } from '../../src/software/first-boot/user-data.js';
import { builtinTwin, hasTerraform, twinName, Workspace } from '../support/builtin-twin.js';
import { exampleModel, withSlot } from '../support/model-fixture.js';
import { addressesOf, type Json, stackOf, synth } from '../support/synth.js';

const claim = 'dc1-train-a-claim-01';
const gpu = 'train-a-gpu-001';
const machines = Object.fromEntries(
  exampleModel().site.machines.map(({ asset }, index) => [asset, `sys${index}`]),
);

function twin(model: SiteModel): Json {
  return builtinTwin(stackOf(synth(model, { stacks: [claim] }), claim), { machines });
}

function withGpu(change: (slot: SlotModel) => SlotModel): SiteModel {
  return withSlot(exampleModel(), gpu, change);
}

/** All that a slot's definition says of network, image and user data, otherwise. */
function rewritten(slot: SlotModel): SlotModel {
  return {
    ...slot,
    image: { ...slot.image, series: 'ubuntu/jammy' },
    userData: { timezone: 'UTC' },
    dnsAddress: '198.51.100.99',
    ports: slot.ports.map((port) => ({
      ...port,
      mtu: 1500,
      links: port.links.map((link) => ({
        ...link,
        mtu: 1500,
        address: link.address?.replace(/\d+$/, '99') ?? null,
      })),
    })),
  };
}

// The claim stack as real Terraform sees it, with terraform_data in place of what needs a provider.
describe.skipIf(!hasTerraform())('a claim stack in Terraform', { timeout: 120_000 }, () => {
  const workspace = new Workspace();
  let created: readonly string[] = [];
  beforeAll(() => {
    created = workspace.apply(twin(exampleModel()));
  });
  afterAll(() => workspace.remove());

  const place = (done: readonly string[], step: string) => {
    expect(done).toContain(step);
    return done.indexOf(step);
  };

  test('is created with links before the deployment, and planned empty after', () => {
    const all = addressesOf(stackOf(synth(exampleModel()), claim));
    expect(created).toHaveLength(all.length);
    const instance = place(created, `create ${twinName(`maas_instance.${gpu}`)}`);
    for (const address of all.filter((other) => /network_interface.*gpu-001|maas_tag/.test(other))) {
      expect(place(created, `create ${twinName(address)}`), address).toBeLessThan(instance);
    }
    const record = place(created, `create ${twinName(`maas_dns_record.${gpu}`)}`);
    expect(record).toBeGreaterThan(
      place(created, `create ${twinName(`maas_network_interface_link.${gpu}_in-band`)}`),
    );
    expect(workspace.plan(twin(exampleModel()))).toEqual({});
  });

  test('gives a server the very bytes of its user data, scripts and all', () => {
    const model = exampleModel();
    for (const slot of model.clusters.flatMap((cluster) => cluster.slots)) {
      const { deploy_params } = workspace.inputOf(twinName(`maas_instance.${slot.name}`));
      expect((deploy_params as Json)['user_data'], slot.name).toBe(userData(slot, model));
    }
  });

  test('plans nothing when anything but asset and generation of a slot changes', () => {
    expect(workspace.plan(twin(withGpu(rewritten)))).toEqual({});
  });

  test('updates how a slot is released in place', () => {
    const erase = withGpu((slot) => ({ ...slot, release: { ...slot.release, erase: 'full' } }));
    expect(workspace.plan(twin(erase))).toEqual({ [twinName(`maas_instance.${gpu}`)]: ['update'] });
  });

  test('touches no running slot when a slot is added', () => {
    const model = withGpu((slot) => slot);
    const without = (slots: readonly SlotModel[]) => slots.filter((slot) => slot.name !== 'train-a-gpu-002');
    const small = { ...model, clusters: model.clusters.map((c) => ({ ...c, slots: without(c.slots) })) };
    const other = new Workspace();
    other.apply(twin(small));
    const plan = other.plan(twin(model));
    other.remove();
    const touched = Object.entries(plan).filter(([name]) => !name.includes('gpu-002'));
    // The list of machines of the tag, which acts on nobody before the next deployment.
    expect(Object.fromEntries(touched)).toEqual({
      'tag_train-a_gpu': ['update'],
      'maas_tag__train-a_gpu': ['delete', 'create'],
    });
  });

  test('still wants a replacement of which the release failed: the trigger stands until all of the old is gone', () => {
    const again = twin(withGpu((slot) => ({ ...slot, generation: 2 })));
    const instance = twinName(`maas_instance.${gpu}`);
    const stuck = structuredClone(again) as { resource: { terraform_data: Record<string, Json> } };
    const provisioner = [{ 'local-exec': { when: 'destroy', command: 'exit 1' } }];
    Object.assign(stuck.resource.terraform_data[instance] ?? {}, { provisioner });
    const other = new Workspace();
    other.apply(twin(exampleModel()));
    expect(() => other.apply(stuck)).toThrow();
    const plan = other.plan(again);
    other.remove();
    expect(plan[gpu]).toEqual(['update']);
    expect(plan[instance]).toEqual(['delete', 'create']);
    expect(plan[twinName(`maas_network_interface_link.${gpu}_in-band`)]).toEqual(['delete', 'create']);
  });

  test('replaces all of a slot and nothing of another when its generation is raised, with the new values', () => {
    const again = withGpu((slot) => ({ ...rewritten(slot), generation: 2 }));
    const plan = workspace.plan(twin(again));
    const own = addressesOf(stackOf(synth(again), claim)).filter((address) => address.includes(gpu));
    expect(Object.keys(plan).sort()).toEqual(own.map(twinName).sort());
    for (const [name, actions] of Object.entries(plan)) {
      expect(actions, name).toEqual(name === gpu ? ['update'] : ['delete', 'create']);
    }
    const done = workspace.apply(twin(again));
    const steps = [
      `destroy ${twinName(`maas_instance.${gpu}`)}`,
      `destroy ${twinName(`maas_network_interface_link.${gpu}_in-band`)}`,
      `destroy ${twinName(`maas_network_interface_bond.${gpu}_bond0`)}`,
      `create ${twinName(`maas_network_interface_bond.${gpu}_bond0`)}`,
      `create ${twinName(`maas_network_interface_link.${gpu}_in-band`)}`,
      `create ${twinName(`maas_instance.${gpu}`)}`,
    ].map((step) => place(done, step));
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(workspace.inputOf(twinName(`maas_network_interface_link.${gpu}_in-band`))['ip_address']).toBe(
      '198.51.100.99',
    );
    expect(workspace.plan(twin(again))).toEqual({});
  });

  test('releases a slot that left, the deployment before its links', () => {
    const released = withGpu((slot) => ({ ...slot, phase: 'released', isDeclared: false }));
    const done = workspace.apply(twin(released));
    expect(place(done, `destroy ${twinName(`maas_instance.${gpu}`)}`)).toBeLessThan(
      place(done, `destroy ${twinName(`maas_network_interface_link.${gpu}_in-band`)}`),
    );
    expect(done.filter((step) => step.startsWith('destroy') && !step.includes('gpu-001'))).toEqual([
      'destroy maas_tag__train-a_gpu',
    ]);
  });
});
