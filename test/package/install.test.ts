import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as surface from '../../src/index.js';
import { fromRoot } from '../support/project-root.js';
import { installInto, packInto, projectFrom, runIn } from './packed.js';

const minute = 60_000;
const tsc = fromRoot('node_modules/.bin/tsc');
let folder = '';
let files: readonly string[] = [];
let installed = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rackform-package-'));
  const packed = packInto(folder);
  files = packed.files;
  installed = join(folder, 'installed');
  mkdirSync(installed);
  installInto(installed, packed.tarball);
}, 3 * minute);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Result {
  readonly exports: readonly string[];
  readonly stacks: readonly string[];
  readonly host: string;
}

const resultOf = (user: string) => JSON.parse(readFileSync(join(user, 'result.json'), 'utf8')) as Result;

const firstDay = {
  env: ['TF_REATTACH_PROVIDERS'],
  labs: [
    { provisioner: 'maas', url: '', serverVersion: '3.5', now: 0, machines: [] },
    { provisioner: 'ironic', url: '', serverVersion: '', now: 0, machines: [] },
  ],
};

/** What the lab of a user's own program says. */
function labOf(user: string): unknown {
  expect(runIn(user, process.execPath, 'lab.js')).toMatchObject({ stdout: '', stderr: '' });
  return JSON.parse(readFileSync(join(user, 'lab.json'), 'utf8'));
}

/** Path to content of all that was synthesized. */
function synthesized(user: string): Readonly<Record<string, string>> {
  const out = join(user, 'cdktf.out', 'stacks');
  return Object.fromEntries(
    readdirSync(out).map((stack) => [stack, readFileSync(join(out, stack, 'cdk.tf.json'), 'utf8')]),
  );
}

describe('the tarball', () => {
  test('holds what was built, and beside it only what a reader wants', () => {
    const beside = files.filter((path) => !path.startsWith('dist/'));
    expect(beside).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  });

  test('has code and types of every source file, all data that they read, and the provider in one file', () => {
    const sources = readdirSync(fromRoot('src'), { recursive: true, encoding: 'utf8' });
    const expected = sources
      .filter((path) => statSync(fromRoot('src', path)).isFile())
      .flatMap((path) =>
        path.endsWith('.ts') ? [path.replace(/\.ts$/, '.js'), path.replace(/\.ts$/, '.d.ts')] : [path],
      );
    expected.push('cli/provider/terraform-provider-ironic.cjs');
    expect(files.filter((path) => path.startsWith('dist/'))).toEqual(
      expected.map((path) => `dist/${path}`).sort(),
    );
  });
});

describe('in an ESM project', () => {
  let user = '';

  beforeAll(() => {
    user = join(folder, 'esm');
    projectFrom(installed, user, 'module', ['@types/node']);
    for (const name of ['main.ts', 'lab.ts'])
      copyFileSync(fromRoot('test/fixtures/package', name), join(user, name));
    const options = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      types: ['node'],
      exactOptionalPropertyTypes: true,
    };
    writeFileSync(
      join(user, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['main.ts', 'lab.ts'] }),
    );
    runIn(user, tsc);
  }, 3 * minute);

  test(
    'it synthesizes, and prints nothing',
    () => {
      expect(runIn(user, process.execPath, 'main.js')).toMatchObject({ stdout: '', stderr: '' });
      expect(resultOf(user)).toMatchObject({
        stacks: ['dc1-network', 'dc1-enrolment-01', 'dc1-train-claim-01'],
        host: 'train-gpu-001.dc1.example.net',
      });
    },
    2 * minute,
  );

  test(
    'rackform/lab starts a lab',
    () => {
      expect(labOf(user)).toEqual(firstDay);
    },
    minute,
  );

  test('all that src/index.ts exports can be imported', () => {
    expect(resultOf(user).exports).toEqual(Object.keys(surface).sort());
  });

  test(
    'the command runs, and says the version of the package',
    () => {
      const { version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string };
      expect(runIn(user, 'node_modules/.bin/rackform', '--version').stdout.trim()).toBe(version);
    },
    2 * minute,
  );
});

describe("in CDKTF's own TypeScript template", () => {
  const template = fromRoot('node_modules/@cdktf/cli-core/templates/typescript');
  let user = '';

  beforeAll(() => {
    user = join(folder, 'template');
    projectFrom(installed, user, 'commonjs', ['typescript', 'ts-node', '@types/node']);
    copyFileSync(join(template, 'tsconfig.json'), join(user, 'tsconfig.json'));
    // `cdktf init` fills these in the same way.
    const settings = readFileSync(join(template, 'cdktf.json'), 'utf8')
      .replace('{{projectId}}', 'package-test')
      .replace('{{sendCrashReports}}', 'false')
      .replace('{{futureFlags}}', '');
    writeFileSync(join(user, 'cdktf.json'), settings);
    for (const name of ['main.ts', 'lab.ts'])
      copyFileSync(fromRoot('test/fixtures/package', name), join(user, name));
  }, 3 * minute);

  test(
    'it compiles, with types that refuse what is wrong',
    () => {
      writeFileSync(
        join(user, 'wrong.ts'),
        `import { defineSite } from 'rackform';\ndefineSite('dc1', { domain: 7 });\n`,
      );
      const { status, stdout } = spawnSync(tsc, ['--noEmit', '--pretty', 'false'], {
        cwd: user,
        encoding: 'utf8',
      });
      expect(status).not.toBe(0);
      const problems = stdout.split('\n').filter((line) => /^\S/.test(line));
      expect(problems).toEqual([
        expect.stringMatching(/^wrong\.ts\(2,.*Type 'number' is not assignable to type 'string'/),
      ]);
      rmSync(join(user, 'wrong.ts'));
    },
    2 * minute,
  );

  test(
    'cdktf synth runs it, with the same stacks, byte for byte, as an ESM project gets',
    () => {
      runIn(user, fromRoot('node_modules/.bin/cdktf'), 'synth');
      expect(resultOf(user)).toEqual(resultOf(join(folder, 'esm')));
      expect(synthesized(user)).toEqual(synthesized(join(folder, 'esm')));
    },
    2 * minute,
  );

  test(
    'rackform/lab starts a lab there too',
    () => {
      runIn(user, tsc, '--outDir', '.');
      expect(labOf(user)).toEqual(firstDay);
    },
    2 * minute,
  );
});
