import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { jsonSchema } from '../../src/definition/json-schema.js';
import { EFFECTS } from '../../src/facts/effect-table.js';
import {
  FIELD_MOMENTS,
  FIELD_REACHES,
  type FieldChange,
  fieldEffect,
  fieldEffects,
  fieldEffectsBelow,
} from '../../src/facts/field-effects.js';
import { ironicProviders } from '../../src/facts/providers/ironic.js';
import { maasProvider } from '../../src/facts/providers/maas.js';
import { guardrails } from '../../src/guardrails/all.js';
import { allocationRules } from '../../src/guardrails/allocation/allocation.js';
import { lockRules } from '../../src/guardrails/allocation/lock.js';
import { presets } from '../../src/presets/presets.js';

interface Json {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly additionalProperties?: Json | boolean;
  readonly items?: Json;
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
}

/** Paths of all leaves of a schema, `*` for names; a list of scalars and a map of anything are one leaf. */
function leavesOf(schema: Json, path: readonly string[]): readonly string[] {
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (forms.length > 0) return forms.flatMap((form) => leavesOf(form, path));
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
    leavesOf(inner, [...path, name]),
  );
  const each = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : schema.items;
  const isMapOfAnything = each !== undefined && Object.keys(each).length === 0;
  const isListOfScalars = schema.type === 'array' && each?.type !== 'object';
  if (each === undefined || isMapOfAnything || isListOfScalars)
    return own.length > 0 ? own : [path.join('.')];
  return [...own, ...leavesOf(each, [...path, '*'])];
}

const documents: readonly (readonly [string, readonly string[], Json])[] = [
  ['project', [], jsonSchema('project') as Json],
  ['site', [], jsonSchema('site') as Json],
  ['cluster', ['clusters', '*'], jsonSchema('cluster') as Json],
  ['hardware', ['hardware', '*'], jsonSchema('hardware') as Json],
  ...Object.values(presets).map(
    ({ name, options }) =>
      [name, ['presets', name], z.toJSONSchema(options, { io: 'input' }) as Json] as const,
  ),
];

test.each(documents)('every field of %s has a row, with a change or a reason for none', (_, path, schema) => {
  const leaves = [...new Set(leavesOf(schema, path))];
  expect(leaves.length).toBeGreaterThan(5);
  const rows = new Map(fieldEffects.map((row) => [row.field, row]));
  expect(leaves.filter((leaf) => !rows.has(leaf))).toEqual([]);
  const silent = leaves.map((leaf) => fieldEffect(leaf)).filter((row) => row?.changes.length === 0);
  expect(silent.filter((row) => row?.reason === undefined)).toEqual([]);
});

test('the rows are sorted, each field once, in the words that the types know', () => {
  const fields = fieldEffects.map(({ field }) => field);
  expect(fields).toEqual([...new Set(fields)].sort());
  for (const { field, changes } of fieldEffects) {
    for (const { when, effect, running, slots, machines, plan } of changes) {
      expect(when.length, field).toBeGreaterThan(0);
      expect(when.filter((moment) => !FIELD_MOMENTS.includes(moment))).toEqual([]);
      expect([slots, machines].filter((reach) => !FIELD_REACHES.includes(reach))).toEqual([]);
      for (const found of [effect, running, ...plan.map((one) => one.effect)])
        expect(EFFECTS).toContain(found);
    }
  }
});

test('every rule that refuses a change is one that there is', () => {
  const ids = new Set([...guardrails, ...allocationRules, ...lockRules].map(({ id }) => id));
  const named = fieldEffects.flatMap(({ changes }) => changes.flatMap(({ rules }) => rules));
  expect(
    [...new Set(named)].filter(
      (rule) => rule.includes('/') && !ids.has(rule) && !/^(maas|ironic)\//.test(rule),
    ),
  ).toEqual([]);
});

test('every resource and attribute named is one of a provider', () => {
  const known = [maasProvider, ...Object.values(ironicProviders)];
  const types = new Set([
    ...known.flatMap(({ schema }) => Object.keys(schema.resources)),
    'terraform_data',
    'null_resource',
  ]);
  const planned = fieldEffects.flatMap(({ changes }) => changes.flatMap(({ plan }) => plan));
  expect(planned.filter(({ type }) => !types.has(type))).toEqual([]);
  expect(planned.filter(({ effect }) => effect === 'unknown')).toEqual([]);
});

/** A change of a field by the beginning of its name; the only one where none is given. */
function changeOf(field: string, says = ''): FieldChange {
  const found = (fieldEffect(field)?.changes ?? []).filter(({ change }) => change.startsWith(says));
  const [change] = found;
  if (change === undefined || found.length > 1) throw new Error(`${field}: ${found.length} changes`);
  return change;
}

const typesOf = ({ plan }: FieldChange) => plan.map(({ action, type }) => `${action} ${type}`);

describe('changing', () => {
  test('an image does nothing until a reimage', () => {
    expect(changeOf('clusters.*.pools.*.image')).toMatchObject({
      when: ['next-reimage'],
      effect: 'nothing',
      slots: 'pool',
      plan: [],
      later: ['maas_instance.deploy_params.distro_series', 'maas_instance.deploy_params.hwe_kernel'],
    });
    expect(changeOf('images.*.series')).toMatchObject({ when: ['next-reimage'], plan: [], slots: 'image' });
  });

  test.each(['kernel.acs', 'kernel.sysctl.*', 'userData', 'rails.mtu', 'storage.scratch.stripe'])(
    '%s of a pool reaches user data, which is left alone until a reimage',
    (field) => {
      expect(changeOf(`clusters.*.pools.*.${field}`)).toMatchObject({
        when: ['next-reimage'],
        plan: [],
        later: ['maas_instance.deploy_params.user_data'],
      });
    },
  );

  test('the address of a BMC updates the record of one machine in place', () => {
    const change = changeOf('machines.*.bmc.address');
    expect(change).toMatchObject({
      when: ['at-once'],
      effect: 'metadata',
      machines: 'machine',
      slots: 'none',
    });
    expect(change.plan).toMatchObject([
      { action: 'update', type: 'maas_machine', attributes: ['power_parameters'] },
    ]);
  });

  test('the number of a pool to more touches no server that runs', () => {
    const more = changeOf('clusters.*.pools.*.count', 'to more');
    expect(more.when).toEqual(['lock', 'at-once']);
    expect(more).toMatchObject({ effect: 'reimage', running: 'metadata', slots: 'none', machines: 'none' });
    expect(typesOf(more).filter((step) => step.endsWith('maas_instance'))).toEqual(['create maas_instance']);
    // MAAS is told anew which machines are in the kernel options’ tag, and no more.
    expect(typesOf(more).filter((step) => !step.startsWith('create'))).toEqual([
      'replace maas_tag',
      'update terraform_data',
    ]);
    expect(changeOf('clusters.*.pools.*.count', 'to fewer')).toMatchObject({
      when: ['refused'],
      rules: ['lock/removal-by-omission'],
    });
  });

  test('how a server is erased goes into the state at once, and to no server', () => {
    const change = changeOf('clusters.*.pools.*.release.erase', 'to full');
    expect(change).toMatchObject({ when: ['at-once'], effect: 'nothing', slots: 'pool' });
    expect(typesOf(change)).toEqual(['update maas_instance']);
  });

  test('kernel options replaces the tag at once, and acts at a reimage', () => {
    const change = changeOf('clusters.*.pools.*.kernel.options', 'to other');
    expect(change.when).toEqual(['at-once', 'next-reimage']);
    expect(change).toMatchObject({ effect: 'metadata', slots: 'pool' });
    expect(change.plan[0]).toMatchObject({
      action: 'replace',
      type: 'maas_tag',
      attributes: ['kernel_opts'],
    });
  });

  test('the networks of a slot in service asks for a reimage with it', () => {
    const change = changeOf('clusters.*.pools.*.networks.*', 'added');
    expect(change).toMatchObject({ when: ['with-reimage'], rules: ['lock/network-changed'], effect: 'wipe' });
    expect(typesOf(change)).toContain('replace maas_instance');
  });

  test('the number of a VLAN that slots are on is refused by the lock, and of another replaces it', () => {
    const [used] = fieldEffect('networks.*.vlan')?.changes ?? [];
    expect(used?.when).not.toContain('recorded');
    expect(used?.rules.every((rule) => rule.startsWith('lock/'))).toBe(true);
    expect(used?.rules).not.toEqual([]);
    expect(typesOf(changeOf('networks.*.vlan', 'to 151'))).toEqual([
      'update maas_subnet',
      'replace maas_vlan',
    ]);
  });

  test('the state of a machine to repair moves its slot, with a wipe, by the lock', () => {
    const change = changeOf('machines.*.state', 'to repair or');
    expect(change).toMatchObject({ when: ['lock', 'at-once'], effect: 'wipe', slots: 'machine' });
    expect(change.decides).toContain('another machine for a slot');
  });

  test('a name makes another thing, which the lock refuses of what is in service', () => {
    const renamed = (field: string) =>
      fieldEffect(field)?.changes.find(({ change }) => change.includes('renamed'));
    expect(renamed('clusters.*')).toMatchObject({ when: ['refused'] });
    expect(renamed('clusters.*')?.rules).toContain('lock/removal-by-omission');
    expect(renamed('clusters.*.pools.*')?.rules).toEqual(['lock/removal-by-omission']);
    expect(renamed('machines.*')?.rules).toEqual(['lock/machine-omitted']);
  });

  test('what is for people or placement only is in no plan', () => {
    for (const field of ['description', 'racks.*.units', 'machines.*.serial', 'clusters.*.pools.*.spares']) {
      expect(changeOf(field), field).toMatchObject({ when: ['recorded'], effect: 'nothing', plan: [] });
    }
  });
});

test('nothing but a reimage that was asked for, a move by the lock or a new slot deploys anything', () => {
  const deploys = fieldEffects.flatMap(({ field, changes }) =>
    changes
      .filter(({ plan }) => plan.some(({ type, action }) => type === 'maas_instance' && action !== 'update'))
      .filter(({ when }) => !when.includes('lock') && !when.includes('with-reimage'))
      .map(({ change }) => `${field} ${change}`),
  );
  expect(deploys).toEqual([]);
});

test('a field is found by any name, with dots in the last one too', () => {
  expect(fieldEffect('clusters.a.pools.b.image')?.field).toBe('clusters.*.pools.*.image');
  expect(fieldEffect('clusters.*.pools.b.image')?.field).toBe('clusters.*.pools.*.image');
  expect(fieldEffect('clusters.a.pools.b.kernel.sysctl.net.core.rmem_max')?.field).toBe(
    'clusters.*.pools.*.kernel.sysctl.*',
  );
  expect(fieldEffect('clusters.a.pools.b.kernel')).toBeUndefined();
  expect(fieldEffect('clusters.a.pools.b.nonsense.image')).toBeUndefined();
});

test('an override answers as the field that it overrides', () => {
  const own = fieldEffect('clusters.a.pools.b.image');
  expect(fieldEffect('clusters.a.overrides.pools.b.image')?.changes).toBe(own?.changes);
  expect(fieldEffect('deployments.0.overrides.pools.b.image')?.changes).toBe(own?.changes);
});

test('the fields below a path are those of any name', () => {
  const below = fieldEffectsBelow('clusters.a.pools.b.kernel').map(({ field }) => field);
  expect(below).toEqual([
    'clusters.*.pools.*.kernel.acs',
    'clusters.*.pools.*.kernel.hugePages1GiB',
    'clusters.*.pools.*.kernel.options',
    'clusters.*.pools.*.kernel.sysctl.*',
  ]);
});
