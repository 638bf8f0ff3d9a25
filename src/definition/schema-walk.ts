import { z } from 'zod';
import { isMap } from './raw.js';

type Schema = z.core.$ZodType;

/** The schema below `.optional()`, `.nullable()`, `.default()` and the like. */
export function bare(schema: Schema): Schema {
  let current = schema;
  while (hasInner(current)) current = current._zod.def.innerType;
  return current;
}

function hasInner(schema: Schema): schema is Schema & { _zod: { def: { innerType: Schema } } } {
  return 'innerType' in schema._zod.def;
}

/** The object's fields by name; undefined where the schema is no object. */
export function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  const object = bare(schema);
  return object instanceof z.core.$ZodObject ? (object._zod.def.shape as Record<string, Schema>) : undefined;
}

/**
 * The schema that applies to a value inside another, without its optional wrappers. Where several could (a union),
 * the one that the value's discriminator chooses, else the first that has the path. Undefined where the schema has
 * no such path.
 */
export function schemaAt(schema: Schema, path: readonly PropertyKey[], value: unknown): Schema | undefined {
  const current = bare(schema);
  const [key, ...rest] = path;
  if (current instanceof z.core.$ZodUnion) {
    for (const option of choose(current, value)) {
      const found = schemaAt(option, path, value);
      if (found !== undefined) return found;
    }
    return key === undefined ? current : undefined;
  }
  if (key === undefined) return current;
  const inside =
    typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  const next = child(current, key);
  return next === undefined ? undefined : schemaAt(next, rest, inside);
}

function child(schema: Schema, key: PropertyKey): Schema | undefined {
  if (schema instanceof z.core.$ZodObject) {
    const shape = schema._zod.def.shape as Record<string, Schema>;
    return typeof key === 'string' && Object.hasOwn(shape, key) ? shape[key] : undefined;
  }
  if (schema instanceof z.core.$ZodRecord) return schema._zod.def.valueType;
  if (schema instanceof z.core.$ZodArray) return schema._zod.def.element;
  return undefined;
}

function choose(union: z.core.$ZodUnion, value: unknown): readonly Schema[] {
  const { options } = union._zod.def;
  if (!(union instanceof z.core.$ZodDiscriminatedUnion)) return options;
  const { discriminator } = union._zod.def;
  const wanted = isMap(value) ? value[discriminator] : undefined;
  const chosen = options.filter((option) => {
    const field = shapeOf(option)?.[discriminator];
    return field instanceof z.core.$ZodLiteral && field._zod.def.values.some((literal) => literal === wanted);
  });
  return chosen.length > 0 ? chosen : options;
}
