import type { Action, Effect, Hazard } from './effect-table.js';
import data from './field-effects.json' with { type: 'json' };

/**
 * When a change of a field acts.
 *
 * - `recorded`: it is written down for people, checks or later decisions; nothing follows by itself.
 * - `push`: nothing of Terraform’s; machines that run get it with the next push of `rackform software`.
 * - `lock`: `rackform lock` decides something first.
 * - `at-once`: the next apply does it.
 * - `next-reimage`: servers that run keep what they have until they are reimaged.
 * - `with-reimage`: refused unless `rackform lock --reimage` names the slots with it.
 * - `refused`: refused, by the rules named.
 */
export const FIELD_MOMENTS = [
  'recorded',
  'push',
  'lock',
  'at-once',
  'next-reimage',
  'with-reimage',
  'refused',
] as const;
export type FieldMoment = (typeof FIELD_MOMENTS)[number];

/** Which slots or machines of a site a change reaches, from none to all; by the names in the field's path. */
export const FIELD_REACHES = [
  'none',
  'machine',
  'zone',
  'credentials',
  'rack',
  'profile',
  'image',
  'pool',
  'vlan-pool',
  'network',
  'fabric',
  'tenant',
  'cluster',
  'site',
] as const;
export type FieldReach = (typeof FIELD_REACHES)[number];

/** What Terraform does to the resources of one type. */
export interface FieldPlan {
  readonly action: Action;
  readonly type: string;
  /** Attributes that change; empty for a resource that comes, goes or is replaced because another changes. */
  readonly attributes: readonly string[];
  /** The worst of them, as the effect table has it for servers that are deployed and networks in use. */
  readonly effect: Effect;
  readonly hazard?: Hazard;
  /** The fact behind the effect. */
  readonly note: string;
}

/** A setting of Terraform itself. */
export interface FieldSetting {
  /** Path in the JSON of a stack. */
  readonly path: string;
  readonly effect: Effect;
  readonly note: string;
}

/** One change of a field, and what came of it. */
export interface FieldChange {
  /** What was changed, e.g. `to false`. */
  readonly change: string;
  /** In the order of `FIELD_MOMENTS`. */
  readonly when: readonly FieldMoment[];
  /** The worst that an apply does, of what the lock decides or a reimage brings too. */
  readonly effect: Effect;
  /** The worst that it does to what is there: without new slots and machines. */
  readonly running: Effect;
  /** Slots that are there and feel it, now or at their next reimage. */
  readonly slots: FieldReach;
  /** Machines whose enrolment changes. */
  readonly machines: FieldReach;
  /** What `rackform lock` decides anew. */
  readonly decides: readonly string[];
  /** Ids of the rules, and codes of the messages, that refuse it. */
  readonly rules: readonly string[];
  readonly plan: readonly FieldPlan[];
  /** Attributes that differ and that Terraform is told to leave alone: what the next reimage brings. */
  readonly later: readonly string[];
  /** Settings of Terraform itself, such as the backend, and what to make of a change. */
  readonly settings: readonly FieldSetting[];
}

/** A field of what users write, and what changing it alone comes to. */
export interface FieldEffect {
  /**
   * Path with `*` for names: of the site's document as it is, of others below `clusters.*`, `hardware.*` and
   * `presets.<name>`; fields of the project as they are.
   */
  readonly field: string;
  /** A field whose change comes to the same, tried as well: an override acts as the field that it overrides. */
  readonly sameAs?: string;
  /** Why it cannot be changed alone. */
  readonly reason?: string;
  readonly changes: readonly FieldChange[];
}

/**
 * What changing a field comes to, by field. Found by changing it in a definition that has them all, with its lock in
 * service, and looking up what Terraform would do: written by `npm run generate`.
 */
// TypeScript widens the words of a JSON file to `string`; a test holds them.
export const fieldEffects = data as unknown as readonly FieldEffect[];

const byField = new Map(fieldEffects.map((row) => [row.field, row] as const));

const patterns = fieldEffects.map((row) => ({ row, steps: row.field.split('.') }));

/** Rows whose last name may hold dots, as those of kernel settings do: nothing else stands below them. */
const open = new Set(
  patterns
    .filter(({ row, steps }) => steps.at(-1) === '*' && !fieldEffects.some(isBelow(row.field)))
    .map(({ row }) => row),
);

function isBelow(field: string): (row: FieldEffect) => boolean {
  return (row) => row.field.startsWith(`${field}.`);
}

/** `*` stands for any name, on either side. */
function fits(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.every((step, index) => step === '*' || step === path[index]);
}

/**
 * The row of a field; where it acts as another, with what the other's says.
 *
 * @param field path with names, or with `*` in their places
 */
export function fieldEffect(field: string): FieldEffect | undefined {
  const path = field.split('.');
  const found =
    byField.get(field) ??
    patterns.find(({ steps }) => steps.length === path.length && fits(steps, path))?.row ??
    patterns.find(({ row, steps }) => open.has(row) && steps.length < path.length && fits(steps, path))?.row;
  if (found?.sameAs === undefined) return found;
  const { changes = [], reason } = byField.get(found.sameAs) ?? {};
  return { ...found, changes, ...(reason === undefined ? {} : { reason }) };
}

/** Rows of all fields below a path. */
export function fieldEffectsBelow(field: string): readonly FieldEffect[] {
  const path = field.split('.');
  return patterns
    .filter(({ steps }) => steps.length > path.length && fits(steps.slice(0, path.length), path))
    .flatMap(({ row }) => fieldEffect(row.field) ?? []);
}
