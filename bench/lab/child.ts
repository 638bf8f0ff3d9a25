import { type Lab, startLab } from '../../src/lab/lab.js';

/** What the serving process has used so far. */
export interface Usage {
  readonly cpuMs: number;
  readonly peakMB: number;
  /** In use after a collection, buffers included. */
  readonly heapBytes: number;
}

/** What the parent asks, and what it is answered. */
export type Question = 'usage' | 'end';
export type Answer = Usage | { readonly env: Lab['env'] };

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Tells usage, without what it takes itself. */
function usageMeter(): () => Usage {
  let own = 0;
  return () => {
    if (globalThis.gc === undefined) throw new Error('the child needs node --expose-gc');
    const begun = cpuMs();
    const used = begun - own;
    const peakMB = (process.resourceUsage().maxRSS * 1024) / 1e6;
    globalThis.gc();
    globalThis.gc();
    const { heapUsed, external } = process.memoryUsage();
    own += cpuMs() - begun;
    return { cpuMs: used, peakMB, heapBytes: heapUsed + external };
  };
}

/** Serves until the parent says the end, or is gone itself, and tells it what that used. */
export async function runLabChild(): Promise<void> {
  const answer = (message: Answer): void => {
    process.send?.(message);
  };
  const usage = usageMeter();
  const lab = await startLab();
  process.on('message', (question: Question) => {
    if (question === 'usage') answer(usage());
    else process.disconnect();
  });
  process.once('disconnect', () => void lab.close());
  answer({ env: lab.env });
}
