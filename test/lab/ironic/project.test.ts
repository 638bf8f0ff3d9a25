import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDefinition } from '../../../src/definition/parse.js';
import { loadProject } from '../../../src/inventory/load.js';
import { type Lab, startLab } from '../../../src/lab/lab.js';
import { parseScenario } from '../../../src/lab/scenario/parse.js';
import { resolveParsed } from '../../../src/model/resolve.js';
import { SiteProject } from '../support/site-project.js';

let project: SiteProject;
let lab: Lab;

/** Stacks of the two sites; the third is in the long tests. */
const own = () => project.stacks().filter((stack) => !stack.startsWith('west-'));

async function startOn(state: string, faults: readonly object[] = []): Promise<void> {
  const parsed = parseDefinition(loadProject(project.folder).definition);
  const models = ['north', 'south'].flatMap((site) => {
    const { model } = resolveParsed(parsed, { site, lock: null });
    return model === null ? [] : [model];
  });
  const { scenario } = parseScenario({ faults });
  if (scenario === null) throw new Error('the scenario is wrong');
  lab = await startLab({ models, state, scenario });
  project.use(lab);
}

const statuses = () =>
  lab.show().map(({ provisioner, machines }) => {
    const counts: Record<string, number> = {};
    for (const { status } of machines) counts[status ?? 'unknown'] = (counts[status ?? 'unknown'] ?? 0) + 1;
    return { provisioner, ...counts };
  });

beforeAll(async () => {
  project = new SiteProject('examples/ironic');
  await startOn(`${project.folder}/.rackform/lab`);
});
afterAll(async () => {
  await lab.close();
  project.remove();
});

describe.sequential('one cluster at two sites of Ironic, one in each dialect', { timeout: 90_000 }, () => {
  test('is applied, and the second plan is empty', async () => {
    await project.lockAndSynth('Decide');
    await project.apply(own());
    expect(await project.plan(own())).toEqual({});
    expect(statuses()).toEqual([
      { provisioner: 'ironic', active: 5 },
      { provisioner: 'ironic', active: 5, enroll: 2 },
    ]);
    const racks = lab.show().flatMap(({ machines }) => machines);
    expect(racks.find(({ asset }) => asset === 'gpu-a01')).toMatchObject({
      slot: 'train-b-gpu-001',
      tenant: 'research',
      rack: 'r01',
    });
    await project.evidence('In service', own());
  });

  test('a failed deployment of a scenario shows at a reimage, and the next apply mends it', async () => {
    await lab.close();
    await startOn(`${project.folder}/.rackform/lab`, [
      { kind: 'deploy-fails', machine: 'gpu-a01', times: 1 },
    ]);
    await project.lockAndSynth('Reimage', '--reimage', 'train-b-gpu-001', '--site', 'north');
    const claim = project.stacks().filter((stack) => stack.startsWith('north') && stack.includes('claim'));
    await expect(project.apply(claim)).rejects.toThrow('write_image');
    await project.apply(claim);
    expect(await project.plan(claim)).toEqual({});
  });

  test('is destroyed, claims first, until both are empty', async () => {
    for (const stack of [...own()].reverse()) {
      await project.ok(stack, 'destroy', '-auto-approve', '-no-color', '-input=false');
    }
    expect(lab.ironic.flatMap(({ world }) => world.store.all('nodes'))).toEqual([]);
  });
});
