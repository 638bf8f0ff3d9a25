import { TerraformResource } from 'cdktf';
import { describe, expect, test } from 'vitest';
import type { Action } from '../../../src/facts/effect-table.js';
import { type EffectQuery, effectOf, effectRank, worstEffect } from '../../../src/facts/effects.js';
import { maasProvider, olderMaasProvider } from '../../../src/facts/providers/maas.js';
import { maasEffects } from '../../../src/facts/providers/maas-effects.js';
import type { BlockSchema } from '../../../src/facts/providers/provider-facts.js';
import * as bindings from '../../../src/providers/maas/index.js';

/** Resource types that the kit has bindings for. */
const types = Object.values(bindings)
  .filter((binding) => binding.prototype instanceof TerraformResource)
  .map((binding) => binding.tfResourceType);

function paths(block: BlockSchema, prefix = ''): string[] {
  const nested = Object.entries(block.block_types ?? {});
  return [
    ...Object.keys(block.attributes).map((name) => prefix + name),
    ...nested.flatMap(([name, { block: inner }]) => [prefix + name, ...paths(inner, `${prefix}${name}.`)]),
  ];
}

function maas(resourceType: string, action: Action, attribute?: string) {
  const query: EffectQuery = { provisioner: 'maas', providerVersion: '2.8.0', resourceType, action };
  return effectOf(attribute === undefined ? query : { ...query, attribute });
}

const actions: readonly Action[] = ['create', 'update', 'delete', 'replace'];

test('answers for every attribute of every resource type that the kit declares, unknown only where listed', () => {
  expect(types).toHaveLength(24);
  const unknown = types.flatMap((type) => {
    const block = maasProvider.schema.resources[type]?.block;
    if (block === undefined) return [`${type} has no schema`];
    return paths(block).flatMap((path) =>
      actions
        .filter((action) => {
          const { effect, whenDeployed, whenInUse } = maas(type, action, path);
          return [effect, whenDeployed, whenInUse].includes('unknown');
        })
        .map((action) => `${type}.${path} ${action}`),
    );
  });
  expect(unknown).toEqual(['maas_network_interface_link.default_gateway update', 'maas_raid.level update']);
});

test('gives a note with every answer', () => {
  for (const type of types) {
    for (const action of actions)
      expect(maas(type, action).note, `${type} ${action}`).toMatch(/^[\w"].*[^.]$/);
  }
});

test('states rows only for types and attributes that exist', () => {
  for (const [type, effects] of Object.entries(maasEffects)) {
    const block = maasProvider.schema.resources[type]?.block;
    expect(block, type).toBeDefined();
    const known = block === undefined ? [] : paths(block);
    for (const path of Object.keys(effects.attributes ?? {})) expect(known, type).toContain(path);
  }
});

test('calls every attribute that the provider replaces by a replacement, except where the provider is wrong', () => {
  for (const type of types) {
    for (const path of maasProvider.behaviour[type]?.requiresReplace ?? []) {
      expect(maas(type, 'update', path).effect, `${type}.${path}`).toBe(maas(type, 'replace').effect);
    }
  }
});

describe('says what was measured', () => {
  test.each([
    ['maas_instance', 'update', 'deploy_params.0.user_data', 'wipe'],
    ['maas_instance', 'update', 'allocate_params[0].pool', 'wipe'],
    ['maas_instance', 'replace', undefined, 'wipe'],
    ['maas_instance', 'delete', undefined, 'wipe'],
    ['maas_instance', 'create', undefined, 'reimage'],
    ['maas_instance', 'update', 'release_params.0.erase', 'nothing'],
    ['maas_instance', 'update', 'timeouts.delete', 'nothing'],
    ['maas_machine', 'update', 'hostname', 'metadata'],
    ['maas_machine', 'update', 'power_parameters', 'metadata'],
    ['maas_machine', 'update', 'testing_scripts', 'recommission'],
    ['maas_machine', 'update', 'is_dpu', 'recommission'],
    ['maas_machine', 'delete', undefined, 'metadata'],
    ['maas_network_interface_link', 'update', 'machine', 'refused-at-apply'],
    ['maas_tag', 'update', 'kernel_opts', 'metadata'],
    ['maas_vlan_dhcp', 'update', 'ip_ranges', 'recorded-not-done'],
    ['maas_vlan_dhcp', 'delete', undefined, 'network'],
    ['maas_configuration', 'update', 'key', 'refused-at-apply'],
    ['maas_configuration', 'delete', undefined, 'nothing'],
    ['terraform_data', 'update', 'input', 'nothing'],
  ] as const)('%s %s %s: %s', (type, action, attribute, effect) => {
    expect(maas(type, action, attribute).effect).toBe(effect);
  });

  test('a removed machine leaves its server running, and that is flagged', () => {
    expect(maas('maas_machine', 'delete')).toMatchObject({ hazard: 'orphans-server' });
    expect(maas('maas_machine', 'update', 'is_dpu')).toMatchObject({ hazard: 'orphans-server' });
  });

  test('network and disks of a deployed machine are refused or silently dropped', () => {
    for (const type of ['maas_block_device', 'maas_network_interface_link', 'maas_raid'] as const) {
      for (const action of ['create', 'delete', 'replace'] as const) {
        expect(maas(type, action).whenDeployed, `${type} ${action}`).toBe('refused-at-apply');
      }
    }
    expect(maas('maas_network_interface_bond', 'update', 'mtu').whenDeployed).toBe('recorded-not-done');
    expect(maas('maas_network_interface_physical', 'update', 'name').whenDeployed).toBeUndefined();
  });

  test('a pool in use cannot be deleted', () => {
    expect(maas('maas_resource_pool', 'delete').whenInUse).toBe('refused-at-apply');
  });
});

describe('answers unknown', () => {
  test('for a resource type without rows', () => {
    expect(maas('maas_vm_host', 'delete')).toMatchObject({ effect: 'unknown', basis: 'missing' });
  });

  test('for an attribute that does not exist', () => {
    expect(maas('maas_machine', 'update', 'colour')).toMatchObject({ effect: 'unknown', basis: 'missing' });
  });

  test('for a provider version whose facts are not these', () => {
    const query = {
      provisioner: 'maas',
      providerVersion: '2.6.0',
      resourceType: 'maas_tag',
      action: 'create',
    } as const;
    expect(effectOf(query).effect).toBe('unknown');
    expect(effectOf(query).note).toContain('2.6.0');
  });
});

test('a dry run touches nothing, and knows no MAAS', () => {
  const query = { provisioner: 'dry-run', providerVersion: '3.2.4', action: 'replace' } as const;
  expect(effectOf({ ...query, resourceType: 'null_resource' }).effect).toBe('nothing');
  expect(effectOf({ ...query, resourceType: 'maas_machine' }).effect).toBe('unknown');
});

test('orders effects so that what is not known counts more than what can be undone', () => {
  expect(worstEffect(['network', 'wipe', 'metadata'])).toBe('wipe');
  expect(worstEffect([])).toBe('nothing');
  expect(effectRank('unknown')).toBeGreaterThan(effectRank('recommission'));
  expect(effectRank('reimage')).toBeGreaterThan(effectRank('unknown'));
});

describe('provider 2.4', () => {
  const older = (resourceType: string, action: Action, attribute?: string) =>
    effectOf({
      provisioner: 'maas',
      providerVersion: '2.4.0',
      resourceType,
      action,
      ...(attribute === undefined ? {} : { attribute }),
    });

  test('has an answer for every attribute of every type that the kit declares and that it has', () => {
    const had = types.filter((type) => olderMaasProvider.schema.resources[type] !== undefined);
    expect(types.filter((type) => !had.includes(type))).toEqual([
      'maas_configuration',
      'maas_logical_volume',
      'maas_raid',
      'maas_static_route',
      'maas_vlan_dhcp',
      'maas_volume_group',
      'maas_zone',
    ]);
    const unknown = had.flatMap((type) => {
      const block = olderMaasProvider.schema.resources[type]?.block;
      const all = block === undefined ? [] : paths(block);
      return all
        .filter((path) => older(type, 'update', path).effect === 'unknown')
        .map((path) => `${type}.${path}`);
    });
    expect(unknown).toEqual(['maas_block_device.machine']);
  });

  test('releases without erasing, and knows nothing that could say otherwise', () => {
    expect(older('maas_instance', 'delete').note).toContain('keeps what is on its disks');
    expect(older('maas_instance', 'update', 'release_params.0.erase').basis).toBe('missing');
  });

  test('replaces a link whose machine changes, where newer ones hit another machine', () => {
    expect(older('maas_network_interface_link', 'update', 'machine')).toMatchObject({
      effect: 'network',
      basis: 'derived',
    });
    expect(maas('maas_network_interface_link', 'update', 'machine').hazard).toBe('hits-other-machine');
  });

  test('takes a NIC out of MAAS, where newer ones disconnect it', () => {
    expect(older('maas_network_interface_physical', 'delete').note).toContain('leaves MAAS');
  });
});
