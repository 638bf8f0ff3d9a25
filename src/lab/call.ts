import type { Clock, Operation, Run } from './clock.js';
import type { Events } from './events.js';
import type { Faults, Subject } from './faults.js';
import { Refusal } from './refusal.js';
import type { Store, Tables } from './store.js';

/** A simulated provisioner, as all connections to it share it. */
export interface Simulated<W extends { readonly store: Store<Tables> }> {
  readonly world: W;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly events: Events;
  /** Keys the digests of what must not be kept in clear. */
  readonly salt: string;
}

/** What a request works on: the world, and the virtual time at which it comes. */
export interface WorldRequest<W> {
  readonly world: W;
  readonly now: number;
}

/** How long the API takes to answer, in milliseconds; waiting for a server comes on top. Measured on MAAS 3.5.13. */
const answerMs = 1000;

/** Where a thing that is waited for stands. */
export interface Progress {
  readonly status: string;
  /** Virtual time at which the status ends; null: never by itself. */
  readonly endsAt: number | null;
}

/** One operation of Terraform on one resource: its requests to the API, in order. */
export abstract class ProvisionerCall<
  W extends { readonly store: Store<Tables> },
  R extends WorldRequest<W> = WorldRequest<W>,
> {
  readonly #simulated: Simulated<W>;
  readonly #operation: Operation;
  readonly #signal: AbortSignal;

  constructor(simulated: Simulated<W>, operation: Operation, signal: AbortSignal) {
    this.#simulated = simulated;
    this.#operation = operation;
    this.#signal = signal;
  }

  get now(): number {
    return this.#operation.now;
  }

  protected abstract requestNow(): R;

  /**
   * One request: all that it changes is kept, or nothing.
   *
   * @param name as the API names resource and operation, e.g. `machine.deploy`
   * @throws {Refusal} as the API does
   */
  async request<T>(name: string, subject: Subject, work: (request: R) => T): Promise<T> {
    const { world, faults, events } = this.#simulated;
    await this.spend(answerMs);
    const at = { name, ...subject };
    try {
      faults.before(at, this.now);
      const answer = world.store.transact(() => work(this.requestNow()));
      faults.after(at, this.now);
      events.add({ at: this.now, request: name, subject, refused: null });
      return answer;
    } catch (error) {
      if (error instanceof Refusal)
        events.add({ at: this.now, request: name, subject, refused: error.message });
      throw error;
    }
  }

  /** Reading costs nothing and is never refused: what it says is as it is by now. */
  read<T>(work: (request: R) => T): T {
    return this.#simulated.world.store.transact(() => work(this.requestNow()));
  }

  /**
   * Waits for a status, through those that lead there, and no longer than a time limit.
   *
   * @param look where the thing stands by now
   * @throws {Refusal} where it gets elsewhere, or does not get there in time
   */
  protected async await(
    look: () => Progress,
    wanted: string,
    through: readonly string[],
    limitMs: number,
    subject: Subject,
  ): Promise<void> {
    const deadline = this.now + limitMs;
    for (;;) {
      const { status, endsAt } = look();
      if (status === wanted) return;
      if (!through.includes(status)) {
        throw new Refusal(`unexpected state '${status}', wanted target '${wanted}'`);
      }
      if (endsAt === null || endsAt > deadline) {
        await this.spend(deadline - this.now);
        this.#simulated.events.add({ at: this.now, request: 'wait', subject, refused: `still ${status}` });
        throw new Refusal('context deadline exceeded');
      }
      await this.spend(endsAt - this.now);
    }
  }

  /** Lets time pass. @throws {Refusal} where Terraform was interrupted */
  protected async spend(milliseconds: number): Promise<void> {
    await this.#operation.spend(milliseconds, this.#signal);
    if (this.#signal.aborted) throw new Refusal('context canceled');
  }

  end(): void {
    this.#operation.end();
  }
}

/** What a configured provider works with. */
export interface LabClient<S> {
  readonly simulated: S;
  readonly run: Run;
}
