import { Resource } from '@cdktf/provider-null/lib/resource/index.js';
import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { terraformName } from '../../model/names.js';
import { literal } from '../expressions.js';

/**
 * A null resource whose triggers are all values of a model record, so that its plan shows what changes.
 *
 * @param kind what it is, first part of its address
 * @param names of the thing, the other parts
 */
export function addThing(
  scope: Construct,
  kind: string,
  names: readonly string[],
  record: object,
): TerraformResource {
  const thing = new Resource(scope, [kind, ...names].join('-'), { triggers: triggersOf(record) });
  thing.overrideLogicalId(terraformName(kind, ...names));
  return thing;
}

/** All leaves of a record as strings, by their path. Null, an empty list and an empty record are left out. */
export function triggersOf(record: object): Record<string, string> {
  const triggers: Record<string, string> = {};
  collect(record, '', triggers);
  return triggers;
}

function collect(value: unknown, path: string, triggers: Record<string, string>): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object') {
    triggers[path] = literal(String(value));
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    collect(child, path === '' ? literal(key) : `${path}.${literal(key)}`, triggers);
  }
}
