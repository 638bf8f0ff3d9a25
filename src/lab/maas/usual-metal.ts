import { startMinutes } from '../../facts/durations.js';
import type { ServerRecord } from '../server.js';
import type { Metal } from './metal.js';

const minute = 60_000;

function bootMs({ memoryMiB, gpus }: ServerRecord): number {
  return (startMinutes({ memoryGiB: memoryMiB / 1024, gpus: { count: gpus } }) + 5) * minute;
}

/** Servers on which everything goes well. */
export const usualMetal: Metal = {
  bmcProblem: () => null,
  reported: (server) => server,
  commission: (_machine, server) => ({ milliseconds: bootMs(server), ends: 'Ready' }),
  deploy: (_machine, server) => ({ milliseconds: 2 * bootMs(server), ends: 'Deployed' }),
  release: (machine, server) => ({
    milliseconds: machine.powerType === 'manual' ? 0 : bootMs(server),
    ends: 'Ready',
  }),
};
