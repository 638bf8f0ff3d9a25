import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Evidence, readEvidence } from '../../src/model/lock/evidence.js';
import type { SiteModel } from '../../src/model/types.js';
import { type PlannedChange, terraform } from '../protocol/support/terraform.js';
import { CANARY } from './model-fixture.js';
import { stackOf, synth } from './synth.js';

/** Stacks of a model in Terraform, each in a folder and a state of its own, against one Ironic. */
export class IronicSite<Stack extends string = 'enrolment' | 'claim'> {
  readonly #root = mkdtempSync(join(tmpdir(), 'ironic-site-'));
  readonly #env: Readonly<Record<string, string>>;
  readonly #stacks: Readonly<Record<Stack, string>>;

  /**
   * @param stacks what they are called, by what they are called here
   * @param env by which Terraform finds the provider, and the provider its Ironic
   */
  constructor(stacks: Readonly<Record<Stack, string>>, env: Readonly<Record<string, string>>) {
    this.#stacks = stacks;
    this.#env = env;
  }

  async #run(stack: Stack, model: SiteModel, ...args: readonly string[]): Promise<string> {
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

  async apply(stack: Stack, model: SiteModel): Promise<void> {
    await this.#run(stack, model, 'apply', '-auto-approve', '-no-color', '-input=false');
  }

  /** What a plan changes, by address. */
  async plan(stack: Stack, model: SiteModel): Promise<Readonly<Record<string, string>>> {
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

  async evidence(stack: Stack): Promise<Evidence | null> {
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

/** A model whose servers are ones that a real Ironic has without any hardware. */
export function onFakeHardware(model: SiteModel, apiUrl: string): SiteModel {
  const { provisioner, machines } = model.site;
  const { ironic } = provisioner;
  if (ironic === null) throw new Error('the site is none of Ironic');
  return {
    ...model,
    site: {
      ...model.site,
      provisioner: { ...provisioner, apiUrl, ironic: { ...ironic, auth: 'none' } },
      machines: machines.map((machine) => ({
        ...machine,
        ironic: machine.ironic && {
          ...machine.ironic,
          hardwareType: 'fake-hardware',
          interfaces: [],
          conductorGroup: null,
        },
      })),
    },
  };
}
