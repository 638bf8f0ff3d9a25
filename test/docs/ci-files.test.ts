import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { reviewMarker } from '../../src/cli/render/review-markdown.js';
import { fromRoot } from '../support/project-root.js';

const folder = mkdtempSync(join(tmpdir(), 'ci-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the script with an `npx` that ends with a code, and tells what it was called with. */
function scriptWith(code: number, env: Readonly<Record<string, string>> = {}) {
  const npx = join(folder, 'npx');
  writeFileSync(npx, `#!/bin/sh\necho "$@"\nexit ${code}\n`);
  chmodSync(npx, 0o755);
  const args = [fromRoot('docs/ci/review.sh'), 'out', '--base', 'main'];
  const { PATH = '' } = process.env;
  return spawnSync('sh', args, { encoding: 'utf8', env: { PATH: `${folder}:${PATH}`, ...env } });
}

describe('the shell script', () => {
  test.each([
    [0, 0, 0],
    [2, 0, 2],
    [3, 3, 3],
    [1, 1, 1],
  ])('ends a review of %i with %i, and where it is strict with %i', (code, usual, strict) => {
    expect(scriptWith(code).status).toBe(usual);
    expect(scriptWith(code, { STRICT: '1' }).status).toBe(strict);
  });

  test('passes on what is asked', () => {
    expect(scriptWith(0).stdout).toBe('--no rackform review --base main --out out\n');
  });
});

test('every file for CI calls the script, and is YAML', () => {
  const files = readdirSync(fromRoot('docs/ci')).filter((name) => !name.endsWith('.sh'));
  expect(files.sort()).toEqual(['atlantis.yaml', 'github-actions.yml', 'gitlab-ci.yml']);
  for (const name of files) {
    const text = readFileSync(fromRoot(`docs/ci/${name}`), 'utf8');
    expect(parse(text)).toBeTypeOf('object');
    expect(text).toContain('sh ci/review.sh');
  }
});

test('the comment that GitHub Actions updates is the one that the review writes', () => {
  expect(readFileSync(fromRoot('docs/ci/github-actions.yml'), 'utf8')).toContain(reviewMarker);
});

test('no step of GitHub Actions that runs code of the pull request has a token', () => {
  const { jobs } = parse(readFileSync(fromRoot('docs/ci/github-actions.yml'), 'utf8')) as {
    jobs: { review: { steps: readonly { run?: string; env?: Readonly<Record<string, string>> }[] } };
  };
  const running = jobs.review.steps.filter(({ run = '' }) => /npm|review\.sh/.test(run));
  expect(running).toHaveLength(2);
  for (const { env = {} } of running) expect(JSON.stringify(env)).not.toMatch(/token|secrets/i);
});
