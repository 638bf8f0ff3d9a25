import { expect, test } from 'vitest';
import { capacityOf } from '../../../src/model/tenancy/capacity.js';
import type { SiteModel } from '../../../src/model/types.js';

interface Slot {
  readonly asset: string;
  readonly rack: string | null;
  readonly gpus: number;
  /** Slices on the first GPU. */
  readonly cut?: Readonly<Record<string, number>>;
  readonly phase?: string;
}

const modelWith = (slots: readonly Slot[], quota: unknown = { gpus: 2, slices: [] }, mode = 'shared') =>
  ({
    site: {
      name: 'dc1',
      machines: slots.map(({ asset, rack, gpus }) => ({
        asset,
        rack,
        hardware: { gpus: { count: gpus, model: 'H100-SXM-80GB' } },
      })),
    },
    clusters: [
      {
        name: 'serve',
        mode,
        pools: [{ name: 'mig', runs: 'mig' }],
        workloadTenants: [{ name: 'chat', namespace: 'chat', groups: [], pools: [], quota }],
        slots: slots.map(({ asset, cut, phase = 'in-service' }) => ({
          asset,
          pool: 'mig',
          phase,
          isDeclared: phase !== 'released',
          mig:
            cut === undefined
              ? null
              : {
                  layout: [
                    {
                      devices: [0],
                      instances: Object.entries(cut).map(([profile, count]) => ({ profile, count })),
                    },
                  ],
                },
        })),
      },
    ],
  }) as unknown as SiteModel;

const resources = (...args: Parameters<typeof modelWith>) => capacityOf(modelWith(...args))[0]?.resources;

test('the worst machine is the one with most, and the worst rack the one with most together', () => {
  const slots = [
    { asset: 'm1', rack: 'r1', gpus: 2 },
    { asset: 'm2', rack: 'r1', gpus: 2 },
    { asset: 'm3', rack: 'r2', gpus: 3 },
  ];
  expect(resources(slots, { gpus: 4, slices: [] })).toEqual([
    {
      what: 'gpu',
      total: 7,
      promised: 4,
      free: 3,
      withoutMachine: { name: 'm3', left: 4, isEnough: true },
      withoutRack: { name: 'r1', left: 3, isEnough: false },
    },
  ]);
});

test('of equal ones the first by name is told', () => {
  const slots = [
    { asset: 'm10', rack: 'r2', gpus: 2 },
    { asset: 'm9', rack: 'r1', gpus: 2 },
  ];
  expect(resources(slots)?.[0]).toMatchObject({
    withoutMachine: { name: 'm9' },
    withoutRack: { name: 'r1', left: 2, isEnough: true },
  });
});

test('machines in no rack are lost alone only', () => {
  expect(resources([{ asset: 'm1', rack: null, gpus: 2 }])?.[0]).toMatchObject({
    withoutMachine: { name: 'm1', left: 0, isEnough: false },
    withoutRack: null,
  });
});

test('GPUs that are cut count by their slices, and the others whole', () => {
  const slots = [{ asset: 'm1', rack: 'r1', gpus: 3, cut: { '3g.40gb': 1, '1g.10gb': 2 } }];
  expect(resources(slots)?.map(({ what, total }) => [what, total])).toEqual([
    ['gpu', 2],
    ['1g.10gb', 2],
    ['3g.40gb', 1],
  ]);
});

test('what is promised and not there is told, and nothing else of which there is none', () => {
  const slots = [{ asset: 'm1', rack: 'r1', gpus: 1, cut: { '7g.80gb': 1 } }];
  expect(resources(slots, { gpus: 0, slices: [{ profile: '1g.10gb', count: 3 }] })).toEqual([
    { what: '1g.10gb', total: 0, promised: 3, free: -3, withoutMachine: null, withoutRack: null },
    expect.objectContaining({ what: '7g.80gb', total: 1, promised: 0, free: 1 }),
  ]);
});

test.each(['releasing', 'released'])('a slot that is %s gives nothing', (phase) => {
  const slots = [
    { asset: 'm1', rack: 'r1', gpus: 2 },
    { asset: 'm2', rack: 'r1', gpus: 2, phase },
  ];
  expect(resources(slots)?.[0]).toMatchObject({ total: 2, withoutRack: { left: 0 } });
});

test('a dedicated cluster is not divided', () => {
  expect(capacityOf(modelWith([{ asset: 'm1', rack: 'r1', gpus: 2 }], undefined, 'dedicated'))).toEqual([]);
});

test('a layer is told once for each GPU of a pool, with its cost', () => {
  const slots = [
    { asset: 'm1', rack: 'r1', gpus: 2 },
    { asset: 'm2', rack: 'r1', gpus: 2 },
  ];
  expect(capacityOf(modelWith(slots))[0]?.layers).toEqual([
    {
      pool: 'mig',
      runs: 'mig',
      gpu: 'H100-SXM-80GB',
      cost: expect.objectContaining({ from: 0, to: 15.2 }),
    },
  ]);
});

test('what a workload tenant has to itself is told apart, and counts for nobody else', () => {
  const model = modelWith([
    { asset: 'a', rack: 'r1', gpus: 4 },
    { asset: 'b', rack: 'r1', gpus: 2 },
  ]);
  const [cluster] = model.clusters;
  Object.assign(cluster?.slots[1] ?? {}, { pool: 'own' });
  Object.assign(cluster ?? {}, {
    pools: [...(cluster?.pools ?? []), { name: 'own', runs: 'containers' }],
    workloadTenants: [
      ...(cluster?.workloadTenants ?? []),
      { name: 'lab', namespace: 'lab', groups: [], pools: ['own'], quota: { gpus: 2, slices: [] } },
    ],
  });
  expect(
    capacityOf(model).map(({ owner, resources: [gpus], tenants, layers }) => ({
      owner,
      total: gpus?.total,
      promised: gpus?.promised,
      tenants: tenants.map(({ name }) => name),
      pools: layers.map(({ pool }) => pool),
    })),
  ).toEqual([
    { owner: null, total: 4, promised: 2, tenants: ['chat'], pools: ['mig'] },
    { owner: 'lab', total: 2, promised: 2, tenants: ['lab'], pools: ['own'] },
  ]);
});
