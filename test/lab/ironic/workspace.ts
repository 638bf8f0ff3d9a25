import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { IronicDialect } from '../../../src/facts/providers/ironic-dialects.js';
import { Clock } from '../../../src/lab/clock.js';
import { noFaults } from '../../../src/lab/faults.js';
import type { SimulatedIronic } from '../../../src/lab/ironic/call.js';
import type { IronicMetal } from '../../../src/lab/ironic/metal.js';
import { labIronicProvider } from '../../../src/lab/ironic/provider.js';
import { labRackformProvider } from '../../../src/lab/ironic/rackform/provider.js';
import type { IronicTables, NodeRecord } from '../../../src/lab/ironic/records.js';
import { quickMetal } from '../../../src/lab/ironic/usual-metal.js';
import { IronicWorld } from '../../../src/lab/ironic/world.js';
import { durationsOf } from '../../../src/lab/steps.js';
import { Store } from '../../../src/lab/store.js';
import { reattachProviders } from '../../../src/protocol/reattach.js';
import { serveProvider } from '../../../src/protocol/server.js';
import { type PlannedChange, type Run, terraform } from '../../protocol/support/terraform.js';
import { unframed } from '../support/workspace.js';

/** Terraform against a simulated Ironic, with hand-written configurations in two states where they are wanted. */
export class IronicWorkspace {
  readonly ironic: SimulatedIronic;
  readonly metal: { -readonly [K in keyof IronicMetal]: IronicMetal[K] } = { ...quickMetal };
  readonly #folder = mkdtempSync(join(tmpdir(), 'ironic-'));
  readonly #source: string;
  #env: Readonly<Record<string, string>> = {};
  #close: () => Promise<void> = async () => {};

  private constructor(dialect: IronicDialect, ironic?: SimulatedIronic) {
    this.#source = `${dialect}/ironic`;
    this.ironic = ironic ?? {
      url: '',
      world: new IronicWorld(new Store<IronicTables>()),
      clock: new Clock(0, { speed: null, parallelism: 10 }),
      faults: noFaults,
      events: { add: () => {} },
      salt: 'salt',
      durations: durationsOf(),
      metal: this.metal,
    };
  }

  /** @param ironic one that is there already, of another workspace; by default one of its own */
  static async open(dialect: IronicDialect, ironic?: SimulatedIronic): Promise<IronicWorkspace> {
    const work = new IronicWorkspace(dialect, ironic);
    const find = () => work.ironic;
    const served =
      dialect === 'rackform'
        ? await serveProvider(labRackformProvider(find))
        : await serveProvider(labIronicProvider(dialect, find));
    work.#env = {
      TF_REATTACH_PROVIDERS: reattachProviders(
        [{ source: work.#source, socket: served.socket }],
        process.pid,
      ),
      TF_IN_AUTOMATION: '1',
    };
    work.#close = () => served.close();
    await work.#ok('init', '-no-color');
    return work;
  }

  async close(): Promise<void> {
    await this.#close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** By which a Terraform in another folder meets the same Ironic. */
  get env(): Readonly<Record<string, string>> {
    return this.#env;
  }

  run(...args: readonly string[]): Promise<Run> {
    return terraform(this.#folder, args, this.#env);
  }

  async #ok(...args: readonly string[]): Promise<string> {
    this.write('');
    const { code, text } = await this.run(...args);
    if (code !== 0) throw new Error(text);
    return text;
  }

  write(hcl: string): void {
    const address = this.#source.startsWith('metal3') ? '\n  url          = ""\n  microversion = "1.95"' : '';
    const header = `terraform {\n  required_providers {\n    ironic = {\n      source = "${this.#source}"\n    }\n  }\n}\nprovider "ironic" {${address}\n}\n`;
    writeFileSync(join(this.#folder, 'main.tf'), header + hcl);
  }

  async apply(hcl: string): Promise<void> {
    this.write(hcl);
    const { code, text } = await this.run('apply', '-auto-approve', '-no-color', '-input=false');
    if (code !== 0) throw new Error(text);
  }

  /** Applies what must be refused, and gives what is said in one line. */
  async refused(hcl: string): Promise<string> {
    this.write(hcl);
    const { code, text } = await this.run('apply', '-auto-approve', '-no-color', '-input=false');
    if (code === 0) throw new Error(`nothing was refused:\n${text}`);
    return unframed(text);
  }

  /** What a new plan changes, by address. */
  async plan(hcl: string): Promise<Readonly<Record<string, string>>> {
    this.write(hcl);
    const { code, text } = await this.run('plan', '-no-color', '-input=false', '-out=plan');
    if (code !== 0) throw new Error(text);
    const { resource_changes: changes = [] } = JSON.parse((await this.run('show', '-json', 'plan')).text) as {
      resource_changes?: readonly { readonly address: string; readonly change: PlannedChange }[];
    };
    return Object.fromEntries(
      changes
        .map(({ address, change }) => [address, change.actions.join(' ')] as const)
        .filter(([, actions]) => actions !== 'no-op'),
    );
  }

  /** The node of a name as it is by now; it must be there. */
  node(name: string): NodeRecord {
    return this.ironic.world.node(name);
  }

  /** Changes a node behind Terraform's back. */
  set(name: string, change: Partial<NodeRecord>): void {
    const { world } = this.ironic;
    world.store.transact(() => world.updateNode(world.node(name).uuid, change));
  }
}
