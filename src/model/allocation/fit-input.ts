import type { ClusterPlan } from '../clusters/clusters.js';
import type { ActionContext } from '../lock/lock-actions.js';
import type { Lock } from '../lock/lock-types.js';
import type { SiteInventory } from '../types.js';

/** What the lock is fitted to. */
export interface FitInput {
  readonly lock: Lock;
  readonly site: SiteInventory;
  readonly plans: readonly ClusterPlan[];
  /** Clusters with problems of their own: their slots are left as they are. */
  readonly incomplete: ReadonlySet<string>;
  /** True for a machine whose record has problems of its own. */
  readonly isMachineSetAside: (asset: string) => boolean;
  readonly context: ActionContext;
}
