import { beforeAll, expect, test } from 'vitest';
import { definitionOf } from '../support/site-fixture.js';
import { filesOf } from './project-files.js';
import { folderWith, rackform } from './support.js';

const kernel = { options: ['iommu=pt'], sysctl: { 'vm.swappiness': 1 } };
const definition = definitionOf({
  pools: {
    gpu: { role: 'gpu', count: 2, networks: { 'in-band': { bond: { lacpFallback: true } } }, kernel },
    control: { role: 'control', count: 1, networks: { 'in-band': { bond: { lacpFallback: true } } } },
  },
});

let dir = '';
beforeAll(async () => {
  dir = folderWith(filesOf(definition));
  expect((await rackform(['lock'], { cwd: dir })).code).toBe(0);
});

/** Lines of what a change touches, without their indent. */
async function touches(word: string, cwd = dir): Promise<readonly string[]> {
  const { code, out } = await rackform(['explain', word, '--json'], { cwd });
  expect(code, word).toBe(0);
  const { answers } = JSON.parse(out) as {
    readonly answers: readonly {
      readonly facts: readonly { readonly label: string; readonly value: string }[];
    }[];
  };
  const facts = answers.flatMap((answer) => answer.facts);
  const start = facts.findIndex(({ label }) => label === 'a change touches');
  return start < 0 ? [] : facts.slice(start).map(({ value }) => value);
}

test('names the slots of the pool, when a change acts, and the attributes that wait', async () => {
  expect(await touches('pools.gpu.image')).toEqual([
    '2 slots: train-gpu-001, train-gpu-002',
    'servers that run keep what they have until rackform lock --reimage (maas_instance.deploy_params.distro_series, maas_instance.deploy_params.hwe_kernel)',
  ]);
});

test('takes * for any name: all pools, of all clusters', async () => {
  const reach = '3 slots: train-control-001, train-gpu-001, train-gpu-002';
  for (const word of ['pools.*.image', 'clusters.*.pools.*.image', 'clusters.train.pools.*.image']) {
    expect((await touches(word))[0], word).toBe(reach);
  }
  const { out } = await rackform(['explain', 'networks.*.mtu'], { cwd: dir });
  expect(out).not.toMatch(/^ {2}value/m);
  expect(out).toContain('means');
});

test('says of one machine what the next apply does to its record, with the fact behind it', async () => {
  const [reach, when, evidence] = await touches('machines.gpu-r1-n1.bmc.address');
  expect(reach).toBe('machine gpu-r1-n1');
  expect(when).toBe('at the next apply: metadata');
  expect(evidence).toMatch(
    /^ {2}update maas_machine \(power_parameters\): metadata, written and never read back/,
  );
});

test('reaches the slots and machines with a profile, and of a figure of one machine that one alone', async () => {
  expect((await touches('hardware.gpu-node.memoryGiB'))[0]).toBe(
    '2 slots: train-gpu-001, train-gpu-002; 6 machines: gpu-r1-n1, gpu-r1-n2, gpu-r1-n3, gpu-r2-n1, gpu-r2-n2, gpu-r2-n3',
  );
  expect((await touches('machines.gpu-r1-n1.memoryGiB'))[0]).toBe('slot train-gpu-001; machine gpu-r1-n1');
});

test('says which rule refuses a change, and who stands behind it', async () => {
  const [reach, when] = await touches('clusters.train.tenant');
  expect(reach).toBe('used by 3 slots: train-control-001, train-gpu-001, train-gpu-002');
  expect(when).toMatch(/^refused \(lock\/[a-z-]+\)$/);
});

test('explains fields of the project and of hardware, which no layer hides', async () => {
  const { out } = await rackform(['explain', 'organization'], { cwd: dir });
  expect(out).toMatch(/value +example {2}\(project, rackform\.yaml:1:15\)/);
  expect(await touches('organization')).toEqual([
    'no slot or machine that is there',
    'written down, and no server or plan knows of it',
  ]);
  const { out: hardware } = await rackform(['explain', 'hardware/gpu-node.units'], { cwd: dir });
  expect(hardware).toMatch(/value +2 {2}\(hardware, hardware\/gpu-node\.yaml:\d+:\d+\)/);
});

test('of a field with others in it says when each of them acts', async () => {
  expect(await touches('pools.gpu.kernel')).toEqual([
    'fields in it, next-reimage: acs, sysctl.*',
    'fields in it, at-once and next-reimage: hugePages1GiB, options',
  ]);
});

test('an override answers for the slots of what it overrides', async () => {
  const own = await touches('pools.gpu.image');
  expect(await touches('clusters.train.overrides.pools.gpu.image')).toEqual(own);
  expect(await touches('deployments.0.overrides.pools.gpu.image')).toEqual(own);
});

test('an option of a preset answers for the cluster that takes it', async () => {
  const preset = definitionOf({
    cpusPerRack: 3,
    cluster: {
      preset: 'dedicated-training',
      options: { gpuNodes: 2, gpu: { vendor: 'amd', count: 4 }, controlNodes: 3, lacpFallback: true },
    },
  });
  const { mode: _, pools: __, ...train } = preset.clusters['train'] ?? { tenant: 'red' };
  const cwd = folderWith(filesOf({ ...preset, clusters: { train } }));
  const [reach, when] = await touches('clusters.train.options.image', cwd);
  expect(reach).toMatch(/^6 slots: train-control-001, /);
  expect(when).toMatch(/^servers that run keep what they have/);
});

test('an option that the deployment sets holds there, whole, and the one of the cluster is what it won against', async () => {
  const preset = definitionOf({
    cluster: { preset: 'dedicated-training', options: { gpuNodes: 2, gpu: { vendor: 'amd', count: 2 } } },
  });
  const { mode: _, pools: __, ...train } = preset.clusters['train'] ?? { tenant: 'red' };
  const deployments = [{ cluster: 'train', site: 'dc1', options: { gpuNodes: 3, gpu: { vendor: 'amd' } } }];
  const project = { ...preset.project, deployments };
  const cwd = folderWith(filesOf({ ...preset, project, clusters: { train } }));
  const value = async (option: string) => {
    const { out } = await rackform(['explain', `options.${option}`, '--json'], { cwd });
    return JSON.parse(out).answers[0].facts[0];
  };
  expect(await value('gpuNodes')).toMatchObject({
    value: '3',
    from: expect.stringMatching(/^deployment at dc1, rackform\.yaml:\d+:\d+$/),
    lost: [expect.stringMatching(/^2 \(cluster, clusters\/train\.yaml:\d+:\d+\)$/)],
  });
  expect(await value('gpu.count')).toMatchObject({ value: '8', from: 'default' });
  expect(await value('bond')).toMatchObject({ value: 'true', from: 'default' });
});

test('a dry run touches no server, and says so', async () => {
  const dry = definitionOf({ site: { provisioner: { type: 'dry-run' } } });
  const lines = await touches('pools.gpu.image', folderWith(filesOf(dry)));
  expect(lines[1]).toBe('this is a dry run, which touches no server; with MAAS:');
});
