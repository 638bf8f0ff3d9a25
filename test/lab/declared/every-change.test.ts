import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  apply,
  openWorkspace,
  type PlannedChange,
  type Workspace,
} from '../../protocol/support/terraform.js';
import { actionOf, created } from './core.js';
import { configured, factsOf, inputPaths, resourceBlock, resourceTypes } from './made-up.js';
import { declaredMaas, served } from './provider.js';

function replaces(type: string, path: string): boolean {
  const { behaviour } = factsOf(type);
  return !behaviour.inPlaceUpdate || (behaviour.requiresReplace ?? []).includes(path);
}

describe.each(resourceTypes)('%s', (type) => {
  const { block, server } = served(type);

  test.each(inputPaths(block))('updates or replaces as the facts say where %s changes', async (path) => {
    const state = await created(server, block, configured(type, path, 0));
    const action = await actionOf(server, block, configured(type, path, 1), state);
    expect(action).toBe(replaces(type, path) ? 'replace' : 'update');
  });

  test.each(inputPaths(block))('plans nothing where %s is set and stays', async (path) => {
    const config = configured(type, path, 1);
    const state = await created(server, block, config);
    expect(await actionOf(server, block, config, state)).toBe('nothing');
  });

  test.each(inputPaths(block))('accepts a made-up configuration that sets %s', async (path) => {
    expect(await server.validate?.(configured(type, path, 1))).toEqual([]);
  });
});

/** Types that have every way of nesting and of grouping; all 262 paths take real Terraform a quarter of a minute. */
const sample = [
  'maas_block_device',
  'maas_instance',
  'maas_network_interface_link',
  'maas_subnet',
  'maas_user',
  'maas_vm_host_machine',
];
const sampled = sample.flatMap((type) => inputPaths(factsOf(type).block).map((path) => ({ type, path })));

describe('real Terraform on a sample', () => {
  const nameOf = (path: string): string => path.replace('.', '__');
  const configuration = (variant: 0 | 1): string =>
    sampled
      .map(({ type, path }) => resourceBlock(type, nameOf(path), configured(type, path, variant)))
      .join('\n');
  let work: Workspace;
  let unchanged: Readonly<Record<string, PlannedChange>>;
  let plan: Readonly<Record<string, PlannedChange>>;

  beforeAll(async () => {
    work = await openWorkspace(declaredMaas(), configuration(0), 6, 'canonical/maas');
    await work.ok(...apply);
    unchanged = await work.plan();
    work.write(configuration(1));
    plan = await work.plan('-refresh=false');
  });

  afterAll(async () => work.close());

  test('plans nothing for any resource where nothing changes', () => {
    expect(Object.keys(unchanged)).toHaveLength(sampled.length);
    expect(Object.entries(unchanged).filter(([, { actions }]) => actions.join() !== 'no-op')).toEqual([]);
  });

  test.each(sampled)('updates or replaces $type as the facts say where $path changes', ({ type, path }) => {
    const actions = plan[`${type}.${nameOf(path)}`]?.actions;
    expect(actions).toEqual(replaces(type, path) ? ['delete', 'create'] : ['update']);
  });
});
