import type { AcknowledgementInput } from '../definition/acknowledgement.js';
import type { Definition } from '../definition/definition.js';
import { type ParsedDefinition, parseDefinition } from '../definition/parse.js';
import type { DocumentPath, Issue } from '../errors.js';
import { hardwareCatalog } from '../facts/hardware/catalog.js';
import { type AllocationResult, allocate } from './allocation/allocate.js';
import { type ClusterPlan, planClusters } from './clusters/clusters.js';
import { unknownSites } from './clusters/unknown-sites.js';
import { isFollowUp } from './follow-ups.js';
import { deepFreeze } from './freeze.js';
import { emptyLock } from './lock/lock.js';
import type { LockAction } from './lock/lock-actions.js';
import type { Lock } from './lock/lock-types.js';
import { buildModel } from './model.js';
import { entries } from './order.js';
import { unknownName } from './references.js';
import { buildInventory } from './site/site.js';
import { assignVlanNumbers } from './site/vlan-numbers.js';
import { withTenantNumbers } from './tenancy/numbers.js';
import { unknownShared } from './tenancy/references.js';
import type { SiteInventory, SiteModel } from './types.js';
import { unsupported } from './unsupported.js';

export interface ResolveOptions {
  readonly site: string;
  /** The lock of the site; null where there is none yet. */
  readonly lock: Lock | null;
  /**
   * Lock at the protected base branch: what it holds is in service. Null where the branch has none.
   * @default - all that `lock` holds counts as in service, which is the safe side
   */
  readonly baseLock?: Lock | null | undefined;
  /**
   * True where there is a lock and it cannot be read. Nothing is decided then: what comes out without it would be
   * other machines and addresses than the ones that stand in it.
   *
   * @default false
   */
  readonly isLockLost?: boolean;
  /** @default - none: the lock is fitted to the definition and no more */
  readonly actions?: readonly LockAction[];
}

/** An acknowledgement with where it was written. */
export interface PlacedAcknowledgement extends AcknowledgementInput {
  readonly at: DocumentPath;
}

export interface Resolution {
  /** The site alone; null where it could not be read. */
  readonly inventory: SiteInventory | null;
  /** Null where anything is an error: half a model is none. */
  readonly model: SiteModel | null;
  /** The lock that fits the definition. Null where there is no inventory to fit it to. */
  readonly lock: Lock | null;
  /** Slots whose content is not deployed yet, so that its digest may still be written. */
  readonly fresh: ReadonlySet<string>;
  readonly acknowledgements: readonly PlacedAcknowledgement[];
  readonly plans: readonly ClusterPlan[];
  readonly issues: readonly Issue[];
}

/**
 * Resolves one site of a definition with all its clusters: the only maker of a model. Pure: reads no file, writes
 * none; the lock that it proposes is written by `rackform lock`.
 *
 * All problems that can be seen in one pass are in `issues`; shapes that zod refuses hide what follows from them.
 */
export function resolve(definition: Definition, options: ResolveOptions): Resolution {
  return resolveParsed(parseDefinition(definition), options);
}

/** `resolve` for a definition that is parsed already: several sites of one project parse it once. */
export function resolveParsed(parsed: ParsedDefinition, options: ResolveOptions): Resolution {
  const issues: Issue[] = parsed.issues.filter((issue) => concernsSite(issue, parsed, options.site));
  const nothing = {
    inventory: null,
    model: null,
    lock: null,
    fresh: new Set<string>(),
    acknowledgements: [],
    plans: [],
  };
  const written = Object.hasOwn(parsed.sites, options.site) ? parsed.sites[options.site] : undefined;
  const { project } = parsed;
  const { isSetAside } = parsed;
  if (project === null) return { ...nothing, issues };
  if (written === undefined) {
    return { ...nothing, issues: [...issues, ...unknownSite(parsed, options.site)] };
  }
  const site = withTenantNumbers(written, project);
  const before = options.lock ?? emptyLock(options.site);
  const vlans = assignVlanNumbers(site, options.site, before.numbers);
  const built = buildInventory({
    name: options.site,
    site,
    project,
    profiles: { ...hardwareCatalog, ...parsed.hardware },
    isSetAside,
    vlanNumbers: new Map(vlans.numbers.map((number) => [number.key.slice('vlan/'.length), number.value])),
  });
  const clusters = planClusters(project, parsed.clusters, options.site, isSetAside);
  issues.push(...unknownSites(parsed, project), ...unknownShared(parsed, project, options.site));
  issues.push(...vlans.issues, ...built.issues, ...clusters.issues);
  issues.push(...unsupported(clusters.plans, built.inventory.provisioner));
  const acknowledgements = acknowledgementsOf(parsed, options.site);
  const causesOf = (all: readonly Issue[]) => all.filter((issue) => !isFollowUp(issue, parsed));
  if (options.isLockLost === true) {
    const inventory = deepFreeze(built.inventory);
    return { ...nothing, inventory, acknowledgements, plans: clusters.plans, issues: causesOf(issues) };
  }
  const allocation = allocate({
    lock: { ...before, numbers: vlans.numbers },
    base: options.baseLock,
    actions: options.actions ?? [],
    site: built.inventory,
    plans: clusters.plans,
    incomplete: clusters.incomplete,
    isMachineSetAside: (asset) =>
      isSetAside(`site/${options.site}`, ['machines', asset]) ||
      isUnresolved(site.machines, built.inventory, asset),
    defaultImage: site.defaults?.image,
  });
  issues.push(...allocation.issues);
  return {
    inventory: deepFreeze(built.inventory),
    model: issues.some((issue) => issue.severity === 'error')
      ? null
      : deepFreeze(modelOf(built.inventory, clusters.plans, allocation)),
    lock: allocation.lock,
    fresh: allocation.fresh,
    acknowledgements,
    plans: clusters.plans,
    issues: causesOf(issues),
  };
}

/** No problem of its own where the site is there and was set aside for another one. */
function unknownSite({ isSetAside, sites }: ParsedDefinition, site: string): readonly Issue[] {
  if (isSetAside(`site/${site}`, [])) return [];
  const at = { document: 'project', path: ['deployments'] };
  return [unknownName('REF_UNKNOWN_SITE', 'site', site, Object.keys(sites), at)];
}

/** True for a problem of the project, of this site, of hardware, or of a cluster that is deployed here. */
export function concernsSite(issue: Issue, parsed: ParsedDefinition, site: string): boolean {
  const [kind, name] = issue.at.document.split('/');
  if (kind === 'site' || kind === 'lock') return name === site;
  if (kind !== 'cluster') return true;
  return parsed.project?.deployments.some((one) => one.cluster === name && one.site === site) ?? true;
}

function modelOf(
  site: SiteInventory,
  plans: readonly ClusterPlan[],
  allocation: AllocationResult,
): SiteModel {
  return buildModel(site, plans, allocation.lock, allocation.slots, allocation.spares);
}

/** A machine that is in the file and could not be resolved, e.g. for want of its profile. */
function isUnresolved(
  machines: Readonly<Record<string, unknown>> | undefined,
  site: SiteInventory,
  asset: string,
): boolean {
  return (
    machines !== undefined &&
    Object.hasOwn(machines, asset) &&
    !site.machines.some((machine) => machine.asset === asset)
  );
}

function acknowledgementsOf(parsed: ParsedDefinition, site: string): readonly PlacedAcknowledgement[] {
  const place = (document: string, list: readonly AcknowledgementInput[] | undefined) =>
    (list ?? []).map((acknowledgement, index) => ({
      ...acknowledgement,
      at: { document, path: ['acknowledge', index] },
    }));
  const deployments = parsed.project?.deployments.filter((one) => one.site === site) ?? [];
  const deployed = new Set(deployments.map(({ cluster }) => cluster));
  return [
    ...place(`site/${site}`, parsed.sites[site]?.acknowledge),
    ...entries(parsed.clusters).flatMap(([name, cluster]) =>
      deployed.has(name) ? place(`cluster/${name}`, cluster.acknowledge) : [],
    ),
  ];
}
