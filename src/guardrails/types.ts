import type { DocumentPath, Severity } from '../errors.js';
import type { SiteInventory, SiteModel } from '../model/types.js';

/** What a rule found. */
export interface Finding {
  /** What it is about: a machine, network, rack, slot... as acknowledgements name it. */
  readonly subject: string;
  /** Lower case, quotes values, no stop. */
  readonly message: string;
  readonly at: DocumentPath;
  readonly hint?: string;
  /** Messages of what follows from the same cause. */
  readonly follows?: readonly string[];
  /** One wrong value that may be behind this and other findings of the rule. */
  readonly cause?: Cause;
}

/** A value that is wrong in place of many: a prefix, a figure of a profile. */
export interface Cause {
  /** As acknowledgements name it; they may name the finding's own subject as well. */
  readonly subject: string;
  readonly message: string;
  readonly at: DocumentPath;
  readonly hint?: string;
  /** From so many findings on it is the cause that is reported, and the findings follow from it. */
  readonly least: number;
}

interface Rule {
  /** Permanent, `topic/fact`. */
  readonly id: string;
  readonly severity: Severity;
  /** Whether a user may accept it with a reason. A duplicate MAC never. */
  readonly mayAcknowledge: boolean;
  /** One line. */
  readonly title: string;
  /** Why, for the reference. */
  readonly rationale: string;
  /** Where the fact comes from, and how sure it is. */
  readonly source: string;
}

/** A rule on the site alone, before anything is allocated. */
export interface InventoryRule extends Rule {
  readonly tier: 'inventory';
  readonly check: (site: SiteInventory) => Iterable<Finding>;
}

/** A rule on the whole model. */
export interface ModelRule extends Rule {
  readonly tier: 'model';
  readonly check: (model: SiteModel) => Iterable<Finding>;
}

/** A site as a rule on all of them sees it. */
export interface SiteView {
  readonly site: SiteInventory;
  /** Null where it does not resolve. */
  readonly model: SiteModel | null;
}

/** A rule on all sites of a project together. */
export interface ProjectRule extends Rule {
  readonly tier: 'project';
  /** @param sites by name; findings point at the later of two */
  readonly check: (sites: readonly SiteView[]) => Iterable<Finding>;
}

/** A rule that the allocation itself reports, e.g. too few machines. Listed here, found there. */
export interface AllocationRule extends Rule {
  readonly tier: 'allocation';
}

export type Guardrail = InventoryRule | ModelRule | ProjectRule | AllocationRule;
