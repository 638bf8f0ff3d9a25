import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { migProblem, migTables } from '../../../src/facts/mig.js';
import type { MigModel, SiteModel } from '../../../src/model/types.js';
import { migParted } from '../../../src/software/day2/gpu/mig-parted.js';
import { exports } from '../../../src/software/export/export.js';
import { rackform } from '../../cli/support.js';
import { fromRoot } from '../../support/project-root.js';

interface Slot {
  readonly name: string;
  readonly gpu: string;
  readonly vendor?: string;
  readonly migCapable?: boolean;
  readonly isDeclared?: boolean;
  readonly layout?: MigModel['layout'];
}

const modelWith = (slots: readonly Slot[], cluster = 'serve'): SiteModel =>
  ({
    site: {
      name: 'dc1',
      machines: slots.map(({ name, gpu, vendor = 'nvidia', migCapable = true }) => ({
        asset: name,
        hardware: { gpus: { vendor, model: gpu, count: 4, migCapable } },
      })),
    },
    clusters: [
      {
        name: cluster,
        slots: slots.map(({ name, isDeclared = true, layout }) => ({
          name,
          asset: name,
          pool: 'mig',
          isDeclared,
          mig: layout === undefined ? null : { strategy: 'mixed', layout },
        })),
      },
    ],
  }) as unknown as SiteModel;

const halves = (devices: readonly number[]) => [{ devices, instances: [{ profile: '3g.40gb', count: 2 }] }];

test('the example’s machines have the configuration of their pool and GPU', async () => {
  const args = ['export', 'mig-parted', '--site', 'edge1'];
  const { code, out } = await rackform(args, { cwd: fromRoot('examples', 'inference') });
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "# How GPUs of site edge1 are cut, written by rackform.
    # A machine has the configuration that the label nvidia.com/mig.config of its node names, by MIG manager of the GPU
    # operator, or nvidia-mig-parted apply --selected-config. Drain it before: all that runs on its GPUs is stopped.
    #   serve-mig-001: serve-mig-h100-nvl-94gb-x2-4b88ce74
    #   serve-mig-002: serve-mig-h100-nvl-94gb-x2-4b88ce74
    version: v1
    mig-configs:
      all-disabled:
        - devices: all
          mig-enabled: false
      serve-mig-h100-nvl-94gb-x2-4b88ce74:
        - devices: all
          mig-enabled: true
          mig-devices:
            1g.12gb: 2
            2g.24gb: 1
            3g.47gb: 1
    "
  `);
});

test('is one file for each site', async () => {
  const { err } = await rackform(['export', 'mig-parted'], { cwd: fromRoot('examples', 'inference') });
  expect(err).toContain('mig-parted is one file for each site, and there are dc2, dc3, edge1');
});

describe('a configuration', () => {
  test('turns MIG off on GPUs that the layout leaves whole', () => {
    const model = modelWith([{ name: 's1', gpu: 'A100-SXM-80GB', layout: halves([0, 2]) }]);
    const { configs, slots } = migParted(model);
    expect(configs[slots['s1'] ?? '']).toEqual([
      { devices: [0, 2], 'mig-enabled': true, 'mig-devices': { '3g.40gb': 2 } },
      { devices: [1, 3], 'mig-enabled': false },
    ]);
  });

  test('is one for machines that are alike, and one for each other GPU', () => {
    const layout = halves([0, 1, 2, 3]);
    const { configs, slots } = migParted(
      modelWith([
        { name: 's1', gpu: 'A100-SXM-80GB', layout },
        { name: 's2', gpu: 'A100-SXM-80GB', layout },
        { name: 's3', gpu: 'H100-SXM-80GB', layout },
      ]),
    );
    expect(Object.keys(configs)).toEqual([
      'all-disabled',
      expect.stringMatching(/^serve-mig-a100-sxm-80gb-x4-[0-9a-f]{8}$/),
      expect.stringMatching(/^serve-mig-h100-sxm-80gb-x4-[0-9a-f]{8}$/),
    ]);
    expect(slots).toMatchObject({
      s1: slots['s2'],
      s3: expect.stringMatching(/^serve-mig-h100-sxm-80gb-x4-/),
    });
  });

  test('keeps its name where the pool grows by other machines', () => {
    const layout = halves([0, 1, 2, 3]);
    const before = migParted(modelWith([{ name: 's2', gpu: 'A100-SXM-80GB', layout }]));
    const after = migParted(
      modelWith([
        { name: 's1', gpu: 'H100-SXM-80GB', layout },
        { name: 's2', gpu: 'A100-SXM-80GB', layout },
      ]),
    );
    expect(after.slots['s2']).toBe(before.slots['s2']);
  });

  test('has another name where GPUs are cut otherwise, so that what cuts them sees it', () => {
    const of = (layout: MigModel['layout']) =>
      migParted(modelWith([{ name: 's1', gpu: 'A100-SXM-80GB', layout }])).slots['s1'];
    expect(of(halves([0, 1, 2, 3]))).not.toBe(of(halves([0, 1])));
    expect(of(halves([0, 1]))).toBe(of(halves([0, 1])));
  });

  test('has a name that Kubernetes takes as a label, also of the longest cluster', () => {
    const layout = halves([0, 1, 2, 3]);
    const of = (cluster: string) =>
      migParted(modelWith([{ name: 's1', gpu: 'A100-SXM-80GB', layout }], cluster)).slots['s1'] ?? '';
    const [one, other] = [of(`${'a'.repeat(62)}b`), of(`${'a'.repeat(62)}c`)];
    expect(one).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/);
    expect(one).not.toBe(other);
  });
});

test('GPUs that are not cut are named so, and those that cannot be are not named', () => {
  const { slots } = migParted(
    modelWith([
      { name: 'whole', gpu: 'A100-SXM-80GB' },
      { name: 'empty', gpu: 'A100-SXM-80GB', layout: [] },
      { name: 'old', gpu: 'V100-SXM2', migCapable: false },
      { name: 'amd', gpu: 'MI300X', vendor: 'amd' },
      { name: 'gone', gpu: 'A100-SXM-80GB', isDeclared: false },
    ]),
  );
  expect(slots).toEqual({ whole: 'all-disabled', empty: 'all-disabled' });
});

test('a site without such GPUs says so, and its file is one still', () => {
  const text = exports['mig-parted'].text(modelWith([]));
  expect(text).toContain('# No machine in use has a GPU that can be cut.\n');
  expect(parse(text)).toEqual({
    version: 'v1',
    'mig-configs': { 'all-disabled': [{ devices: 'all', 'mig-enabled': false }] },
  });
});

test('every profile of every GPU comes out by its own name, and in a count that fits', () => {
  for (const [gpu, { profiles }] of Object.entries(migTables)) {
    for (const { name, max } of profiles) {
      const layout = [{ devices: [0, 1, 2, 3], instances: [{ profile: name, count: max }] }];
      const { configs, slots } = migParted(modelWith([{ name: 's1', gpu, layout }]));
      const [entry] = configs[slots['s1'] ?? ''] ?? [];
      expect(entry).toEqual({ devices: 'all', 'mig-enabled': true, 'mig-devices': { [name]: max } });
      expect(migProblem(gpu, entry?.['mig-devices'] ?? {})).toBeNull();
    }
  }
});
