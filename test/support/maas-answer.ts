/** Changes of an object, at any depth of its first level. */
type Changes = Readonly<Record<string, unknown>>;

export const maasVlan = {
  id: 5003,
  vid: 20,
  name: 'servers',
  fabric: 'main',
  mtu: 1500,
  space: 'undefined',
  dhcp_on: false,
};

export const maasSubnet = {
  id: 7,
  name: 's20',
  cidr: '198.51.100.0/24',
  gateway_ip: '198.51.100.1',
  dns_servers: ['192.0.2.53'],
  vlan: maasVlan,
};

/** A NIC with one address, as `machines read` of MAAS prints it. */
export function maasNic(index: number, octet: number, changes: Changes = {}): object {
  return {
    id: 100 + octet,
    name: `eth${index}`,
    type: 'physical',
    mac_address: `02:00:5e:00:53:${octet}`,
    vlan: maasVlan,
    parents: [],
    params: '',
    effective_mtu: 1500,
    link_speed: 25_000,
    links: [{ id: octet, mode: 'static', ip_address: `198.51.100.${octet}`, subnet: maasSubnet }],
    ...changes,
  };
}

/** A deployed machine with one NIC, as `machines read` prints it. */
export function maasMachine(hostname: string, octet: number, changes: Changes = {}): object {
  const nic = maasNic(0, octet);
  return {
    system_id: `sys${octet}`,
    hostname,
    domain: { id: 0, name: 'dc1.example.net' },
    status_name: 'Deployed',
    architecture: 'amd64/generic',
    cpu_count: 64,
    memory: 262_144,
    numanode_set: [{ index: 0 }, { index: 1 }],
    bios_boot_method: 'uefi',
    pool: { id: 0, name: 'default' },
    zone: { id: 1, name: 'default' },
    tag_names: [],
    power_type: 'redfish',
    osystem: 'ubuntu',
    distro_series: 'noble',
    hwe_kernel: 'hwe-24.04',
    boot_interface: nic,
    boot_disk: { name: 'sda' },
    physicalblockdevice_set: [
      { name: 'sda', size: 480_000_000_000, serial: `D${octet}`, model: 'M', tags: ['ssd'] },
    ],
    interface_set: [nic],
    default_gateways: { ipv4: { gateway_ip: '198.51.100.1', link_id: null } },
    hardware_info: { system_vendor: 'Example', system_product: 'E1', system_serial: `S${octet}` },
    ...changes,
  };
}

/** Power parameters of machines, with secrets that must go nowhere. */
export function maasPower(...octets: readonly number[]): object {
  return Object.fromEntries(
    octets.map((octet) => [
      `sys${octet}`,
      {
        power_address: `203.0.113.${octet}`,
        power_user: 'canary-user',
        power_pass: 'canary-pass',
        node_id: '',
      },
    ]),
  );
}
