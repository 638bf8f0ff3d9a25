import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { Definition } from '../../../src/definition/definition.js';
import { parseDefinition } from '../../../src/definition/parse.js';
import { type Lab, startLab } from '../../../src/lab/lab.js';
import { resolveParsed } from '../../../src/model/resolve.js';
import type { SiteModel } from '../../../src/model/types.js';
import { terraform } from '../../protocol/support/terraform.js';
import { synth } from '../../support/synth.js';

/** A site as it is decided without a lock. */
export function modelOf(definition: Definition, site: string): SiteModel {
  const { model, issues } = resolveParsed(parseDefinition(definition), { site, lock: null });
  if (model === null) throw new Error(JSON.stringify(issues, null, 1));
  return model;
}

/** The stacks of a model in a folder, and the terraform that works in each. */
async function stacksOf(model: SiteModel) {
  const lab = await startLab({ models: [model] });
  const project = mkdtempSync(join(tmpdir(), 'stacks-'));
  // The states are beside what is synthesized.
  const folder = join(project, 'cdktf.out');
  const { files, stacks } = synth(model);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const rank = (name: string) => (name.endsWith('-network') ? 0 : name.includes('-enrolment-') ? 1 : 2);
  const names = Object.keys(stacks).sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  const login = { user: 'u', password: 'p' };
  const env = {
    ...lab.env,
    TF_IN_AUTOMATION: '1',
    TF_VAR_bmc_credentials: JSON.stringify(
      Object.fromEntries(model.site.machines.map(({ asset }) => [asset, login])),
    ),
  };
  const ok = async (stack: string, ...args: readonly string[]) => {
    const { code, text } = await terraform(join(folder, 'stacks', stack), args, env);
    if (code !== 0) throw new Error(`terraform ${args.join(' ')} in ${stack} ended with ${code}\n${text}`);
    return text;
  };
  const close = async () => {
    await lab.close();
    rmSync(project, { recursive: true });
  };
  return { lab, names, ok, close };
}

/** Statuses in MAAS with how many machines are in each. */
function statuses(lab: Lab): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of lab.maas[0]?.world.store.all('machines') ?? []) {
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** Applies every stack in order, wants an empty second plan of each, and destroys them. */
export async function wholeLife(model: SiteModel, deployed: Readonly<Record<string, number>>): Promise<void> {
  const { lab, names, ok, close } = await stacksOf(model);
  const planned = async () => {
    for (const name of names)
      expect(await ok(name, 'plan', '-no-color', '-input=false')).toContain('No changes.');
  };
  try {
    for (const name of names) {
      await ok(name, 'init', '-no-color', '-input=false');
      await ok(name, 'apply', '-auto-approve', '-no-color', '-input=false');
    }
    expect(statuses(lab)).toEqual(deployed);
    await planned();
    for (const name of [...names].reverse())
      await ok(name, 'destroy', '-auto-approve', '-no-color', '-input=false');
    expect(statuses(lab)).toEqual({});
  } finally {
    await close();
  }
}
