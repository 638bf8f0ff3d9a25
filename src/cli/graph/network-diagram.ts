import type { DhcpModel, NetworkModel, SiteModel, SubnetModel } from '../../model/types.js';
import { counted } from '../render/table.js';
import { type AttachedPool, attachedPools, wireOf } from './attachments.js';
import { type Diagram, type DiagramNode, edge, idOf } from './diagram.js';

function dhcpText(dhcp: DhcpModel): string {
  switch (dhcp.by) {
    case 'rack-controller':
      return `DHCP by ${[dhcp.primary, dhcp.secondary].filter((name) => name !== null).join(' and ')}`;
    case 'relay':
      return `DHCP relayed to ${dhcp.to}`;
    case 'external':
      return 'DHCP by others';
    case 'nobody':
      return 'no DHCP';
  }
}

const fabricId = (fabric: string | null) => (fabric === null ? idOf('outside') : idOf('fabric', fabric));
const poolId = ({ cluster, pool }: AttachedPool) => idOf('pool', cluster.name, pool.name);
const networkId = (name: string) => idOf('network', name);
const subnetId = (network: string, name: string) => idOf('subnet', network, name);

function poolNode(attached: AttachedPool): DiagramNode {
  const { cluster, pool, slots } = attached;
  return {
    id: poolId(attached),
    kind: 'pool',
    column: 0,
    group: null,
    title: `${cluster.name}/${pool.name}`,
    lines: [`${counted(slots.length, 'slot')}, role ${pool.role}`, `tenant ${cluster.tenant}`],
  };
}

function networkNode(network: NetworkModel): DiagramNode {
  const { name, purpose, rail, mode, tenant, fabric, dhcp } = network;
  return {
    id: networkId(name),
    kind: 'network',
    column: 1,
    group: fabricId(fabric),
    title: name,
    lines: [
      `${purpose}${rail === null ? '' : ` ${rail}`}, ${mode}`,
      ...wireOf(network),
      dhcpText(dhcp),
      ...(tenant === null ? [] : [`tenant ${tenant}`]),
    ],
  };
}

function subnetNode(network: string, { name, cidr, gateway, ranges }: SubnetModel): DiagramNode {
  return {
    id: subnetId(network, name),
    kind: 'subnet',
    column: 2,
    group: null,
    title: cidr,
    lines: [
      name,
      ...(gateway === null ? [] : [`gateway ${gateway}`]),
      ...ranges.map(({ type, from, to }) => `${type} ${from} to ${to}`),
    ],
  };
}

/** Pools, the networks that they stand in, by fabric, and the subnets of those. */
export function networkDiagram(model: SiteModel): Diagram {
  const { site } = model;
  const pools = attachedPools(model);
  const fabrics = [...site.fabrics.map(({ name }) => name), null];
  // In the order of their groups, as they are drawn.
  const networks = fabrics.flatMap((fabric) => site.networks.filter((network) => network.fabric === fabric));
  return {
    title: `site ${site.name}: ${counted(networks.length, 'network')}, ${counted(pools.length, 'pool')}`,
    columns: ['Pools', 'Networks by fabric', 'Subnets'],
    groups: fabrics.map((fabric) => ({
      id: fabricId(fabric),
      title: fabric === null ? 'outside of the provisioner' : `fabric ${fabric}`,
    })),
    nodes: [
      ...pools.map(poolNode),
      ...networks.map(networkNode),
      ...networks.flatMap(({ name, subnets }) => subnets.map((subnet) => subnetNode(name, subnet))),
    ],
    edges: [
      ...pools.flatMap((pool) =>
        pool.attachments.map(({ network, interfaces }) =>
          edge(poolId(pool), networkId(network), interfaces.join(', ')),
        ),
      ),
      ...networks.flatMap(({ name, subnets }) =>
        subnets.map((subnet) => edge(networkId(name), subnetId(name, subnet.name))),
      ),
    ],
  };
}
