import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tofuVersion } from '../../scripts/tofu/build.js';
import { obtainTofu } from '../../scripts/tofu/obtain.js';

let work = '';
let said: string[] = [];

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'rackform-tofu-test-'));
  said = [];
  mkdirSync(join(work, 'bin'));
});

afterEach(() => {
  rmSync(work, { recursive: true, force: true });
});

/** Writes an executable shell script into the folder that is the PATH. */
function executable(name: string, ...lines: readonly string[]): string {
  const path = join(work, 'bin', name);
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(path, 0o755);
  return path;
}

const cache = () => join(work, 'cache');
const obtain = (env: NodeJS.ProcessEnv = {}) =>
  obtainTofu({
    env: { PATH: join(work, 'bin'), ...env },
    cache: cache(),
    say: (line) => said.push(line),
  });

/** A go that makes a tofu in the folder where it is called, and counts its calls. */
const workingGo = () =>
  executable(
    'go',
    `echo called >> ${join(work, 'calls')}`,
    'echo "go: downloading" >&2',
    'echo "$@" >&2',
    `printf '#!/bin/sh\\necho OpenTofu v${tofuVersion}\\n' > tofu`,
    '/bin/chmod +x tofu',
  );

describe('an OpenTofu', () => {
  test('is the one that RACKFORM_TOFU names, before one on the PATH', async () => {
    executable('tofu', 'echo OpenTofu v1.9.0');
    const named = executable('other', 'echo OpenTofu v1.10.0');
    expect(await obtain({ RACKFORM_TOFU: named })).toBe(named);
    expect(said).toEqual(['RACKFORM_TOFU: OpenTofu v1.10.0']);
  });

  test('is the one on the PATH, before one is built', async () => {
    workingGo();
    const found = executable(
      'tofu',
      'printf "\\nWarning: no CLI configuration\\n\\nOpenTofu v1.9.0\\non linux\\n"',
    );
    expect(await obtain()).toBe(found);
    expect(said).toEqual(['tofu on the PATH: OpenTofu v1.9.0']);
    expect(existsSync(cache())).toBe(false);
  });

  test('is built once, and found at once from then on', async () => {
    workingGo();
    const built = join(cache(), tofuVersion, 'tofu');
    expect(await obtain()).toBe(built);
    expect(said).toContain('  go: downloading');
    rmSync(join(work, 'bin', 'go'));
    said = [];
    expect(await obtain()).toBe(built);
    expect(said).toEqual([`the OpenTofu built before: OpenTofu v${tofuVersion}`]);
    expect(readdirSync(join(cache(), tofuVersion))).toEqual(['tofu']);
  });
});

describe('where there is no OpenTofu', () => {
  test('the missing Go is named', async () => {
    await expect(obtain()).rejects.toThrow(
      /RACKFORM_TOFU is not set.*no tofu on the PATH.*no go is on the PATH/,
    );
  });

  test('a failed build shows what Go said, and leaves nothing that is taken for a tofu', async () => {
    executable('go', 'echo "undefined: hcl.ExpressionWithFunctions" >&2', 'exit 1');
    await expect(obtain()).rejects.toThrow(/go ended with 1\nundefined: hcl\.ExpressionWithFunctions\n/);
    expect(readdirSync(join(cache(), tofuVersion))).toEqual([]);
    await expect(obtain()).rejects.toThrow(/go ended with 1/);
  });

  test('another tool, and a file that does not run, are refused rather than passed over', async () => {
    executable('tofu', 'echo OpenTofu v1.9.0');
    const terraform = executable('terraform', 'echo Terraform v1.11.4');
    await expect(obtain({ RACKFORM_TOFU: terraform })).rejects.toThrow(
      /RACKFORM_TOFU is no OpenTofu: .* says "Terraform v1\.11\.4"/,
    );
    await expect(obtain({ RACKFORM_TOFU: join(work, 'none') })).rejects.toThrow(
      /RACKFORM_TOFU does not run: /,
    );
  });
});
