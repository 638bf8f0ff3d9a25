import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Evidence, readEvidence } from '../../src/model/lock/evidence.js';
import type { SiteModel } from '../../src/model/types.js';
import { type PlannedChange, terraform } from '../protocol/support/terraform.js';
import { CANARY } from './model-fixture.js';
import { stackOf, synth } from './synth.js';

/** Names of the stacks of a site that has one shard of each kind. */
export interface IronicStacks {
  readonly enrolment: string;
  readonly claim: string;
}

/** The stacks of a model in Terraform, each in a folder and a state of its own, against one Ironic. */
export class IronicSite {
  readonly #root = mkdtempSync(join(tmpdir(), 'ironic-site-'));
  readonly #env: Readonly<Record<string, string>>;
  readonly #stacks: IronicStacks;

  /** @param env by which Terraform finds the provider, and the provider its Ironic */
  constructor(stacks: IronicStacks, env: Readonly<Record<string, string>>) {
    this.#stacks = stacks;
    this.#env = env;
  }

  async #run(stack: keyof IronicStacks, model: SiteModel, ...args: readonly string[]): Promise<string> {
    const folder = join(this.#root, stack);
    mkdirSync(folder, { recursive: true });
    const { terraform: settings, ...json } = stackOf(synth(model), this.#stacks[stack]);
    const { backend: _, ...own } = settings as Record<string, unknown>;
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ ...json, terraform: own }));
    if (json['variable'] !== undefined) {
      const credentials = model.site.machines.map(({ asset }) => [
        asset,
        { user: 'admin', password: CANARY },
      ]);
      const text = JSON.stringify({ bmc_credentials: Object.fromEntries(credentials) });
      writeFileSync(join(folder, 'terraform.tfvars.json'), text);
    }
    for (const step of [['init', '-no-color'], args]) {
      const { code, text } = await terraform(folder, step, this.#env);
      if (code !== 0) throw new Error(text);
      if (step === args) return text;
    }
    throw new Error('nothing was run');
  }

  async apply(stack: keyof IronicStacks, model: SiteModel): Promise<void> {
    await this.#run(stack, model, 'apply', '-auto-approve', '-no-color', '-input=false');
  }

  /** What a plan changes, by address. */
  async plan(stack: keyof IronicStacks, model: SiteModel): Promise<Readonly<Record<string, string>>> {
    await this.#run(stack, model, 'plan', '-no-color', '-input=false', '-out=plan');
    const { resource_changes: changes = [] } = JSON.parse(
      (await terraform(join(this.#root, stack), ['show', '-json', 'plan'], this.#env)).text,
    ) as { resource_changes?: readonly { readonly address: string; readonly change: PlannedChange }[] };
    return Object.fromEntries(
      changes
        .map(({ address, change }) => [address, change.actions.join(' ')] as const)
        .filter(([, actions]) => actions !== 'no-op'),
    );
  }

  async evidence(stack: keyof IronicStacks): Promise<Evidence | null> {
    const { text } = await terraform(join(this.#root, stack), ['show', '-json'], this.#env);
    return readEvidence(text, 'state.json').evidence;
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** The model with nothing declared any more, which is how stacks are emptied. */
export function emptied(model: SiteModel): SiteModel {
  return {
    ...model,
    enrolments: model.enrolments.map((one) => ({ ...one, isDeclared: false })),
    clusters: model.clusters.map((cluster) => ({
      ...cluster,
      slots: cluster.slots.map((slot) => ({ ...slot, isDeclared: false })),
    })),
  };
}
