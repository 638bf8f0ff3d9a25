import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HardwareProfile } from '../../src/definition/hardware.js';
import { Machine, Site } from '../../src/definition/site.js';
import { runGuardrails } from '../../src/guardrails/run.js';
import { importReferenceApi } from '../../src/inventory/reference-api.js';
import { resolve } from '../../src/model/resolve.js';
import { fromRoot } from '../support/project-root.js';
import { definitionOf, inputFile, readBack } from '../support/reference-import.js';
import { checkMutations } from '../support/reference-mutations.js';

const folder = fromRoot('..', 'shared', 'real-input');
const isThere = existsSync(folder);
const why = isThere ? '' : ' (skipped: there are no real inventories beside the checkout)';

type Any = Readonly<Record<string, unknown>>;

const training = (vendor: string, gpuNodes: number, count: number, more: Any = {}): Any => ({
  tenant: 'lab',
  preset: 'dedicated-training',
  options: { gpuNodes, gpu: { vendor, count }, controlNodes: 3, loginNodes: 1, ...more },
});

const sites = [
  {
    site: 'lyon',
    file: 'grid5000-lyon.json',
    machines: 69,
    gpus: 111,
    racks: 0,
    networks: 11,
    cluster: training('amd', 8, 8),
  },
  {
    site: 'luxembourg',
    file: 'grid5000-luxembourg.json',
    machines: 56,
    gpus: 36,
    racks: 0,
    networks: 11,
    cluster: training('amd', 8, 4),
  },
  {
    site: 'uc',
    file: 'chameleon-uc.json',
    machines: 132,
    gpus: 80,
    racks: 4,
    networks: 0,
    cluster: training('nvidia', 20, 1),
  },
] as const;

describe.skipIf(!isThere)(`real inventories${why}`, () => {
  describe.each(sites)('$site', ({ site, file, machines, gpus, racks, networks, cluster }) => {
    const input = isThere ? inputFile(`${folder}/${file}`) : { name: file, json: '{}' };
    const result = importReferenceApi([input], { site });
    const raw = nodesOf(input.json);

    test('has the machines, GPUs, racks and networks that are in it', () => {
      expect(result.summary).toMatchObject({ machines, gpus, racks, networks });
      expect(result.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    });

    test('loses no NIC and no disk', () => {
      const read = readBack(result.files, site);
      const count = (key: 'nics' | 'disks'): number =>
        Object.values(read.machines).reduce(
          (sum, machine) => sum + Object.keys(read.profiles[String(machine['profile'])]?.[key] ?? {}).length,
          0,
        );
      const nics = raw.flatMap((node) => node.network_adapters.filter((nic) => nic.management !== true));
      expect(count('nics')).toBe(nics.length);
      expect(count('disks')).toBe(raw.flatMap((node) => node.storage_devices).length);
      const macs = Object.values(read.machines).flatMap(({ nics: own }) =>
        Object.values(own as Record<string, Any>).map(({ mac }) => mac),
      );
      expect(macs.sort()).toEqual(nics.map(({ mac }) => mac.toLowerCase()).sort());
    });

    test('has rows that are machines, and profiles that are profiles', () => {
      const read = readBack(result.files, site);
      for (const [name, machine] of Object.entries(read.machines))
        expect(Machine.safeParse(machine).error?.issues, name).toBeUndefined();
      for (const [name, profile] of Object.entries(read.profiles))
        expect(HardwareProfile.safeParse(profile).error?.issues, name).toBeUndefined();
      expect(Site.safeParse(read.site).error?.issues.map(({ path }) => path)).toEqual([['domain']]);
    });

    test('has one boot NIC and one root disk on every machine', () => {
      for (const profile of Object.values(readBack(result.files, site).profiles)) {
        const roles = Object.values(
          profile['nics'] as Record<string, { readonly roles?: readonly string[] }>,
        );
        expect(roles.filter((nic) => nic.roles?.includes('boot'))).toHaveLength(1);
        const disks = Object.values(profile['disks'] as Record<string, { readonly role?: string }>);
        expect(disks.filter(({ role }) => role === 'root')).toHaveLength(1);
      }
    });

    test('resolves with the missing facts added, and no rule refuses it but for what it lacks', () => {
      const definition = definitionOf(result.files, site, cluster);
      const resolution = resolve(definition, { site, lock: null });
      expect(resolution.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(resolution.model?.clusters[0]?.slots.length).toBeGreaterThan(8);
      const refused = runGuardrails(resolution).filter(({ severity }) => severity === 'error');
      // Chameleon's inventory has no BMC at all.
      const expected = site === 'uc' ? ['bmc/no-address'] : [];
      expect([...new Set(refused.map(({ code }) => code))]).toEqual(expected);
    });

    test('stands anything wrong in it', () => {
      expect(() => checkMutations(input, 5)).not.toThrow();
    });
  });

  test('the machines have the GPUs that they have, by their one name', () => {
    const modelsOf = (file: string): readonly string[] => {
      const { profiles } = readBack(
        importReferenceApi([inputFile(`${folder}/${file}`)], { site: 'x' }).files,
        'x',
      );
      return Object.values(profiles)
        .flatMap(({ gpus }) => (gpus === undefined ? [] : [(gpus as { readonly model: string }).model]))
        .sort();
    };
    expect(modelsOf('grid5000-lyon.json')).toEqual([
      'A100-SXM-40GB',
      'GH200-96GB',
      'M2075',
      'MI50-32GB',
      'V100-SXM2-32GB',
    ]);
    expect(modelsOf('grid5000-luxembourg.json')).toEqual(['MI210', 'MI300X']);
    expect([...new Set(modelsOf('chameleon-uc.json'))]).toEqual([
      'A100-PCIE-80GB',
      'A100-SXM-80GB',
      'QUADRO-RTX-6000',
      'V100-PCIE-32GB',
      'V100-SXM2-32GB',
    ]);
  });
});

interface RawNode {
  readonly network_adapters: readonly { readonly mac: string; readonly management?: boolean }[];
  readonly storage_devices: readonly unknown[];
}

function nodesOf(json: string): readonly RawNode[] {
  const { clusters = [] } = JSON.parse(json) as {
    readonly clusters?: readonly { readonly nodes: readonly RawNode[] }[];
  };
  return clusters.flatMap(({ nodes }) => nodes);
}
