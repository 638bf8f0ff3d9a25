import { setTimeout as sleep } from 'node:timers/promises';

/** Time as it is waited for. */
export interface Clock {
  now(): number;
  /**
   * @param until how long what is waited for is waited for at most: a clock that knows when it ends may sleep until then
   * @throws where the signal aborts
   */
  sleep(milliseconds: number, signal?: AbortSignal, until?: number): Promise<void>;
}

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await sleep(milliseconds, undefined, signal && { signal });
  },
};

/** Pauses between looks: short at first, since much is done at once, and up to ten seconds, since much takes an hour. */
export function* pauses(longestMs = 10_000): Generator<number, never> {
  for (let pause = 200; ; pause = Math.min(pause * 1.5, longestMs)) yield pause;
}
