import { hasErrors } from '../../errors.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { inert } from '../render/inert.js';
import { countIssues, printCounts } from '../render/issues.js';
import { prepare, type SynthArgs, synthesize } from '../synthesize.js';

/**
 * The CDKTF app. Silent when all is well, since cdktf shows whatever an app prints on stderr as an error, and one
 * line when not, since it shows that twice.
 */
export async function app(io: Io, args: SynthArgs): Promise<ExitCode> {
  const ready = await prepare(io, args, { step: () => {}, done: () => {} });
  if (hasErrors(ready.issues)) {
    const errors = ready.issues.filter(
      ({ severity, acknowledged }) => severity === 'error' && acknowledged === undefined,
    );
    const [first] = errors;
    const isLock = errors.length === 1 && /^lock[_/]/i.test(first?.code ?? '');
    const why =
      first !== undefined && isLock
        ? `${inert(first.message)}: ${inert(first.hint ?? '')}`
        : `${printCounts({ ...countIssues(errors), acknowledged: 0 })}: run rackform check`;
    io.stderr.write(`rackform: ${why}\n`);
    return exitCodes.failed;
  }
  await synthesize(io, args, ready);
  return exitCodes.clean;
}
