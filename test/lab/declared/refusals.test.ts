import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apply, openWorkspace, type Workspace } from '../../protocol/support/terraform.js';
import { declaredMaas } from './provider.js';

interface Shown {
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
  readonly range?: { readonly start: { readonly line: number } };
}

/** Wrong on purpose; a comment stands where Terraform is to point. */
const wrong = `
resource "maas_fabric" "id" {
  id   = "7" # id
  name = "f"
}
resource "maas_machine" "power" {
  power_type       = "idrac" # power_type
  power_parameters = sensitive(join("", ["hunt", "er2"])) # power_parameters
}
resource "maas_block_device" "rivals" {
  machine        = "m"
  name           = "sda"
  size_gigabytes = 1
  id_path        = "/dev/disk/by-id/x" # id_path
  model          = "x"                 # model
  serial         = "y"                 # serial
}
resource "maas_network_interface_link" "neither" { # neither
  network_interface = "eth0"
  subnet            = "192.0.2.0/24"
}
resource "maas_subnet" "ranges" {
  cidr      = "192.0.2.0/24"
  rdns_mode = 3 # rdns_mode
  ip_ranges { # ip_ranges
    type     = "dynamic"
    start_ip = "192.0.2.10"
    end_ip   = "192.0.2.900"
  }
}
resource "maas_vm_host_machine" "disk" {
  vm_host = "h"
  storage_disks {
    size_gigabytes = 0.5 # size_gigabytes
  }
}
resource "maas_node_script" "computed" {
  script = "x"
  title  = "t" # title
}
data "maas_machine" "computed" {
  status = "Ready" # status
}
`;

let lines: readonly string[];
let work: Workspace;
let shown: readonly Shown[];
let text: string;

beforeAll(async () => {
  work = await openWorkspace(declaredMaas('3.4.2'), wrong, 6, 'canonical/maas');
  lines = readFileSync(join(work.folder, 'main.tf'), 'utf8').split('\n');
  ({ text } = await work.run('validate', '-json'));
  shown = (JSON.parse(text) as { readonly diagnostics: readonly Shown[] }).diagnostics;
});

afterAll(async () => work.close());

describe('terraform validate', () => {
  test.each([
    ['id', 'Invalid or unknown key', ''],
    ['power_type', 'expected power_type to be one of ["amt" "apc"', ''],
    ['power_parameters', '"power_parameters" contains an invalid JSON', ''],
    ['id_path', 'Conflicting configuration arguments', '"id_path": conflicts with model'],
    ['model', 'Conflicting configuration arguments', '"model": conflicts with id_path'],
    ['serial', 'Conflicting configuration arguments', '"serial": conflicts with id_path'],
    ['rdns_mode', 'expected rdns_mode to be in the range (0 - 2), got 3', ''],
    ['size_gigabytes', 'Attribute must be a whole number, got 0.5', ''],
    ['title', 'Value for unconfigurable attribute', 'Can\'t configure a value for "title"'],
    ['status', 'Value for unconfigurable attribute', 'Can\'t configure a value for "status"'],
  ])('points at the line of %s and says: %s %s', (mark, summary, detail) => {
    const found = shown.filter(({ range }) => lines[(range?.start.line ?? 0) - 1]?.endsWith(`# ${mark}`));
    expect(found.map((one) => one.summary)).toEqual([expect.stringContaining(summary)]);
    expect(found[0]?.detail).toContain(detail);
  });

  test('points at the block for a group that is not met, and for what is in a set', () => {
    const summaries = shown.map(({ summary }) => summary);
    expect(summaries.filter((one) => one === 'Invalid combination of arguments')).toHaveLength(2);
    expect(summaries).toContain('expected end_ip to contain a valid IP, got: 192.0.2.900');
    expect(shown).toHaveLength(13);
  });

  test('shows no sensitive value', () => {
    expect(text).not.toContain('hunter2');
  });
});

test('terraform plan refuses a malformed timeout and what the version of MAAS does not have', async () => {
  work.write(`
resource "maas_instance" "a" {
  release_params {
    scripts = ["wipe"]
  }
  timeouts {
    delete = "12"
  }
}
`);
  expect((await work.run('validate')).code).toBe(0);
  const { code, text: said } = await work.run('plan', '-no-color', '-input=false');
  expect(code).toBe(1);
  expect(said).toContain('Error parsing "delete" timeout: time: missing unit in duration');
  expect(said).toContain('MAAS version 3.4.2 does not satisfy the constraint >=3.5.0');
});

test('a longer timeout alone plans nothing, so that it is not recorded', async () => {
  const instance = (limit: string) => `
resource "maas_instance" "a" {
  deploy_params {
    user_data = "x"
  }
  timeouts {
    delete = "${limit}"
  }
}
`;
  work.write(instance('1h'));
  await work.ok(...apply);
  work.write(instance('9h'));
  expect((await work.plan())['maas_instance.a']?.actions).toEqual(['no-op']);
});
