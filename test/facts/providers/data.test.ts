import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ironicProviders } from '../../../src/facts/providers/ironic.js';
import { maasProvider, olderMaasProvider } from '../../../src/facts/providers/maas.js';
import type { BlockSchema, NestedType, TerraformType } from '../../../src/facts/providers/provider-facts.js';
import { projectRoot } from '../../support/project-root.js';

function isType(type: TerraformType): boolean {
  if (typeof type === 'string') return ['string', 'number', 'bool', 'dynamic'].includes(type);
  if (type[0] === 'object') return Object.values(type[1]).every(isType);
  return ['list', 'set', 'map'].includes(type[0]) && isType(type[1]);
}

/** Faults of a block, so that the cast in the loader is earned. */
function faults(block: BlockSchema | NestedType, path: string): string[] {
  const found: string[] = [];
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const { type, nested_type: nested } = attribute;
    if (nested !== undefined) found.push(...faults(nested, `${path}.${name}`));
    else if (type === undefined || !isType(type)) found.push(`${path}.${name}: type`);
    const { required, optional, computed } = attribute;
    if ((required ?? optional ?? computed) !== true) found.push(`${path}.${name}: nobody sets it`);
  }
  for (const [name, nested] of Object.entries('block_types' in block ? (block.block_types ?? {}) : {})) {
    if (!['single', 'list', 'set'].includes(nested.nesting_mode)) found.push(`${path}.${name}: nesting`);
    found.push(...faults(nested.block, `${path}.${name}`));
  }
  return found;
}

function has(block: BlockSchema, path: string): boolean {
  const [head = '', ...rest] = path.replace(/\[\]$/, '').split('.');
  if (rest.length === 0) return head in block.attributes || head in (block.block_types ?? {});
  const nested = block.block_types?.[head];
  return nested !== undefined && has(nested.block, rest.join('.'));
}

const providers = [
  { name: 'MAAS', facts: maasProvider, resources: 35, dataSources: 18 },
  { name: 'MAAS 2.4', facts: olderMaasProvider, resources: 21, dataSources: 8 },
  {
    name: 'openshift-metal3/ironic',
    facts: ironicProviders['openshift-metal3'],
    resources: 4,
    dataSources: 1,
  },
  {
    name: 'metal3-community/ironic',
    facts: ironicProviders['metal3-community'],
    resources: 5,
    dataSources: 1,
  },
  // What the kit declares of it.
  { name: 'rackform/ironic', facts: ironicProviders.rackform, resources: 3, dataSources: 0 },
];

describe.each(providers)('the data of $name', ({ facts: { schema, behaviour }, resources, dataSources }) => {
  test('carries every resource and data source of the provider, each with its behaviour', () => {
    expect(Object.keys(schema.resources)).toHaveLength(resources);
    expect(Object.keys(schema.dataSources)).toHaveLength(dataSources);
    expect(Object.keys(behaviour)).toEqual(Object.keys(schema.resources));
  });

  test('has the shape that its types promise', () => {
    const entities = [...Object.entries(schema.resources), ...Object.entries(schema.dataSources)];
    expect(entities.flatMap(([type, entity]) => faults(entity.block, type))).toEqual([]);
  });

  test('names only attributes that exist where it describes behaviour', () => {
    const unknown = Object.entries(behaviour).flatMap(([type, facts]) => {
      const block = schema.resources[type]?.block;
      const keyed = [facts.defaults, facts.allowedValues, facts.range, facts.format].flatMap((f) =>
        Object.keys(f ?? {}),
      );
      const pairs = [facts.conflictsWith, facts.requiredWith].flatMap((f) => Object.entries(f ?? {}).flat(2));
      const groups = [...(facts.exactlyOneOf ?? []), ...(facts.atLeastOneOf ?? [])].flat();
      const lists = [
        facts.requiresReplace,
        facts.computedBlocks,
        facts.diffSuppressed,
        facts.stateNormalised,
      ];
      const paths = [...keyed, ...pairs, ...groups, ...lists.flatMap((list) => list ?? [])];
      return paths
        .filter((path) => block === undefined || !has(block, path))
        .map((path) => `${type}.${path}`);
    });
    expect(unknown).toEqual([]);
  });
});

test('has bindings that are exactly what the generator makes of the data', () => {
  const run = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/generate-providers.ts', '--check'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  expect(run.status, run.stderr).toBe(0);
});
