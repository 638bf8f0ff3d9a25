import { describe, expect, test } from 'vitest';
import type { Action } from '../../../src/facts/effect-table.js';
import { effectOf } from '../../../src/facts/effects.js';
import { ironicProviders } from '../../../src/facts/providers/ironic.js';
import {
  IRONIC_DIALECTS,
  type IronicDialect,
  ironicDialects,
} from '../../../src/facts/providers/ironic-dialects.js';
import { ironicEffects } from '../../../src/facts/providers/ironic-effects.js';

function ironic(dialect: IronicDialect, resourceType: string, action: Action, attribute?: string) {
  return effectOf({
    provisioner: 'ironic',
    dialect,
    providerVersion: ironicDialects[dialect].target,
    resourceType,
    action,
    ...(attribute === undefined ? {} : { attribute }),
  });
}

const actions: readonly Action[] = ['create', 'update', 'delete', 'replace'];

/** Nobody measured these, and rackform declares none of them. */
const unknown: Readonly<Record<IronicDialect, readonly string[]>> = {
  'openshift-metal3': [
    'ironic_allocation_v1 delete',
    'ironic_allocation_v1 replace',
    'ironic_node_v1.bios_settings update',
    'ironic_node_v1.raid_config update',
    'ironic_port_v1 delete',
    'ironic_port_v1 replace',
  ],
  'metal3-community': [
    'ironic_allocation delete',
    'ironic_allocation replace',
    'ironic_node.clean update',
    'ironic_node.instance_info update',
    'ironic_node.instance_uuid update',
    'ironic_node.namespace update',
    'ironic_node.ports update',
    'ironic_port_group.extra update',
    'ironic_port_group.uuid update',
  ],
  rackform: [],
};

describe.each(IRONIC_DIALECTS)('effects of %s', (dialect) => {
  const { schema, behaviour } = ironicProviders[dialect];
  const types = Object.keys(schema.resources);

  test('stand for every resource type, and for attributes that exist', () => {
    expect(Object.keys(ironicEffects[dialect]).sort()).toEqual(types);
    for (const type of types) {
      const block = schema.resources[type]?.block;
      const known = [...Object.keys(block?.attributes ?? {}), ...Object.keys(block?.block_types ?? {})];
      for (const path of Object.keys(ironicEffects[dialect][type]?.attributes ?? {}))
        expect(known, type).toContain(path);
    }
  });

  test('answer for every attribute, unknown only where listed', () => {
    const found = types.flatMap((type) => {
      const block = schema.resources[type]?.block;
      const names = [...Object.keys(block?.attributes ?? {}), ...Object.keys(block?.block_types ?? {})];
      const changes = names
        .filter((name) => ironic(dialect, type, 'update', name).effect === 'unknown')
        // Of an allocation every change is one that replaces, or is not known as a whole.
        .filter(() => behaviour[type]?.inPlaceUpdate === true)
        .map((name) => `${type}.${name} update`);
      const whole = (['create', 'delete', 'replace'] as const)
        .filter((action) => ironic(dialect, type, action).effect === 'unknown')
        .map((action) => `${type} ${action}`);
      return [...changes, ...whole];
    });
    expect(found.sort()).toEqual(unknown[dialect]);
  });

  test('give a note with every answer', () => {
    for (const type of types)
      for (const action of actions)
        expect(ironic(dialect, type, action).note, `${type} ${action}`).toMatch(/^[\w"].*[^.]$/);
  });

  test('call every change of a deployment that replaces it a wipe', () => {
    for (const name of behaviour['ironic_deployment']?.requiresReplace ?? [])
      expect(ironic(dialect, 'ironic_deployment', 'update', name).effect, name).toBe('wipe');
  });
});

describe('say what was measured', () => {
  test.each([
    ['openshift-metal3', 'ironic_node_v1', 'update', 'driver_info', 'recorded-not-done'],
    ['openshift-metal3', 'ironic_node_v1', 'update', 'ports', 'recorded-not-done'],
    ['openshift-metal3', 'ironic_node_v1', 'update', 'properties', 'metadata'],
    ['openshift-metal3', 'ironic_port_v1', 'create', undefined, 'refused-at-apply'],
    ['openshift-metal3', 'ironic_deployment', 'create', undefined, 'reimage'],
    ['openshift-metal3', 'ironic_deployment', 'delete', undefined, 'wipe'],
    ['metal3-community', 'ironic_node', 'update', 'automated_clean', 'recorded-not-done'],
    ['metal3-community', 'ironic_node', 'update', 'driver_info', 'metadata'],
    ['metal3-community', 'ironic_node', 'update', 'lessee', 'refused-at-apply'],
    ['metal3-community', 'ironic_deployment', 'replace', undefined, 'wipe'],
    ['metal3-community', 'terraform_data', 'update', 'input', 'nothing'],
  ] as const)('%s: %s %s %s is %s', (dialect, type, action, attribute, effect) => {
    expect(ironic(dialect, type, action, attribute).effect).toBe(effect);
  });

  test('with rackform a changed generation reimages, and so may what is deployed where none is given', () => {
    expect(ironic('rackform', 'ironic_deployment', 'update', 'generation').effect).toBe('wipe');
    expect(ironic('rackform', 'ironic_deployment', 'update', 'image.checksum').effect).toBe('reimage');
    expect(ironic('rackform', 'ironic_node', 'delete').whenDeployed).toBeUndefined();
  });

  test('an enrolment that leaves first takes the live server with it, or its ports', () => {
    expect(ironic('openshift-metal3', 'ironic_node_v1', 'delete').whenDeployed).toBe('wipe');
    expect(ironic('metal3-community', 'ironic_node', 'delete')).toMatchObject({
      whenDeployed: 'refused-at-apply',
      hazard: 'orphans-server',
    });
  });

  test('a resource class and a port of a node that is deployed are refused', () => {
    for (const [dialect, type] of [
      ['openshift-metal3', 'ironic_node_v1'],
      ['metal3-community', 'ironic_node'],
    ] as const)
      expect(ironic(dialect, type, 'update', 'resource_class').whenDeployed).toBe('refused-at-apply');
    expect(ironic('metal3-community', 'ironic_port', 'update', 'pxe_enabled').whenDeployed).toBe(
      'refused-at-apply',
    );
  });
});

test('a provider that is not written for has no known effects', () => {
  const query = {
    provisioner: 'ironic',
    dialect: 'metal3-community',
    providerVersion: '1.0.0',
    resourceType: 'ironic_node',
    action: 'create',
  } as const;
  expect(effectOf(query)).toMatchObject({ effect: 'unknown', basis: 'missing' });
});

test('takes the usual dialect where none is said', () => {
  const query = {
    provisioner: 'ironic',
    providerVersion: '0.1.0',
    resourceType: 'ironic_node',
    action: 'create',
  } as const;
  expect(effectOf(query)).toEqual(effectOf({ ...query, dialect: 'rackform' }));
  expect(effectOf(query)).not.toEqual(effectOf({ ...query, dialect: 'openshift-metal3' }));
});
