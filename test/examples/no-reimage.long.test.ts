import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labOf } from '../../scripts/real-input/life.js';
import type { Lab } from '../../src/lab/lab.js';
import { type Changes, SiteProject } from '../lab/support/site-project.js';

/** A preset's cluster in service: how it grows, and which software of it is raised. */
interface InService {
  readonly example: string;
  /** The one whose stacks are applied. */
  readonly site: string;
  readonly cluster: string;
  readonly deployment: 'maas_instance' | 'ironic_deployment';
  readonly few: readonly [file: string, from: string, to: string];
  readonly grown: readonly string[];
  readonly software: readonly [older: string, newer: string];
  /** What is planned for machines where their secrets are others. */
  readonly rotated: readonly (readonly [stack: string, actions: ReadonlySet<string>])[];
  /** What a preset of another version would say of its pools. */
  readonly newer: readonly [from: string | RegExp, to: string];
}

const saysMore = '{ kernel: { sysctl: { vm.swappiness: 1 } }, userData: { packages: [jq] } }';

const inService: readonly InService[] = [
  {
    example: 'training',
    site: 'dc1',
    cluster: 'train-a',
    deployment: 'maas_instance',
    few: ['clusters/train-a.yaml', 'gpuNodes: 6', 'gpuNodes: 4'],
    grown: ['train-a-gpu-005', 'train-a-gpu-006'],
    rotated: [['dc1-enrolment-01', new Set(['update'])]],
    software: ['amd: { rocm: 7.1.1 }', 'amd: { rocm: 7.2.3 }'],
    newer: [
      '        sysctl: { kernel.numa_balancing: 0 }\n',
      `        sysctl: { kernel.numa_balancing: 0, vm.swappiness: 1 }\n      userData: { packages: [jq] }\n    control: ${saysMore}\n`,
    ],
  },
  {
    example: 'inference',
    site: 'dc3',
    cluster: 'serve',
    deployment: 'ironic_deployment',
    few: ['rackform.yaml', 'migNodes: 2, spares: 1', 'migNodes: 1, spares: 1'],
    grown: ['serve-mig-002'],
    // The provider keeps them out of the state, so none is seen to change.
    rotated: [],
    software: [
      'nvidia: { driver: 580.95.05 }, kubernetes: { version: v1.34.1+rke2r1 }',
      'nvidia: { driver: 580.126.20 }, kubernetes: { version: v1.35.7+rke2r1 }',
    ],
    newer: [
      /^acknowledge:/m,
      `overrides: { pools: { mig: ${saysMore}, control: ${saysMore} } }\nacknowledge:`,
    ],
  },
];

describe.each(inService)('the example $example in service at $site is not reimaged', (life) => {
  const { example, site, cluster, deployment, few, grown, software, newer, rotated } = life;
  let project: SiteProject;
  let lab: Lab;
  const stacks = () => project.stacks().filter((stack) => stack.startsWith(`${site}-`));
  const softwareFile = `clusters/${cluster}.yaml`;

  /** What is planned for deployments, but for those that are made. */
  const touched = (plans: Readonly<Record<string, Changes>>) =>
    deployments(plans).filter(([, actions]) => actions !== 'create');
  const deployments = (plans: Readonly<Record<string, Changes>>) =>
    Object.values(plans).flatMap((changes) =>
      Object.entries(changes).filter(([address]) => address.startsWith(`${deployment}.`)),
    );
  /** Plans, applies, and sees that nothing is left to do. */
  async function go(message: string): Promise<Readonly<Record<string, Changes>>> {
    await project.lockAndSynth(message);
    const plans = await project.plan(stacks());
    await project.apply(stacks());
    expect(await project.plan(stacks())).toEqual({});
    await project.evidence(`${message}, done`, stacks());
    return plans;
  }

  /** What the provisioner was asked to do to systems of machines since a place in the log of the lab. */
  const asked = (start: number) =>
    lab.events
      .slice(start)
      .map(({ request, subject }) => `${request} ${subject.machine ?? ''}`.trim())
      .filter((one) => /deploy|release|erase|clean|provision|rebuild/i.test(one));

  beforeAll(async () => {
    project = new SiteProject(`examples/${example}`);
    project.edit(...few);
    project.write(softwareFile, `${project.read(softwareFile)}software: { ${software[0]} }\n`);
    project.commit('Begin smaller');
    lab = await labOf(project);
    await project.lockAndSynth('Decide');
    await project.apply(stacks());
    expect(await project.plan(stacks())).toEqual({});
    await project.evidence('In service', stacks());
  });
  afterAll(async () => {
    await lab?.close();
    project?.remove();
  });

  test('by more machines: only their deployments are made', async () => {
    const [file, many, fewer] = few;
    project.edit(file, fewer, many);
    const plans = await go('Grow');
    expect(
      deployments(plans)
        .map(([address]) => address)
        .sort(),
    ).toEqual(grown.map((slot) => `${deployment}.${slot}`));
    expect(touched(plans)).toEqual([]);
  });

  test('by other passwords of all BMCs', async () => {
    const start = lab.events.length;
    const others = Object.keys(lab.credentials).map((asset) => [
      asset,
      { user: 'lab', password: randomBytes(12).toString('hex') },
    ]);
    project.use(lab, { TF_VAR_bmc_credentials: JSON.stringify(Object.fromEntries(others)) });
    const plans = await project.plan(stacks());
    await project.apply(stacks());
    expect(deployments(plans)).toEqual([]);
    expect(Object.entries(plans).map(([stack, changes]) => [stack, new Set(Object.values(changes))])).toEqual(
      rotated,
    );
    expect(asked(start)).toEqual([]);
  });

  test('by another version of its driver and its Kubernetes, of which no plan has anything', async () => {
    const start = lab.events.length;
    project.edit(softwareFile, software[0], software[1]);
    expect(await go('Newer driver')).toEqual({});
    expect(asked(start)).toEqual([]);
    expect(await project.rackform('software')).toContain(software[1].match(/[\d.]+\d/)?.[0]);
  });

  test('by a preset that says something else of every machine: it waits for the next reimage', async () => {
    const start = lab.events.length;
    project.edit(softwareFile, ...newer);
    expect(deployments(await go('Newer preset'))).toEqual([]);
    expect(asked(start)).toEqual([]);
    expect(await project.rackform('status')).toMatch(/next reimage/);
  });
});
