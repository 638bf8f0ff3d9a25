import type { DocumentPath, Issue } from '../../errors.js';
import type { PoolPlan } from '../clusters/clusters.js';
import { railPKey } from '../tenancy/numbers.js';
import type { MachineModel, NetworkModel, RailModel, SiteInventory } from '../types.js';

/** Routing tables of rails begin here; Linux keeps 253 to 255 for itself. */
const firstTable = 100;

/** Rails that a machine of the pool has at this site, without addresses. */
export function layRails(plan: PoolPlan, machine: MachineModel, site: SiteInventory): readonly RailModel[] {
  const { rails } = plan.pool;
  if (rails === undefined || rails.enabled === false) return [];
  return railNetworks(plan, site).flatMap(({ network, routes }) => {
    const nic = machine.nics.find((candidate) => candidate.rail === network.rail);
    if (nic === undefined || network.rail === null) return [];
    return [
      {
        rail: network.rail,
        network: network.name,
        nic: nic.name,
        mac: nic.mac,
        kind: nic.kind,
        pkey: railPKey(network, nic.kind, plan.tenant, site),
        address: null,
        prefixLength: null,
        gateway: network.subnets[0]?.gateway ?? null,
        routes,
        table: firstTable + network.rail,
        mtu: rails.mtu ?? network.mtu,
      },
    ];
  });
}

interface RailNetwork {
  readonly network: NetworkModel;
  readonly routes: readonly string[];
}

/** Looked up for every slot, and the same for all of a tenant at a site. */
const known = new WeakMap<SiteInventory, Map<string, readonly RailNetwork[]>>();

/** Rail networks open to the pool’s tenant, in the order of rails, with what each reaches by its gateway. */
function railNetworks(plan: PoolPlan, site: SiteInventory): readonly RailNetwork[] {
  const ofSite = known.get(site) ?? new Map<string, readonly RailNetwork[]>();
  known.set(site, ofSite);
  const found = ofSite.get(plan.tenant);
  if (found !== undefined) return found;
  const networks = site.networks
    .filter(
      (network) => network.purpose === 'rail' && (network.tenant === null || network.tenant === plan.tenant),
    )
    .sort((a, b) => (a.rail ?? 0) - (b.rail ?? 0));
  const prefixes = networks.flatMap((network) => network.subnets.map((subnet) => subnet.cidr));
  const made = networks.map((network) => ({
    network,
    // A shared subnet of its own is on the link; of a point-to-point one only the pair is.
    routes:
      network.addressing === 'shared'
        ? prefixes.filter((prefix) => !network.subnets.some((subnet) => subnet.cidr === prefix))
        : prefixes,
  }));
  ofSite.set(plan.tenant, made);
  return made;
}

/** Where a pool requires rails and a machine has none at this site. */
export function railProblem(
  plan: PoolPlan,
  machine: MachineModel,
  rails: readonly RailModel[],
  at: DocumentPath,
): Issue | null {
  if (plan.pool.rails?.required !== true || rails.length > 0) return null;
  return {
    code: 'RAILS_MISSING',
    severity: 'error',
    message: `pool ${plan.name} requires compute rails, and a ${machine.hardware.profile} has none that this site has a network for`,
    at,
    hint: 'give the site networks of purpose rail and the profile NICs with rail numbers, or leave out required',
  };
}
