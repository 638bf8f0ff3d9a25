import { blocksOf, flagOf, needText, numberOf, textOf, textsOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { noSuch } from '../../../refusal.js';
import {
  createSubnet,
  deleteSubnet,
  findFabric,
  findSubnet,
  findVlan,
  type SubnetSettings,
  updateSubnet,
} from '../../api/networks.js';
import { createRange } from '../../api/ranges.js';
import type { MaasCall, Request } from '../../call.js';
import type { MaasResource } from '../../resource.js';
import { rangeSettings, rangeValues } from './ranges.js';

function readSubnet(call: MaasCall, id: string, state: ObjectValue): ObjectValue {
  const { world } = call.maas;
  const found = world.store.get('subnets', id);
  if (found === undefined) throw noSuch('Subnet');
  const ranges = world.by.rangesBySubnet.get(id);
  return {
    // Without one MAAS names it by its CIDR, which a configuration without a name does not see.
    ...((state['name'] ?? null) === null ? {} : { name: found.name }),
    cidr: found.cidr,
    gateway_ip: found.gateway ?? '',
    dns_servers: found.dnsServers,
    allow_dns: found.allowDns,
    allow_proxy: found.allowProxy,
    rdns_mode: found.rdnsMode,
    // Those of other resources are seen too, by a subnet that has ranges of its own.
    ...(blocksOf(state, 'ip_ranges').length === 0 ? {} : { ip_ranges: ranges.map(rangeValues) }),
  };
}

/** Without a fabric: the first VLAN that MAAS has. */
function vlanIdOf(request: Request, planned: ObjectValue): number {
  const fabricName = textOf(planned, 'fabric');
  const fabric =
    fabricName === null ? request.world.store.get('fabrics', '0') : findFabric(request, fabricName);
  if (fabric === undefined) throw noSuch('Fabric');
  return findVlan(request, fabric, textOf(planned, 'vlan') ?? '0').id;
}

function settingsOf(request: Request, planned: ObjectValue): SubnetSettings {
  const cidr = needText(planned, 'cidr');
  return {
    cidr,
    name: textOf(planned, 'name') || cidr,
    vlan: vlanIdOf(request, planned),
    gateway: textOf(planned, 'gateway_ip') || null,
    dnsServers: textsOf(planned, 'dns_servers') ?? [],
    allowDns: flagOf(planned, 'allow_dns') ?? true,
    allowProxy: flagOf(planned, 'allow_proxy') ?? true,
    rdnsMode: numberOf(planned, 'rdns_mode') ?? 2,
  };
}

/** Creates the ranges that a subnet has in itself, one request each. */
async function createRanges(call: MaasCall, subnet: number, planned: ObjectValue): Promise<void> {
  for (const block of blocksOf(planned, 'ip_ranges')) {
    await call.request('ipranges.create', {}, (request) =>
      createRange(request, rangeSettings(subnet, block)),
    );
  }
}

/** Those that are not declared any more go first: a new one may lie where an old one was. */
async function updateRanges(call: MaasCall, subnet: number, planned: ObjectValue): Promise<void> {
  const text = (values: ObjectValue) => JSON.stringify(rangeSettings(subnet, values));
  const wanted = blocksOf(planned, 'ip_ranges');
  const known = call.maas.world.by.rangesBySubnet.get(String(subnet));
  const kept = new Set(known.map((range) => text(rangeValues(range))));
  const declared = new Set(wanted.map(text));
  for (const range of known) {
    if (declared.has(text(rangeValues(range)))) continue;
    await call.request('iprange.delete', {}, ({ world }) => world.store.remove('ranges', String(range.id)));
  }
  await createRanges(call, subnet, { ip_ranges: wanted.filter((block) => !kept.has(text(block))) });
}

function hasRanges(values: ObjectValue): boolean {
  return blocksOf(values, 'ip_ranges').length > 0;
}

export const subnet: MaasResource = {
  create: async (planned, call, record) => {
    const { id } = await call.request('subnets.create', {}, (request) =>
      createSubnet(request, settingsOf(request, planned)),
    );
    record({ id: String(id) });
    await createRanges(call, id, planned);
    return readSubnet(call, String(id), planned);
  },
  read: (state, call) => readSubnet(call, needText(state, 'id'), state),
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    await call.request('subnet.update', {}, (request) =>
      updateSubnet(request, id, settingsOf(request, planned)),
    );
    if (hasRanges(planned) || hasRanges(prior)) await updateRanges(call, Number(id), planned);
    return readSubnet(call, id, planned);
  },
  delete: async (state, call) => {
    await call.request('subnet.delete', {}, (request) => deleteSubnet(request, needText(state, 'id')));
  },
  import: (id, call) => {
    const found = call.read((request) => findSubnet(request, id));
    return { id: String(found.id), name: found.name };
  },
};
