import type { JsonObject } from '../../protocol/json.js';
import type { Diagnostic } from '../../protocol/provider.js';
import { type ObjectValue, sameValue, Unknown, type Value } from '../../protocol/value.js';
import { type NodeRecord, nodeLabel, type PatchOperation } from '../api/records.js';
import { hasSince } from '../api/version.js';
import type { IronicClient } from '../client.js';
import type { Field, Fields } from '../schema/field.js';
import { bodyOf, patchField, placeOf, readField, writeField } from './forms.js';

/** When a field is sent: with the record, after it, or once the node is where it is to be. */
export type When = 'create' | NonNullable<Field['when']>;

function isGiven(value: Value | undefined): value is Exclude<Value, null> {
  return value !== undefined && value !== null && !(value instanceof Unknown);
}

function sameField({ schema }: Field, one: Value, other: Value): boolean {
  return sameValue(schema.type ?? 'dynamic', one, other);
}

/** Fields that are sent at a time. */
export function fieldsWhen(fields: Fields, ...times: readonly When[]): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, { when }]) => times.includes(when ?? 'create')),
  );
}

/** The body that creates a record with what is planned. Places of nodes are filled in by the caller. */
export function creation(fields: Fields, planned: ObjectValue): JsonObject {
  return bodyOf(
    Object.entries(fieldsWhen(fields, 'create'))
      .filter(([name]) => isGiven(planned[name]))
      .map(([name, field]) => [placeOf(name, field), writeField(field, planned[name] ?? null)]),
  );
}

/** The operations that lead from the state to the plan. */
export function changes(
  fields: Fields,
  record: JsonObject,
  prior: ObjectValue,
  planned: ObjectValue,
): readonly PatchOperation[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const [before, after] = [prior[name] ?? null, planned[name] ?? null];
    if (after instanceof Unknown || sameField(field, before, after)) return [];
    return patchField(record, name, field, before, after);
  });
}

/** Values that are not known before the apply, as Ironic has them now. */
export function filledValues(fields: Fields, record: JsonObject, planned: ObjectValue): ObjectValue {
  const open = Object.entries(fields).filter(([name]) => planned[name] instanceof Unknown);
  return Object.fromEntries(open.map(([name, field]) => [name, readField(record, name, field, undefined)]));
}

/**
 * All values as Ironic has them.
 *
 * @param known the state; undefined to take all there is
 */
export function readValues(fields: Fields, record: JsonObject, known: ObjectValue | undefined): ObjectValue {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      readField(record, name, field, known === undefined ? undefined : (known[name] ?? null)),
    ]),
  );
}

/** Fields that this server's API does not have yet, of those that are configured. */
export function tooNew(fields: Fields, config: ObjectValue, { api }: IronicClient): readonly Diagnostic[] {
  return Object.entries(fields).flatMap(([name, { since }]) => {
    if (since === undefined || (config[name] ?? null) === null || hasSince(api.version, since)) return [];
    return [
      {
        summary: `${name} needs API ${since} of Ironic, and ${api.version} is spoken`,
        detail: 'Leave it out, or take a newer Ironic; microversion of the provider may hold it back too.',
        path: [name],
      },
    ];
  });
}

/** Changes that Ironic refuses while the node is in its state. */
export function refusedChanges(
  fields: Fields,
  prior: ObjectValue | null,
  planned: ObjectValue,
  node: NodeRecord,
): readonly Diagnostic[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const { rule } = field;
    const [before, after] = [prior?.[name] ?? null, planned[name] ?? null];
    if (rule === undefined || after instanceof Unknown || sameField(field, before, after)) return [];
    if (!rule.isRefused(node, after)) return [];
    return [
      {
        summary: `${name} cannot be changed now: node ${nodeLabel(node)} is in ${node.provision_state}`,
        detail: rule.advice,
        path: [name],
      },
    ];
  });
}

/** True where a record has all that would be sent: one that an interrupted apply left. */
export function isAsPlanned(fields: Fields, record: JsonObject, planned: ObjectValue): boolean {
  return Object.entries(fieldsWhen(fields, 'create')).every(([name, field]) => {
    const wanted = planned[name] ?? null;
    if (!isGiven(wanted)) return true;
    return sameField(field, readField(record, name, field, wanted), wanted);
  });
}
