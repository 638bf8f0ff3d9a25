import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resource } from '@cdktf/provider-null/lib/resource/index.js';
import { Testing } from 'cdktf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromRoot } from './support/project-root.js';

/** What a test file may do, and whether this project's setup lets it pass. */
const cases = {
  'prints and fails': `console.warn('machine', 7)`,
  'prints later and fails': `await Promise.resolve(); console.log('late')`,
  'says that it prints and passes': `vi.spyOn(console, 'log').mockImplementation(() => {}); console.log('meant')`,
  'is quiet and passes': `expect(1).toBe(1)`,
};

let folder = '';
let report: readonly {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'setup-'));
  const tests = Object.entries(cases).map(([name, body]) => `test('${name}', async () => { ${body}; });\n`);
  writeFileSync(join(folder, 'printing.test.js'), tests.join(''));
  const config = { test: { globals: true, setupFiles: [fromRoot('test', 'setup.ts')] } };
  writeFileSync(join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify(config)};\n`);
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--root', folder, '--reporter=json'];
  const run = spawnSync(process.execPath, args, { cwd: fromRoot(), encoding: 'utf8' });
  if (!run.stdout.startsWith('{')) throw new Error(`vitest said no JSON: ${run.stdout}${run.stderr}`);
  report = JSON.parse(run.stdout).testResults[0].assertionResults;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each(Object.keys(cases))('a test that %s', (name) => {
  const found = report.find(({ title }) => title === name);
  expect(found?.status).toBe(name.endsWith('fails') ? 'failed' : 'passed');
});

test('the failure quotes what was printed', () => {
  expect(report.find(({ title }) => title === 'prints and fails')?.failureMessages.join()).toContain(
    'console.warn(machine, 7)',
  );
});

test("cdktf's matchers are there, and can fail", () => {
  const synthesized = Testing.synthScope((scope) => {
    new Resource(scope, 'one', { triggers: { asset: 'srv-1' } });
  });
  expect(synthesized).toHaveResourceWithProperties(Resource, { triggers: { asset: 'srv-1' } });
  expect(() =>
    expect(synthesized).toHaveResourceWithProperties(Resource, { triggers: { asset: 'srv-2' } }),
  ).toThrow('srv-2');
});
