import type { CallContext } from '../../protocol/provider.js';
import type { Clock, Operation, Run } from '../clock.js';
import type { Events } from '../events.js';
import type { Faults, Subject } from '../faults.js';
import { Refusal } from '../refusal.js';
import { settled } from './machine-status.js';
import type { Metal } from './metal.js';
import type { MachineRecord, MachineStatus } from './records.js';
import type { MaasWorld } from './world.js';

/** One simulated MAAS, as all connections to it share it. */
export interface SimulatedMaas {
  /** As a configuration's `api_url` names it; empty for the one that none names. */
  readonly url: string;
  /** e.g. `3.5`. */
  readonly serverVersion: string;
  /** Keys the digests of what must not be kept in clear. */
  readonly salt: string;
  readonly world: MaasWorld;
  readonly clock: Clock;
  readonly metal: Metal;
  readonly faults: Faults;
  readonly events: Events;
}

/** What a configured provider works with. */
export interface MaasClient {
  readonly maas: SimulatedMaas;
  readonly run: Run;
}

/** What a request works on: the world, and the virtual time at which it comes. */
export interface Request {
  readonly world: MaasWorld;
  readonly metal: Metal;
  readonly now: number;
}

/** How long the API takes to answer, in milliseconds; waiting for a server comes on top. Measured on MAAS 3.5.13. */
const answerMs = 1000;

/** One operation of Terraform on one resource: its requests to the API, in order. */
export class MaasCall {
  readonly maas: SimulatedMaas;
  readonly #operation: Operation;
  readonly #signal: AbortSignal;

  constructor(maas: SimulatedMaas, operation: Operation, signal: AbortSignal) {
    this.maas = maas;
    this.#operation = operation;
    this.#signal = signal;
  }

  get now(): number {
    return this.#operation.now;
  }

  /**
   * One request: all that it changes is kept, or nothing.
   *
   * @param name as MAAS names resource and operation, e.g. `machine.deploy`
   * @throws {Refusal} as the API does
   */
  async request<T>(name: string, subject: Subject, work: (request: Request) => T): Promise<T> {
    const { world, metal, faults, events } = this.maas;
    await this.#spend(answerMs);
    const at = { name, ...subject };
    try {
      faults.before(at, this.now);
      const answer = world.store.transact(() => work({ world, metal, now: this.now }));
      faults.after(at, this.now);
      events.add({ at: this.now, request: name, subject, refused: null });
      return answer;
    } catch (error) {
      if (error instanceof Refusal)
        events.add({ at: this.now, request: name, subject, refused: error.message });
      throw error;
    }
  }

  /** Reading costs nothing and is never refused: what it says of a machine is as it is by now. */
  read<T>(work: (request: Request) => T): T {
    const { world, metal } = this.maas;
    return world.store.transact(() => work({ world, metal, now: this.now }));
  }

  /** The machine of a system id, host name or FQDN. @throws {Refusal} where there is none */
  machine(name: string): MachineRecord {
    return this.read((request) => findMachine(request, name));
  }

  /**
   * Waits for a state as the provider does: through the states that lead there, and no longer than its time limit.
   *
   * @throws {Refusal} where the machine gets elsewhere, or does not get there in time
   */
  async until(
    systemId: string,
    wanted: MachineStatus,
    through: readonly MachineStatus[],
    limitMs: number,
  ): Promise<void> {
    const deadline = this.now + limitMs;
    for (;;) {
      const { status, transition, hostname } = this.machine(systemId);
      if (status === wanted) return;
      if (!through.includes(status))
        throw new Refusal(`unexpected state '${status}', wanted target '${wanted}'`);
      const next = transition?.at ?? null;
      if (next === null || next > deadline) {
        await this.#spend(deadline - this.now);
        const { events } = this.maas;
        events.add({
          at: this.now,
          request: 'wait',
          subject: { machine: hostname },
          refused: `still ${status}`,
        });
        throw new Refusal('context deadline exceeded');
      }
      await this.#spend(next - this.now);
    }
  }

  end(): void {
    this.#operation.end();
  }

  async #spend(milliseconds: number): Promise<void> {
    await this.#operation.spend(milliseconds, this.#signal);
    if (this.#signal.aborted) throw new Refusal('context canceled');
  }
}

/** By system id, host name or FQDN, as it is by now. */
export function findMachine({ world, metal, now }: Request, name: string): MachineRecord {
  const byId = world.store.get('machines', name);
  const [host] = name.split('.');
  const found =
    byId ??
    world.machinesByHost
      .get(host ?? '')
      .find((machine) => name === machine.hostname || name === `${machine.hostname}.${machine.domain}`);
  if (found === undefined) throw new Refusal(`machine (${name}) not found`, 404);
  return settled(world, metal, found, now);
}

/** @param machine that it is about, as Terraform names it; operations on one machine follow each other */
export function startCall({ client, signal }: CallContext<MaasClient>, machine: string | null): MaasCall {
  const { maas, run } = client;
  const known = machine === null ? undefined : maas.world.store.get('machines', machine);
  return new MaasCall(maas, run.begin(known?.hostname ?? machine), signal);
}
