import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What takes minutes runs by `npm run test:long` only. */
const long = process.env['RACKFORM_LONG'] === '1';
const longTests = ['test/long/**/*.test.ts', 'test/**/*.long.test.ts'];

/** `npm run mutation` runs each mutant of the model and its guardrails against their own tests, and no others. */
const isMutant = process.env['STRYKER_MUTATOR_WORKER'] !== undefined;
const allTests = isMutant
  ? [
      'test/{model,guardrails,examples,constructs,software}/**/*.test.ts',
      'test/cli/{explain-touches,isolation,sites-diff}.test.ts',
    ]
  : ['test/**/*.test.ts'];

export default defineConfig({
  test: {
    include: long ? longTests : allTests,
    // Loading the modules anew for each file takes longer than the tests of a mutant.
    isolate: !isMutant,
    exclude: ['**/node_modules/**', 'test/fixtures/**', ...(long ? [] : longTests)],
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    // Of two cores vitest would leave one idle, which then waits for Terraform with the other.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: long ? 600_000 : 20_000,
    hookTimeout: long ? 600_000 : 60_000,
    env: {
      NO_COLOR: '1',
      // Terraform warns when the user's own file is missing, and a user's mirrors must not decide a test.
      TF_CLI_CONFIG_FILE: fileURLToPath(new URL('test/support/terraform.rc', import.meta.url)),
      CHECKPOINT_DISABLE: '1',
    },
  },
});
