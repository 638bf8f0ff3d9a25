import { describe } from 'vitest';
import { TofuMissing } from '../../../scripts/tofu/build.js';
import { obtainTofu } from '../../../scripts/tofu/obtain.js';
import { namedChanges } from './support/named-changes.js';
import { reviewsChanges } from './support/reviewed-changes.js';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const tofu = await obtainTofu({ say }).catch((error: unknown) => {
  if (!(error instanceof TofuMissing)) throw error;
  say(`skipped: ${error.message}`);
  return null;
});

/** Against the golden files of Terraform: the same change is the same report, whoever planned it. */
describe.skipIf(tofu === null)('with OpenTofu', () => {
  for (const { example, changes } of namedChanges.filter((one) => one.example !== 'training')) {
    reviewsChanges(example, changes, { binary: tofu ?? 'tofu' });
  }
});
