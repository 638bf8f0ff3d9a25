import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import {
  hasInventories,
  inventories,
  madeUpBmcs,
  type Ran,
  realInputs,
  runRealInput,
} from '../../scripts/real-input/run.js';
import type { Definition } from '../../src/definition/definition.js';
import { terraformBuiltin } from '../../src/facts/providers/builtin.js';
import { maasProvider } from '../../src/facts/providers/maas.js';
import type { ProviderFacts } from '../../src/facts/providers/provider-facts.js';
import { runGuardrails } from '../../src/guardrails/run.js';
import { loadProject } from '../../src/inventory/load.js';
import { importReferenceApi } from '../../src/inventory/reference-api.js';
import { writeFiles } from '../../src/inventory/write.js';
import { parseIp, parsePrefix } from '../../src/model/ip.js';
import { parseLock } from '../../src/model/lock/lock-file.js';
import type { Lock } from '../../src/model/lock/lock-types.js';
import { resolve } from '../../src/model/resolve.js';
import { isolationOf } from '../../src/model/tenancy/isolation.js';
import { factsOf } from '../support/ironic-fixture.js';
import { readSynthesized, type Synthesized, synth } from '../support/synth.js';
import { validateTerraformJson } from '../support/terraform-schema.js';

const folder = mkdtempSync(join(tmpdir(), 'rackform-real-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const why = hasInventories() ? '' : ' (skipped: the inventories are no part of this repository)';

describe.skipIf(!hasInventories())(`real inventories${why}`, () => {
  test('Luxembourg goes from its inventory to Terraform that MAAS takes, and from the same cluster file to Ironic', async () => {
    const { ran, dir, lockOf, stacks } = await runOf('luxembourg');
    expect(text(ran[0])).toContain('read 56 machines, 36 GPUs');
    const lock = lockOf('luxembourg');
    expect(kindsIn(lock, 'train', 'gpu')).toEqual([
      ...Array.from({ length: 7 }, () => 'larochette'),
      'vianden',
    ]);
    expect([...kindsIn(lock, 'train', 'control'), ...kindsIn(lock, 'train', 'login')]).toEqual(
      Array.from({ length: 4 }, () => 'clervaux'),
    );
    expect(lock.machines).toHaveLength(56);
    expectAddresses(lock, 'in-band', '172.16.188.0/23');
    expectTaken(stacks, 'luxembourg-', [maasProvider, terraformBuiltin]);
    expect(Object.keys(stacks['luxembourg-enrolment-01']?.resource?.['maas_machine'] ?? {})).toHaveLength(56);

    const annex = lockOf('annex');
    expect(annex.slots).toHaveLength(8);
    expect(new Set(annex.slots.map(({ asset }) => asset.slice(0, 9)))).toEqual(
      new Set(['annex-gpu', 'annex-cpu']),
    );
    expectAddresses(annex, 'servers', '203.0.113.0/25');
    expectTaken(stacks, 'annex-', factsOf('metal3-community'));
    expect(readdirSync(join(dir, 'clusters'))).toEqual(['train.yaml']);
  });

  test('Lyon goes to Ironic: training on the MI50 machines, and the DGX A100 of another tenant', async () => {
    const { ran, dir, lockOf, stacks } = await runOf('lyon');
    expect(text(ran[0])).toContain('read 69 machines, 111 GPUs');
    const lock = lockOf('lyon');
    expect(kindsIn(lock, 'train', 'gpu')).toEqual(Array.from({ length: 10 }, () => 'neowise'));
    expect(kindsIn(lock, 'dgx', 'gpu')).toEqual(['sirius']);
    expectTaken(stacks, 'lyon-', factsOf('rackform'));
    expect(Object.keys(stacks['lyon-enrolment-01']?.resource?.['ironic_node'] ?? {})).toHaveLength(69);
    expect(Object.keys(stacks['lyon-dgx-claim-01']?.resource?.['ironic_deployment'] ?? {})).toEqual([
      'dgx-gpu-001',
    ]);

    const slurm = readFileSync(join(dir, 'ansible/lyon/files/train/slurm/etc/slurm/slurm.conf'), 'utf8');
    expect(slurm.match(/^NodeName=train-gpu-\d+ .*Gres=gpu:mi50\S*:8 /gm)).toHaveLength(10);
    const topology = readFileSync(
      join(dir, 'ansible/lyon/files/train/slurm/etc/slurm/topology.conf'),
      'utf8',
    );
    expect(topology).toContain('Nodes=train-gpu-[001-010]');

    const { resolution, model } = resolved(dir, 'lyon');
    const machineOf = (asset: string) => model.site.machines.find((machine) => machine.asset === asset);
    const control = model.clusters.flatMap(({ slots }) => slots.filter(({ role }) => role === 'control'));
    expect(control.map(({ asset }) => machineOf(asset ?? '')?.hardware.gpus)).toEqual([null, null, null]);
    expect(
      runGuardrails(resolution)
        .filter(({ code }) => code === 'tenancy/flat-network')
        .map(({ acknowledged }) => acknowledged),
    ).toEqual([expect.stringContaining('KaVLAN')]);
    const [pair, ...others] = isolationOf(model).pairs;
    expect(others).toEqual([]);
    expect(pair?.checks.filter(({ verdict }) => verdict !== 'isolated')).toMatchObject([
      { kind: 'bmc', verdict: 'declared' },
    ]);
  });

  test('Chameleon goes to Ironic: A100 machines cut and whole, and BMCs from a CSV that is laid over', async () => {
    const { ran, dir, lockOf, stacks } = await runOf('uc');
    expect(text(ran[0])).toContain('bmc.address: not known, for 132 machines');
    expect(text(ran[1])).not.toContain('bmc.');
    const lock = lockOf('uc');
    expect(lock.slots.map(({ pool }) => pool)).toEqual([
      ...Array.from({ length: 3 }, () => 'control'),
      ...Array.from({ length: 2 }, () => 'gpu'),
      ...Array.from({ length: 5 }, () => 'mig'),
    ]);
    expectTaken(stacks, 'uc-', factsOf('rackform'));
    const nodes = stacks['uc-enrolment-01']?.resource?.['ironic_node'] ?? {};
    const addresses = Object.values(nodes).map(
      (node) => JSON.stringify(node).match(/198\.18\.\d+\.\d+/)?.[0],
    );
    expect(new Set(addresses).size).toBe(132);

    const manifest = (file: string) =>
      parseAllDocuments(readFileSync(join(dir, 'ansible/uc', file), 'utf8')).map((one) => one.toJS());
    const quota = (tenant: string) =>
      manifest(`kubernetes/serve/tenant-${tenant}.yaml`).find(({ kind }) => kind === 'ResourceQuota').spec
        .hard;
    expect(quota('chat')).toEqual({
      'requests.nvidia.com/gpu': 2,
      'requests.nvidia.com/mig-3g.40gb': 4,
      'requests.nvidia.com/mig-1g.10gb': 0,
      'requests.nvidia.com/mig-2g.20gb': 0,
    });
    const chart = manifest('kubernetes/serve/platform.yaml').find(({ kind }) => kind === 'HelmChart');
    expect(parse(chart.spec.valuesContent).mig).toEqual({ strategy: 'mixed' });

    const { model } = resolved(dir, 'uc');
    const mig = model.clusters.flatMap(({ slots }) => slots.filter(({ pool }) => pool === 'mig'));
    const layouts = mig.map((slot) =>
      slot.mig?.layout.map(({ devices, instances }) => [
        devices.length,
        ...instances.map(({ profile, count }) => `${count}x ${profile}`),
      ]),
    );
    expect(layouts).toEqual(
      Array.from({ length: 5 }, () => [
        [1, '2x 3g.40gb'],
        [3, '3x 1g.10gb', '2x 2g.20gb'],
      ]),
    );
  });

  const files = hasInventories() ? readdirSync(inventories).filter((name) => name.endsWith('.json')) : [];
  describe.each(['dry-run', 'ironic'] as const)('for %s', (provisioner) => {
    test.each(files)('%s is imported, resolved and synthesized with the least that a person adds', (file) => {
      const inventory = [{ name: file, json: readFileSync(join(inventories, file), 'utf8') }];
      const bare = importReferenceApi(inventory, { site: 'real', provisioner });
      const bmcs = madeUpBmcs(bare.files['sites/real/machines.csv'] ?? '');
      const imported = importReferenceApi(inventory, {
        site: 'real',
        provisioner,
        overlay: { name: 'bmcs.csv', text: bmcs },
      });
      expect(imported.issues.filter((issue) => issue.severity === 'error')).toEqual([]);
      const dir = join(folder, provisioner, file);
      expect(writeFiles(dir, imported.files).issues).toEqual([]);
      const { definition, issues } = loadProject(dir);
      expect(issues.map((issue) => issue.code)).toEqual(['FILE_MISSING']);
      const resolution = resolve(withLeast(definition, provisioner), { site: 'real', lock: null });
      expect(resolution.issues).toEqual([]);
      const refused = runGuardrails(resolution).filter((issue) => issue.severity === 'error');
      // What the inventory itself has wrong is refused, and nothing else.
      expect(refused.filter((issue) => !/^machine\/duplicate-|^rack\/unit-/.test(issue.code))).toEqual([]);
      if (resolution.model === null) throw new Error('nothing was resolved');
      expect(Object.keys(synth(resolution.model).stacks)).toContain('real-plain-claim-01');
    });
  });
});

/** A real input that ran through every command, and what came of it. */
async function runOf(site: string) {
  const input = realInputs.find((one) => one.site === site) ?? expect.fail(`no real input is ${site}`);
  const dir = join(folder, site);
  const ran = await runRealInput(input, dir);
  const imports = input.hasBmcOverlay ? ['import', 'import'] : ['import'];
  expect(ran.map(({ command, code }) => [command.split(' ')[1], code])).toEqual(
    [...imports, 'check', 'lock', 'check', 'synth', 'software'].map((command) => [command, 0]),
  );
  const lockOf = (name: string): Lock => {
    const file = `locks/${name}.yaml`;
    return (
      parseLock(readFileSync(join(dir, file), 'utf8'), name, file).lock ?? expect.fail(`${file} is none`)
    );
  };
  return { ran, dir, lockOf, stacks: readSynthesized(join(dir, 'cdktf.out')).stacks };
}

const text = (ran: Ran | undefined): string => `${ran?.stdout}${ran?.stderr}`;

/** Clusters of the inventory that the machines of a pool are of. */
const kindsIn = (lock: Lock, cluster: string, pool: string): readonly string[] =>
  lock.slots
    .filter((slot) => slot.cluster === cluster && slot.pool === pool)
    .map(({ asset }) => asset.split('-')[0] ?? '')
    .sort();

function expectAddresses(lock: Lock, network: string, cidr: string): void {
  const prefix = parsePrefix(cidr);
  for (const { addresses } of lock.slots) {
    const ip = parseIp(addresses[network] ?? '');
    expect(prefix !== null && ip !== null && prefix.first < ip.value && ip.value < prefix.last).toBe(true);
  }
}

function expectTaken(
  stacks: Synthesized['stacks'],
  prefix: string,
  providers: readonly ProviderFacts[],
): void {
  for (const [name, stack] of Object.entries(stacks))
    if (name.startsWith(prefix)) expect(validateTerraformJson(stack, providers)).toEqual([]);
}

function resolved(dir: string, site: string) {
  const resolution = resolve(loadProject(dir).definition, { site, lock: null });
  return { resolution, model: resolution.model ?? expect.fail(`${site} does not resolve`) };
}

const images = {
  'dry-run': { series: 'noble' },
  ironic: { url: 'https://images.example.net/noble.qcow2', checksum: `sha256:${'5f'.repeat(32)}` },
};

/** Two machines: what an inventory alone must be enough for. */
function withLeast(definition: Definition, provisioner: keyof typeof images): Definition {
  const site = definition.sites['real'];
  if (site === undefined) throw new Error('the import wrote no site');
  return {
    ...definition,
    project: {
      organization: 'real',
      tenants: { one: {} },
      deployments: [{ cluster: 'plain', site: 'real' }],
    },
    sites: {
      real: {
        ...site,
        domain: 'real.example.net',
        provisioner: { type: provisioner },
        images: { noble: images[provisioner] },
        credentials: { bmc: {} },
        defaults: { image: 'noble', credentials: 'bmc' },
      },
    },
    clusters: { plain: { tenant: 'one', mode: 'dedicated', pools: { cpu: { role: 'cpu', count: 2 } } } },
  };
}
