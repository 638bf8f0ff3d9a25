import type { PlannedChange, StackPlan } from '../plan/plan-types.js';
import type { Forcing, ResourceChange, ServerEffect, ServerReview } from '../report.js';

type Erase = ServerReview['erase'];

/** What one change of a plan does to one server, or to what servers share. */
export interface Touch {
  readonly change: PlannedChange;
  /** Name of the machine; null where it is about no one machine. */
  readonly machine: string | null;
  /** Null where it does nothing. */
  readonly effect: ServerEffect | null;
  readonly note: string;
  readonly forcing: readonly Forcing[];
  /** Slot of which it makes the machine free, or which it puts on it; undefined where it does neither. */
  readonly leaves?: string | null;
  readonly joins?: string | null;
  readonly erase?: Erase;
  readonly isAccident?: boolean;
  /** What is to be said beside: something that nobody can know from the plan. */
  readonly notKnown?: string;
  /** The generation was raised, or the machine changed, in the lock. */
  readonly isSaid?: boolean;
}

export interface TouchContext {
  readonly plan: StackPlan;
  /** Input of a `terraform_data` of the same stack, before and after. */
  readonly input: (name: string) => { readonly before: unknown; readonly after: unknown };
  readonly nameOf: (word: string) => string;
  /** Machine of a slot or enrolment of rackform's, to which a resource of that name belongs; null: to none. */
  readonly machineOfSlot: (name: string, side?: 'before' | 'after') => string | null;
  /** Provision state of a node of Ironic before the change; null where it is none, or not known. */
  readonly stateOf: (machine: string) => string | null;
  /** Whether another stack than this one holds the deployment of a machine. */
  readonly isClaimedElsewhere: (machine: string) => boolean;
  /** Whether a machine is deployed and stays so; null where that is not known. */
  readonly staysDeployed: (machine: string) => boolean | null;
}

/** The evidence of a touch. */
export function evidenceOf({ change, effect, note, forcing }: Touch): ResourceChange {
  const { stack, address, action } = change;
  return { stack, address, action, effect, note, forcing };
}
