import { resolve } from '../../../src/model/resolve.js';
import type { SiteModel } from '../../../src/model/types.js';
import type { Review } from '../../../src/review/report.js';
import { reviewOf } from '../../../src/review/review.js';
import { definitionOf } from '../../support/site-fixture.js';
import { type ChangeJson, known, listed, noDefinition, planJson, readJson } from './plan-json.js';

const trigger = (asset: string, generation: number) => ({ input: { asset, generation } });
const instance = (id: string, kernel: string) => ({
  id,
  allocate_params: [{ system_id: id }],
  deploy_params: [{ distro_series: 'noble', user_data: `#cloud-config ${kernel}` }],
  release_params: [{ comment: 'x', erase: true, secure_erase: true, quick_erase: false }],
});

/** What a plan does to the machine of a slot: the same kinds of change again and again, most slots left alone. */
function changesOf(slot: string, asset: string, id: string, index: number): readonly ChangeJson[] {
  const address = `maas_instance.${slot}`;
  const was = instance(id, 'old');
  const is = instance(id, 'new');
  const kinds: readonly (readonly ChangeJson[])[] = [
    [{ address, actions: ['delete'], before: was }],
    [
      {
        address: `terraform_data.${slot}`,
        actions: ['update'],
        before: trigger(asset, 1),
        after: trigger(asset, 2),
      },
      {
        address,
        actions: ['delete', 'create'],
        before: was,
        after: is,
        more: { action_reason: 'replace_by_triggers' },
      },
    ],
    [
      {
        address: `maas_machine.${slot}`,
        actions: ['update'],
        before: { id, hostname: asset, pxe_mac_address: '02:00:00:00:00:01' },
        after: { id, hostname: asset, pxe_mac_address: '02:00:00:00:00:02' },
      },
    ],
    [
      {
        address,
        actions: ['delete', 'create'],
        before: was,
        after: is,
        changeMore: { replace_paths: [['deploy_params', 0, 'user_data']] },
      },
    ],
  ];
  return kinds[index] ?? [];
}

/** The definition as it was: one slot was of another tenant, and a network was smaller. */
function baseOf(model: SiteModel): SiteModel {
  const base = JSON.parse(JSON.stringify(model)) as SiteModel;
  const networks = base.site.networks.map((network) =>
    network.name === 'in-band' ? { ...network, mtu: 9000, vid: 99 } : network,
  );
  return { ...base, site: { ...base.site, networks } };
}

/** The review of a made-up change to a site: some machines in each tenth rack, all others left alone. */
export function fleetReview(racks: number, perRack: number): Review {
  const gpus = racks * perRack;
  const definition = definitionOf({
    racks,
    gpusPerRack: perRack,
    pools: {
      gpu: { role: 'gpu', count: gpus, networks: { 'in-band': { bond: { lacpFallback: true } } }, rails: {} },
    },
  });
  const { model, lock } = resolve(definition, { site: 'dc1', lock: null });
  if (model === null || lock === null) throw new Error('the fleet cannot be resolved');
  const slots = model.clusters.flatMap((cluster) => cluster.slots);
  const assets = Object.fromEntries(slots.map(({ asset }, index) => [asset, `sys${index}`]));
  const changes = slots.flatMap(({ name, asset }, index) =>
    changesOf(name, asset, `sys${index}`, index % 37),
  );
  const prior = slots.flatMap(({ name, asset }, index) => [
    known(`terraform_data.${name}`, trigger(asset, 1)),
    known(`maas_instance.${name}`, instance(`sys${index}`, 'old')),
  ]);
  const plan = readJson(
    planJson({ stack: 'dc1-train-claim-01', prior: [listed(assets), ...prior], changes }),
  );
  return reviewOf({
    ...noDefinition,
    plans: [plan],
    base: { models: [baseOf(model)], locks: [lock] },
    head: { models: [model], locks: [lock] },
    notPlanned: [{ stack: 'dc1-network', why: 'the lab stopped it' }],
    refusals: [
      {
        rule: 'POLICY_MOST',
        message: 'takes down 3 servers in rack "r01", where 2 are allowed',
        place: null,
      },
      {
        rule: 'power/feed-loss',
        message: 'rack "r02" draws more than one feed gives',
        place: { file: 'sites/dc1/site.yaml', line: 12, column: 5 },
      },
    ],
    causeOf: ({ isSaid }) => ({
      cause: isSaid ? 'edit' : 'unknown',
      why: isSaid ? 'slots were reimaged on purpose' : 'nothing in this change explains it',
      place: isSaid ? { file: 'locks/dc1.yaml', line: 40, column: 3 } : null,
    }),
  });
}
