import { type Clock, cutOff, type Operation, type Run, remaining } from './clock.js';
import type { Action, Events } from './events.js';
import type { Faults, Subject } from './faults.js';
import { Refusal } from './refusal.js';
import { type Durations, exactly, type Step } from './steps.js';
import type { Store, Tables } from './store.js';

/** A simulated provisioner, as all connections to it share it. */
export interface Simulated<W extends { readonly store: Store<Tables> }> {
  readonly world: W;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly events: Events;
  readonly durations: Durations;
  /** Keys the digests of what must not be kept in clear. */
  readonly salt: string;
}

/** What a request works on: the world, and the virtual time at which it comes. */
export interface WorldRequest<W> {
  readonly world: W;
  readonly now: number;
}

/** What Terraform does in an operation. */
export interface Task {
  readonly action: Action;
  /** Type of the resource. */
  readonly resource: string;
  /** Host name of the machine that it is about. */
  readonly machine: string | null;
}

/** Where a thing that is waited for stands. */
export interface Progress {
  readonly status: string;
  /** Virtual time at which the status ends; null: never by itself. */
  readonly endsAt: number | null;
  /** What it goes through, from its beginning to its end. */
  readonly steps: readonly Step[];
}

/** One operation of Terraform on one resource: its requests to the API, in order. */
export abstract class ProvisionerCall<
  W extends { readonly store: Store<Tables> },
  R extends WorldRequest<W> = WorldRequest<W>,
> {
  readonly #simulated: Simulated<W>;
  readonly #operation: Operation;
  readonly #signal: AbortSignal;
  readonly #task: Task | null;
  #isAnswered = false;

  /** @param task null where Terraform only looks */
  constructor(simulated: Simulated<W>, operation: Operation, signal: AbortSignal, task: Task | null) {
    this.#simulated = simulated;
    this.#operation = operation;
    this.#signal = signal;
    this.#task = task;
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
    const { world, faults, events, durations } = this.#simulated;
    // What was measured is all requests of an operation together.
    if (!this.#isAnswered) {
      this.#isAnswered = true;
      await this.spend([{ name: 'API', ...durations.answer(this.#task?.resource ?? null) }]);
    }
    const at = { name, ...subject };
    try {
      faults.before(at, this.now);
      const answer = world.store.transact(() => work(this.requestNow()));
      faults.after(at, this.now);
      events.add({ type: 'request', at: this.now, request: name, subject, refused: null });
      return answer;
    } catch (error) {
      if (error instanceof Refusal)
        events.add({ type: 'request', at: this.now, request: name, subject, refused: error.message });
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
    const { events } = this.#simulated;
    for (;;) {
      const { status, endsAt, steps } = look();
      const { now: at } = this;
      events.add({ type: 'status', at, request: 'status', subject, refused: null, status, until: endsAt });
      if (status === wanted) return;
      if (!through.includes(status)) {
        throw new Refusal(`unexpected state '${status}', wanted target '${wanted}'`);
      }
      if (endsAt === null || endsAt > deadline) {
        const left = deadline - this.now;
        await this.spend(cutOff(endsAt === null ? [] : remaining(steps, endsAt - this.now), left));
        const refused = `still ${status}`;
        events.add({ type: 'request', at: this.now, request: 'wait', subject, refused });
        throw new Refusal('context deadline exceeded');
      }
      const left = endsAt - this.now;
      await this.spend(steps.length === 0 ? [{ name: status, ...exactly(left) }] : remaining(steps, left));
    }
  }

  /** Lets time pass. @throws {Refusal} where Terraform was interrupted */
  protected async spend(steps: readonly Step[]): Promise<void> {
    await this.#operation.spend(steps, this.#signal);
    if (this.#signal.aborted) throw new Refusal('context canceled');
  }

  /**
   * Ends the operation.
   *
   * @param refused why it failed; null where it did not
   * @param made names and ids of what it made
   */
  end(refused: string | null = null, made: readonly string[] = []): void {
    const placed = this.#operation.end(made);
    if (placed === null || this.#task === null) return;
    const { action, resource, machine } = this.#task;
    const subject = machine === null ? {} : { machine };
    const what = { at: placed.end, request: `${resource}.${action}`, subject, refused };
    this.#simulated.events.add({ type: 'operation', ...what, action, resource, ...placed });
  }
}

/** What a configured provider works with. */
export interface LabClient<S> {
  readonly simulated: S;
  readonly run: Run;
}
