import { describe, expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import { parseDefinition } from '../../src/definition/parse.js';
import { type Explanation, explainField } from '../../src/model/explain.js';
import { definitionOf } from '../support/site-fixture.js';

const explain = (field: string, definition: Definition = definitionOf(), site = 'dc1') =>
  explainField(parseDefinition(definition), site, field);

/** Value and the layers that have it, each with its place. */
const told = (found: Explanation | null) =>
  found === null
    ? null
    : {
        value: found.value,
        from: found.candidates.map(({ layer, at, value }) => [
          layer,
          [at.document, ...at.path].join(' '),
          value,
        ]),
      };

describe('a field of a machine', () => {
  const overridden = definitionOf({
    machines: { 'gpu-r1-n1': { overrides: { memoryGiB: 1024 } } },
  });

  test('is the machine’s own before its profile’s', () => {
    expect(told(explain('machines.gpu-r1-n1.memoryGiB', overridden))).toEqual({
      value: 1024,
      from: [
        ['machine overrides', 'site/dc1 machines gpu-r1-n1 overrides memoryGiB', 1024],
        ['profile gpu-node', 'hardware/gpu-node memoryGiB', 512],
      ],
    });
    expect(told(explain('machines.gpu-r1-n2.memoryGiB', overridden))).toEqual({
      value: 512,
      from: [['profile gpu-node', 'hardware/gpu-node memoryGiB', 512]],
    });
  });

  test('is one of the profile that the site gives by default, or of the kit’s catalog', () => {
    const { profile: _, ...bare } = definitionOf().sites['dc1']?.machines?.['cpu-r1-n1'] ?? {};
    const site = (profile: string) =>
      definitionOf({ site: { defaults: { image: 'noble', profile }, machines: { bare } } });
    expect(told(explain('machines.bare.units', site('cpu-node')))?.from).toEqual([
      ['profile cpu-node', 'hardware/cpu-node units', 1],
    ]);
    expect(told(explain('machines.bare.gpus.count', site('dgx-h100')))).toEqual({
      value: 8,
      from: [['profile dgx-h100', 'hardware/dgx-h100 gpus count', 8]],
    });
    expect(explain('machines.bare.units', site('nowhere'))).toBeNull();
  });

  test('that is no hardware is the site’s', () => {
    expect(told(explain('machines.gpu-r1-n1.rack'))).toEqual({
      value: 'r01',
      from: [['site', 'site/dc1 machines gpu-r1-n1 rack', 'r01']],
    });
    expect(told(explain('machines.gpu-r1-n1.state'))).toEqual({ value: undefined, from: [] });
    expect(told(explain('machines'))?.from.map(([layer, at]) => [layer, at])).toEqual([
      ['site', 'site/dc1 machines'],
    ]);
  });
});

test('a field of a site has one layer, and its description from the schema', () => {
  expect(explain('networks.in-band.vlan')).toEqual({
    field: 'networks.in-band.vlan',
    value: 100,
    candidates: [
      { layer: 'site', at: { document: 'site/dc1', path: ['networks', 'in-band', 'vlan'] }, value: 100 },
    ],
    description: expect.stringContaining('VLAN'),
  });
  const unset = explain('networks.in-band.mtu');
  expect(unset).toMatchObject({ value: undefined, candidates: [] });
  expect(unset?.description).toContain('1500');
  expect(explain('networks.in-band.mtuu')).toBeNull();
  expect(explain('networks.in-band.vlan.more')).toBeNull();
  expect(explain('domain', definitionOf(), 'dc2')).toBeNull();
});

test('a field of a cluster is the deployment’s before the cluster’s', () => {
  const base = definitionOf();
  const overrides = { pools: { gpu: { count: 1 } } };
  const definition = {
    ...base,
    project: { ...base.project, deployments: [{ cluster: 'train', site: 'dc1', overrides }] },
  };
  const found = explain('clusters.train.pools.gpu.count', definition);
  expect(found?.value).toBe(1);
  expect(found?.candidates.map(({ at, value }) => [[at.document, ...at.path].join(' '), value])).toEqual([
    ['project deployments 0 overrides pools gpu count', 1],
    ['cluster/train pools gpu count', 2],
  ]);
  expect(explain('clusters.trian.tenant', definition)).toBeNull();
  expect(explain('clusters.toString.tenant', definition)).toBeNull();
  expect(explain('clusters')).toBeNull();
  const unread = { ...parseDefinition(definition), project: null };
  expect(explainField(unread, 'dc1', 'clusters.train.tenant')).toBeNull();
});

test('of keys with dots in them the longest that is there is meant', () => {
  const kernel = { sysctl: { 'net.ipv4.ip_forward': 1, 'net.ipv4.tcp.mem': '8 8 8' } };
  const definition = definitionOf({ pools: { gpu: { role: 'gpu', count: 2, kernel } } });
  const at = (field: string) => explain(`clusters.train.pools.gpu.kernel.sysctl.${field}`, definition);
  expect(at('net.ipv4.ip_forward')?.value).toBe(1);
  expect(at('net.ipv4.tcp.mem')?.value).toBe('8 8 8');
  expect(at('net.ipv4.ip_forward')?.candidates[0]?.at.path.at(-1)).toBe('net.ipv4.ip_forward');
});
