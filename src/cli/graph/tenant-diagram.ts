import { groupBy } from '../../model/group.js';
import type { ClusterModel, SiteModel, WorkloadTenantModel } from '../../model/types.js';
import { foldNames } from '../../review/fold.js';
import { counted } from '../render/table.js';
import { type AttachedPool, attachedPools, pkeyText, wireOf } from './attachments.js';
import { type Diagram, type DiagramEdge, type DiagramNode, edge, idOf } from './diagram.js';

const tenantId = (name: string) => idOf('tenant', name);
const workloadId = (cluster: string, name: string) => idOf('workload', cluster, name);
const clusterId = (name: string) => idOf('cluster', name);
const poolId = ({ cluster, pool }: AttachedPool) => idOf('pool', cluster.name, pool.name);
const machinesId = ({ cluster, pool }: AttachedPool) => idOf('machines', cluster.name, pool.name);
const networkId = (name: string) => idOf('network', name);
const partitionId = (network: string, pkey: number) => idOf('partition', network, String(pkey));

function node(
  id: string,
  kind: DiagramNode['kind'],
  column: number,
  title: string,
  lines: readonly string[],
): DiagramNode {
  return { id, kind, column, group: null, title, lines };
}

function workloadNode(cluster: ClusterModel, { name, namespace, quota }: WorkloadTenantModel): DiagramNode {
  const slices = quota.slices.map(({ profile, count }) => `${count} ${profile}`).join(', ');
  const lines = [
    `namespace ${namespace}`,
    `quota ${counted(quota.gpus, 'GPU')}${slices === '' ? '' : `, ${slices}`}`,
  ];
  return node(workloadId(cluster.name, name), 'tenant', 0, `${name} in ${cluster.name}`, lines);
}

function clusterNode({ name, mode, scheduler, slots }: ClusterModel): DiagramNode {
  return node(clusterId(name), 'cluster', 1, name, [
    `${mode}, ${counted(slots.length, 'slot')}`,
    ...(scheduler === 'none' ? [] : [scheduler]),
  ]);
}

function machinesNode(attached: AttachedPool, rackOf: ReadonlyMap<string, string | null>): DiagramNode {
  const assets = attached.slots.map(({ asset }) => asset);
  const racks = assets.flatMap((asset) => rackOf.get(asset) ?? []);
  const domains = attached.slots.flatMap(({ nvlink }) =>
    nvlink?.partition == null ? [] : [`NVLink ${nvlink.domain}, partition ${nvlink.partition}`],
  );
  return node(machinesId(attached), 'machines', 3, foldNames(assets), [
    counted(assets.length, 'machine'),
    ...(racks.length === 0 ? [] : [`in ${foldNames(racks)}`]),
    ...new Set(domains),
  ]);
}

/** Networks that pools are in, and partitions that are a tenant's own there. */
function networkNodes({ site }: SiteModel, pools: readonly AttachedPool[]): readonly DiagramNode[] {
  const uses = groupBy(
    pools.flatMap(({ attachments }) => attachments),
    ({ network }) => network,
  );
  return site.networks.flatMap((network): readonly DiagramNode[] => {
    const own = uses.get(network.name) ?? [];
    const pkeys = [...new Set(own.flatMap((one) => one.pkeys))].sort((a, b) => a - b);
    const isPlain = own.some((one) => one.pkeys.length === 0);
    return [
      ...(isPlain ? [node(networkId(network.name), 'network', 3, network.name, wireOf(network))] : []),
      ...pkeys.map((pkey) =>
        node(partitionId(network.name, pkey), 'network', 3, network.name, [pkeyText(pkey)]),
      ),
    ];
  });
}

function poolEdges(pool: AttachedPool): readonly DiagramEdge[] {
  const from = poolId(pool);
  return [
    edge(clusterId(pool.cluster.name), from),
    ...(pool.slots.length === 0 ? [] : [edge(from, machinesId(pool))]),
    ...pool.attachments.flatMap(({ network, pkeys }) =>
      pkeys.length === 0
        ? [edge(from, networkId(network))]
        : pkeys.map((pkey) => edge(from, partitionId(network, pkey))),
    ),
  ];
}

/** Who has what: tenants, their clusters and pools, and the machines and networks of those. */
export function tenantDiagram(model: SiteModel): Diagram {
  const { site, clusters } = model;
  const pools = attachedPools(model);
  const rackOf = new Map(site.machines.map(({ asset, rack }) => [asset, rack]));
  return {
    title: `site ${site.name}: ${counted(site.tenants.length, 'tenant')}, ${counted(clusters.length, 'cluster')}`,
    columns: ['Tenants', 'Clusters', 'Pools', 'Machines and networks'],
    groups: [],
    nodes: [
      ...site.tenants.map(({ name, id, handOverErase }) =>
        node(tenantId(name), 'tenant', 0, name, [
          ...(id === null ? [] : [`id ${id}`]),
          `erase at hand-over: ${handOverErase}`,
        ]),
      ),
      ...clusters.flatMap((cluster) => cluster.workloadTenants.map((one) => workloadNode(cluster, one))),
      ...clusters.map(clusterNode),
      ...pools.map((pool) =>
        node(poolId(pool), 'pool', 2, pool.pool.name, [
          `${counted(pool.slots.length, 'slot')}, role ${pool.pool.role}`,
          `runs ${pool.pool.runs}`,
        ]),
      ),
      ...pools.filter(({ slots }) => slots.length > 0).map((pool) => machinesNode(pool, rackOf)),
      ...networkNodes(model, pools),
    ],
    edges: [
      ...clusters.map(({ name, tenant }) => edge(tenantId(tenant), clusterId(name))),
      ...clusters.flatMap(({ name, workloadTenants }) =>
        workloadTenants.map((one) => edge(workloadId(name, one.name), clusterId(name), one.namespace)),
      ),
      ...pools.flatMap(poolEdges),
    ],
  };
}
