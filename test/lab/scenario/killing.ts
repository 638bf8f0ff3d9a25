import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { importIdOf, isGoneFor, wayOutOf } from '../../../src/facts/maas-ways-out.js';
import { readEvents } from '../../../src/lab/event-file.js';
import type { MachineRecord } from '../../../src/lab/maas/records.js';
import { chance } from '../../../src/lab/scenario/chance.js';
import type { FaultOf } from '../../../src/lab/scenario/picker.js';
import { type PlannedChange, type Run, terraform } from '../../protocol/support/terraform.js';
import { type AnyLab, forkedLab, labHere } from '../support/any-lab.js';
import { header, unframed } from '../support/workspace.js';
import { cluster, withFaults } from './cluster.js';

/** Where a process is killed. */
export interface Point {
  readonly victim: FaultOf<'killed'>['process'];
  readonly moment: 'before' | 'after';
  /** Which request of all, from 1. */
  readonly call: number;
}

/** Requests of the first apply of two machines and of the destroy after it; three machines have six and four more. */
export const requestsOf = (machines: number) => ({ apply: 3 + 6 * machines, destroy: 3 + 4 * machines });

/** Points that a seed gives, each once, among the requests from one to another. */
export function pointsOf(
  seed: number,
  victim: Point['victim'],
  [first, last]: readonly [first: number, last: number],
  count: number,
): readonly Point[] {
  const all = (['before', 'after'] as const).flatMap((moment) =>
    Array.from({ length: last - first + 1 }, (_, index): Point => ({ victim, moment, call: first + index })),
  );
  const drawn = all.map((point) => ({ point, at: chance(seed, victim, point.moment, point.call) }));
  return drawn
    .sort((one, other) => one.at - other.at)
    .slice(0, count)
    .map(({ point }) => point);
}

/** More tries than any point needs; a loop that does not converge fails. */
const patience = 8;
const quiet = ['-no-color', '-input=false'] as const;

/** A folder with Terraform's state and a lab's, whose processes are killed and started again. */
class Bench {
  readonly #folder = mkdtempSync(join(tmpdir(), 'killing-'));
  readonly #point: Point;
  #lab: AnyLab | null = null;

  constructor(point: Point, hcl: string) {
    this.#point = point;
    writeFileSync(join(this.#folder, 'main.tf'), header + hcl);
  }

  get #state(): string {
    return join(this.#folder, 'lab');
  }

  /** The lab that runs; another one where it was killed. It is told of the same kill, which is used up. */
  async lab(): Promise<AnyLab> {
    if (this.#lab?.isAlive() === true) return this.#lab;
    const { victim, moment, call } = this.#point;
    const scenario = withFaults({ kind: 'killed', process: victim, moment, call });
    // A Terraform to be killed must be a child of the lab's process.
    const start = victim === 'lab' ? forkedLab : labHere;
    this.#lab = await start({ state: this.#state, scenario });
    return this.#lab;
  }

  async run(...args: readonly string[]): Promise<Run> {
    const { env } = await this.lab();
    return terraform(this.#folder, args, { ...env, TF_IN_AUTOMATION: '1' });
  }

  async changes(): Promise<Readonly<Record<string, PlannedChange>>> {
    const planned = await this.run('plan', ...quiet, '-out=plan');
    if (planned.code !== 0) throw new Error(planned.text);
    const { text } = await this.run('show', '-json', 'plan');
    const { resource_changes: all = [] } = JSON.parse(text) as {
      resource_changes?: readonly { readonly address: string; readonly change: PlannedChange }[];
    };
    return Object.fromEntries(
      all
        .filter(({ change }) => change.actions[0] !== 'no-op')
        .map(({ address, change }) => [address, change]),
    );
  }

  async machines(): Promise<readonly MachineRecord[]> {
    return (await (await this.lab()).ask({ ask: 'machines' })) as readonly MachineRecord[];
  }

  /** How often each machine was told to deploy since the lab began. */
  deploys(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { type, request, subject, refused } of readEvents(this.#state)) {
      if (type !== 'request' || request !== 'machine.deploy' || refused !== null) continue;
      const { machine = '' } = subject;
      counts[machine] = (counts[machine] ?? 0) + 1;
    }
    return counts;
  }

  async close(): Promise<void> {
    await this.#lab?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Errors of an apply by the resource that they are about. */
function errorsIn(text: string): readonly { readonly address: string; readonly message: string }[] {
  return unframed(text)
    .split('Error: ')
    .slice(1)
    .flatMap((message) => {
      const [, address] = /with ([a-z_]+\.[a-z0-9_-]+),/.exec(message) ?? [];
      return address === undefined ? [] : [{ address, message }];
    });
}

function valueAt(change: PlannedChange, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key],
    change.after,
  );
}

/** Takes the documented way out for what an apply refused. */
async function takeWayOut(bench: Bench, text: string): Promise<void> {
  const errors = errorsIn(text);
  for (const { address, message } of errors) {
    const [type = ''] = address.split('.');
    const wayOut = wayOutOf(type, message);
    if (wayOut?.by !== 'import') throw new Error(`no way out is known of ${address}: ${message}`);
    const change = (await bench.changes())[address] ?? expect.fail(`${address} is not planned`);
    const id = importIdOf(wayOut, (path) => valueAt(change, path));
    const machine = (await bench.machines()).find(({ systemId }) => systemId === id);
    if (type === 'maas_instance' && machine?.status !== 'Deployed') {
      await (await bench.lab()).ask({ ask: 'release', machine: id });
      continue;
    }
    const { code, text: said } = await bench.run('import', ...quiet, address, id);
    if (code !== 0) throw new Error(`${address} cannot be imported by ${id}: ${said}`);
  }
}

/** Applies and takes ways out until the plan is empty. Returns how often it applied. */
async function converge(bench: Bench): Promise<number> {
  for (let tries = 1; tries <= patience; tries += 1) {
    const { code, text } = await bench.run('apply', '-auto-approve', ...quiet);
    if (code === 0) {
      expect(await bench.changes()).toEqual({});
      return tries;
    }
    await takeWayOut(bench, text);
  }
  return expect.fail(`${patience} applies did not end it`);
}

const names = (machines: number) => Array.from({ length: machines }, (_, index) => `n${index + 1}`);

async function expectDeployedOnce(bench: Bench, machines: number): Promise<void> {
  const all = await bench.machines();
  expect(all.map(({ hostname, status }) => `${hostname} ${status}`).sort()).toEqual(
    names(machines).map((name) => `${name} Deployed`),
  );
  // A lab that was killed between a deployment and its line in the log has done it all the same.
  const deploys = bench.deploys();
  for (const name of names(machines)) expect(deploys[name] ?? 1).toBe(1);
}

/** Takes out of the state what is gone and stops every plan, as the documented way out says. */
async function forgetGone(bench: Bench, text: string): Promise<void> {
  for (const { address, message } of errorsIn(text)) {
    const [type = ''] = address.split('.');
    if (isGoneFor(type, message)) await bench.run('state', 'rm', address);
  }
}

/** Destroys until nothing is left: what was given back, and what is gone, is no obstacle. */
async function destroyAll(bench: Bench): Promise<void> {
  let said = '';
  for (let tries = 1; tries <= patience; tries += 1) {
    const { code, text } = await bench.run('destroy', '-auto-approve', ...quiet);
    said = code === 0 ? '' : unframed(text);
    if (code === 0) break;
    await forgetGone(bench, text);
  }
  expect(said).toBe('');
  expect(await bench.machines()).toEqual([]);
}

/** Kills at a point of the first apply, or of the destroy after it, and sees that all comes right all the same. */
export async function killAndConverge(point: Point, machines = 2): Promise<void> {
  const bench = new Bench(point, cluster({ machines: names(machines) }));
  try {
    await bench.run('init', '-no-color');
    const first = await bench.run('apply', '-auto-approve', ...quiet);
    const isLater = point.call > requestsOf(machines).apply;
    if (isLater) {
      expect(first.code, first.text).toBe(0);
      const second = await bench.run('destroy', '-auto-approve', ...quiet);
      expect(second.code, `the kill did not come about: ${second.text}`).not.toBe(0);
      await destroyAll(bench);
      return;
    }
    expect(first.code, `the kill did not come about: ${first.text}`).not.toBe(0);
    await converge(bench);
    await expectDeployedOnce(bench, machines);
    await destroyAll(bench);
  } finally {
    await bench.close();
  }
}
