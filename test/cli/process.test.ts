import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromRoot } from '../support/project-root.js';
import { projectFiles } from './project-files.js';
import { folderWith } from './support.js';

const main = fromRoot('src', 'cli', 'main.ts');
const node = ['--import', fromRoot('node_modules', 'tsx', 'dist', 'loader.mjs'), main];

function start(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
  // NO_COLOR of the test run must not decide these tests.
  const { NO_COLOR: _, ...rest } = process.env;
  const ran = spawnSync(process.execPath, [...node, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...rest, ...env },
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

describe('the process', () => {
  test('ends with the exit code of the command', () => {
    const sound = folderWith(projectFiles());
    expect(start(['check'], sound).code).toBe(0);
    const refused = folderWith(projectFiles({ machines: { 'gpu-r1-n2': { unit: 1 } } }));
    expect(start(['check'], refused).code).toBe(3);
    expect(start(['check', '--site', 'x'], sound).code).toBe(1);
  });

  test('prints no colours and no progress into a pipe, and colours where they are forced', () => {
    const dir = folderWith(projectFiles());
    const plain = start(['check'], dir);
    expect(plain.out).not.toContain('\u001b');
    expect(plain.err).toBe('');
    expect(start(['check'], dir, { FORCE_COLOR: '1' }).out).toContain('\u001b[');
    expect(start(['check'], dir, { FORCE_COLOR: '1', NO_COLOR: '1' }).out).not.toContain('\u001b');
  });

  test('a reader that goes away silences it, and it still ends with its own code', async () => {
    // More than a pipe holds, so that writing goes on after the reader has gone.
    const files = projectFiles({ racks: 20, gpusPerRack: 15, machines: { 'gpu-r1-n2': { unit: 1 } } });
    const child = spawn(process.execPath, [...node, 'check', '--json'], {
      cwd: folderWith({ ...files, 'clusters/bad.yaml': `tenant: red\n${'x: 1\n'.repeat(9000)}` }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (data) => {
      err += String(data);
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, err }).toEqual({ code: 1, err: '' });
  });

  test.each([
    ['waits for ever', 'await new Promise(() => {});\nexport default {};\n'],
    ['ends the process itself', 'process.exit(0);\n'],
  ])('a module of the project that %s is not clean', (_, module) => {
    const { code, out, err } = start(['check'], folderWith({ 'rackform.config.mjs': module }));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^rackform: ended before it was done: [^\n]+\n$/);
  });

  test.skipIf(!existsSync('/dev/full'))('says in one line that it cannot write, and ends in 1', () => {
    const full = openSync('/dev/full', 'w');
    const cwd = folderWith(projectFiles());
    const ran = spawnSync(process.execPath, [...node, 'check'], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toMatch(/^rackform: cannot write: ENOSPC[^\n]*\n$/);
  });

  test('asks nothing where there is no terminal', () => {
    const { code, err } = start(['init'], folderWith({}));
    expect(code).toBe(1);
    expect(err).toContain('init cannot ask here');
  });
});

describe('unexpected errors', () => {
  test('are one message, with the stack on demand only', () => {
    // A folder where a file is expected is no mistake of rackform, and an error with a path is told in words.
    const dir = folderWith({ ...projectFiles(), 'state/x': '' });
    const told = start(['lock', '--applied', 'state'], dir);
    expect(told.code).toBe(1);
    expect(told.err).not.toContain('    at ');
    const debugged = start(['lock', '--applied', 'state', '--debug'], dir);
    expect(debugged.err).toContain('    at ');
    expect(start(['lock', '--applied', 'state'], dir, { RACKFORM_DEBUG: '1' }).err).toContain('    at ');
  });
});
