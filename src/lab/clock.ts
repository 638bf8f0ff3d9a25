import { setTimeout } from 'node:timers/promises';

/** How fast the lab's time runs. */
export interface Pace {
  /** Virtual seconds per real second; null: nobody waits. */
  readonly speed: number | null;
  /** Operations that one Terraform runs at a time, `-parallelism`. More are seen and counted. */
  readonly parallelism: number;
}

/** One operation of Terraform on one thing, from its start. Times are virtual, in milliseconds since the lab began. */
export interface Operation {
  readonly start: number;
  readonly now: number;
  /** Lets time pass. Returns early, without an error, where Terraform is interrupted. */
  spend(milliseconds: number, signal?: AbortSignal): Promise<void>;
  end(): void;
}

/** The virtual time of all runs of Terraform against one lab. */
export class Clock {
  readonly #pace: Pace;
  #now: number;
  readonly #ended: (now: number) => void;

  /** @param ended told of the latest time whenever an operation ends later than any before */
  constructor(now: number, pace: Pace, ended: (now: number) => void = () => {}) {
    this.#now = now;
    this.#pace = pace;
    this.#ended = ended;
  }

  /** The latest end of any operation so far. */
  get now(): number {
    return this.#now;
  }

  /** Another lab on the same state may have got further. */
  advance(to: number): void {
    this.#now = Math.max(this.#now, to);
  }

  /** One run of Terraform, beginning now: its operations share its workers. */
  startRun(): Run {
    return new Run(this.#now, this.#pace, (at) => {
      if (at <= this.#now) return;
      this.#now = at;
      this.#ended(at);
    });
  }
}

/**
 * Places the operations of one Terraform in virtual time as its own scheduler does: as many at once as it has workers,
 * those of one machine after one another. So the same apply takes the same virtual time however fast the lab answers.
 */
export class Run {
  readonly start: number;
  readonly #pace: Pace;
  readonly #ended: (at: number) => void;
  /** When each idle worker became free. */
  readonly #idle: number[];
  readonly #subjects = new Map<string, number>();

  constructor(start: number, pace: Pace, ended: (at: number) => void) {
    this.start = start;
    this.#pace = pace;
    this.#ended = ended;
    this.#idle = Array.from({ length: pace.parallelism }, () => start);
  }

  /** @param subject what it is about; operations on one subject follow each other. Null: it waits for none. */
  begin(subject: string | null): Operation {
    // Where more run at once than expected, Terraform has more workers.
    const earliest = this.#idle.length === 0 ? this.start : Math.min(...this.#idle);
    const index = this.#idle.indexOf(earliest);
    if (index >= 0) this.#idle.splice(index, 1);
    const free = subject === null ? this.start : (this.#subjects.get(subject) ?? this.start);
    const start = Math.max(earliest, free);
    let now = start;
    const { speed } = this.#pace;
    return {
      start,
      get now() {
        return now;
      },
      spend: async (milliseconds, signal) => {
        now += milliseconds;
        if (speed === null) return;
        // An interrupted Terraform still waits for its running operations; the lab does not make it.
        await setTimeout(milliseconds / speed, undefined, signal === undefined ? {} : { signal }).catch(
          (error: unknown) => {
            if (!signal?.aborted) throw error;
          },
        );
      },
      end: () => {
        this.#idle.push(now);
        if (subject !== null) this.#subjects.set(subject, Math.max(this.#subjects.get(subject) ?? 0, now));
        this.#ended(now);
      },
    };
  }
}
