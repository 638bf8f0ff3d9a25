/**
 * What a change does to servers, from the least to the most.
 *
 * - `nothing`: only Terraform's own state, or a setting that acts with a later change.
 * - `metadata`: the provisioner's records. Servers see it at their next deployment, if ever.
 * - `recorded-not-done`: state says it was done, and it was not.
 * - `network`: DHCP, DNS, addresses or the network of a machine.
 * - `refused-at-apply`: the plan passes and the apply stops.
 * - `power-cycle`, `recommission`: the server boots; its disks keep their data.
 * - `unknown`: no fact; to be treated as dangerous.
 * - `reimage`: an operating system is installed over what was there.
 * - `wipe`: the server is released; its data is gone or given up.
 */
export const EFFECTS = [
  'nothing',
  'metadata',
  'recorded-not-done',
  'network',
  'refused-at-apply',
  'power-cycle',
  'recommission',
  'unknown',
  'reimage',
  'wipe',
] as const;
export type Effect = (typeof EFFECTS)[number];

/** What Terraform does to a resource. */
export type Action = 'create' | 'update' | 'delete' | 'replace';

/** A danger that the effect alone does not show, to be ruled out before the apply. */
export type Hazard =
  /** Where the machine is Deployed, its server goes on running and nobody manages it. */
  | 'orphans-server'
  /** Something is done to another machine than the one named. */
  | 'hits-other-machine';

/** One fact of the table. */
export interface EffectRow {
  readonly effect: Effect;
  /** Instead of `effect` where the machine is Deployed and stays so in this plan. */
  readonly whenDeployed?: Effect;
  /** Instead of `effect` where other things still use it. */
  readonly whenInUse?: Effect;
  readonly hazard?: Hazard;
  /** The fact behind it: lower case, no stop. */
  readonly note: string;
}

/** All effects of one resource type. */
export interface TypeEffects {
  readonly create: EffectRow;
  readonly delete: EffectRow;
  /** Of an attribute that changes in place and is not listed. */
  readonly update: EffectRow;
  /** Default: what deletion and creation do together. */
  readonly replace?: EffectRow;
  /** By path; a block covers what is in it. */
  readonly attributes?: { readonly [path: string]: EffectRow };
}

/** Effects of the resource types of one provider. */
export type EffectTable = { readonly [resourceType: string]: TypeEffects };
