import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apply, terraform } from '../protocol/support/terraform.js';
import { projectFiles } from './project-files.js';
import { start } from './spawned.js';
import { folderWith, rackform } from './support.js';

test('Terraform finds the mirror by itself, and applies', { timeout: 60_000 }, async () => {
  const cwd = folderWith({
    'main.tf': `terraform {
      required_providers {
        maas = {
          source  = "canonical/maas"
          version = "~> 2.8.0, >= 2.7.2, < 3.0.0"
        }
      }
    }
    resource "maas_fabric" "main" {
      name = "main"
    }`,
  });
  expect(await start(cwd, ['lab', 'install', 'mirror']).ended).toMatchObject({ code: 0, err: '' });
  const env = { TF_CLI_CONFIG_FILE: join(cwd, 'mirror', 'terraform.rc') };
  expect(await terraform(cwd, ['init', '-no-color', '-input=false'], env)).toMatchObject({ code: 0 });
  expect((await terraform(cwd, apply, env)).text).toContain('1 added, 0 changed, 0 destroyed');
  expect((await rackform(['lab', 'log'], { cwd })).out).toMatch(/^00:00:0\d +- +fabrics\.create$/m);
});

test('installs what the sites ask for, once, and knows their servers without reading the project', async () => {
  const cwd = folderWith(projectFiles());
  const install = () => start(cwd, ['lab', 'install', 'mirror', '--speed', '60']).ended;
  const first = await install();
  expect(first.out).toMatch(
    /^installed: canonical\/maas 2\.8\.0, hashicorp\/null 3\.2\.4 in mirror, for the lab in \.rackform\/lab\n/,
  );
  expect((await install()).out).toMatch(/^up to date: /);
  const mirror = join(cwd, 'mirror');
  const files = readdirSync(mirror, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(mirror, name)).isFile(),
  );
  const programs = files.filter((name) => name.includes('terraform-provider-'));
  expect(programs).toHaveLength(4);
  for (const name of programs) expect(statSync(join(mirror, name)).mode & 0o777).toBe(0o755);
  expect(existsSync(join(cwd, '.rackform', 'lab'))).toBe(false);
}, 30_000);
