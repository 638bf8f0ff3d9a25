import { commissioningMinutes } from '../facts/durations.js';
import type { ClusterPlan } from './clusters/clusters.js';
import { softwareOf } from './day2/software.js';
import { adoptedModel } from './lock/adopted.js';
import { withLettingGo } from './lock/letting-go.js';
import type { Lock } from './lock/lock-types.js';
import { stackNames } from './names.js';
import { byName } from './order.js';
import { workloadTenantsOf } from './tenancy/workload-tenants.js';
import type {
  ClusterModel,
  EnrolmentModel,
  SiteInventory,
  SiteModel,
  SlotModel,
  StackModel,
} from './types.js';

/** Puts the model together. Nothing is decided here. */
export function buildModel(
  site: SiteInventory,
  plans: readonly ClusterPlan[],
  lock: Lock,
  slots: readonly SlotModel[],
  spares: ReadonlyMap<string, number>,
): SiteModel {
  const current = withLettingGo(slots, lock, site);
  return {
    formatVersion: 1,
    site,
    clusters: plans.map((plan) => clusterOf(plan, current, spares, site)),
    enrolments: enrolmentsOf(site, lock),
    stacks: lock.stacks.map((name) => stackOf(name, lock)).sort(byApplyOrder),
  };
}

function clusterOf(
  plan: ClusterPlan,
  slots: readonly SlotModel[],
  spares: ReadonlyMap<string, number>,
  site: SiteInventory,
): ClusterModel {
  const own = slots.filter((slot) => slot.cluster === plan.name);
  return {
    name: plan.name,
    tenant: plan.tenant,
    mode: plan.mode,
    preset: plan.preset,
    scheduler: plan.scheduler,
    pools: plan.pools.map(({ name, pool, count }) => ({
      name,
      role: pool.role,
      runs: pool.runs ?? 'metal',
      count,
      spares: pool.spares ?? 0,
      placement: pool.placement ?? (pool.role === 'control' ? 'spread' : 'pack'),
      sparesAvailable: spares.get(`${plan.name}/${name}`) ?? 0,
      slots: own.filter((slot) => slot.pool === name).map((slot) => slot.name),
    })),
    workloadTenants: workloadTenantsOf(plan, own),
    software: softwareOf(plan, own, site),
    slots: own,
  };
}

function enrolmentsOf(site: SiteInventory, lock: Lock): readonly EnrolmentModel[] {
  const machines = new Map(site.machines.map((machine) => [machine.asset, machine]));
  return lock.machines.map((locked) => {
    const { asset, shard, phase, abandoned } = locked;
    const machine = machines.get(asset);
    return {
      asset,
      stack: stackNames.enrolment(site.name, shard),
      isDeclared: phase !== 'leaving' && machine !== undefined,
      protocol: abandoned === null ? (machine?.bmc.protocol ?? 'manual') : 'manual',
      timeoutMinutes: machine === undefined ? 0 : commissioningMinutes(machine.hardware),
      adopted: adoptedModel(locked, abandoned === null),
    };
  });
}

const kinds = ['network', 'enrolment', 'claim'] as const;

function stackOf(name: string, lock: Lock): StackModel {
  const rest = name.slice(lock.site.length + 1);
  const shard = /^(?:(.*)-)?(enrolment|claim)-(\d+)$/.exec(rest);
  const cluster = shard?.[2] === 'claim' ? (shard[1] ?? null) : null;
  return {
    name,
    kind: shard === null ? 'network' : shard[2] === 'claim' ? 'claim' : 'enrolment',
    cluster,
    shard: shard === null ? null : Number(shard[3]),
    stateKey: `${lock.site}/${cluster ?? 'site'}/${name}`,
  };
}

function byApplyOrder(a: StackModel, b: StackModel): number {
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || byName(a.name, b.name);
}

/** The slot of a name; throws nothing, since a name from outside may be wrong. */
export function findSlot(model: SiteModel, name: string): SlotModel | undefined {
  return model.clusters.flatMap((cluster) => cluster.slots).find((slot) => slot.name === name);
}
