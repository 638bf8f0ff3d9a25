import { describe } from 'vitest';
import { TofuMissing } from '../../scripts/tofu/build.js';
import { obtainTofu } from '../../scripts/tofu/obtain.js';
import { lifeOfASite } from './support/site-life.js';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const tofu = await obtainTofu({ say }).catch((error: unknown) => {
  if (!(error instanceof TofuMissing)) throw error;
  say(`skipped: ${error.message}`);
  return null;
});

describe.skipIf(tofu === null)('with OpenTofu', () => lifeOfASite(tofu ?? 'tofu'));
