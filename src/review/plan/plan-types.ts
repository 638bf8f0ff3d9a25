import type { RawChange } from './attributes.js';
import type { JsonObject } from './json.js';

export type PlannedAction = 'create' | 'update' | 'delete' | 'replace' | 'forget' | 'no-op';

/** What a plan does to one managed resource. */
export interface PlannedChange {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  /** Name in the address, with its key where it has one: `web["a"]`. */
  readonly name: string;
  /** Namespace and type of the provider, `canonical/maas`. */
  readonly provider: string;
  readonly action: PlannedAction;
  /** Terraform's word for why, `replace_by_triggers`; null where it gives none. */
  readonly reason: string | null;
  /** Attributes that force a replacement. */
  readonly replacePaths: readonly string[];
  readonly previousAddress: string | null;
  readonly isImport: boolean;
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly raw: RawChange;
  /** Attributes that the configuration sets; null where that is not known, as inside modules. */
  readonly configured: ReadonlySet<string> | null;
}

/** A resource of the state before, as far as a review asks. */
export interface KnownResource {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly values: JsonObject;
}

/** One stack's plan, without all that does not change. */
export interface StackPlan {
  /** As rackform calls it; the name of the file where it is none of rackform's. */
  readonly stack: string;
  /** False for Terraform that was written without rackform. */
  readonly isOurs: boolean;
  readonly file: string;
  readonly terraform: string | null;
  /** Version constraints of the providers as the configuration has them, by namespace and type. */
  readonly providers: ReadonlyMap<string, string>;
  /** Resource addresses that run provisioners. */
  readonly provisioned: ReadonlySet<string>;
  readonly changes: readonly PlannedChange[];
  /** What changed outside Terraform since the last apply. */
  readonly drift: readonly PlannedChange[];
  /** Changes that Terraform puts off to a later plan. */
  readonly deferred: readonly PlannedChange[];
  /** Machines, nodes, deployments and triggers of the state before. */
  readonly known: readonly KnownResource[];
  /** Host names by system id, as the provisioner listed them. */
  readonly listed: ReadonlyMap<string, string>;
  /** Whether it covers all of its stack: false with -target, or where changes are deferred. */
  readonly isComplete: boolean;
}
