import { describe, expect, test } from 'vitest';
import { changeJson, known, listed, planJson, reviewPlans } from './support/plan-json.js';

const erased = [{ comment: 'x', erase: true, secure_erase: true, quick_erase: false }];
const instance = (id: string, more = {}) => ({
  id,
  allocate_params: [{ system_id: id }],
  release_params: erased,
  ...more,
});
const slot = (asset: string, generation: number) => ({ input: { asset, generation } });

/** A slot that is deployed on a machine. */
const prior = [
  listed({ 'gpu-01': 'aaa111', 'gpu-02': 'bbb222', 'gpu-03': 'ccc333' }),
  known('terraform_data.a-gpu-001', slot('gpu-01', 1)),
  known('maas_instance.a-gpu-001', instance('aaa111')),
];

const replaced = (after: Readonly<Record<string, unknown>>) => ({
  address: 'maas_instance.a-gpu-001',
  actions: ['delete', 'create'],
  before: instance('aaa111'),
  after,
  more: { action_reason: 'replace_by_triggers' },
});

describe('a replaced instance', () => {
  test('is a reimage where the generation of its slot was raised on the same machine', () => {
    const { verdict, servers, rows } = reviewPlans(
      planJson({
        prior,
        changes: [
          {
            address: 'terraform_data.a-gpu-001',
            actions: ['update'],
            before: slot('gpu-01', 1),
            after: slot('gpu-01', 2),
          },
          replaced(instance('aaa111')),
        ],
      }),
    );
    expect(verdict.text).toBe(
      'WIPES 0 servers, reimages 1, moves 0 between tenants, power-cycles 0, leaves 2 alone.',
    );
    expect(servers).toMatchObject([
      { name: 'gpu-01', systemId: 'aaa111', effect: 'reimage', erase: 'secure', isAccident: false },
    ]);
    expect(rows[0]?.forcing).toEqual([{ attribute: 'generation', before: '1', after: '2' }]);
  });

  test('is a reimage too where the slot was adopted, whose trigger had been told nothing', () => {
    const { servers } = reviewPlans(
      planJson({
        prior: [
          listed({ 'gpu-01': 'aaa111' }),
          known('terraform_data.a-gpu-001', { input: null }),
          known('maas_instance.a-gpu-001', instance('aaa111')),
        ],
        changes: [
          {
            address: 'terraform_data.a-gpu-001',
            actions: ['update'],
            before: { input: null },
            after: slot('gpu-01', 2),
          },
          replaced(instance('aaa111')),
        ],
      }),
    );
    expect(servers).toMatchObject([{ name: 'gpu-01', effect: 'reimage', isAccident: false }]);
  });

  test('wipes the former machine, with its erase, and deploys the new one where the slot moved', () => {
    const { servers } = reviewPlans(
      planJson({
        prior,
        changes: [
          {
            address: 'terraform_data.a-gpu-001',
            actions: ['update'],
            before: slot('gpu-01', 1),
            after: slot('gpu-02', 2),
          },
          replaced({ allocate_params: [{ system_id: 'bbb222' }] }),
        ],
      }),
    );
    expect(servers).toMatchObject([
      { name: 'gpu-01', effect: 'wipe', erase: 'secure', slot: { before: 'a-gpu-001', after: null } },
      { name: 'gpu-02', effect: 'deploy', slot: { before: null, after: 'a-gpu-001' } },
    ]);
  });

  test('is an accident where no generation was raised, and says which attribute forced it', () => {
    const { servers, rows, verdict } = reviewPlans(
      planJson({
        prior,
        changes: [
          {
            ...replaced(instance('aaa111', { deploy_params: [{ distro_series: 'plucky' }] })),
            before: instance('aaa111', { deploy_params: [{ distro_series: 'noble' }] }),
            more: { action_reason: 'replace_because_cannot_update' },
            changeMore: { replace_paths: [['deploy_params', 0, 'distro_series']] },
          },
        ],
      }),
    );
    expect(servers).toMatchObject([{ name: 'gpu-01', effect: 'wipe', isAccident: true }]);
    expect(rows[0]?.note).toContain('an accident: no generation was raised');
    expect(rows[0]?.forcing).toEqual([
      { attribute: 'maas_instance.deploy_params.0.distro_series', before: 'noble', after: 'plucky' },
    ]);
    expect(verdict.outcome).toBe('physical');
  });
});

describe('what stands on a machine that stays deployed', () => {
  test('a NIC that changes is recorded and not done', () => {
    const { impossible, verdict } = reviewPlans(
      planJson({
        prior,
        changes: [
          {
            address: 'maas_network_interface_physical.a-gpu-001_eno1',
            actions: ['update'],
            before: { machine: 'aaa111', mtu: 1500 },
            after: { machine: 'aaa111', mtu: 9000 },
          },
        ],
      }),
    );
    expect(impossible).toMatchObject([{ message: expect.stringContaining('recorded and not done') }]);
    expect(verdict.outcome).toBe('nothing');
  });

  test('deleting its enrolment orphans the server', () => {
    const { servers } = reviewPlans(
      planJson({ prior }),
      planJson({
        stack: 'dc1-enrolment-01',
        prior: [known('maas_machine.gpu-01', { id: 'aaa111', hostname: 'gpu-01' })],
        changes: [
          {
            address: 'maas_machine.gpu-01',
            actions: ['delete'],
            before: { id: 'aaa111', hostname: 'gpu-01' },
          },
        ],
      }),
    );
    expect(servers).toMatchObject([{ name: 'gpu-01', effect: 'orphan' }]);
  });
});

test('an enrolment that leaves together with its claim orphans the server: its stack is applied first', () => {
  const machine = { id: 'aaa111', hostname: 'gpu-01' };
  const { servers } = reviewPlans(
    planJson({
      prior,
      changes: [
        { address: 'maas_instance.a-gpu-001', actions: ['delete'], before: instance('aaa111') },
        { address: 'terraform_data.a-gpu-001', actions: ['delete'], before: slot('gpu-01', 1) },
      ],
    }),
    planJson({
      stack: 'dc1-enrolment-01',
      prior: [known('maas_machine.gpu-01', machine)],
      changes: [{ address: 'maas_machine.gpu-01', actions: ['delete'], before: machine }],
    }),
  );
  const effects = servers[0]?.resources.map(({ address, effect }) => [address, effect]);
  expect(effects).toContainEqual(['maas_machine.gpu-01', 'orphan']);
});

test('a NIC that was exchanged stops the apply of a reimage, and a slot that moves does not', () => {
  const nic = (mac: string) => ({ machine: 'aaa111', name: 'eno1', mac_address: mac });
  const review = (asset: string) =>
    reviewPlans(
      planJson({
        prior,
        changes: [
          {
            address: 'terraform_data.a-gpu-001',
            actions: ['update'],
            before: slot('gpu-01', 1),
            after: slot(asset, 2),
          },
          {
            address: 'maas_network_interface_physical.a-gpu-001_eno1',
            actions: ['delete', 'create'],
            before: nic('02:00:5e:00:00:01'),
            after: nic('02:00:5e:00:00:02'),
          },
        ],
      }),
    );
  expect(review('gpu-01').impossible).toMatchObject([
    { message: expect.stringContaining('the apply stops: MAAS knows this NIC as 02:00:5e:00:00:01') },
  ]);
  expect(JSON.stringify(review('gpu-02').impossible)).not.toContain('MAAS knows this NIC');
});

test('what the definition takes away is no drift, whatever else of it drifted', () => {
  const drifted = { ...instance('aaa111'), cpu_count: 1 };
  const change = { address: 'maas_instance.a-gpu-001', actions: ['delete'], before: instance('aaa111') };
  const { rows } = reviewPlans(
    planJson({
      prior,
      changes: [change],
      more: {
        resource_drift: [
          changeJson({ ...change, actions: ['update'], before: drifted, after: change.before }),
        ],
      },
    }),
  );
  expect(rows).toMatchObject([{ effect: 'wipe', cause: 'unknown' }]);
});

test('what is set back after it drifted is drift, and only that', () => {
  const machine = (zone: string) => ({ id: 'aaa111', hostname: 'gpu-01', zone, domain: 'a' });
  const causeOf = (drift: object) =>
    reviewPlans(
      planJson({
        prior,
        changes: [
          {
            address: 'maas_machine.gpu-01',
            actions: ['update'],
            before: machine('by-hand'),
            after: machine('declared'),
          },
        ],
        more: {
          resource_drift: [
            changeJson({
              address: 'maas_machine.gpu-01',
              actions: ['update'],
              before: { ...machine('by-hand'), ...drift },
              after: machine('by-hand'),
            }),
          ],
        },
      }),
    ).rows[0]?.cause;
  expect(causeOf({ zone: 'declared' })).toBe('drift');
  expect(causeOf({ domain: 'b' })).toBe('unknown');
});

test('deleting an enrolment is not called safe where nobody knows what runs on the machine', () => {
  const machine = { id: 'ddd444', hostname: 'gpu-09' };
  const { servers } = reviewPlans(
    planJson({
      stack: 'dc1-enrolment-01',
      prior: [known('maas_machine.gpu-09', machine)],
      changes: [{ address: 'maas_machine.gpu-09', actions: ['delete'], before: machine }],
    }),
  );
  expect(servers).toMatchObject([{ name: 'gpu-09', effect: 'unknown' }]);
});

test('Terraform without rackform: a renamed machine is one server, with the moved block that saves it', () => {
  const before = { id: 'aaa111', hostname: 'gpu-01', pxe_mac_address: '52:54:00:00:00:01' };
  const { joins } = reviewPlans(
    planJson({
      stack: null,
      prior: [known('maas_machine.old', before)],
      changes: [
        { address: 'maas_machine.old', actions: ['delete'], before },
        {
          address: 'maas_machine.new',
          actions: ['create'],
          after: { hostname: 'gpu-1', pxe_mac_address: '52:54:00:00:00:01' },
        },
      ],
    }),
  );
  expect(joins).toMatchObject([
    {
      from: 'maas_machine.old',
      to: 'maas_machine.new',
      by: 'MAC address 52:54:00:00:00:01',
      wayOut: 'moved {\n  from = maas_machine.old\n  to   = maas_machine.new\n}',
    },
  ]);
});

test('changes of another provider are not known, and not safe', () => {
  const { verdict, notKnown } = reviewPlans(
    planJson({
      stack: null,
      changes: [
        {
          address: 'aws_instance.web',
          actions: ['update'],
          before: { ami: 'a' },
          after: { ami: 'b' },
          provider: 'registry.terraform.io/hashicorp/aws',
        },
      ],
    }),
  );
  expect(verdict.outcome).toBe('physical');
  expect(verdict.text).toMatch(/does what is not known with aws_instance\.web\.$/);
  expect(notKnown).toMatchObject([{ message: 'no facts for aws_instance of hashicorp/aws' }]);
});

test('a resource that is only moved does nothing', () => {
  const { verdict, rows } = reviewPlans(
    planJson({
      changes: [
        {
          address: 'maas_instance.b',
          actions: ['no-op'],
          before: instance('aaa111'),
          after: instance('aaa111'),
          more: { previous_address: 'maas_instance.a' },
        },
      ],
    }),
  );
  expect(rows).toEqual([]);
  expect(verdict.text).toBe('Nothing physical changes.');
});

test('the digest does not depend on the order of plans and changes, and moves with an effect', () => {
  const wiped = (name: string, id: string) => ({
    address: `maas_instance.${name}`,
    actions: ['delete'],
    before: instance(id),
  });
  const plan = (...changes: readonly ReturnType<typeof wiped>[]) => planJson({ prior, changes });
  const two = reviewPlans(plan(wiped('a', 'aaa111'), wiped('b', 'bbb222')));
  expect(reviewPlans(plan(wiped('b', 'bbb222'), wiped('a', 'aaa111'))).digest).toBe(two.digest);
  expect(reviewPlans(plan(wiped('a', 'aaa111'))).digest).not.toBe(two.digest);
});
