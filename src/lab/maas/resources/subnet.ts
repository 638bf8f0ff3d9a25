import type { ObjectValue } from '../../../protocol/value.js';
import { apiRefusal } from '../../refusal.js';
import { flagOf, needText, numberOf, textOf, textsOf } from '../../values.js';
import { createSubnet, findFabric, findSubnet, findVlan, type SubnetSettings } from '../api/networks.js';
import type { MaasCall, Request } from '../call.js';
import type { MaasResource } from '../resource.js';

function readSubnet(call: MaasCall, id: string, { name }: ObjectValue): ObjectValue {
  const found = call.read(({ world }) => world.store.get('subnets', id));
  if (found === undefined) throw apiRefusal(404, 'No Subnet matches the given query.');
  return {
    // Without one MAAS names it by its CIDR, which a configuration without a name does not see.
    ...(name === null ? {} : { name: found.name }),
    cidr: found.cidr,
    gateway_ip: found.gateway,
    dns_servers: found.dnsServers,
    allow_dns: found.allowDns,
    allow_proxy: found.allowProxy,
    rdns_mode: found.rdnsMode,
  };
}

function settingsOf(request: Request, planned: ObjectValue): SubnetSettings {
  const cidr = needText(planned, 'cidr');
  const fabric = findFabric(request, textOf(planned, 'fabric') ?? '1');
  return {
    cidr,
    name: textOf(planned, 'name') ?? cidr,
    vlan: findVlan(request, fabric, textOf(planned, 'vlan') ?? '0').id,
    gateway: textOf(planned, 'gateway_ip'),
    dnsServers: textsOf(planned, 'dns_servers') ?? [],
    allowDns: flagOf(planned, 'allow_dns') ?? true,
    allowProxy: flagOf(planned, 'allow_proxy') ?? true,
    rdnsMode: numberOf(planned, 'rdns_mode') ?? 2,
  };
}

export const subnet: MaasResource = {
  create: async (planned, call) => {
    const { id } = await call.request('subnets.create', {}, (request) =>
      createSubnet(request, settingsOf(request, planned)),
    );
    return { id: String(id), ...readSubnet(call, String(id), planned) };
  },
  read: (state, call) => readSubnet(call, needText(state, 'id'), state),
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    await call.request('subnet.update', {}, (request) => {
      const found = request.world.store.get('subnets', id);
      if (found === undefined) throw apiRefusal(404, 'No Subnet matches the given query.');
      request.world.store.put('subnets', id, { ...found, ...settingsOf(request, planned) });
    });
    return readSubnet(call, id, planned);
  },
  delete: async (state, call) => {
    await call.request('subnet.delete', {}, ({ world }) =>
      world.store.remove('subnets', needText(state, 'id')),
    );
  },
  import: (id, call) => ({ id: String(call.read((request) => findSubnet(request, id)).id) }),
};
