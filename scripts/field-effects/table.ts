import { isDeepStrictEqual } from 'node:util';
import type { Definition } from '../../src/definition/definition.js';
import type { FieldChange, FieldEffect } from '../../src/facts/field-effects.js';
import { type Base, baseOf } from './base.js';
import { type Change, changesOf } from './changes.js';
import { deployed, richDefinition, SITE } from './definition.js';
import { edited, type Place, renamed } from './edit.js';
import { allFields, type Field } from './fields.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { lockInService } from './site.js';

/** Where the overrides of a cluster stand. */
type OverridePlace = (cluster: string) => Place;

/** Prefixes under which a field overrides the one below `clusters.*`, with the place that takes it. */
const overrides: readonly (readonly [prefix: string, place: OverridePlace])[] = [
  ['clusters.*.overrides.', (cluster) => ['clusters', cluster, 'overrides']],
  [
    'deployments.*.overrides.',
    (cluster) => ['project', 'deployments', String(deployed.indexOf(cluster)), 'overrides'],
  ],
];

/** A row for every field: what changing it comes to. Throws where a field has no change and no reason for that. */
export function fieldEffectTable(): readonly FieldEffect[] {
  const base = baseOf(richDefinition, lockInService(richDefinition));
  const problems: string[] = [];
  const rows = allFields().flatMap((field) => {
    try {
      return [rowOf(base, field)];
    } catch (error) {
      // All of them at once: each run takes a while.
      problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return [];
    }
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return rows;
}

function rowOf(base: Base, field: Field): FieldEffect {
  const overridden = overrides.find(([prefix]) => field.path.startsWith(prefix));
  if (overridden !== undefined) return overrideRow(base, field, ...overridden);
  const { changes, reason } = changesOf(field, base.definition);
  const outcomes = changes.map((change) => ({ ...change, outcome: tryChange(base, change) }));
  if (reason === undefined && outcomes.every(({ outcome }) => isImpossible(outcome))) {
    throw new Error(`${field.path}: no change of it is legal, and no reason is given`);
  }
  return {
    field: field.path,
    ...(reason === undefined ? {} : { reason }),
    changes: grouped(outcomes),
  };
}

/** Refused by something else than what the lock holds: then the value is at fault, not the change. */
function isImpossible({ when, rules }: Outcome): boolean {
  return when.includes('refused') && !rules.some((rule) => rule.startsWith('lock/'));
}

function changed(definition: Definition, change: Change): Definition {
  if (change.rename !== undefined) return renamed(definition, ...change.rename);
  return edited(definition, change.edits);
}

function tryChange(usual: Base, change: Change): Outcome {
  const base = change.before.length === 0 ? usual : otherBase(usual, edited(usual.definition, change.before));
  const definition = changed(base.definition, change);
  if (isDeepStrictEqual(definition, edited(base.definition, []))) {
    throw new Error(`${change.path}: the change "${change.says}" changes nothing`);
  }
  return outcomeOf(base, definition, change.path);
}

const otherBases = new Map<string, Base>();

/** A site of another provisioner is one of its own; with the same, it is the usual one in another form. */
function otherBase(usual: Base, definition: Definition): Base {
  const isOther = provisionerOf(definition) !== provisionerOf(usual.definition);
  if (!isOther) return baseOf(definition, usual.lock);
  const key = JSON.stringify(definition);
  const base = otherBases.get(key) ?? baseOf(definition, lockInService(definition));
  otherBases.set(key, base);
  return base;
}

function provisionerOf(definition: Definition): string | undefined {
  return definition.sites[SITE]?.provisioner.type;
}

/** Changes that come to the same are told together. */
function grouped(
  outcomes: readonly { readonly says: string; readonly outcome: Outcome }[],
): readonly FieldChange[] {
  const groups: { readonly says: string[]; readonly outcome: Outcome }[] = [];
  for (const { says, outcome } of outcomes) {
    const known = groups.find((group) => isDeepStrictEqual(group.outcome, outcome));
    if (known === undefined) groups.push({ says: [says], outcome });
    else known.says.push(says);
  }
  return groups.map(({ says, outcome }) => ({ change: told(says), ...outcome }));
}

/** `to a or b` of `to a` and `to b`. */
function told(says: readonly string[]): string {
  const values = says.map((text) => /^to (.+)$/.exec(text)?.[1]);
  return values.includes(undefined) || says.length === 1 ? says.join('; ') : `to ${values.join(' or ')}`;
}

/** An override is made in the place of the field that it overrides, and must come to the same. */
function overrideRow(base: Base, field: Field, prefix: string, place: OverridePlace): FieldEffect {
  const sameAs = `clusters.*.${field.path.slice(prefix.length)}`;
  const own = allFields().find(({ path }) => path === sameAs);
  if (own === undefined) throw new Error(`${field.path} overrides no field`);
  const [first] = changesOf(own, base.definition).changes.filter(
    ({ rename, edits }) => rename === undefined && edits.every(({ value }) => value !== undefined),
  );
  if (first !== undefined) {
    const moved = first.edits.map((edit) => {
      const [kind, cluster = '', ...rest] = edit.place;
      // What makes room for it elsewhere stays there.
      return kind === 'clusters' ? { ...edit, place: [...place(cluster), ...rest] } : edit;
    });
    const direct = tryChange(base, first);
    const over = tryChange(base, { ...first, edits: moved });
    if (!isDeepStrictEqual(direct, over)) {
      throw new Error(`${field.path} does not act as ${sameAs}: ${JSON.stringify([direct, over], null, 1)}`);
    }
  }
  return { field: field.path, sameAs, changes: [] };
}
