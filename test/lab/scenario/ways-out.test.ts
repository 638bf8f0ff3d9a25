import { afterEach, expect, test } from 'vitest';
import { importIdOf, maasWaysOut, wayOutOf } from '../../../src/facts/maas-ways-out.js';
import { type LabWorkspace, openLabWorkspace } from '../support/workspace.js';
import { cluster } from './cluster.js';

let work: LabWorkspace;
afterEach(() => work.close());

const named = (type: string) => `
resource "${type}" "n1" {
  name = "lost"
}
`;

/** What each type is tried with, where the cluster has none of it. */
const configurations: Readonly<Record<string, string>> = {
  maas_configuration: 'resource "maas_configuration" "n1" {\n  key   = "kernel_opts"\n  value = "quiet"\n}\n',
  maas_dns_domain: named('maas_dns_domain'),
  maas_fabric: named('maas_fabric'),
  maas_resource_pool: named('maas_resource_pool'),
  maas_space: named('maas_space'),
  maas_subnet: 'resource "maas_subnet" "n1" {\n  cidr = "192.0.2.0/24"\n}\n',
  maas_subnet_ip_range: `${'resource "maas_subnet" "s" {\n  cidr = "192.0.2.0/24"\n}\n'}
resource "maas_subnet_ip_range" "n1" {
  subnet   = maas_subnet.s.id
  type     = "reserved"
  start_ip = "192.0.2.10"
  end_ip   = "192.0.2.20"
}
`,
  maas_tag: named('maas_tag'),
  maas_vlan:
    'resource "maas_fabric" "f" {\n  name = "f"\n}\nresource "maas_vlan" "n1" {\n  fabric = maas_fabric.f.id\n  vid    = 30\n}\n',
  maas_zone: named('maas_zone'),
};

/** The cluster as far as an apply came that was cut off when it made a thing: what stands on that is not there. */
function clusterUpTo(type: string): string {
  const blocks = cluster({ machines: ['n1'] }).split(/^(?=resource )/m);
  return blocks
    .slice(0, blocks.findIndex((block) => block.startsWith(`resource "${type}" "n1"`)) + 1)
    .join('');
}

test.each(Object.entries(maasWaysOut))('%s that the state has lost comes back', async (type, wayOut) => {
  work = await openLabWorkspace(configurations[type] ?? clusterUpTo(type));
  await work.apply();
  const address = `${type}.n1`;
  await work.ok('state', 'rm', address);
  if (wayOut.by === 'apply') {
    await work.apply();
    expect(await work.plan()).toEqual({});
    return;
  }
  const planned = (await work.changes())[address] ?? expect.fail(`${address} is not planned`);
  const said = await work.refused();
  expect(wayOutOf(type, said)).toBe(wayOut);
  const id = importIdOf(wayOut, (path) =>
    path.reduce<unknown>(
      (value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key],
      planned.after,
    ),
  );
  await work.ok('import', '-no-color', '-input=false', address, id);
  await work.apply();
  expect(await work.plan()).toEqual({});
});
