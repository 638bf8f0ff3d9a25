import type { Locate } from '../errors.js';
import type { ClusterInput } from './cluster.js';
import type { HardwareProfileInput } from './hardware.js';
import type { ProjectInput } from './project.js';
import type { SiteInput } from './site.js';

/**
 * Everything that a user wrote, raw: as read from files or given to `define*`. Not checked yet;
 * `resolve` does that, so that problems of all documents show at once.
 */
export interface Definition {
  readonly project: ProjectInput;
  readonly sites: Readonly<Record<string, SiteInput>>;
  readonly clusters: Readonly<Record<string, ClusterInput>>;
  /** The user’s own hardware profiles; the catalog stands below them. */
  readonly hardware: Readonly<Record<string, HardwareProfileInput>>;
  /** Finds file positions; absent where there are none. */
  readonly locate?: Locate;
}
