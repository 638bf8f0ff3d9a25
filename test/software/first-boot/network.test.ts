import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { PortModel, SlotModel } from '../../../src/model/types.js';
import { networkData } from '../../../src/software/first-boot/network-data.js';
import { networkSetup } from '../../../src/software/first-boot/network-setup.js';
import { userData } from '../../../src/software/first-boot/user-data.js';
import { ironicModel } from '../../support/ironic-fixture.js';
import { link, plainSlot, slotOf } from '../../support/model-fixture.js';

const gpu = slotOf(ironicModel('metal3-community'), 'train-a-gpu-001');

/** A slot with one plain port and the links given. */
function withLinks(...links: PortModel['links']): SlotModel {
  const [port] = plainSlot().ports;
  if (port === undefined) throw new Error('the fixture has no port');
  return plainSlot({ ports: [{ ...port, links }] });
}

const untagged = link({ interface: 'eno1', tagged: false, vid: 0, network: 'in-band' });

interface Netplan {
  readonly network: {
    readonly ethernets: Readonly<Record<string, Record<string, unknown>>>;
    readonly bonds?: Readonly<Record<string, Record<string, unknown>>>;
    readonly vlans?: Readonly<Record<string, Record<string, unknown>>>;
  };
}

/** The command of the user data that sets up the network. */
function scriptOf(slot: SlotModel): string {
  const { bootcmd } = networkSetup(slot) as { bootcmd: string[][] };
  expect(bootcmd[0]?.slice(0, 5)).toEqual(['cloud-init-per', 'instance', 'rackform-network', 'sh', '-c']);
  return bootcmd[0]?.[5] ?? '';
}

function netplanOf(slot: SlotModel): Netplan['network'] {
  const [, text = ''] = /<<'NETPLAN'\n([\s\S]*?)NETPLAN\n/.exec(scriptOf(slot)) ?? [];
  return (parse(text) as Netplan).network;
}

describe('network data', () => {
  test('lists NICs before the bond over them, and VLANs after what they stand on', () => {
    expect(networkData(gpu).links.map(({ id, type }) => `${type} ${id}`)).toEqual([
      'phy eno1',
      'phy eno2',
      'bond bond0',
      'vlan bond0.100',
      'phy ens1',
    ]);
  });

  test('describes a bond as the model does', () => {
    expect(networkData(gpu).links[2]).toEqual({
      id: 'bond0',
      type: 'bond',
      ethernet_mac_address: '02:00:5e:00:02:00',
      bond_links: ['eno1', 'eno2'],
      bond_mode: '802.3ad',
      bond_miimon: 100,
      bond_lacp_rate: 'fast',
      bond_xmit_hash_policy: 'layer3+4',
      mtu: 9000,
    });
  });

  test('says neither LACP nor hash of a bond that has none', () => {
    const ports = gpu.ports.map((port) => ({
      ...port,
      bond: port.bond === null ? null : { ...port.bond, mode: 'active-backup' },
    }));
    const bond = networkData({ ...gpu, ports }).links[2];
    expect(bond).not.toHaveProperty('bond_lacp_rate');
    expect(bond).not.toHaveProperty('bond_xmit_hash_policy');
  });

  test('gives an address its mask, and the default route to the link that has it', () => {
    expect(networkData(withLinks(untagged)).networks).toEqual([
      {
        id: 'in-band',
        network_id: 'in-band',
        link: 'eno1',
        type: 'ipv4',
        ip_address: '198.51.100.10',
        netmask: '255.255.255.0',
        routes: [{ network: '0.0.0.0', netmask: '0.0.0.0', gateway: '198.51.100.1' }],
      },
    ]);
  });

  test('writes IPv6 in its own words', () => {
    const six = link({
      interface: 'eno1',
      tagged: false,
      address: '2001:db8::10',
      prefixLength: 64,
      gatewayAddress: '2001:db8::1',
    });
    expect(networkData(withLinks(six)).networks[0]).toMatchObject({
      type: 'ipv6',
      netmask: 'ffff:ffff:ffff:ffff::',
      routes: [{ network: '::', netmask: '::', gateway: '2001:db8::1' }],
    });
  });

  test('asks DHCP where the link does, and says nothing of a link without an address', () => {
    const dhcp = link({ ...untagged, mode: 'dhcp', address: null, prefixLength: null, gateway: false });
    const none = link({
      network: 'up',
      vid: 30,
      mode: 'none',
      address: null,
      prefixLength: null,
      subnet: null,
    });
    expect(networkData(withLinks(dhcp, none)).networks).toEqual([
      { id: 'in-band', network_id: 'in-band', link: 'eno1', type: 'ipv4_dhcp' },
    ]);
  });

  test('names each name server once', () => {
    const dns = ['192.0.2.53', '192.0.2.54'];
    const slot = withLinks({ ...untagged, dns }, link({ network: 'other', vid: 30, dns }));
    expect(networkData(slot).services).toEqual(dns.map((address) => ({ type: 'dns', address })));
  });

  test('leaves rails to user data: one missing NIC would take all of it down', () => {
    expect(gpu.rails.length).toBeGreaterThan(0);
    expect(JSON.stringify(networkData(gpu))).not.toContain(gpu.rails[0]?.mac);
  });
});

describe('network by user data', () => {
  test('is netplan with the same bonds, VLANs, addresses and route', () => {
    const { ethernets, bonds, vlans } = netplanOf(gpu);
    expect(Object.keys(ethernets)).toEqual(['eno1', 'eno2', 'ens1']);
    expect(ethernets['eno1']).toMatchObject({ match: { macaddress: '02:00:5e:00:02:00' }, dhcp4: false });
    expect(ethernets['ens1']).toMatchObject({ addresses: ['10.40.0.21/22'], mtu: 9000 });
    expect(bonds?.['bond0']).toMatchObject({
      interfaces: ['eno1', 'eno2'],
      parameters: { mode: '802.3ad', 'lacp-rate': 'fast', 'transmit-hash-policy': 'layer3+4' },
    });
    expect(vlans?.['bond0.100']).toMatchObject({
      id: 100,
      link: 'bond0',
      addresses: ['198.51.100.21/24'],
      routes: [{ to: 'default', via: '198.51.100.1' }],
    });
  });

  test('asks DHCP where the link does', () => {
    const dhcp = link({ ...untagged, mode: 'dhcp', address: null, prefixLength: null });
    expect(netplanOf(withLinks(dhcp)).ethernets['eno1']).toMatchObject({ dhcp4: true });
  });

  test('names the servers of DNS', () => {
    expect(netplanOf(withLinks({ ...untagged, dns: ['192.0.2.53'] })).ethernets['eno1']).toMatchObject({
      nameservers: { addresses: ['192.0.2.53'] },
    });
  });

  test('is a script that a shell can read', () => {
    const { status, stderr } = spawnSync('sh', ['-n'], { input: scriptOf(gpu), encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('is not there for a slot without networks', () => {
    expect(networkSetup(plainSlot({ ports: [] }))).toEqual({});
  });
});

describe('user data at a site of Ironic', () => {
  const model = ironicModel('metal3-community');
  const config = (slot: SlotModel) => parse(userData(slot, model)) as Record<string, unknown>;

  test('puts kernel options into the boot loader, and restarts once for them', () => {
    const found = config(gpu);
    const files = found['write_files'] as { path: string; content: string }[];
    expect(files.find(({ path }) => path === '/etc/default/grub.d/60-rackform.cfg')?.content).toBe(
      '# Written by rackform.\nGRUB_CMDLINE_LINUX_DEFAULT="$GRUB_CMDLINE_LINUX_DEFAULT hugepagesz=1G hugepages=64 iommu=pt"\n',
    );
    expect(found['runcmd']).toContainEqual(['update-grub']);
    expect(found['power_state']).toMatchObject({ mode: 'reboot' });
  });

  test('keeps quotes and variables of an option from the shell that reads the file', () => {
    const slot = { ...gpu, kernel: { ...gpu.kernel, options: ['x=$HOME`id`\\'] } };
    const files = config(slot)['write_files'] as { path: string; content: string }[];
    const text = files.find(({ path }) => path.includes('grub.d'))?.content ?? '';
    const { stdout } = spawnSync('sh', ['-c', `${text}printf %s "$GRUB_CMDLINE_LINUX_DEFAULT"`], {
      encoding: 'utf8',
      env: {},
    });
    expect(stdout).toBe(' x=$HOME`id`\\');
  });

  test('restarts no server that has no kernel options', () => {
    expect(config(plainSlot())).not.toHaveProperty('power_state');
  });

  test('tells the time servers of the site, which MAAS would', () => {
    expect(config(gpu)['ntp']).toEqual({
      enabled: true,
      servers: ['ntp-1.example.net', 'ntp-2.example.net'],
    });
  });
});
