import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalBackend, TerraformStack } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { MaasServer } from '../../../src/constructs/maas/server.js';
import { InternalError } from '../../../src/errors.js';
import type { PortModel, SiteModel, SlotModel } from '../../../src/model/types.js';
import { MaasProvider } from '../../../src/providers/maas/index.js';
import { userData } from '../../../src/software/first-boot/user-data.js';
import { createApp } from '../../../src/stacks/app.js';
import { exampleModel, link, slotOf, withSlot } from '../../support/model-fixture.js';
import {
  addressesOf,
  blockOf,
  type Json,
  readSynthesized,
  type StackJson,
  stackOf,
  synth,
} from '../../support/synth.js';

const claim = 'dc1-train-a-claim-01';
const gpu = 'train-a-gpu-001';

function claimOf(model: SiteModel): StackJson {
  return stackOf(synth(model, { stacks: [claim] }), claim);
}

function withGpu(change: (slot: SlotModel) => SlotModel): StackJson {
  return claimOf(withSlot(exampleModel(), gpu, change));
}

function withPort(name: string, changes: Partial<PortModel>): StackJson {
  return withGpu((slot) => ({
    ...slot,
    ports: slot.ports.map((port) => (port.name === name ? { ...port, ...changes } : port)),
  }));
}

describe('the deployment', () => {
  const stack = claimOf(exampleModel());
  const instance = blockOf(stack, `maas_instance.${gpu}`);

  test('pins the machine by system id, and by nothing else', () => {
    expect(instance['allocate_params']).toEqual({ system_id: '${local.system_ids["gpu-r01-u10"]}' });
  });

  test('never sets up interfaces itself', () => {
    expect(instance).not.toHaveProperty('network_interfaces');
  });

  test('carries the slot’s user data, in which Terraform finds no template', () => {
    const model = exampleModel();
    const text = (instance['deploy_params'] as { user_data: string }).user_data;
    const slot = slotOf(model, gpu);
    expect(text).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/);
    expect(text.replaceAll('$${', () => '${').replaceAll('%%{', () => '%{')).toBe(userData(slot, model));
  });

  test('waits for every link of the slot and for its kernel options', () => {
    expect(instance['depends_on']).toEqual([
      `maas_network_interface_link.${gpu}_in-band`,
      `maas_network_interface_link.${gpu}_storage`,
      'maas_tag.train-a_gpu',
    ]);
  });

  test('waits for a VLAN interface and a port that have no link', () => {
    const noSubnet = { subnet: null, address: null, prefixLength: null, mode: 'none' as const };
    const vlan = withPort('bond0', { links: [link(noSubnet)] });
    expect(blockOf(vlan, `maas_instance.${gpu}`)['depends_on']).toContain(
      `maas_network_interface_vlan.${gpu}_in-band`,
    );
    const bare = withPort('ens1', { links: [] });
    expect(blockOf(bare, `maas_instance.${gpu}`)['depends_on']).toContain(
      `maas_network_interface_physical.${gpu}_ens1`,
    );
  });

  test.each([
    ['secure', { erase: true, secure_erase: true, quick_erase: false }],
    ['full', { erase: true, secure_erase: false, quick_erase: false }],
    ['quick', { erase: true, secure_erase: false, quick_erase: true }],
    ['none', { erase: false, secure_erase: false, quick_erase: false }],
  ] as const)('carries erase mode %s and its time from the first day', (erase, expected) => {
    const made = withGpu((slot) => ({
      ...slot,
      release: { erase, scripts: ['keep-logs'], timeoutMinutes: 1440 },
    }));
    const { release_params, timeouts } = blockOf(made, `maas_instance.${gpu}`) as Record<string, Json>;
    expect(release_params).toEqual({ comment: `rackform: slot ${gpu}`, scripts: ['keep-logs'], ...expected });
    expect(timeouts).toEqual({ create: '45m', delete: '1440m' });
  });
});

describe('a reimage', () => {
  const stack = claimOf(exampleModel());

  test('is said by asset and generation, which nothing else of the slot touches', () => {
    expect(blockOf(stack, `terraform_data.${gpu}`)).toEqual({
      input: { asset: 'gpu-r01-u10', generation: 1 },
    });
  });

  test('replaces all of the slot, and nothing else does', () => {
    const own = addressesOf(stack).filter(
      (address) => address.includes(gpu) && !address.startsWith('terraform_data'),
    );
    expect(own).toHaveLength(9);
    for (const address of own) {
      const isInstance = address.startsWith('maas_instance');
      expect(blockOf(stack, address)['lifecycle'], address).toEqual({
        ignore_changes: isInstance ? ['allocate_params', 'deploy_params'] : 'all',
        replace_triggered_by: [`terraform_data.${gpu}`],
      });
    }
  });
});

describe('interfaces', () => {
  const stack = claimOf(exampleModel());

  test('NICs of a bond are adopted by MAC and stand on the VLAN of the bond', () => {
    expect(blockOf(stack, `maas_network_interface_physical.${gpu}_eno2`)).toMatchObject({
      machine: '${local.system_ids["gpu-r01-u10"]}',
      mac_address: '02:00:5e:00:02:01',
      name: 'eno2',
      mtu: 9000,
      vlan: '${data.maas_vlan.fabric_hosts_0.id}',
    });
    expect(blockOf(stack, `maas_network_interface_bond.${gpu}_bond0`)['vlan']).toBe(
      '${data.maas_vlan.fabric_hosts_0.id}',
    );
  });

  test('a bond and a VLAN interface name their parents, a link its interface by id', () => {
    expect(blockOf(stack, `maas_network_interface_bond.${gpu}_bond0`)).toMatchObject({
      parents: [
        `\${maas_network_interface_physical.${gpu}_eno1.name}`,
        `\${maas_network_interface_physical.${gpu}_eno2.name}`,
      ],
      bond_mode: '802.3ad',
      bond_lacp_rate: 'fast',
      bond_miimon: 100,
      bond_xmit_hash_policy: 'layer3+4',
    });
    expect(blockOf(stack, `maas_network_interface_vlan.${gpu}_in-band`)).toMatchObject({
      parent: `\${maas_network_interface_bond.${gpu}_bond0.name}`,
      fabric: 'hosts',
      vlan: '${data.maas_vlan.in-band.id}',
      name: 'bond0.100',
    });
    expect(blockOf(stack, `maas_network_interface_link.${gpu}_in-band`)).toMatchObject({
      network_interface: `\${maas_network_interface_vlan.${gpu}_in-band.id}`,
      subnet: '198.51.100.0/24',
      mode: 'STATIC',
      ip_address: '198.51.100.21',
      default_gateway: true,
    });
  });

  test('the default route is set where the model has it, and not mentioned elsewhere', () => {
    expect(blockOf(stack, `maas_network_interface_link.${gpu}_storage`)).not.toHaveProperty(
      'default_gateway',
    );
  });

  test.each([
    ['dhcp', 'DHCP'],
    ['auto', 'AUTO'],
    ['none', 'LINK_UP'],
  ] as const)('a link of mode %s asks for no address', (mode, expected) => {
    const made = withPort('bond0', { links: [link({ mode, address: null, prefixLength: null })] });
    const block = blockOf(made, `maas_network_interface_link.${gpu}_in-band`);
    expect(block['mode']).toBe(expected);
    expect(block).not.toHaveProperty('ip_address');
  });

  test('never more than one link stands on an interface', () => {
    const links = Object.values(stack.resource?.['maas_network_interface_link'] ?? {});
    const on = links.map((block) => block['network_interface']);
    expect(new Set(on).size).toBe(on.length);
  });

  test('rails stay out of MAAS', () => {
    expect(JSON.stringify(addressesOf(stack))).not.toContain('rail');
  });

  test('of several NICs without a bond are a mistake of ours', () => {
    expect(() => withPort('bond0', { bond: null })).toThrow(InternalError);
  });

  test('a NIC of another name keeps the addresses of all others', () => {
    const renamed = withPort('ens1', { name: 'ens9', nics: [{ name: 'ens9', mac: '02:00:5e:00:02:02' }] });
    const expected = addressesOf(stack).map((address) =>
      address === `maas_network_interface_physical.${gpu}_ens1` ? address.replace('ens1', 'ens9') : address,
    );
    expect(addressesOf(renamed)).toEqual(expected);
  });
});

describe('look-ups', () => {
  test('are one for all machines and one for each network, and depend on nothing', () => {
    const { data } = claimOf(exampleModel());
    expect(Object.keys(data ?? {})).toEqual(['maas_machines', 'maas_vlan']);
    expect(Object.keys(data?.['maas_machines'] ?? {})).toEqual(['all']);
    expect(Object.keys(data?.['maas_vlan'] ?? {})).toEqual(['fabric_hosts_0', 'in-band', 'pxe', 'storage']);
    expect(JSON.stringify(data)).not.toContain('depends_on');
  });

  test('of one network with two VLANs in a stack are a mistake of ours', () => {
    expect(() => withPort('bond0', { links: [link({ vid: 101 })] })).toThrow(
      'network "in-band" has two VLANs',
    );
  });
});

describe('the DNS record', () => {
  test('comes after the links, which it would otherwise take the address from', () => {
    expect(blockOf(claimOf(exampleModel()), `maas_dns_record.${gpu}`)).toMatchObject({
      type: 'A/AAAA',
      fqdn: `${gpu}.dc1.example.net`,
      data: '198.51.100.21',
      depends_on: [
        `maas_network_interface_link.${gpu}_in-band`,
        `maas_network_interface_link.${gpu}_storage`,
      ],
    });
  });

  test('is not made for a slot without a static address', () => {
    expect(addressesOf(withGpu((slot) => ({ ...slot, dnsAddress: null })))).not.toContain(
      `maas_dns_record.${gpu}`,
    );
  });
});

describe('the tag of kernel options', () => {
  const stack = claimOf(exampleModel());

  test('holds the options of a pool and the machines of this shard, under a name of its own in MAAS', () => {
    expect(blockOf(stack, 'maas_tag.train-a_gpu')).toMatchObject({
      name: 'dc1_train-a_gpu_01',
      kernel_opts: 'hugepagesz=1G hugepages=64 iommu=pt',
      machines: ['${local.system_ids["gpu-r01-u10"]}', '${local.system_ids["gpu-r02-u10"]}'],
    });
  });

  test('is replaced and not updated when options or machines change', () => {
    expect(blockOf(stack, 'maas_tag.train-a_gpu')['lifecycle']).toEqual({
      replace_triggered_by: ['terraform_data.tag_train-a_gpu'],
    });
    expect(blockOf(stack, 'terraform_data.tag_train-a_gpu')).toEqual({
      input: { options: 'hugepagesz=1G hugepages=64 iommu=pt', machines: ['gpu-r01-u10', 'gpu-r02-u10'] },
    });
  });

  test('is not made for a pool without options: MAAS cannot empty them', () => {
    expect(Object.keys(stack.resource?.['maas_tag'] ?? {})).toEqual(['train-a_gpu']);
  });

  test('is a mistake of ours where slots of a pool differ', () => {
    expect(() => withGpu((slot) => ({ ...slot, kernel: { ...slot.kernel, options: ['quiet'] } }))).toThrow(
      'the slots of pool "gpu" have not one list of kernel options',
    );
  });
});

describe('in a stack of the user’s own', () => {
  test('it brings its look-ups, and others can wait for it and read its address', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'rackform-'));
    const model = exampleModel();
    const app = createApp(outdir);
    const stack = new TerraformStack(app, 'mine');
    new LocalBackend(stack, { path: 'mine.tfstate' });
    new MaasProvider(stack, 'maas', {});
    const server = new MaasServer(stack, 'server', { slot: slotOf(model, gpu), model });
    const login = new MaasServer(stack, 'login', {
      slot: slotOf(model, 'train-a-login-001'),
      model,
      after: [`maas_instance.${gpu}`],
    });
    app.synth();
    const json = stackOf(readSynthesized(outdir), 'mine');
    rmSync(outdir, { recursive: true });
    expect(server.address).toBe('198.51.100.21');
    expect(server.dependable).toBe(server.resource);
    expect(login.resource.terraformResourceType).toBe('maas_instance');
    expect(blockOf(json, 'maas_instance.train-a-login-001')['depends_on']).toContain(`maas_instance.${gpu}`);
  });
});
