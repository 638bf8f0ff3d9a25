import { Refusal } from '../../refusal.js';
import { needText } from '../../values.js';
import { findFabric, findSubnet, findVlan } from '../api/networks.js';
import type { MaasDataSource } from '../resource.js';

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
        space: space?.name ?? 'undefined',
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
        gateway_ip: found.gateway,
        dns_servers: found.dnsServers,
        allow_dns: found.allowDns,
        allow_proxy: found.allowProxy,
        rdns_mode: found.rdnsMode,
      };
    }),
};

export const machines: MaasDataSource = {
  read: (_config, call) => ({
    id: 'maas_machines',
    machines: call.maas.world.store
      .all('machines')
      .map(({ hostname, systemId }) => ({ hostname, system_id: systemId })),
  }),
};

export const zone: MaasDataSource = {
  read: (config, call) => {
    const name = needText(config, 'name');
    const found = call.maas.world.store.all('zones').find((one) => one.name === name);
    if (found === undefined) throw new Refusal(`zone (${name}) was not found`);
    return { id: String(found.id), description: found.description };
  },
};
