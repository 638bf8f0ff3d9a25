import { blocksOf, needText, textOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { formRefusal, invalidChoice, noSuch } from '../../../refusal.js';
import { findDevice } from '../../api/interfaces.js';
import { namedOf } from '../../api/names.js';
import type { MaasCall, Request } from '../../call.js';
import type { DeviceRecord, InterfaceRecord } from '../../records.js';
import type { MaasResource } from '../../resource.js';

/** A device as resource and data source show it. */
export function deviceValues(found: DeviceRecord): ObjectValue {
  const { systemId, hostname, domain, zone, description, interfaces } = found;
  return {
    id: systemId,
    description,
    domain,
    fqdn: `${hostname}.${domain}`,
    hostname,
    zone,
    owner: 'admin',
    ip_addresses: interfaces.flatMap(({ links }) => links.flatMap(({ address }) => address ?? [])),
    network_interfaces: interfaces.map(({ id, mac, name }) => ({ id, mac_address: mac, name })),
  };
}

function checkSettings({ world }: Request, planned: ObjectValue): void {
  const [domain, zone] = [textOf(planned, 'domain'), textOf(planned, 'zone')];
  if (domain && world.by.domainsByName.get(domain).length === 0) {
    throw formRefusal({ domain: `Unable to find domain ${domain}` });
  }
  if (zone && namedOf(world, 'zones', zone) === undefined) throw formRefusal({ zone: invalidChoice(zone) });
}

function nicsOf({ world }: Request, planned: ObjectValue): readonly InterfaceRecord[] {
  return blocksOf(planned, 'network_interfaces').map((block, index) => {
    const mac = needText(block, 'mac_address').toLowerCase();
    const owner = world.by.machinesByMac.get(mac)[0] ?? world.by.devicesByMac.get(mac)[0];
    if (owner !== undefined) {
      throw formRefusal({ mac_addresses: `MAC address ${mac} already in use on ${owner.hostname}.` });
    }
    return {
      id: world.nextId('interfaces'),
      name: `eth${index}`,
      type: 'physical',
      mac,
      // A device stands where MAAS has seen nothing of it yet: in the first VLAN.
      vlan: world.by.vlansByNumber.get('0/0')[0]?.id ?? null,
      mtu: null,
      tags: [],
      parents: [],
      links: [],
      settings: {},
    };
  });
}

function createDevice(request: Request, planned: ObjectValue): DeviceRecord {
  const { world } = request;
  checkSettings(request, planned);
  const hostname = textOf(planned, 'hostname') || `device-${world.nextId('hostnames')}`;
  if (world.by.machinesByHost.get(hostname).length + world.by.devicesByHost.get(hostname).length > 0) {
    throw formRefusal({ hostname: 'Node with this Hostname already exists.' });
  }
  const device: DeviceRecord = {
    systemId: world.nextSystemId(),
    hostname,
    domain: textOf(planned, 'domain') || (world.by.defaultDomain.get('yes')[0]?.name ?? ''),
    zone: textOf(planned, 'zone') || 'default',
    description: textOf(planned, 'description') ?? '',
    interfaces: nicsOf(request, planned),
  };
  world.store.put('devices', device.systemId, device);
  return device;
}

/** Its NICs are not among what an update sends. */
function updateDevice(request: Request, id: string, planned: ObjectValue): void {
  const found = request.world.store.get('devices', id);
  if (found === undefined) throw noSuch('Device');
  checkSettings(request, planned);
  request.world.store.put('devices', id, {
    ...found,
    description: textOf(planned, 'description') || found.description,
    domain: textOf(planned, 'domain') || found.domain,
    zone: textOf(planned, 'zone') || found.zone,
  });
}

function readDevice(call: MaasCall, id: string): ObjectValue {
  const found = call.maas.world.store.get('devices', id);
  if (found === undefined) throw noSuch('Device');
  return deviceValues(found);
}

export const device: MaasResource = {
  machineOf: (values) => textOf(values, 'hostname'),
  create: async (planned, call) =>
    deviceValues(await call.request('devices.create', {}, (request) => createDevice(request, planned))),
  read: (state, call) => readDevice(call, needText(state, 'id')),
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    await call.request('device.update', {}, (request) => updateDevice(request, id, planned));
    return readDevice(call, id);
  },
  delete: async (state, call) => {
    const id = needText(state, 'id');
    await call.request('device.delete', {}, ({ world }) => {
      if (world.store.get('devices', id) === undefined) throw noSuch('Device');
      world.store.remove('devices', id);
    });
  },
  import: (id, call) => ({ id: call.read((request) => findDevice(request, id)).systemId }),
};
