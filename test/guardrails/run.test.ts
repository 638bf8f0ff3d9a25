import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/errors.js';
import { type GivenAcknowledgement, runGuardrails } from '../../src/guardrails/run.js';
import type { SiteModel } from '../../src/model/types.js';
import { changed, item, named, slotsIn } from '../support/inventory-fixture.js';
import { share } from './sharing-cases.js';

const at = { document: 'site/dc1', path: ['acknowledge', 0] };
const reason = 'because the test says so';

function run(model: SiteModel, ...acknowledgements: Omit<GivenAcknowledgement, 'at' | 'reason'>[]): Issue[] {
  return runGuardrails({
    inventory: model.site,
    model,
    acknowledgements: acknowledgements.map((each) => ({ ...each, reason, at })),
  });
}

function about(issues: readonly Issue[], code: string): readonly Issue[] {
  return issues.filter((issue) => issue.code === code);
}

const weakFeeds = changed(({ site }) => {
  for (const rack of site.racks) for (const feed of rack.feeds) feed.capacityWatts = 5000;
});

describe('acknowledgements', () => {
  test('without a subject hold for every finding of the rule, and mark it with the reason', () => {
    const issues = about(run(weakFeeds, { rule: 'power/feed-loss' }), 'power/feed-loss');
    expect(issues.map(({ acknowledged }) => acknowledged)).toEqual([reason]);
    const both = changed((model) => {
      for (const rack of model.site.racks) for (const feed of rack.feeds) feed.capacityWatts = 4200;
    });
    const all = about(run(both, { rule: 'power/feed-loss' }), 'power/feed-loss');
    expect(all.map(({ acknowledged }) => acknowledged)).toEqual([reason, reason]);
  });

  test('with a subject leave the findings about others open', () => {
    const both = changed(({ site }) => {
      for (const name of ['cpu-2', 'cpu-3']) named(site.machines, name).serial = 'SN-1';
    });
    const issues = about(
      run(both, { rule: 'machine/duplicate-serial', subject: 'cpu-3' }),
      'machine/duplicate-serial',
    );
    expect(issues.map(({ message, acknowledged }) => [message, acknowledged])).toEqual([
      ['serial number "SN-1" already belongs to "cpu-1"', undefined],
      ['serial number "SN-1" already belongs to "cpu-1"', reason],
    ]);
  });

  test('of a rule that there is not are refused with the nearest name', () => {
    expect(about(run(weakFeeds, { rule: 'power/feed-los' }), 'ACKNOWLEDGE_UNKNOWN_RULE')).toEqual([
      {
        code: 'ACKNOWLEDGE_UNKNOWN_RULE',
        severity: 'error',
        message: 'no rule "power/feed-los" to acknowledge',
        at: { document: 'site/dc1', path: ['acknowledge', 0, 'rule'] },
        hint: 'did you mean "power/feed-loss"?',
      },
    ]);
  });

  test('of a rule that may not be acknowledged are refused, and do not mark what it found', () => {
    const twins = changed(({ site }) => {
      item(named(site.machines, 'cpu-2').nics).mac = '02:00:5e:00:01:00';
    });
    const issues = run(twins, { rule: 'machine/duplicate-mac' });
    expect(about(issues, 'machine/duplicate-mac').map(({ acknowledged }) => acknowledged)).toEqual([
      undefined,
    ]);
    expect(
      about(issues, 'ACKNOWLEDGE_NOT_ALLOWED').map(({ severity, message }) => [severity, message]),
    ).toEqual([['error', 'rule "machine/duplicate-mac" cannot be acknowledged']]);
  });

  test('of an allocation rule are refused, whether or not it found something', () => {
    const issues = run(weakFeeds, { rule: 'lock/removal-by-omission' });
    expect(about(issues, 'ACKNOWLEDGE_NOT_ALLOWED')).toHaveLength(1);
  });

  test('that match nothing are warned of, with the subjects that there are', () => {
    const issues = run(weakFeeds, { rule: 'power/feed-loss', subject: 'r99' }, { rule: 'power/air-cooling' });
    expect(
      about(issues, 'ACKNOWLEDGE_UNUSED').map(({ severity, message, hint }) => [severity, message, hint]),
    ).toEqual([
      [
        'warning',
        'rule "power/feed-loss" found nothing about "r99", so there is nothing to acknowledge',
        'it found something about r02',
      ],
      [
        'warning',
        'rule "power/air-cooling" found nothing, so there is nothing to acknowledge',
        'take it out',
      ],
    ]);
  });

  test('of a model rule are not called unused where there is no model', () => {
    const input = { inventory: weakFeeds.site, model: null };
    const acknowledgements = [{ rule: 'tests/no-gpu-test', reason, at }];
    expect(about(runGuardrails({ ...input, acknowledgements }), 'ACKNOWLEDGE_UNUSED')).toEqual([]);
  });
});

test('inventory rules run without a model, and nothing runs without an inventory', () => {
  const input = { model: null, acknowledgements: [] };
  expect(runGuardrails({ ...input, inventory: weakFeeds.site }).map(({ code }) => code)).toEqual([
    'power/feed-loss',
  ]);
  expect(runGuardrails({ ...input, inventory: null })).toEqual([]);
});

test('findings of one rule at one place are one issue; eight that follow are shown, and the rest counted', () => {
  const model = changed((sound) => {
    const { site, clusters } = sound;
    const network = named(site.networks, 'rail-0');
    const rail0 = item(item(slotsIn(sound, 'gpu')).rails);
    for (const slot of item(clusters).slots) {
      slot.rails = Array.from({ length: slot.pool === 'gpu' ? 12 : 0 }, (_, rail) => ({
        ...rail0,
        network: `wide-${rail}`,
        mtu: 9100,
      }));
    }
    for (let rail = 0; rail < 12; rail += 1)
      site.networks.push({ ...network, name: `wide-${rail}`, subnets: [] });
  });
  const [issue, ...others] = about(run(model), 'mtu/above-network');
  expect(others).toEqual([]);
  expect(issue?.at).toEqual({ document: 'cluster/train-a', path: ['pools', 'gpu', 'rails', 'mtu'] });
  expect(issue?.message).toBe('pool "train-a/gpu" has MTU 9100 on network "wide-0", which has 9000');
  expect(issue?.follows?.slice(0, 2)).toEqual([
    'it is so for "train-a-gpu-001" and "train-a-gpu-002"',
    'pool "train-a/gpu" has MTU 9100 on network "wide-1", which has 9000',
  ]);
  expect(issue?.follows?.slice(8)).toEqual(['and 15 more']);
});

test('places of pools are those that the plan knows, attachments by purpose too', () => {
  const model = changed((one) => {
    named(one.site.networks, 'in-band').name = 'hosts-net';
    for (const slot of item(one.clusters).slots) item(item(slot.ports).links).network = 'hosts-net';
    for (const slot of slotsIn(one, 'gpu')) item(item(slot.ports).links).gatewayAddress = null;
  });
  const plans = [
    {
      name: 'train-a',
      at: (...path: (string | number)[]) => ({ document: 'project', path: ['deployments', 0, ...path] }),
      pools: [
        {
          name: 'gpu',
          pool: { networks: { 'in-band': {} } },
          at: (...path: (string | number)[]) => ({
            document: 'cluster/train-a',
            path: ['overrides', ...path],
          }),
        },
      ],
    },
  ];
  const issues = runGuardrails({ inventory: model.site, model, acknowledgements: [], plans });
  expect(about(issues, 'gateway/unknown').map(({ at: place }) => place)).toEqual([
    { document: 'cluster/train-a', path: ['overrides', 'networks', 'in-band', 'gateway'] },
  ]);
  const shared = changed((one) => share(one, { name: 'chat', pools: ['gpus'] }));
  const found = runGuardrails({ inventory: shared.site, model: shared, acknowledgements: [], plans });
  expect(about(found, 'workload/unknown-pool').map(({ at: place }) => place)).toEqual([
    { document: 'project', path: ['deployments', 0, 'workloadTenants', 'chat', 'pools', 0] },
  ]);
});

test('findings of one cause are one issue, and an acknowledgement may name the cause or the finding', () => {
  const noisy = changed(({ site }) => {
    for (const { bmc } of site.machines) bmc.protocol = 'ipmi';
  });
  const open = (...given: Parameters<typeof run>[1][]) =>
    about(run(noisy, ...given), 'bmc/ipmi').map(({ message, acknowledged }) => [
      message.split(' speaks')[0],
      acknowledged,
    ]);
  expect(open()).toEqual([
    ['hardware profile "cpu-1u"', undefined],
    ['hardware profile "gpu-2u"', undefined],
  ]);
  expect(open({ rule: 'bmc/ipmi', subject: 'gpu-2u' })).toEqual([
    ['hardware profile "cpu-1u"', undefined],
    ['hardware profile "gpu-2u"', reason],
  ]);
  // With one machine accepted, the others of its profile are no longer all of them.
  expect(open({ rule: 'bmc/ipmi', subject: 'cpu-2' })).toEqual([
    ['machine "cpu-1"', undefined],
    ['machine "cpu-3"', undefined],
    ['hardware profile "gpu-2u"', undefined],
    ['machine "cpu-2"', reason],
  ]);
});
