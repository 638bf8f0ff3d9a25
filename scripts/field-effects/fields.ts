import { z } from 'zod';
import { jsonSchema } from '../../src/definition/json-schema.js';
import { presets } from '../../src/presets/presets.js';

/** A part of a JSON Schema, as far as ours use it. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** A field of what users write. */
export interface Field {
  /** As in `FieldEffect`. */
  readonly path: string;
  /** `names`: a map of things by name, in which names come and go. */
  readonly kind: 'leaf' | 'names';
  /** All values that it may have, where they are few. */
  readonly values: readonly unknown[];
}

/** Every leaf of the schemas, and every map of named things, in the order of their paths. */
export function allFields(): readonly Field[] {
  const found = [
    ...fieldsOf(jsonSchema('project') as Schema, ''),
    ...fieldsOf(jsonSchema('site') as Schema, ''),
    { path: 'clusters.*', kind: 'names', values: [] } as const,
    ...fieldsOf(jsonSchema('cluster') as Schema, 'clusters.*'),
    { path: 'hardware.*', kind: 'names', values: [] } as const,
    ...fieldsOf(jsonSchema('hardware') as Schema, 'hardware.*'),
    ...Object.values(presets).flatMap(({ name, options }) =>
      fieldsOf(z.toJSONSchema(options, { io: 'input' }) as Schema, `presets.${name}`),
    ),
  ];
  const merged = new Map<string, Field>();
  for (const field of found) {
    // Forms of a union share fields, such as the one that tells them apart.
    const values = [...new Set([...(merged.get(field.path)?.values ?? []), ...field.values])];
    merged.set(field.path, { ...field, values });
  }
  return [...merged.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function fieldsOf(schema: Schema, path: string): readonly Field[] {
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms !== undefined) return forms.flatMap((form) => fieldsOf(form, path));
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (schema.type === 'array' && schema.items?.type === 'object') {
    return [{ path: below('*'), kind: 'names', values: [] }, ...fieldsOf(schema.items, below('*'))];
  }
  if (schema.type !== 'object') return [{ path, kind: 'leaf', values: valuesOf(schema) }];
  const rest = schema.additionalProperties;
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
    fieldsOf(inner, below(name)),
  );
  if (typeof rest !== 'object') return own;
  // Anything goes below: the map is one value.
  if (Object.keys(rest).length === 0) return [{ path, kind: 'leaf', values: [] }];
  const inner = fieldsOf(rest, below('*'));
  return inner.some((field) => field.path === below('*'))
    ? inner
    : [...own, { path: below('*'), kind: 'names', values: [] }, ...inner];
}

function valuesOf(schema: Schema): readonly unknown[] {
  if (schema.const !== undefined) return [schema.const];
  if (schema.type === 'boolean') return [false, true];
  return schema.enum ?? [];
}
