import { nodeLabels, pinnedKubernetes, usualPrefixes } from '../../facts/kubernetes.js';
import type { ClusterPlan } from '../clusters/clusters.js';
import { linkTo } from '../links.js';
import { byName, entries } from '../order.js';
import type { KubernetesModel, KubernetesNodeModel } from '../software-types.js';
import type { MachineModel, SiteInventory, SlotModel } from '../types.js';
import { runsJobs } from './slurm.js';

/** What Kubernetes is told of a cluster. */
export function kubernetesOf(
  plan: ClusterPlan,
  slots: readonly SlotModel[],
  machines: ReadonlyMap<string, MachineModel>,
  site: SiteInventory,
): KubernetesModel {
  const wanted = plan.software.kubernetes ?? {};
  const owners = new Map(
    entries(plan.workloadTenants).flatMap(([name, { pools }]) =>
      (pools ?? []).map((pool) => [pool, name] as const),
    ),
  );
  const nodes: readonly KubernetesNodeModel[] = slots
    .filter((slot) => slot.role === 'control' || runsJobs(slot))
    .flatMap((slot) => nodeOf(slot, machines.get(slot.asset), site, owners))
    .sort((a, b) => byName(a.slot, b.slot));
  const servers = nodes.filter(({ role }) => role === 'server');
  const apiAddress = wanted.apiAddress ?? servers[0]?.address ?? null;
  return {
    version: wanted.version ?? pinnedKubernetes.rke2.version,
    apiAddress,
    apiHost: apiAddress ?? slots.find(({ name }) => name === servers[0]?.slot)?.fqdn ?? null,
    isVirtual: servers.every(({ address }) => address !== apiAddress) && isNear(apiAddress, slots),
    ingressAddress: wanted.ingressAddress ?? null,
    domain: wanted.domain ?? `${plan.name}.${site.domain}`,
    podPrefix: wanted.podPrefix ?? usualPrefixes.pods,
    servicePrefix: wanted.servicePrefix ?? usualPrefixes.services,
    gpuOperator: operatorOf(wanted.gpuOperator, slots, machines),
    migStrategy: strategyOf(slots),
    nodes,
  };
}

/** True where a control machine is in the subnet of an address, so that it can hold it. */
function isNear(address: string | null, slots: readonly SlotModel[]): boolean {
  return (
    address !== null && slots.some((slot) => slot.role === 'control' && linkTo(slot, address) !== undefined)
  );
}

function operatorOf(
  wanted: string | undefined,
  slots: readonly SlotModel[],
  machines: ReadonlyMap<string, MachineModel>,
): string | null {
  const isNvidia = slots.some(({ asset }) => machines.get(asset)?.hardware.gpus?.vendor === 'nvidia');
  if (!isNvidia || wanted === 'none') return null;
  return wanted ?? pinnedKubernetes.gpuOperator.version;
}

function strategyOf(slots: readonly SlotModel[]): KubernetesModel['migStrategy'] {
  const strategies = new Set(
    slots.flatMap(({ mig }) => (mig === null || mig.layout.length === 0 ? [] : [mig.strategy])),
  );
  if (strategies.size === 0) return 'none';
  return strategies.has('mixed') ? 'mixed' : 'single';
}

function nodeOf(
  slot: SlotModel,
  machine: MachineModel | undefined,
  site: SiteInventory,
  owners: ReadonlyMap<string, string>,
): readonly KubernetesNodeModel[] {
  if (machine === undefined) return [];
  const links = slot.ports.flatMap((port) => port.links);
  const own = links.find(({ address }) => address === slot.dnsAddress);
  const tenant = owners.get(slot.pool) ?? null;
  const vendor = machine.hardware.gpus?.vendor;
  const labels = [
    { key: nodeLabels.pool, value: slot.pool },
    ...(tenant === null ? [] : [{ key: nodeLabels.tenant, value: tenant }]),
    ...(vendor === undefined ? [] : [{ key: nodeLabels.gpu, value: vendor }]),
    { key: 'topology.kubernetes.io/region', value: site.name },
    // Replicas are spread over zones by Kubernetes, and what fails together here is a rack.
    ...(machine.rack === null ? [] : [{ key: 'topology.kubernetes.io/zone', value: machine.rack }]),
  ];
  return [
    {
      slot: slot.name,
      role: slot.role === 'control' ? 'server' : 'agent',
      address: slot.dnsAddress,
      architecture: machine.hardware.cpu.architecture,
      labels,
      tenant,
      mtu: own?.mtu ?? 1500,
      isLeaving: slot.phase === 'releasing',
    },
  ];
}
