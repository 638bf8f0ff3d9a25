/** A part of a JSON Schema, as far as ours use it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

export type Path = readonly (string | number)[];

/** One part of a good document: where it stands, what the schema says of it, and what it is. */
export interface Part {
  readonly path: Path;
  readonly schema: JsonSchema;
  readonly value: unknown;
  readonly isRequired: boolean;
}

const texts = [
  'sample',
  'sample text',
  'a1',
  '192.0.2.1',
  '192.0.2.0/24',
  '02:00:5e:00:53:01',
  '2.8.0',
  '3.5',
  '/scratch',
  'quiet',
  '1g.10gb',
  '1.95',
  '580.126.20',
  'v1.35.7+rke2r1',
  'v26.3.0',
  'https://registry.example.net',
  'nfs.example.net:/home',
  'https://images.example/noble.img',
  `sha256:${'ab'.repeat(32)}`,
];

function textFor({ pattern, minLength = 0, format }: JsonSchema): string {
  if (format === 'uri') return 'https://maas.example/MAAS';
  const fits = (text: string): boolean =>
    text.length >= minLength && (pattern === undefined || new RegExp(pattern, 'i').test(text));
  const found = texts.find(fits);
  if (found === undefined) throw new Error(`no sample text fits ${pattern}`);
  return found;
}

/** Every alternative of a schema; one where it has none. */
export function variants(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

/** A value that has every field which the schema knows. Of alternatives, the one of that number, or the last. */
export function sample(schema: JsonSchema, variant: number): unknown {
  const choices = variants(schema);
  const chosen = choices[Math.min(variant, choices.length - 1)] ?? schema;
  if (chosen !== schema) return sample(chosen, variant);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return sampleMap(schema, variant);
    case 'array':
      return Array.from({ length: Math.max(schema.minItems ?? 1, 1) }, () =>
        sample(schema.items ?? {}, variant),
      );
    case 'string':
      return textFor(schema);
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, (schema.exclusiveMinimum ?? 0) + (schema.maximum === 1 ? 0.5 : 1));
    case 'boolean':
      return true;
    default:
      return 'anything';
  }
}

function sampleMap(schema: JsonSchema, variant: number): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(schema.properties ?? {})) map[key] = sample(field, variant);
  if (typeof schema.additionalProperties === 'object') {
    map[textFor(schema.propertyNames ?? {})] = sample(schema.additionalProperties, variant);
  }
  return map;
}

/** All parts of a value, itself left out, each with the schema that holds for it. */
export function* partsOf(schema: JsonSchema, value: unknown, path: Path = []): Generator<Part> {
  const chosen = variants(schema).find((choice) => isOf(choice, value)) ?? schema;
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) {
      const inner = { path: [...path, index], schema: chosen.items ?? {}, value: entry, isRequired: false };
      yield inner;
      yield* partsOf(inner.schema, entry, inner.path);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      const own = chosen.properties?.[key];
      const rest = typeof chosen.additionalProperties === 'object' ? chosen.additionalProperties : {};
      const isRequired = own !== undefined && chosen.required?.includes(key) === true;
      const inner = { path: [...path, key], schema: own ?? rest, value: entry, isRequired };
      yield inner;
      yield* partsOf(inner.schema, entry, inner.path);
    }
  }
}

function isOf(schema: JsonSchema, value: unknown): boolean {
  if (typeof value === 'number') return schema.type === 'integer' || schema.type === 'number';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return true;
  if (schema.type !== 'object') return false;
  return Object.entries(schema.properties ?? {}).every(
    ([key, field]) => field.const === undefined || (value as Record<string, unknown>)[key] === field.const,
  );
}

/** A copy with one part replaced; taken out for `undefined`. */
export function withPart(value: unknown, path: Path, part: unknown): unknown {
  const copy = structuredClone(value);
  let holder = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (part === undefined) delete holder[last];
  else holder[last] = part;
  return copy;
}
