import type { InterfaceRecord, MachineRecord, SubnetRecord } from '../../../src/lab/maas/records.js';
import type { MaasWorld } from '../../../src/lab/maas/world.js';

/** What the command line of MAAS prints of a simulated one, in the shape of its REST API. */
export interface MaasAnswers {
  readonly machines: readonly object[];
  readonly power: Readonly<Record<string, object>>;
  readonly subnets: readonly object[];
  readonly ranges: readonly object[];
}

export function maasAnswers(world: MaasWorld): MaasAnswers {
  const machines = world.store.all('machines');
  return {
    machines: machines.map((machine) => machineAnswer(world, machine)),
    power: Object.fromEntries(
      machines.map(({ systemId, powerAddress }) => [
        systemId,
        { power_address: powerAddress ?? '', power_user: 'maas', power_pass: 'canary-of-power' },
      ]),
    ),
    subnets: world.store.all('subnets').map((subnet) => subnetAnswer(world, subnet)),
    ranges: world.store.all('ranges').map(({ id, subnet, type, start, end, comment }) => {
      const of = world.store.get('subnets', String(subnet));
      const whole = of === undefined ? null : subnetAnswer(world, of);
      return { id, type, start_ip: start, end_ip: end, comment, user: { username: 'admin' }, subnet: whole };
    }),
  };
}

function vlanAnswer(world: MaasWorld, id: number | null): object | null {
  const vlan = id === null ? undefined : world.store.get('vlans', String(id));
  if (vlan === undefined) return null;
  const fabric = world.store.get('fabrics', String(vlan.fabric));
  const space = vlan.space === null ? undefined : world.store.get('spaces', String(vlan.space));
  return {
    vid: vlan.vid,
    mtu: vlan.mtu,
    dhcp_on: vlan.dhcpOn,
    external_dhcp: null,
    relay_vlan: null,
    id: vlan.id,
    name: vlan.name,
    fabric: fabric?.name ?? '',
    fabric_id: vlan.fabric,
    space: space?.name ?? 'undefined',
    primary_rack: vlan.primaryRack,
    secondary_rack: vlan.secondaryRack,
    resource_uri: `/MAAS/api/2.0/vlans/${vlan.id}/`,
  };
}

function subnetAnswer(world: MaasWorld, subnet: SubnetRecord): object {
  return {
    id: subnet.id,
    name: subnet.name,
    vlan: vlanAnswer(world, subnet.vlan),
    cidr: subnet.cidr,
    gateway_ip: subnet.gateway,
    dns_servers: subnet.dnsServers,
    rdns_mode: subnet.rdnsMode,
    managed: true,
  };
}

function interfaceAnswer(world: MaasWorld, machine: MachineRecord, one: InterfaceRecord): object {
  const namesOf = (ids: readonly number[]) =>
    machine.interfaces.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  return {
    id: one.id,
    name: one.name,
    type: one.type,
    enabled: true,
    mac_address: one.mac,
    system_id: machine.systemId,
    vlan: vlanAnswer(world, one.vlan),
    parents: namesOf(one.parents),
    children: machine.interfaces.filter(({ parents }) => parents.includes(one.id)).map(({ name }) => name),
    // The API has an empty text where there are none.
    params: Object.keys(one.settings).length === 0 ? '' : one.settings,
    effective_mtu: one.mtu ?? 1500,
    interface_speed: one.type === 'physical' ? 25_000 : 0,
    link_speed: one.type === 'physical' ? 25_000 : 0,
    tags: one.tags,
    links: one.links.map(({ id, mode, subnet, address }) => {
      const of = world.store.get('subnets', String(subnet));
      return {
        id,
        mode: mode.toLowerCase(),
        ...(address === null ? {} : { ip_address: address }),
        ...(of === undefined ? {} : { subnet: subnetAnswer(world, of) }),
      };
    }),
  };
}

function gatewaysOf(world: MaasWorld, { interfaces }: MachineRecord): object {
  const links = interfaces.flatMap((one) => one.links);
  const own = links.find(({ defaultGateway }) => defaultGateway);
  const usual = links.find(
    ({ subnet, address }) => address !== null && world.store.get('subnets', String(subnet))?.gateway,
  );
  const link = own ?? usual;
  const gateway = link === undefined ? null : world.store.get('subnets', String(link.subnet))?.gateway;
  return {
    ipv4: { gateway_ip: gateway ?? null, link_id: own?.id ?? null },
    ipv6: { gateway_ip: null, link_id: null },
  };
}

function machineAnswer(world: MaasWorld, machine: MachineRecord): object {
  const interfaces = machine.interfaces.map((one) => interfaceAnswer(world, machine, one));
  const boot = machine.interfaces.findIndex(({ mac }) => mac === machine.pxeMac);
  const disks = machine.disks.map(({ id, name, model, serial, sizeBytes, idPath }) => ({
    id,
    name,
    model,
    serial,
    size: sizeBytes,
    id_path: idPath,
    tags: ['ssd'],
    type: 'physical',
  }));
  const series = machine.deployment?.series.split('/') ?? [];
  return {
    system_id: machine.systemId,
    hostname: machine.hostname,
    fqdn: `${machine.hostname}.${machine.domain}`,
    domain: { id: 0, name: machine.domain },
    status_name: machine.status,
    owner: machine.deployment === null ? '' : 'admin',
    locked: false,
    architecture: machine.architecture,
    cpu_count: machine.cpus,
    memory: machine.memoryMiB,
    numanode_set: [{ index: 0 }, { index: 1 }],
    bios_boot_method: 'uefi',
    pool: { id: 0, name: machine.pool },
    zone: { id: 1, name: machine.zone },
    tag_names: world.by.tagsByMachine.get(machine.systemId).map(({ name }) => name),
    power_type: machine.powerType,
    osystem: series.length === 2 ? series[0] : machine.deployment === null ? '' : 'ubuntu',
    distro_series: series.at(-1) ?? '',
    hwe_kernel: machine.deployment?.hweKernel ?? '',
    boot_interface: interfaces[boot] ?? null,
    boot_disk: disks[0] ?? null,
    physicalblockdevice_set: disks,
    interface_set: interfaces,
    default_gateways: gatewaysOf(world, machine),
    hardware_info: {
      system_vendor: 'Example Inc.',
      system_product: 'E200',
      system_serial: `SN-${machine.hostname}`,
      cpu_model: 'Example CPU',
    },
    resource_uri: `/MAAS/api/2.0/machines/${machine.systemId}/`,
  };
}
