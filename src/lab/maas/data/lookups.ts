import { needText } from '../../../protocol/attributes.js';
import type { ObjectValue } from '../../../protocol/value.js';
import { Refusal } from '../../refusal.js';
import { namedOf } from '../api/names.js';
import { findFabric, findSubnet, findVlan } from '../api/networks.js';
import { getSetting } from '../api/settings.js';
import type { MaasCall } from '../call.js';
import type { RackControllerRecord } from '../records.js';
import type { MaasDataSource } from '../resource.js';
import { noSpace } from '../resources/network/vlan.js';

export const fabric: MaasDataSource = {
  read: (config, call) => ({
    id: String(call.read((request) => findFabric(request, needText(config, 'name'))).id),
  }),
};

export const vlan: MaasDataSource = {
  read: (config, call) =>
    call.read((request) => {
      const found = findVlan(
        request,
        findFabric(request, needText(config, 'fabric')),
        needText(config, 'vlan'),
      );
      const space = found.space === null ? undefined : request.world.store.get('spaces', String(found.space));
      return {
        id: String(found.id),
        name: found.name,
        mtu: found.mtu,
        dhcp_on: found.dhcpOn,
        space: space?.name ?? noSpace,
      };
    }),
};

export const subnet: MaasDataSource = {
  read: (config, call) =>
    call.read((request) => {
      const found = findSubnet(request, needText(config, 'cidr'));
      const on = request.world.store.get('vlans', String(found.vlan));
      return {
        id: String(found.id),
        name: found.name,
        fabric: request.world.store.get('fabrics', String(on?.fabric))?.name ?? null,
        vid: on?.vid ?? 0,
        gateway_ip: found.gateway ?? '',
        dns_servers: found.dnsServers,
        allow_dns: found.allowDns,
        allow_proxy: found.allowProxy,
        rdns_mode: found.rdnsMode,
      };
    }),
};

function named(table: 'pools' | 'zones', plain: string): MaasDataSource {
  return {
    read: (config, call) => {
      const name = needText(config, 'name');
      const found = namedOf(call.maas.world, table, name);
      if (found === undefined || !('description' in found))
        throw new Refusal(`${plain} (${name}) was not found`);
      return { id: String(found.id), description: found.description };
    },
  };
}

export const resourcePool = named('pools', 'resource pool');
export const zone = named('zones', 'zone');

export const configuration: MaasDataSource = {
  read: (config, call) => {
    const key = needText(config, 'key');
    return { id: key, value: getSetting(call.maas, key) ?? '' };
  },
};

/** What runs on every rack controller. */
const services = ['http', 'tftp', 'dhcpd', 'dhcpd6', 'ntp_rack', 'dns_rack', 'rackd'].map((name) => ({
  name,
  status: 'running',
}));

function subnetsOf(call: MaasCall, { stands }: RackControllerRecord): readonly ObjectValue[] {
  const { by, store } = call.maas.world;
  return stands.flatMap((at) => {
    const [name = '', vid = ''] = at.split('/');
    const on = by.vlansByNumber.get(`${by.fabricsByName.get(name)[0]?.id}/${vid}`)[0];
    if (on === undefined) return [];
    const fabricName = store.get('fabrics', String(on.fabric))?.name ?? '';
    return by.subnetsByVlan
      .get(String(on.id))
      .map(({ id, cidr }) => ({ id: String(id), cidr, fabric: fabricName, vlan: on.vid }));
  });
}

export const rackControllers: MaasDataSource = {
  read: (_config, call) => ({
    id: 'maas_rack_controllers',
    controllers: call.maas.world.store.all('rackControllers').map((rack) => ({
      id: rack.systemId,
      hostname: rack.hostname,
      services,
      subnets: subnetsOf(call, rack),
    })),
  }),
};

export const rackController: MaasDataSource = {
  read: (config, call) => {
    const { maas } = call;
    const name = needText(config, 'hostname');
    const found = maas.world.by.racksByHost.get(name)[0];
    if (found === undefined) throw new Refusal(`rack controller (${name}) was not found`);
    return { id: found.systemId, description: '', services, version: maas.serverVersion };
  },
};
