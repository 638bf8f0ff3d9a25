import { IronicMissing, obtainIronic } from './ironic/obtain.js';
import { startIronic } from './ironic/start.js';

/**
 * Runs an Ironic with fake hardware until Ctrl-C, and prints its URL. It is installed from PyPI the first time.
 *
 * `npx tsx scripts/ironic.ts`. Exit 1 where there is none to be had; stderr says what is missing.
 */
try {
  const installed = await obtainIronic((line) => process.stderr.write(`${line}\n`));
  const ironic = await startIronic(installed);
  process.stdout.write(`${ironic.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void ironic.stop());
} catch (error) {
  if (!(error instanceof IronicMissing)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
