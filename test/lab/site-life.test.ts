import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDefinition } from '../../src/definition/parse.js';
import { loadProject } from '../../src/inventory/load.js';
import { type Lab, startLab } from '../../src/lab/lab.js';
import { resolveParsed } from '../../src/model/resolve.js';
import { machinesOf, SiteProject } from './support/site-project.js';

const network = 'dc1-network';
const enrolment = 'dc1-enrolment-01';
const claim = 'dc1-train-a-claim-01';

let project: SiteProject;
let lab: Lab;
beforeAll(async () => {
  project = new SiteProject('examples/training');
  const { definition } = loadProject(project.folder);
  const { model } = resolveParsed(parseDefinition(definition), { site: 'dc1', lock: null });
  if (model === null) throw new Error('the example does not resolve');
  lab = await startLab({ models: [model] });
  project.use(lab, {
    TF_VAR_bmc_credentials: JSON.stringify(
      Object.fromEntries(model.site.machines.map(({ asset }) => [asset, { user: 'u', password: 'p' }])),
    ),
  });
});
afterAll(async () => {
  await lab.close();
  project.remove();
});

/** Statuses in MAAS with how many machines are in each. */
function statuses(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of Object.values(machinesOf(lab))) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe.sequential('the life of a site', { timeout: 60_000 }, () => {
  test('a fresh MAAS gets network, machines and slots, and the second plan is empty before and after', async () => {
    await project.lockAndSynth('Decide');
    expect(project.stacks()).toEqual([network, enrolment, claim]);
    await project.apply([network, enrolment]);
    expect(await project.plan([network, enrolment])).toEqual({});
    await project.apply([claim]);
    expect(await project.plan()).toEqual({});
    expect(statuses()).toEqual({ Deployed: 10, Ready: 5 });
    await project.evidence('In service');
  });
});
