import { describe, expect, test } from 'vitest';
import { maasProvider } from '../../../src/facts/providers/maas.js';
import type { ProviderFacts, ResourceBehaviour } from '../../../src/facts/providers/provider-facts.js';
import { declaredResource } from '../../../src/lab/declared/declared.js';
import { normalJsonText, sameJsonObject } from '../../../src/lab/declared/json-text.js';
import { plannedBehaviour } from '../../../src/lab/declared/planned-behaviour.js';
import { type ObjectValue, unknown } from '../../../src/protocol/value.js';
import { actionOf, created, planned } from './core.js';
import { configured, factsOf } from './made-up.js';
import { crudOnNothing, served } from './provider.js';

function at(type: string) {
  const { server, block } = served(type);
  return {
    plan: (config: ObjectValue, prior: ObjectValue | null = null, version?: string) =>
      planned(server, block, config, prior, version),
    created: (config: ObjectValue) => created(server, block, config),
    action: (config: ObjectValue, prior: ObjectValue) => actionOf(server, block, config, prior),
  };
}

describe('power parameters', () => {
  const machine = at('maas_machine');
  const base = configured('maas_machine', 'power_parameters', 0);
  const config = (power: string): ObjectValue => ({ ...base, power_parameters: power });

  test('are planned and recorded in a normal form', async () => {
    const { planned: plan } = await machine.plan(
      config('{ "b": "<x>", "a": [1, {"d": null, "10": 1, "9": 2}] }'),
    );
    expect(plan?.['power_parameters']).toBe('{"a":[1,{"10":1,"9":2,"d":null}],"b":"\\u003cx\\u003e"}');
  });

  test('differ in no order of names and no blanks', async () => {
    const state = await machine.created(config('{"a":1,"b":2}'));
    expect(await machine.action(config('{ "b": 2, "a": 1 }'), state)).toBe('nothing');
  });

  test('keep the form they have in a state, whatever wrote it', async () => {
    const state = { ...(await machine.created(config('{"a":1,"b":2}'))), power_parameters: '{"b":2,"a":1}' };
    const { planned: plan } = await machine.plan({ ...config('{ "a":1, "b":2 }'), hostname: 'other' }, state);
    expect(plan).toMatchObject({ hostname: 'other', power_parameters: '{"b":2,"a":1}' });
  });

  test('are updated in place where a value differs, also beside a suppressed order', async () => {
    const state = await machine.created(config('{"a":1,"b":2}'));
    expect(await machine.action(config('{"b":3,"a":1}'), state)).toBe('update');
    const renamed = { ...config('{"b":2,"a":1}'), hostname: 'other' };
    const { planned: plan } = await machine.plan(renamed, state);
    expect(plan).toMatchObject({ hostname: 'other', power_parameters: '{"a":1,"b":2}' });
  });

  test('are compared as objects only', () => {
    expect(sameJsonObject('[1]', ' [1]')).toBe(false);
    expect(sameJsonObject('{"a":1}', 'no JSON')).toBe(false);
    expect(normalJsonText('no JSON')).toBe('');
  });
});

describe('zeros', () => {
  test('in a state are no change where the configuration leaves the attribute out', async () => {
    const instance = at('maas_instance');
    const config = { deploy_params: [{ user_data: 'x' }] };
    const state = await instance.created(config);
    expect(state['deploy_params']).toEqual([
      { distro_series: '', enable_hw_sync: false, ephemeral: false, hwe_kernel: '', user_data: 'x' },
    ]);
    expect(await instance.action(config, state)).toBe('nothing');
    const { planned: plan, requiresReplace } = await instance.plan(
      { ...config, release_params: [{ erase: true }] },
      state,
    );
    expect(requiresReplace).toEqual([]);
    expect(plan?.['deploy_params']).toEqual(state['deploy_params']);
  });

  test('in elements of a set are no change either', async () => {
    const instance = at('maas_instance');
    const config = { network_interfaces: [{ name: 'eth0', subnet_cidr: null, ip_address: null }] };
    const state = await instance.created(config);
    expect(state['network_interfaces']).toEqual([{ name: 'eth0', subnet_cidr: '', ip_address: '' }]);
    expect(await instance.action(config, state)).toBe('nothing');
    const beside = await instance.plan({ ...config, release_params: [{ erase: true }] }, state);
    expect(beside.requiresReplace).toEqual([]);
    expect(beside.planned).toMatchObject({ network_interfaces: state['network_interfaces'] });
  });

  test('that are configured now are no change alone, and one beside another', async () => {
    const machine = at('maas_machine');
    const config = configured('maas_machine', 'power_type', 0);
    const state = await machine.created(config);
    expect(state['is_dpu']).toBeNull();
    expect(await machine.action({ ...config, is_dpu: false }, state)).toBe('nothing');
    const both = await machine.plan({ ...config, is_dpu: false, hostname: 'other' }, state);
    expect(both.requiresReplace).toEqual([['is_dpu']]);
  });

  test('follow where a value is taken out of the configuration', async () => {
    const tag = at('maas_tag');
    const state = await tag.created({ name: 't', comment: 'c' });
    const { planned: plan } = await tag.plan({ name: 't' }, state);
    expect(plan).toMatchObject({ comment: null });
    expect(await tag.action({ name: 't' }, state)).toBe('update');
  });
});

describe('what is computed', () => {
  test('keeps its value where an optional attribute leaves the configuration', async () => {
    const vlan = at('maas_vlan');
    const state = await vlan.created({ fabric: 'f', vid: 1, mtu: 9000 });
    expect(await vlan.action({ fabric: 'f', vid: 1 }, state)).toBe('nothing');
  });

  test('has its default in the plan', async () => {
    const { planned: plan } = await at('maas_machine').plan(configured('maas_machine', 'power_type', 0));
    expect(plan).toMatchObject({ architecture: 'amd64/generic', pool: unknown, pxe_mac_address: null });
  });

  test('leaves blocks that the provider fills in as they are', async () => {
    const disk = at('maas_block_device');
    const config = configured('maas_block_device', 'name', 0);
    expect((await disk.plan(config)).planned?.['partitions']).toBe(unknown);
    const state = { ...(await disk.created(config)), partitions: [{ id: 1, size_gigabytes: 5 }] };
    expect((await disk.plan(config, state)).planned?.['partitions']).toEqual(state.partitions);
  });
});

describe('replacement', () => {
  test('points at what differs in a list of blocks', async () => {
    const instance = at('maas_instance');
    const state = await instance.created({ allocate_params: [{ system_id: 'a', tags: ['x'] }] });
    const { requiresReplace } = await instance.plan(
      { allocate_params: [{ system_id: 'b', tags: ['x'] }] },
      state,
    );
    expect(requiresReplace).toEqual([['allocate_params', 0, 'system_id']]);
    expect((await instance.plan({}, state)).requiresReplace).toContainEqual(['allocate_params']);
  });

  test('is no matter of what is in a block that only its number concerns', async () => {
    const machine = at('maas_vm_host_machine');
    const config = (...sizes: number[]) => ({
      vm_host: 'h',
      storage_disks: sizes.map((size) => ({ size_gigabytes: size })),
    });
    const state = await machine.created(config(1));
    expect(await machine.action(config(2), state)).toBe('update');
    expect(await machine.action(config(1, 2), state)).toBe('replace');
  });

  test('takes what a caller knows beyond the facts', () => {
    const extra = { requiresReplace: ['machine'], defaults: { x: 1 } };
    const { behaviour } = factsOf('maas_network_interface_link');
    expect(plannedBehaviour(behaviour, extra)).toMatchObject({
      requiresReplace: ['ip_address', 'mode', 'network_interface', 'subnet', 'machine'],
      defaults: { default_gateway: false, mode: 'AUTO', x: 1 },
    });
  });
});

describe('what the provider refuses in planning', () => {
  const summaries = async (type: string, config: ObjectValue, version: string) =>
    ((await at(type).plan(config, null, version)).diagnostics ?? []).map(({ summary, path }) => [
      summary,
      path,
    ]);

  test('release scripts before MAAS 3.5', async () => {
    const config = { release_params: [{ scripts: ['wipe'] }] };
    expect(await summaries('maas_instance', config, '3.4.7')).toEqual([
      ['MAAS version 3.4.7 does not satisfy the constraint >=3.5.0', ['release_params', 0, 'scripts']],
    ]);
    for (const version of ['3.5', '3.5.13', '3.10.0', '4.0.0']) {
      expect(await summaries('maas_instance', config, version)).toEqual([]);
    }
    expect(await summaries('maas_instance', { release_params: [{ scripts: [] }] }, '3.4.7')).toEqual([]);
    expect(await summaries('maas_instance', { release_params: [{ scripts: unknown }] }, '3.4.7')).toEqual([]);
  });

  test('a DPU before MAAS 3.6', async () => {
    const config = { ...configured('maas_machine', 'power_type', 0), is_dpu: true };
    expect(await summaries('maas_machine', config, '3.5.13')).toEqual([
      ['MAAS version 3.5.13 does not satisfy the constraint >=3.6.0', ['is_dpu']],
    ]);
    expect(await summaries('maas_machine', { ...config, is_dpu: false }, '3.5.13')).toEqual([]);
  });

  test('a user whose things go to itself', async () => {
    const config = { ...configured('maas_user', 'name', 0), name: 'ops', transfer_to_user: 'ops' };
    const [[summary, path] = []] = await summaries('maas_user', config, '3.5');
    expect(summary).toMatch(/^`transfer_to_user` cannot have the same value as `name` \("ops"\)/);
    expect(path).toEqual(['transfer_to_user']);
    expect(await summaries('maas_user', { ...config, transfer_to_user: 'admin' }, '3.5')).toEqual([]);
  });

  test('null in a list', async () => {
    const config = { ...configured('maas_machine', 'power_type', 0), testing_scripts: ['a', null] };
    expect(await summaries('maas_machine', config, '3.5')).toEqual([
      ['Null value found in list', ['testing_scripts', 1]],
    ]);
  });
});

test('a fact that nothing here acts on is an error of ours, not a silence', () => {
  const { block, behaviour } = factsOf('maas_fabric');
  const facts = (more: Partial<ResourceBehaviour>): ProviderFacts => ({
    schema: { ...maasProvider.schema, resources: { maas_fabric: { version: 0, block } } },
    behaviour: { maas_fabric: { ...behaviour, ...more } },
  });
  const serve = (more: Partial<ResourceBehaviour>) => () =>
    declaredResource(facts(more), 'maas_fabric', crudOnNothing('maas_fabric'), {
      server: (version: string) => ({ version }),
    });
  expect(serve({})).not.toThrow();
  expect(serve({ customDiff: true })).toThrow(
    'nothing says what the provider checks in planning maas_fabric',
  );
  const noServer = () => declaredResource(maasProvider, 'maas_user', crudOnNothing('maas_user'));
  expect(noServer).toThrow('nothing says what server maas_user is planned for');
  expect(serve({ diffSuppressed: ['name'] })).toThrow('name: nothing says how its values are compared');
});
