import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { folderWith, rackform } from '../support.js';

test('the code under review sees none of the caller’s secrets', async () => {
  const cwd = folderWith({
    'rackform.config.mjs':
      'throw new Error(`the module saw ${Object.keys(process.env).sort().join(" ")}`);\n',
  });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=o', '-c', 'user.email=o@example.org', ...args], { cwd });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Begin');
  const { PATH = '' } = process.env;
  const env = {
    PATH,
    HOME: cwd,
    AWS_SECRET_ACCESS_KEY: 'x',
    GITHUB_TOKEN: 'x',
    MAAS_API_KEY: 'x',
    TF_VAR_a: 'x',
  };
  const { code, err } = await rackform(['review', '--base', 'main'], { cwd, env });
  expect(code).toBe(1);
  const seen = /the module saw ([\w ]*)/.exec(err)?.[1] ?? '';
  expect(seen).toContain('PATH');
  expect(seen).not.toMatch(/AWS|GITHUB|MAAS|TF_VAR/);
});
