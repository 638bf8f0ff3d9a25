import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Clock, cutOff, type Placed, remaining } from '../../../src/lab/clock.js';
import { exactly, type Step } from '../../../src/lab/steps.js';

const step = (milliseconds: number, name = 'step'): Step => ({ name, ...exactly(milliseconds) });

/** One operation to come: how long it takes, what it is about, and how many turns the lab takes to answer. */
interface Planned {
  readonly milliseconds: number;
  readonly subject: string | null;
  readonly turns: number;
}

const planned = fc.record({
  milliseconds: fc.integer({ min: 1, max: 10_000 }),
  subject: fc.constantFrom(null, 'n1', 'n2', 'n3', 'n4', 'n5'),
  turns: fc.constant(0),
});

/** Works through operations as Terraform does: as many at a time as it has workers, in their order. */
async function work(
  clock: Clock,
  operations: readonly Planned[],
  workers: number,
): Promise<readonly Placed[]> {
  const run = clock.startRun();
  const queue = [...operations];
  const done: Placed[] = [];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const operation = await run.begin(next.subject);
      for (let turn = 0; turn < next.turns; turn += 1) await Promise.resolve();
      await operation.spend([step(next.milliseconds)]);
      const placed = operation.end();
      if (placed !== null) done.push(placed);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return done;
}

const overlap = (one: Placed, other: Placed) => one.start < other.end && other.start < one.end;

/** Most that run at one time. */
function most(operations: readonly Placed[]): number {
  return Math.max(
    0,
    ...operations.map(
      ({ start }) => operations.filter((other) => other.start <= start && start < other.end).length,
    ),
  );
}

describe('the virtual clock', () => {
  test('never runs more operations at once than there are workers, nor begins one before the run', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(planned, { maxLength: 40 }),
        fc.integer({ min: 1, max: 10 }),
        async (all, workers) => {
          const clock = new Clock(5000, { speed: null, parallelism: workers });
          const placed = await work(clock, all, workers);
          expect(placed).toHaveLength(all.length);
          expect(most(placed)).toBeLessThanOrEqual(workers);
          for (const { start } of placed) expect(start).toBeGreaterThanOrEqual(5000);
        },
      ),
    );
  });

  test('never lets operations on one machine overlap, also of two runs at once', async () => {
    const on = fc.array(planned, { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(on, on, async (one, other) => {
        const subjects = new Map<Placed, string | null>();
        const clock = new Clock(0, { speed: null, parallelism: 4 });
        const both = await Promise.all(
          [one, other].map(async (all) => {
            const run = clock.startRun();
            return Promise.all(
              all.map(async ({ subject, milliseconds }) => {
                const operation = await run.begin(subject);
                await operation.spend([step(milliseconds)]);
                const placed = operation.end();
                if (placed !== null) subjects.set(placed, subject);
              }),
            );
          }),
        );
        expect(both).toHaveLength(2);
        for (const [first, subject] of subjects) {
          if (subject === null) continue;
          for (const [second, its] of subjects) {
            if (first !== second && its === subject) expect(overlap(first, second)).toBe(false);
          }
        }
      }),
    );
  });

  test('never goes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(planned, { maxLength: 30 }), async (all) => {
        const times: number[] = [];
        const clock = new Clock(7, { speed: null, parallelism: 3 }, { ended: (now) => times.push(now) });
        const placed = await work(clock, all, 3);
        expect(times).toEqual([...times].sort((one, other) => one - other));
        expect(clock.now).toBe(Math.max(7, ...placed.map(({ end }) => end)));
      }),
    );
  });

  test('comes to the same total however many turns an answer takes', async () => {
    const independent = fc.record({
      milliseconds: fc.integer({ min: 1, max: 10_000 }),
      subject: fc.constant(null),
      turns: fc.integer({ min: 0, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(independent, { maxLength: 8 }), async (all) => {
        const total = async (operations: readonly Planned[]) => {
          const clock = new Clock(0, { speed: null, parallelism: 8 });
          await work(clock, operations, 8);
          return clock.now;
        };
        const quick = await total(all.map((one) => ({ ...one, turns: 0 })));
        expect(await total(all)).toBe(quick);
        expect(quick).toBe(Math.max(0, ...all.map(({ milliseconds }) => milliseconds)));
      }),
    );
  });

  test('comes to the same total at any speed', async () => {
    const all = [
      { milliseconds: 20_000, subject: 'n1', turns: 0 },
      { milliseconds: 30_000, subject: 'n2', turns: 0 },
      { milliseconds: 5000, subject: 'n1', turns: 0 },
    ];
    const total = async (speed: number | null) => {
      const clock = new Clock(0, { speed, parallelism: 2 });
      const before = performance.now();
      await work(clock, all, 2);
      return { now: clock.now, real: performance.now() - before };
    };
    const [fastest, slow] = [await total(null), await total(300)];
    expect(slow.now).toBe(fastest.now);
    expect(slow.real).toBeGreaterThanOrEqual(80);
  });

  test('begins what names a thing only after it was made', async () => {
    const run = new Clock(0, { speed: null, parallelism: 10 }).startRun();
    const fabric = await run.begin(null);
    await fabric.spend([step(1000)]);
    fabric.end(['7', 'main']);
    expect((await run.begin(null, ['main'])).start).toBe(1000);
    expect((await run.begin(null, ['other'])).start).toBe(0);
  });

  test('stops waiting where Terraform is interrupted, and the operation ends where it would have', async () => {
    const run = new Clock(0, { speed: 1, parallelism: 10 }).startRun();
    const operation = await run.begin('n1');
    const stop = new AbortController();
    const waiting = operation.spend([step(3_600_000)], stop.signal);
    stop.abort();
    await waiting;
    expect(operation.end()?.end).toBe(3_600_000);
  });

  test('begins a run after all that goes on by itself, unless another run still works', async () => {
    const clock = new Clock(0, { speed: null, parallelism: 10 });
    clock.alsoUnderWay(() => 90_000);
    const first = clock.startRun();
    expect(first.start).toBe(90_000);
    const operation = await first.begin('n1');
    await operation.spend([step(1000)]);
    expect(clock.startRun().start).toBe(90_000);
    operation.end();
    expect(clock.startRun().start).toBe(91_000);
  });
});

describe('steps', () => {
  const steps = fc.array(
    fc.integer({ min: 0, max: 1000 }).map((milliseconds) => step(milliseconds)),
    { maxLength: 6 },
  );
  const total = (all: readonly Step[]) => all.reduce((sum, { typical }) => sum + typical, 0);

  test('that are cut off take exactly the time that is left', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 5000 }), (all, left) => {
        expect(total(cutOff(all, left))).toBe(left);
      }),
    );
  });

  test('of which a part is over take the rest', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 5000 }), (all, left) => {
        expect(total(remaining(all, left))).toBe(Math.min(left, total(all)));
      }),
    );
  });
});
