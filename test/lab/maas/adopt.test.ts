import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rackform } from '../../cli/support.js';
import { maasAnswers } from '../support/maas-answers.js';
import { SiteProject } from '../support/site-project.js';
import {
  type Bench,
  closeBenches,
  disk,
  instance,
  link,
  mac,
  machine,
  network,
  nic,
  openBench,
  resource,
} from './bench.js';

/** A server with a bond on VLAN 20, and VLAN 30 on the bond. */
function bonded(name: string, octet: number): readonly string[] {
  const [first, second] = [octet, octet + 1];
  return [
    machine(name, first),
    nic(`${name}-a`, name, first),
    nic(`${name}-b`, name, second),
    resource(`maas_network_interface_bond.${name}`, {
      machine: `=maas_machine.${name}.id`,
      name: 'bond0',
      parents: `=[maas_network_interface_physical.${name}-a.name, maas_network_interface_physical.${name}-b.name]`,
      bond_mode: '802.3ad',
      bond_xmit_hash_policy: 'layer3+4',
      vlan: '=maas_vlan.servers.id',
    }),
    resource(`maas_network_interface_vlan.${name}`, {
      machine: `=maas_machine.${name}.id`,
      parent: `=maas_network_interface_bond.${name}.name`,
      fabric: '=maas_fabric.main.id',
      vlan: '=maas_vlan.storage.id',
    }),
    link(`${name}-20`, name, {
      network_interface: `=maas_network_interface_bond.${name}.id`,
      ip_address: `198.51.100.${octet}`,
      default_gateway: true,
    }),
    link(`${name}-30`, name, {
      network_interface: `=maas_network_interface_vlan.${name}.id`,
      subnet: '=maas_subnet.storage.cidr',
      mode: 'AUTO',
    }),
    instance(name, [`maas_network_interface_link.${name}-20`, `maas_network_interface_link.${name}-30`]),
  ];
}

const others = [
  network,
  resource('maas_vlan.storage', { fabric: '=maas_fabric.main.id', vid: 30, name: 'storage' }),
  resource('maas_subnet.storage', {
    name: 's30',
    cidr: '192.0.2.0/24',
    fabric: '=maas_fabric.main.id',
    vlan: '=maas_vlan.storage.vid',
  }),
  ...bonded('n1', 11),
  ...bonded('n2', 21),
  machine('web', 31),
  nic('web', 'web', 31),
  link('web', 'web', { ip_address: '198.51.100.31' }),
  instance('web', ['maas_network_interface_link.web']),
  machine('free', 41),
];

let bench: Bench;
let project: SiteProject;
let folder: string;
let report: string;
/** What MAAS picked for n1 on VLAN 30. */
let picked: string | undefined;

const claim = 'dc1-default-claim-01';

/** All that a MAAS holds of its machines, to be compared. */
const machines = () => JSON.stringify(bench.world.store.all('machines'));

beforeAll(async () => {
  bench = await openBench();
  for (const [asset, octet] of [
    ['n1', 11],
    ['n2', 21],
    ['web', 31],
    ['free', 41],
  ] as const) {
    bench.rack({
      asset,
      bootMac: mac(octet),
      nics: [0, 1].map((index) => ({ name: `eth${index}`, mac: mac(octet + index) })),
      disks: [{ ...disk('sda', 480), serial: `serial-${asset}` }],
    });
  }
  await bench.make(...others);
  picked =
    bench
      .machine('n1')
      .interfaces.flatMap(({ links }) => links)
      .find(({ mode }) => mode === 'AUTO')?.address ?? undefined;
  folder = mkdtempSync(join(tmpdir(), 'adopt-'));
  for (const [name, answer] of Object.entries(maasAnswers(bench.world)))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(answer, null, 2));
  const answers = ['machines', 'power', 'subnets', 'ranges'].map((name) => `${name}.json`);
  const options = ['--organization', 'aurora', '--site', 'dc1', '--tenant', 'research', '--out', 'adopted'];
  // No range was set up, and the list of them is empty.
  const { code, out, err } = await rackform(['adopt', 'maas', ...answers.slice(0, 3), ...options], {
    cwd: folder,
  });
  if (code !== 0) throw new Error(`${out}${err}`);
  report = out + err;
  project = new SiteProject(join(folder, 'adopted'));
  const credentials = ['n1', 'n2', 'web', 'free'].map((asset) => [asset, { user: 'u', password: 'p' }]);
  project.use(bench.lab, { TF_VAR_bmc_credentials: JSON.stringify(Object.fromEntries(credentials)) });
}, 60_000);
afterAll(async () => {
  await closeBenches();
  project?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Addresses that the import blocks of the stacks name. */
function imports(): readonly string[] {
  return project.stacks().flatMap((stack) => {
    const { import: blocks = [] } = JSON.parse(project.read(`cdktf.out/stacks/${stack}/cdk.tf.json`)) as {
      readonly import?: readonly { readonly to: string }[];
    };
    return blocks.map(({ to }) => to);
  });
}

describe.sequential('a site of MAAS that others set up', { timeout: 60_000 }, () => {
  test('says what was adopted, what is left to MAAS and what was taken for lack of better', () => {
    expect(report).toContain('adopted 4 machines, 3 deployed slots; 0 machines left alone');
    expect(report).toContain('the provider cannot import addresses of NICs');
    expect(report).toContain('so the switches are taken to force one member up, for 2 things (n1, n2)');
    expect(report).not.toContain('canary');
  });

  test('keeps names and addresses', () => {
    const lock = project.read('locks/dc1.yaml');
    expect(lock).toContain(`"addresses":{"servers":"198.51.100.11","storage":"${picked}"}`);
    expect(lock).not.toContain('canary');
  });

  test('has a first plan that imports, and neither makes, changes nor destroys anything', async () => {
    await project.rackform('synth');
    expect(imports()).toEqual([
      ...['free', 'n1', 'n2', 'web'].map((asset) => `maas_machine.${asset}`),
      ...['n1', 'n2'].flatMap((name) => [
        `terraform_data.${name}`,
        `maas_network_interface_physical.${name}_eth0`,
        `maas_network_interface_physical.${name}_eth1`,
        `maas_network_interface_bond.${name}_bond-eth0`,
        `maas_network_interface_vlan.${name}_storage`,
        `maas_instance.${name}`,
      ]),
      'terraform_data.web',
      'maas_network_interface_physical.web_eth0',
      'maas_instance.web',
    ]);
    expect(await project.plan()).toEqual({});
  });

  test('is applied without a change in MAAS, and the second plan is empty', async () => {
    const before = machines();
    await project.apply();
    expect(machines()).toBe(before);
    expect(await project.plan()).toEqual({});
  });

  test('is imported by evidence, and then nothing is left of the import blocks', async () => {
    expect(await project.evidence('Adopted')).toContain('phase planned -> in-service');
    await project.lockAndSynth('Nothing new');
    expect(imports()).toEqual([]);
    expect(await project.plan()).toEqual({});
  });

  test('has one slot reimaged on purpose, and that one alone', async () => {
    const others = () =>
      JSON.stringify(bench.world.store.all('machines').filter((one) => one.hostname !== 'n1'));
    const before = others();
    await project.lockAndSynth('Reimage', '--reimage', 'n1');
    const { [claim]: changes = {}, ...elsewhere } = await project.plan();
    expect(elsewhere).toEqual({});
    expect(changes).toEqual({
      'terraform_data.n1': 'update',
      'maas_instance.n1': 'delete create',
      'maas_network_interface_physical.n1_eth0': 'delete create',
      'maas_network_interface_physical.n1_eth1': 'delete create',
      'maas_network_interface_bond.n1_bond-eth0': 'delete create',
      'maas_network_interface_vlan.n1_storage': 'delete create',
      'maas_network_interface_link.n1_servers': 'create',
      'maas_network_interface_link.n1_storage': 'create',
      'maas_dns_record.n1': 'create',
    });
    await project.apply();
    expect(await project.plan()).toEqual({});
    expect(others()).toBe(before);
    const addresses = bench.machine('n1').interfaces.flatMap(({ links }) => links.map((one) => one.address));
    expect([...addresses].sort()).toEqual([picked, '198.51.100.11']);
    await project.evidence('Reimaged');
  });

  test('has a slot given back in two steps: first its erase is put into the state, then it is released', async () => {
    await project.rackform('lock', '--release', 'web', '--reason', 'moved away');
    project.edit('clusters/default.yaml', /count: 1/, 'count: 0');
    await project.lockAndSynth('Give web back');
    expect(await project.plan()).toEqual({ [claim]: { 'maas_instance.web': 'update' } });
    await project.apply();
    expect(bench.machine('web').status).toBe('Deployed');
    expect(await project.evidence('Erase is known')).toContain('phase releasing -> released');
    await project.rackform('synth');
    await project.apply();
    expect(bench.machine('web').status).toBe('Ready');
    expect(bench.world.store.get('servers', 'web')?.remains).toBe('nothing');
    expect(await project.plan()).toEqual({});
  });
});
