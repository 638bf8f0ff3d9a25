import { TofuMissing } from './tofu/build.js';
import { obtainTofu } from './tofu/obtain.js';

/**
 * Prints the path of an OpenTofu: the one that `RACKFORM_TOFU` names, else one on the PATH, else one that was built
 * before, else a new one, built with Go from the Go module proxy (some minutes, once).
 *
 * `npx tsx scripts/tofu.ts`. Exit 1 where there is none to be had; stderr says what is missing.
 */
const say = (line: string) => process.stderr.write(`${line}\n`);

try {
  process.stdout.write(`${await obtainTofu({ say })}\n`);
} catch (error) {
  if (!(error instanceof TofuMissing)) throw error;
  say(error.message);
  process.exitCode = 1;
}
