import type { TestContext } from 'vitest';
import { TofuMissing } from '../../scripts/tofu/build.js';
import { obtainTofu } from '../../scripts/tofu/obtain.js';

let obtained: Promise<string> | undefined;

/**
 * The path of an OpenTofu, which takes some minutes where it has to be built first. Where none is to be had, the test
 * is skipped and says why; where `RACKFORM_TOFU` asks for one in particular it fails. For `npm run test:long` only.
 */
export async function tofuOrSkip({ skip }: Pick<TestContext, 'skip'>): Promise<string> {
  obtained ??= obtainTofu({ say: (line) => process.stderr.write(`${line}\n`) });
  return obtained.catch((error: unknown) => {
    if (!(error instanceof TofuMissing) || process.env['RACKFORM_TOFU']) throw error;
    // The reporter only counts what was skipped.
    process.stderr.write(`skipped: ${error.message}\n`);
    return skip(error.message);
  });
}
