import { apiRefusal, formRefusal, invalidChoice, noSuch, Refusal } from '../../refusal.js';
import { findMachine, type Request } from '../call.js';
import { allowedFrom } from '../machine-status.js';
import type { InterfaceRecord, MachineRecord } from '../records.js';
import type { InterfaceOwner } from '../world.js';

/** By name, MAC address or id. @throws {Refusal} where the machine or device has none */
export function findInterface(node: InterfaceOwner, name: string): InterfaceRecord {
  const mac = name.toLowerCase();
  const found = node.interfaces.find(
    (one) => one.name === name || String(one.id) === name || one.mac === mac,
  );
  if (found === undefined) {
    throw new Refusal(`network interface (${name}) was not found on machine (${node.systemId})`);
  }
  return found;
}

/** By id, as the API is asked for it. @throws {Refusal} 404 where the machine or device has none */
export function interfaceById(node: InterfaceOwner, id: string): InterfaceRecord {
  const found = node.interfaces.find((one) => String(one.id) === id);
  if (found === undefined) throw noSuch('Interface');
  return found;
}

/** A device by system id, host name or FQDN. @throws {Refusal} where there is none */
export function findDevice({ world }: Pick<Request, 'world'>, name: string) {
  const [host = ''] = name.split('.');
  const found =
    world.store.get('devices', name) ??
    world.by.devicesByHost
      .get(host)
      .find((device) => name === device.hostname || name === `${device.hostname}.${device.domain}`);
  if (found === undefined) throw new Refusal(`device (${name}) was not found`);
  return found;
}

/** The machine or the device of a name. */
export function ownerOf(request: Request, owner: { readonly machine: string } | { readonly device: string }) {
  return 'machine' in owner ? findMachine(request, owner.machine) : findDevice(request, owner.device);
}

/** @throws {Refusal} where the state of the machine lets nothing of its network be changed; devices have none */
export function refuseWhileInUse(node: InterfaceOwner | MachineRecord, what: string): void {
  if (!('status' in node) || allowedFrom.configure.includes(node.status)) return;
  throw apiRefusal(409, `Cannot ${what} because the machine is not New, Ready, Allocated, or Broken.`);
}

/** What may be said of an interface. */
export type InterfaceSettings = Partial<
  Pick<InterfaceRecord, 'name' | 'mac' | 'vlan' | 'mtu' | 'tags' | 'settings'>
>;

function checkSettings(
  { world }: Request,
  node: InterfaceOwner,
  own: number | null,
  { name, vlan }: InterfaceSettings,
): void {
  if (name !== undefined && node.interfaces.some((one) => one.id !== own && one.name === name)) {
    throw formRefusal({ name: `Node ${node.hostname} already has an interface named '${name}'.` });
  }
  if (vlan !== undefined && vlan !== null && world.store.get('vlans', String(vlan)) === undefined) {
    throw formRefusal({ vlan: invalidChoice(String(vlan)) });
  }
}

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
  refuseWhileInUse(machine, 'create interface');
  const owner = [...world.by.machinesByMac.get(mac), ...world.by.devicesByMac.get(mac)].find(
    ({ systemId }) => systemId !== machine.systemId,
  );
  if (owner !== undefined) {
    const nic = owner.interfaces.find((one) => one.mac === mac)?.name ?? '';
    throw formRefusal({
      mac_address: `This MAC address is already in use by ${nic} (physical) on ${owner.hostname}.`,
    });
  }
  return addInterface(request, machine, {
    ...settings,
    type: 'physical',
    mac,
    name: settings.name ?? `eth${machine.interfaces.length}`,
  });
}

/** What a new interface is. */
export type NewInterface = InterfaceSettings &
  Pick<InterfaceRecord, 'type' | 'name' | 'mac'> &
  Partial<Pick<InterfaceRecord, 'parents'>>;

function addInterface(request: Request, node: InterfaceOwner, wish: NewInterface): InterfaceRecord {
  const { world } = request;
  checkSettings(request, node, null, wish);
  const one: InterfaceRecord = {
    vlan: null,
    mtu: null,
    tags: [],
    parents: [],
    links: [],
    settings: {},
    ...wish,
    id: world.nextId('interfaces'),
  };
  world.setInterfaces(node.systemId, [...node.interfaces, one]);
  return one;
}

/** Changes an interface. On a deployed machine MAAS takes a new name, and drops the rest without a word. */
export function changeInterface(
  request: Request,
  node: InterfaceOwner | MachineRecord,
  one: InterfaceRecord,
  settings: InterfaceSettings,
): InterfaceRecord {
  const { name } = settings;
  checkSettings(request, node, one.id, settings);
  const isOpen = !('status' in node) || allowedFrom.configure.includes(node.status);
  const change = isOpen ? settings : name === undefined ? {} : { name };
  const next = { ...one, ...change, settings: { ...one.settings, ...change.settings } };
  request.world.updateInterface(node, one.id, next);
  return next;
}

/** The MTU that MAAS shows: its own, raised to the largest of what stands on it; 1500 where none is set. */
export function effectiveMtu(node: InterfaceOwner, one: InterfaceRecord): number {
  const above = node.interfaces.filter(({ parents }) => parents.includes(one.id));
  return Math.max(one.mtu ?? 1500, ...above.map((child) => effectiveMtu(node, child)));
}

/** Makes one interface of several NICs. What they were linked to is gone, and they stand in its VLAN. */
export function createBond(
  request: Request,
  machine: MachineRecord,
  parents: readonly InterfaceRecord[],
  settings: InterfaceSettings & { readonly name: string },
): InterfaceRecord {
  refuseWhileInUse(machine, 'create interface');
  const [first] = parents;
  if (first === undefined) throw formRefusal({ parents: 'A bond interface must have one or more parents.' });
  const ids = parents.map(({ id }) => id);
  const used = parents.filter(({ id }) =>
    machine.interfaces.some((other) => other.type === 'bond' && other.parents.includes(id)),
  );
  if (used.length > 0) {
    throw formRefusal({ parents: `Interfaces already in-use: ${used.map(({ name }) => name).join(', ')}.` });
  }
  if (parents.some(({ vlan }) => vlan !== first.vlan)) {
    throw formRefusal({ parents: 'All parents must belong to the same VLAN.' });
  }
  const vlan = settings.vlan ?? first.vlan;
  const bond = addInterface(request, machine, {
    ...settings,
    type: 'bond',
    mac: settings.mac ?? first.mac,
    vlan,
    parents: ids,
  });
  request.world.setInterfaces(machine.systemId, [
    ...machine.interfaces.map((one) => (ids.includes(one.id) ? { ...one, vlan, links: [] } : one)),
    bond,
  ]);
  return bond;
}

/** Makes an interface for one tagged VLAN of another. */
export function createVlanInterface(
  request: Request,
  machine: MachineRecord,
  parent: InterfaceRecord,
  settings: InterfaceSettings & { readonly vlan: number },
): InterfaceRecord {
  refuseWhileInUse(machine, 'create interface');
  const vlan = request.world.store.get('vlans', String(settings.vlan));
  if (vlan?.vid === 0) {
    throw formRefusal({ vlan: 'A VLAN interface can only belong to a tagged VLAN.' });
  }
  return addInterface(request, machine, {
    ...settings,
    type: 'vlan',
    name: settings.name ?? `${parent.name}.${vlan?.vid ?? ''}`,
    mac: parent.mac,
    parents: [parent.id],
  });
}

/** Makes a bridge over another interface. */
export function createBridge(
  request: Request,
  machine: MachineRecord,
  parent: InterfaceRecord,
  settings: InterfaceSettings,
): InterfaceRecord {
  refuseWhileInUse(machine, 'create interface');
  return addInterface(request, machine, {
    ...settings,
    type: 'bridge',
    name: settings.name ?? `br-${parent.name}`,
    mac: settings.mac ?? parent.mac,
    vlan: settings.vlan ?? parent.vlan,
    parents: [parent.id],
  });
}

/** Deletes a bond, VLAN interface or bridge, with its links and all that stands on nothing else. */
export function deleteInterface({ world }: Request, machine: MachineRecord, one: InterfaceRecord): void {
  refuseWhileInUse(machine, 'delete interface');
  const gone = new Set([one.id]);
  // What stands on it was made after it.
  for (const { id, parents } of [...machine.interfaces].sort((a, b) => a.id - b.id)) {
    if (parents.length > 0 && parents.every((parent) => gone.has(parent))) gone.add(id);
  }
  world.setInterfaces(
    machine.systemId,
    machine.interfaces.filter(({ id }) => !gone.has(id)),
  );
}

/** Takes a NIC out of its VLAN and all links from it; the NIC itself stays. */
export function disconnectInterface({ world }: Request, machine: MachineRecord, one: InterfaceRecord): void {
  refuseWhileInUse(machine, 'disconnect interface');
  world.updateInterface(machine, one.id, { links: [], vlan: null });
}
