import type { MachineRecord } from '../../../src/lab/maas/records.js';
import type { MaasWorld } from '../../../src/lab/maas/world.js';
import type { ServerRecord } from '../../../src/lab/server.js';
import { type LabWorkspace, openLabWorkspace } from '../support/workspace.js';

/** A folder with a configuration against a MAAS on its first day, and what is behind it. */
export interface Bench extends LabWorkspace {
  readonly world: MaasWorld;
  /** Writes a configuration and applies it. */
  make(...parts: readonly string[]): Promise<void>;
  /** Writes a configuration whose apply must fail; gives what it says, in one line. */
  fails(...parts: readonly string[]): Promise<string>;
  /** Puts a server into the rack, to be found by the MAC address that it boots from. */
  rack(server: Partial<ServerRecord> & Pick<ServerRecord, 'asset' | 'bootMac'>): void;
  /** Changes the MAAS behind Terraform's back. */
  behind(change: (world: MaasWorld) => void): void;
  machine(hostname: string): MachineRecord;
}

const open: LabWorkspace[] = [];

/** To be called after each test. */
export async function closeBenches(): Promise<void> {
  await Promise.all(open.splice(0).map((work) => work.close()));
}

export async function openBench(): Promise<Bench> {
  const work = await openLabWorkspace();
  open.push(work);
  const [maas] = work.lab.maas;
  if (maas === undefined) throw new Error('the lab has no MAAS');
  const { world } = maas;
  const behind = (change: (world: MaasWorld) => void) => world.store.transact(() => change(world));
  return {
    ...work,
    world,
    behind,
    make: async (...parts) => {
      work.write(parts.join('\n'));
      await work.apply();
    },
    fails: async (...parts) => {
      work.write(parts.join('\n'));
      return work.refused();
    },
    rack: (server) =>
      behind(({ store }) =>
        store.put('servers', server.asset, {
          site: '',
          rack: null,
          unit: null,
          profile: '',
          architecture: 'amd64',
          cpus: 8,
          memoryMiB: 16_384,
          gpus: 0,
          bmcAddress: null,
          nics: [{ name: 'eth0', mac: server.bootMac ?? '' }],
          disks: [disk('sda', 480)],
          remains: 'nothing',
          ...server,
        }),
      ),
    machine: (hostname) => {
      const [found] = world.by.machinesByHost.get(hostname);
      if (found === undefined) throw new Error(`MAAS has no machine ${hostname}`);
      return found;
    },
  };
}

/** A disk of a server, of so many GB. */
export function disk(name: string, sizeGB: number): ServerRecord['disks'][number] {
  return { name, type: 'ssd', sizeGB, model: 'Model', serial: `serial-${name}` };
}

/** A MAC address for documentation, by its last octet. */
export const mac = (octet: number) => `02:00:5e:00:53:${octet.toString(16).padStart(2, '0')}`;

/** A block of attributes: strings are quoted, all else is written as it is. */
function block(attributes: Readonly<Record<string, unknown>>): string {
  return Object.entries(attributes)
    .map(
      ([name, value]) =>
        `  ${name} = ${typeof value === 'string' && value.startsWith('=') ? value.slice(1) : JSON.stringify(value)}`,
    )
    .join('\n');
}

/** One resource. A text that begins with `=` is an expression. */
export function resource(address: string, attributes: Readonly<Record<string, unknown>>, more = ''): string {
  const [type, name] = address.split('.');
  return `resource "${type}" "${name}" {\n${block(attributes)}\n${more}\n}`;
}

/** A data source, as `resource`. */
export function data(address: string, attributes: Readonly<Record<string, unknown>>): string {
  const [type, name] = address.split('.');
  return `data "${type}" "${name}" {\n${block(attributes)}\n}`;
}

/** A machine that is switched on through Redfish. */
export function machine(
  name: string,
  octet: number,
  attributes: Readonly<Record<string, unknown>> = {},
): string {
  return resource(`maas_machine.${name}`, {
    hostname: name,
    power_type: 'redfish',
    power_parameters: `=jsonencode({ power_address = "203.0.113.${octet}", power_user = "u", power_pass = "p" })`,
    pxe_mac_address: mac(octet),
    ...attributes,
  });
}

/** Fabric `main` with VLAN 20, and subnet 198.51.100.0/24 on it. */
export const network = [
  resource('maas_fabric.main', { name: 'main' }),
  resource('maas_vlan.servers', { fabric: '=maas_fabric.main.id', vid: 20, name: 'servers' }),
  resource('maas_subnet.servers', {
    name: 's20',
    cidr: '198.51.100.0/24',
    fabric: '=maas_fabric.main.id',
    vlan: '=maas_vlan.servers.vid',
    gateway_ip: '198.51.100.1',
  }),
].join('\n');

/** A NIC of a machine on VLAN 20. */
export function nic(
  name: string,
  of: string,
  octet: number,
  attributes: Readonly<Record<string, unknown>> = {},
): string {
  return resource(`maas_network_interface_physical.${name}`, {
    machine: `=maas_machine.${of}.id`,
    mac_address: mac(octet),
    vlan: '=maas_vlan.servers.id',
    ...attributes,
  });
}

/** A link of a NIC to the subnet of VLAN 20. */
export function link(name: string, of: string, attributes: Readonly<Record<string, unknown>> = {}): string {
  return resource(`maas_network_interface_link.${name}`, {
    machine: `=maas_machine.${of}.id`,
    network_interface: `=maas_network_interface_physical.${name}.id`,
    subnet: '=maas_subnet.servers.cidr',
    mode: 'STATIC',
    ...attributes,
  });
}

/** A deployment of a machine, after its links. */
export function instance(name: string, after: readonly string[], more = ''): string {
  return resource(
    `maas_instance.${name}`,
    { depends_on: `=[${after.join(', ')}]` },
    `allocate_params {\n system_id = maas_machine.${name}.id\n}\ndeploy_params {\n distro_series = "ubuntu/noble"\n}\n${more}`,
  );
}
