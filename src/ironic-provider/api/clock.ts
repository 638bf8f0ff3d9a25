import { setTimeout as sleep } from 'node:timers/promises';

/** Time as it is waited for. */
export interface Clock {
  now(): number;
  /** @throws where the signal aborts */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
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
