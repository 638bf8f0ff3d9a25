import { describe, expect, test } from 'vitest';
import { HardwareProfile } from '../../src/definition/hardware.js';
import { DnsLabel } from '../../src/definition/scalars.js';
import { gpuByModel } from '../../src/facts/gpus.js';
import { hardwareCatalog } from '../../src/facts/hardware/catalog.js';
import type { ProfileFacts } from '../../src/facts/hardware/profile.js';
import { fillTemplate, hardwareTemplates, templateHint } from '../../src/facts/hardware/templates.js';

const entries = Object.entries(hardwareCatalog);

describe.each(entries)('%s', (name, profile) => {
  test('is a hardware profile that a user could have written', () => {
    expect(DnsLabel.safeParse(name).success).toBe(true);
    expect(HardwareProfile.parse(profile)).toEqual(profile);
  });

  test('names a source for every figure, and none for what it does not have', () => {
    for (const field of Object.keys(profile)) {
      if (field === 'sources' || field === 'manufacturer' || field === 'model') continue;
      expect(sourceOf(profile, field), field).toBeDefined();
    }
    for (const path of Object.keys(profile.sources)) {
      if (path !== '*') expect(valueAt(profile, path), path).toBeDefined();
    }
  });

  test('has no figure that is uncertain', () => {
    expect(Object.values(profile.sources).filter(({ mark }) => mark === '?')).toEqual([]);
  });

  test('boots from one NIC and has one root disk', () => {
    expect(Object.values(profile.nics).filter(({ roles }) => roles?.includes('boot'))).toHaveLength(1);
    expect(Object.values(profile.disks).filter(({ role }) => role === 'root')).toHaveLength(1);
  });

  test('numbers its rails from 0, at most one for each GPU', () => {
    const numbers = Object.values(profile.nics).flatMap((nic) => nic.rail ?? []);
    expect(numbers).toEqual(numbers.map((_, index) => index));
    expect(numbers.length).toBeLessThanOrEqual(profile.gpus?.count ?? 0);
  });

  test('draws no less than its GPUs', () => {
    const { gpus, power } = profile;
    if (gpus === undefined) return;
    expect(gpuByModel(gpus.model)).toMatchObject({ memoryGB: gpus.memoryGB, vendor: gpus.vendor });
    expect(power?.maxWatts ?? Number.POSITIVE_INFINITY).toBeGreaterThan(gpus.count * (gpus.watts ?? 0));
  });
});

describe('templates', () => {
  const figures = {
    cpu: { sockets: 1, coresPerSocket: 64 },
    memoryGiB: 512,
    nics: { mgmt0: { gbps: 25, roles: ['boot' as const, 'management' as const] } },
    disks: { os0: { type: 'nvme' as const, sizeGB: 960, role: 'root' as const } },
  };

  test.each(Object.keys(hardwareTemplates))(
    '%s becomes a profile with the figures of the user, and not without',
    (name) => {
      const filled = fillTemplate(name, figures, 'purchase order');
      if (!('profile' in filled)) throw new Error('not filled');
      expect(HardwareProfile.safeParse(filled.profile).success).toBe(true);
      const empty = fillTemplate(name, {}, 'nothing');
      if (!('issues' in empty)) throw new Error('filled with nothing');
      expect(empty.issues.map((issue) => issue.at.path[0])).toContain('disks');
      expect(Object.hasOwn(hardwareCatalog, name)).toBe(false);
    },
  );

  test('the AMAX server says which figures it needs, and why', () => {
    const empty = fillTemplate('amax-2u-epyc', { memoryGiB: 512 }, 'nothing');
    expect('issues' in empty && empty.issues.map((issue) => issue.message)).toEqual(
      ['cpu', 'nics', 'disks'].map((field) =>
        expect.stringContaining(`"amax-2u-epyc" needs ${field}: no data sheet`),
      ),
    );
    expect(templateHint('amax-2u-epyc')).toContain('write hardware/amax-2u-epyc.yaml');
    expect(templateHint('dgx-h100')).toBeUndefined();
  });

  test('a name that no template has is refused with the names that there are', () => {
    const none = fillTemplate('toString', figures, 'x');
    expect('issues' in none && none.issues[0]?.message).toContain('there are amax-2u-epyc');
  });
});

function sourceOf(profile: ProfileFacts, field: string) {
  return profile.sources[field] ?? profile.sources['*'];
}

function valueAt(profile: ProfileFacts, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], profile);
}
