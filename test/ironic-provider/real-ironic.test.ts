import { afterAll, beforeAll, describe } from 'vitest';
import { failureTests } from './real/failures.js';
import { lifeTests } from './real/life.js';
import { measuredTests } from './real/measured.js';
import { stepsTests } from './real/steps.js';
import { workTests } from './real/work.js';
import { installedOrNull, type TestIronic, testIronic } from './support/ironic.js';

const installed = await installedOrNull();

// Side by side: most of the time is waiting, for Ironic and for Terraform.
describe.skipIf(installed === null).concurrent('a real Ironic', { timeout: 120_000 }, () => {
  let ironic: TestIronic | undefined;
  const started = (): TestIronic => {
    if (ironic === undefined) throw new Error('Ironic did not start');
    return ironic;
  };
  beforeAll(async () => {
    if (installed !== null) ironic = await testIronic(installed);
  });
  afterAll(async () => ironic?.stop());

  describe('lives with this provider', () => lifeTests(started));
  describe('fails, and there is a way on', () => failureTests(started));
  describe('works on free nodes', () => workTests(started));
  describe('keeps steps under a name', () => stepsTests(started));
  describe('does with this provider what was measured to fail with others', () => measuredTests(started));
});
