import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseDefinition } from '../../src/definition/parse.js';
import { loadProject } from '../../src/inventory/load.js';
import { type Lab, startLab } from '../../src/lab/lab.js';
import { parseLock } from '../../src/model/lock/lock-file.js';
import { resolveParsed } from '../../src/model/resolve.js';
import { type Changes, SiteProject } from '../../test/lab/support/site-project.js';
import type { RealInput } from './run.js';

/** One step of the life of a project in the lab. */
export interface LifeStep {
  readonly did: string;
  /** What the plan was, by stack and address, where it was looked at; without the first, which makes everything. */
  readonly plan: Readonly<Record<string, Changes>> | null;
  /** What is still planned after the apply. */
  readonly left: Readonly<Record<string, Changes>>;
  /** Machines by kind of provisioner and state, after the apply. */
  readonly machines: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * Takes a project through its life with real Terraform in the lab: all of it is made, two more machines come, one
 * leaves erased, everything is destroyed. It begins undecided.
 *
 * @param dir project that was checked; it is copied, and left as it is
 */
export async function* liveThrough({ grows }: RealInput, dir: string): AsyncGenerator<LifeStep> {
  const project = new SiteProject(dir);
  const { option, count } = grows;
  const [few, some] = [count - 2, count - 1];
  rmSync(join(project.folder, 'locks'), { recursive: true });
  project.edit('rackform.yaml', `${option}: ${count}`, `${option}: ${few}`);
  project.commit('Begin with two less');
  const lab = await labOf(project);
  const step = async (did: string, plan: LifeStep['plan']): Promise<LifeStep> => ({
    did,
    plan,
    left: await project.plan(),
    machines: statesIn(lab),
  });
  try {
    await project.lockAndSynth('Decide');
    await project.apply();
    yield await step(`applied with ${few}`, null);
    await project.evidence('In service');

    project.edit('rackform.yaml', `${option}: ${few}`, `${option}: ${count}`);
    await project.lockAndSynth('Grow by two');
    const growing = await project.plan();
    await project.apply();
    yield await step(`grown to ${count}`, growing);
    await project.evidence('Grown');

    project.edit('rackform.yaml', `${option}: ${count}`, `${option}: ${some}`);
    const released = ['--release', lastSlotOf(project, grows), '--reason', 'wanted elsewhere'];
    await project.lockAndSynth('Shrink by one', ...released, '--site', grows.site);
    await project.apply();
    await project.evidence('Carries its erase');
    await project.rackform('synth');
    const shrinking = await project.plan();
    await project.apply();
    yield await step(`shrunk to ${some}`, shrinking);
    await project.evidence('Erased and given back');

    for (const stack of [...project.stacks()].reverse())
      await project.ok(stack, 'destroy', '-auto-approve', '-no-color', '-input=false');
    yield { did: 'destroyed', plan: null, left: {}, machines: statesIn(lab) };
  } finally {
    await lab.close();
    project.remove();
  }
}

/** A lab with all sites of the project, beginning empty, which the project works against. */
export async function labOf(project: SiteProject): Promise<Lab> {
  const { definition } = loadProject(project.folder);
  const parsed = parseDefinition(definition);
  const models = Object.keys(definition.sites).map((site) => {
    const { model } = resolveParsed(parsed, { site, lock: null });
    if (model === null) throw new Error(`site ${site} does not resolve`);
    return model;
  });
  const lab = await startLab({ models });
  project.use(lab);
  return lab;
}

/** The slot of the highest number: the one that leaves. */
function lastSlotOf(project: SiteProject, { site, cluster, pool }: RealInput['grows']): string {
  const file = join('locks', `${site}.yaml`);
  const { lock } = parseLock(project.read(file), site, file);
  const slots = lock?.slots.filter((slot) => slot.cluster === cluster && slot.pool === pool) ?? [];
  const last = slots
    .map(({ name }) => name)
    .sort()
    .at(-1);
  if (last === undefined) throw new Error(`the lock of ${site} has no slot of ${cluster}/${pool}`);
  return last;
}

/** How many machines each provisioner has in each state; those that it does not know are not counted. */
export function statesIn(lab: Lab): LifeStep['machines'] {
  const all: Record<string, Record<string, number>> = {};
  for (const { provisioner, machines } of lab.show()) {
    const counts = all[provisioner] ?? {};
    for (const { status } of machines) if (status !== null) counts[status] = (counts[status] ?? 0) + 1;
    all[provisioner] = counts;
  }
  return all;
}
