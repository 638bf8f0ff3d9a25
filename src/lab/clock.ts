import { setTimeout } from 'node:timers/promises';
import { Placement } from './placement.js';
import type { Span, Step } from './steps.js';

/** How fast the lab's time runs. */
export interface Pace {
  /** Virtual seconds per real second; null: nobody waits. */
  readonly speed: number | null;
  /** Operations that one Terraform runs at a time, `-parallelism`. More are seen and counted. */
  readonly parallelism: number;
}

/** Where an operation stands in virtual time. Times are in milliseconds since the lab began. */
export interface Placed {
  /** Run of Terraform, from 1, of those that took time. */
  readonly run: number;
  /** Number of the operation in its run, in the order in which they began; ends are numbered along. */
  readonly began: number;
  readonly ended: number;
  /** Operations of the run that it waited for, by `began`: on the same machine, or that made what it names. */
  readonly waitedFor: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly steps: readonly Step[];
}

/** One operation of Terraform on one thing. */
export interface Operation {
  readonly start: number;
  readonly now: number;
  /** Lets time pass, in known steps. Returns early, without an error, where Terraform is interrupted. */
  spend(steps: readonly Step[], signal?: AbortSignal): Promise<void>;
  /**
   * Ends it.
   *
   * @param made names and ids of what it made: who names one of them comes after it
   * @returns where it stood; null where it took no time
   */
  end(made?: readonly string[]): Placed | null;
}

/** What a clock tells, and asks. */
export interface ClockHooks {
  /** Told of the latest time whenever an operation ends later than any before. */
  readonly ended?: (now: number) => void;
  /** The number of the next run that takes time. */
  readonly nextRun?: () => number;
}

/** What follows one another: the operations on one machine. */
interface Lane {
  free: number;
  last: { readonly run: Run; readonly began: number } | null;
  tail: Promise<void>;
}

/** The virtual time of all runs of Terraform against one lab. */
export class Clock {
  readonly pace: Pace;
  #now: number;
  #runs = 0;
  readonly #hooks: ClockHooks;
  readonly #running = new Set<{ readonly start: number }>();
  readonly #lanes = new Map<string, Lane>();
  readonly #underWay: (() => number)[] = [];

  constructor(now: number, pace: Pace, hooks: ClockHooks = {}) {
    this.#now = now;
    this.pace = pace;
    this.#hooks = hooks;
  }

  /** The latest end of any operation so far. */
  get now(): number {
    return this.#now;
  }

  /** Another lab on the same state may have got further. */
  advance(to: number): void {
    if (to <= this.#now) return;
    this.#now = to;
    this.#hooks.ended?.(to);
  }

  /** @param ends when all ends that goes on by itself, such as a server that starts */
  alsoUnderWay(ends: () => number): void {
    this.#underWay.push(ends);
  }

  /**
   * One run of Terraform, beginning now: its operations share its workers. Nobody begins one before what the last
   * left under way has ended, unless another still works: then it begins with that one.
   */
  startRun(): Run {
    if (this.#running.size === 0) for (const ends of this.#underWay) this.advance(ends());
    const starts = [...this.#running].map(({ start }) => start);
    return new Run(this, starts.length === 0 ? this.#now : Math.min(...starts), this.#running);
  }

  nextRun(): number {
    this.#runs += 1;
    return this.#hooks.nextRun?.() ?? this.#runs;
  }

  lane(subject: string): Lane {
    const known = this.#lanes.get(subject);
    if (known !== undefined) return known;
    const lane: Lane = { free: 0, last: null, tail: Promise.resolve() };
    this.#lanes.set(subject, lane);
    return lane;
  }
}

/** Waits until a lane is free, and takes it. Returns what gives it back. */
async function take(lane: Lane | null): Promise<() => void> {
  if (lane === null) return () => {};
  const before = lane.tail;
  let giveBack = (): void => {};
  lane.tail = new Promise((resolve) => {
    giveBack = resolve;
  });
  await before;
  return giveBack;
}

/**
 * Places the operations of one Terraform in virtual time as its own scheduler does: as many at once as it has workers,
 * those of one machine after one another, and none before what it names is there. So the same apply takes the same
 * virtual time however fast the lab answers.
 */
export class Run {
  readonly start: number;
  readonly #clock: Clock;
  readonly #placement: Placement;
  readonly #running: Set<{ readonly start: number }>;
  /** Operations that made a thing, by its names: when they ended, and their number. */
  readonly #makers = new Map<string, { readonly end: number; readonly began: number }>();
  #ticks = 0;
  #number: number | null = null;

  constructor(clock: Clock, start: number, running: Set<{ readonly start: number }>) {
    this.#clock = clock;
    this.start = start;
    this.#running = running;
    this.#placement = new Placement(start, clock.pace.parallelism);
  }

  /**
   * Begins an operation, once those on the same subject have ended.
   *
   * @param subject what it is about, e.g. a host name; null: it waits for none
   * @param names what it refers to
   */
  async begin(subject: string | null, names: readonly string[] = []): Promise<Operation> {
    const lane = subject === null ? null : this.#clock.lane(subject);
    const giveBack = await take(lane);
    const makers = names.flatMap((name) => this.#makers.get(name) ?? []);
    const ready = Math.max(this.start, lane?.free ?? 0, ...makers.map(({ end }) => end));
    const start = this.#placement.begin(ready);
    this.#ticks += 1;
    const began = this.#ticks;
    const before = lane?.last?.run === this ? [lane.last.began] : [];
    const waitedFor = [...new Set([...before, ...makers.map((maker) => maker.began)])];
    const mark = { start };
    this.#running.add(mark);
    const steps: Step[] = [];
    let now = start;
    return {
      start,
      get now() {
        return now;
      },
      spend: async (next, signal) => {
        const milliseconds = next.reduce((sum, { typical }) => sum + typical, 0);
        steps.push(...next);
        now += milliseconds;
        const { speed } = this.#clock.pace;
        if (speed !== null) await wait(milliseconds / speed, signal);
      },
      end: (made = []) => {
        this.#placement.end(now);
        this.#running.delete(mark);
        if (lane !== null) {
          lane.free = Math.max(lane.free, now);
          lane.last = { run: this, began };
        }
        for (const name of made) this.#makers.set(name, { end: now, began });
        this.#clock.advance(now);
        giveBack();
        this.#ticks += 1;
        if (steps.length === 0) return null;
        this.#number ??= this.#clock.nextRun();
        return { run: this.#number, began, ended: this.#ticks, waitedFor, start, end: now, steps };
      },
    };
  }
}

/** An interrupted Terraform still waits for its running operations; the lab does not make it. */
async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(
    (error: unknown) => {
      if (!signal?.aborted) throw error;
    },
  );
}

/** Cuts steps off after a time, of a length that is then exact. */
export function cutOff(steps: readonly Step[], milliseconds: number): readonly Step[] {
  const cut: Step[] = [];
  let left = milliseconds;
  for (const step of steps) {
    if (left <= 0) break;
    if (step.typical <= left) cut.push(step);
    else cut.push({ name: step.name, low: left, typical: left, high: left });
    left -= step.typical;
  }
  if (left > 0) cut.push({ name: 'nothing', low: left, typical: left, high: left });
  return cut;
}

/** The last part of steps, of which a time is over. */
export function remaining(steps: readonly Step[], left: number): readonly Step[] {
  const total = steps.reduce((sum, { typical }) => sum + typical, 0);
  if (total <= left) return steps;
  const rest: Step[] = [];
  let over = total - left;
  for (const step of steps) {
    if (step.typical <= over) {
      over -= step.typical;
      continue;
    }
    const share = step.typical === 0 ? 1 : (step.typical - over) / step.typical;
    rest.push({ name: step.name, ...scaled(step, share) });
    over = 0;
  }
  return rest;
}

function scaled({ low, typical, high }: Span, share: number): Span {
  return { low: low * share, typical: Math.round(typical * share), high: high * share };
}
