import { contains, parseIp, parsePrefix } from '../../../model/ip.js';
import { apiRefusal, formRefusal, Refusal } from '../../refusal.js';
import type { Request } from '../call.js';
import { allowedFrom } from '../machine-status.js';
import type { InterfaceRecord, LinkMode, LinkRecord, MachineRecord, SubnetRecord } from '../records.js';

/** By name, MAC address or id. @throws {Refusal} where the machine has none */
export function findInterface(machine: MachineRecord, name: string): InterfaceRecord {
  const found = machine.interfaces.find(
    (one) => one.name === name || String(one.id) === name || one.mac === name.toLowerCase(),
  );
  if (found === undefined) {
    throw new Refusal(`network interface (${name}) was not found on machine (${machine.systemId})`);
  }
  return found;
}

/** @throws {Refusal} where the state of the machine lets nothing of its network or disks be changed */
export function refuseWhileInUse(machine: MachineRecord, what: string): void {
  if (allowedFrom.configure.includes(machine.status)) return;
  throw apiRefusal(409, `Cannot ${what} because the machine is not New, Ready, Allocated, or Broken.`);
}

/** What may be said of an interface. */
export type InterfaceSettings = Partial<Pick<InterfaceRecord, 'name' | 'vlan' | 'mtu' | 'tags'>>;

/** Takes a NIC over that the machine has, by its MAC address; one that it lacks is entered all the same. */
export function adoptNic(
  request: Request,
  machine: MachineRecord,
  mac: string,
  settings: InterfaceSettings,
): InterfaceRecord {
  const { world } = request;
  const known = machine.interfaces.find((one) => one.type === 'physical' && one.mac === mac);
  if (known !== undefined) return changeInterface(request, machine, known, settings);
  const owner = world.machinesByMac.get(mac).find(({ systemId }) => systemId !== machine.systemId);
  if (owner !== undefined) {
    const nic = owner.interfaces.find((one) => one.mac === mac)?.name ?? '';
    throw formRefusal({
      mac_address: `This MAC address is already in use by ${nic} (physical) on ${owner.hostname}.`,
    });
  }
  const nic: InterfaceRecord = {
    id: world.nextId('interfaces'),
    name: settings.name ?? `eth${machine.interfaces.length}`,
    type: 'physical',
    mac,
    vlan: settings.vlan ?? null,
    mtu: settings.mtu ?? null,
    tags: settings.tags ?? [],
    parents: [],
    links: [],
    settings: {},
  };
  world.updateMachine(machine.systemId, { interfaces: [...machine.interfaces, nic] });
  return nic;
}

/** Changes an interface. On a deployed machine MAAS takes a new name, and drops the rest without a word. */
export function changeInterface(
  { world }: Request,
  machine: MachineRecord,
  one: InterfaceRecord,
  settings: InterfaceSettings,
): InterfaceRecord {
  const { name } = settings;
  if (name !== undefined && machine.interfaces.some((other) => other.id !== one.id && other.name === name)) {
    throw formRefusal({ name: `Node ${machine.hostname} already has an interface named '${name}'.` });
  }
  const isOpen = allowedFrom.configure.includes(machine.status);
  const change = isOpen ? settings : name === undefined ? {} : { name };
  world.updateInterface(machine, one.id, change);
  return { ...one, ...change };
}

/** The MTU that MAAS shows: its own, raised to the largest of what stands on it; 1500 where none is set. */
export function effectiveMtu(machine: MachineRecord, one: InterfaceRecord): number {
  const above = machine.interfaces.filter(({ parents }) => parents.includes(one.id));
  return Math.max(one.mtu ?? 1500, ...above.map((child) => effectiveMtu(machine, child)));
}

/** What a link is to be. */
export interface LinkWish {
  readonly mode: LinkMode;
  readonly address: string | null;
  readonly defaultGateway: boolean;
}

/** Puts an interface on a subnet. Any other link of it is gone first, as the provider does it. */
export function linkSubnet(
  request: Request,
  machine: MachineRecord,
  one: InterfaceRecord,
  subnet: SubnetRecord,
  wish: LinkWish,
): LinkRecord {
  const { world } = request;
  refuseWhileInUse(machine, 'link subnet interface');
  if (one.vlan !== subnet.vlan) {
    throw formRefusal({ subnet: `None found with id=${subnet.id}.` });
  }
  const { mode, address, defaultGateway } = wish;
  if (address !== null) refuseTaken(request, machine, one, subnet, address);
  if (defaultGateway && subnet.gateway === null) {
    throw formRefusal({
      default_gateway: `Cannot set as default gateway because the subnet has no gateway.`,
    });
  }
  const link = { id: world.nextId('links'), mode, subnet: subnet.id, address, defaultGateway };
  world.updateInterface(machine, one.id, { links: [link] });
  return link;
}

function refuseTaken(
  { world }: Request,
  machine: MachineRecord,
  one: InterfaceRecord,
  subnet: SubnetRecord,
  address: string,
): void {
  const [ip, prefix] = [parseIp(address), parsePrefix(subnet.cidr)];
  const vlan = world.store.get('vlans', String(subnet.vlan));
  if (ip === null || prefix === null || !contains(prefix, ip)) {
    throw formRefusal({
      ip_address: `IP address is not in the given subnet '${subnet.name}:${subnet.cidr}(vid=${vlan?.vid ?? 0})'.`,
    });
  }
  for (const range of world.store.all('ranges')) {
    if (range.subnet !== subnet.id || range.type !== 'dynamic') continue;
    const [start, end] = [parseIp(range.start), parseIp(range.end)];
    if (start !== null && end !== null && start.value <= ip.value && ip.value <= end.value) {
      throw formRefusal({ ip_address: `IP address is inside a dynamic range ${range.start}-${range.end}` });
    }
  }
  const isTaken = world.machinesByAddress
    .get(address)
    .some((other) =>
      other.interfaces.some(
        (nic) =>
          (other.systemId !== machine.systemId || nic.id !== one.id) &&
          nic.links.some((link) => link.address === address),
      ),
    );
  if (isTaken) throw formRefusal({ ip_address: 'IP address is already in use.' });
}

export function unlinkSubnet(
  { world }: Request,
  machine: MachineRecord,
  one: InterfaceRecord,
  link: number,
): void {
  refuseWhileInUse(machine, 'unlink subnet interface');
  world.updateInterface(machine, one.id, { links: one.links.filter(({ id }) => id !== link) });
}
