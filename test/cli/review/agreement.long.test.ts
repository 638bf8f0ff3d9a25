import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDefinition } from '../../../src/definition/parse.js';
import { loadProject } from '../../../src/inventory/load.js';
import { type Lab, startLab } from '../../../src/lab/lab.js';
import { resolveParsed } from '../../../src/model/resolve.js';
import type { Review } from '../../../src/review/report.js';
import { SiteProject } from '../../lab/support/site-project.js';
import { rackform } from '../support.js';

let project: SiteProject;
let lab: Lab;

beforeAll(async () => {
  project = new SiteProject('examples/training');
  const { model } = resolveParsed(parseDefinition(loadProject(project.folder).definition), {
    site: 'dc1',
    lock: null,
  });
  if (model === null) throw new Error('the example does not resolve');
  lab = await startLab({ models: [model] });
  const credentials = model.site.machines.map(({ asset }) => [asset, { user: 'u', password: 'canary-word' }]);
  project.use(lab, { TF_VAR_bmc_credentials: JSON.stringify(Object.fromEntries(credentials)) });
  await project.lockAndSynth('Decide');
  await project.apply();
  await project.evidence('In service');
}, 180_000);
afterAll(async () => {
  await lab.close();
  project.remove();
});

/** Reviews plans of all stacks as they stand now. */
async function review(): Promise<Review> {
  await project.plan();
  const files: string[] = [];
  for (const stack of project.stacks()) {
    const file = join(project.folder, `${stack}.evidence.json`);
    writeFileSync(file, await project.ok(stack, 'show', '-json', 'plan'));
    files.push(file);
  }
  const { PATH = '' } = process.env;
  const around = { cwd: project.folder, env: { PATH } };
  const { out, err } = await rackform(['review', '--json', '--plan', ...files], around);
  expect(err).toBe('');
  expect(out).not.toContain('canary-word');
  return JSON.parse(out) as Review;
}

const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

/** What the review says will be released and deployed. */
function predicted({ servers }: Review) {
  const of = (...effects: readonly string[]) =>
    sorted(servers.filter(({ effect }) => effects.includes(effect)).map(({ name }) => name));
  return { released: of('wipe', 'reimage'), deployed: of('deploy', 'reimage') };
}

/** What the servers of the lab went through from an event on. */
function happened(from: number) {
  const of = (request: string) =>
    sorted(
      lab.events
        .slice(from)
        .flatMap((event) =>
          event.request === request && event.subject.machine ? [event.subject.machine] : [],
        ),
    );
  return { released: of('machine.release'), deployed: of('machine.deploy') };
}

const cluster = 'clusters/train-a.yaml';

/** Changes one after another, each on what the one before left. */
const changes: readonly {
  readonly name: string;
  readonly edit: () => void;
  readonly lock?: readonly string[];
  readonly verdict: RegExp;
}[] = [
  {
    name: 'a kernel setting of one pool',
    edit: () => project.edit(cluster, 'kernel.numa_balancing: 0', 'kernel.numa_balancing: 1'),
    verdict: /^Nothing physical changes; leaves 15 alone\.$/,
  },
  {
    name: 'a reimage of two slots',
    edit: () => {},
    lock: ['--reimage', 'train-a-gpu-001', 'train-a-gpu-002'],
    verdict: /^WIPES 0 servers, reimages 2, .*leaves 13 alone\.$/,
  },
  {
    name: 'one more GPU node',
    edit: () => project.edit(cluster, 'gpuNodes: 6', 'gpuNodes: 7'),
    verdict: /^WIPES 0 servers, reimages 0, .*deploys 1 server/,
  },
  {
    name: 'a slot that moves to a spare',
    edit: () =>
      project.edit('sites/dc1/machines.csv', /^(gpu-r01-n01,[^,]*,[^,]*,[^,]*,[^,]*),\w*,/m, '$1,repair,'),
    verdict: /^WIPES 1 server, reimages 0, .*deploys 1 server/,
  },
];

describe.sequential('what the review predicts is what the lab then does, machine by machine', () => {
  test.each(changes)('$name', { timeout: 120_000 }, async ({ edit, lock = [], verdict, name }) => {
    edit();
    await project.lockAndSynth(name, ...lock);
    const report = await review();
    expect(report.verdict.text).toMatch(verdict);
    const from = lab.events.length;
    await project.apply();
    expect(happened(from)).toEqual(predicted(report));
    expect((await review()).verdict.outcome).toBe('nothing');
    await project.evidence(`${name} is done`);
  });
});
