import { describe, expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import { jsonSchema, type SchemaKind } from '../../src/definition/json-schema.js';
import { parseDefinition } from '../../src/definition/parse.js';
import type { Issue } from '../../src/errors.js';
import { type JsonSchema, type Part, type Path, partsOf, sample, withPart } from './schema-samples.js';

/** Documents with every field that there is, once for each alternative of the schemas. */
const kinds = (['project', 'site', 'cluster', 'hardware'] as const).flatMap((kind) =>
  [0, 1, 2, 3].map((variant) => {
    const schema = jsonSchema(kind) as JsonSchema;
    return { kind, variant, schema, good: sample(schema, variant) };
  }),
);

function parse(kind: SchemaKind, value: unknown): readonly Issue[] {
  const definition = {
    project: kind === 'project' ? value : { organization: 'example', tenants: {}, deployments: [] },
    sites: kind === 'site' ? { x: value } : {},
    clusters: kind === 'cluster' ? { x: value } : {},
    hardware: kind === 'hardware' ? { x: value } : {},
  };
  return parseDefinition(definition as unknown as Definition).issues;
}

const document = (kind: SchemaKind): string => (kind === 'project' ? 'project' : `${kind}/x`);

/** Fails with the document change that no issue was found for. */
function expectIssueAt(kind: SchemaKind, value: unknown, path: Path, codes: RegExp): void {
  const issues = parse(kind, value);
  const found = issues.find(
    (issue) => JSON.stringify(issue.at) === JSON.stringify({ document: document(kind), path }),
  );
  expect(found?.code ?? `no issue at ${path.join('.')} but ${JSON.stringify(issues)}`).toMatch(codes);
  expect(issues, 'one mistake is one problem').toHaveLength(1);
}

function wrongType({ type, enum: values, const: literal }: JsonSchema): unknown {
  if (values !== undefined || literal !== undefined) return 'no-such-word';
  if (Array.isArray(type)) return ['a list'];
  if (type === 'string') return 12345;
  if (type === 'object' || type === 'array') return 5;
  return type === undefined ? undefined : 'text';
}

const isMap = (part: Part): boolean =>
  part.schema.properties !== undefined || part.schema.propertyNames !== undefined;
/** Free-form parts may be anything: user data, options. */
const isFree = (part: Part): boolean => Object.keys(part.schema).every((key) => key === 'description');

describe.each(kinds)('$kind with alternatives $variant', ({ kind, schema, good }) => {
  const parts = [...partsOf(schema, good)].filter((part) => !isFree(part));

  test('is without problems as it is', () => {
    expect(parse(kind, good)).toEqual([]);
    expect(parts.length).toBeGreaterThan(15);
  });

  test('says of each field that is needed and missing where it is missing', () => {
    const needed = parts.filter((part) => part.isRequired);
    for (const { path } of needed)
      expectIssueAt(kind, withPart(good, path, undefined), path, /^SHAPE_MISSING$/);
    expect(needed.length).toBeGreaterThan(0);
  });

  test('says of each field of a wrong type where it is', () => {
    for (const part of parts) {
      const wrong = wrongType(part.schema);
      if (wrong !== undefined)
        expectIssueAt(kind, withPart(good, part.path, wrong), part.path, /^SHAPE_INVALID/);
    }
  });

  test('says of each empty field where it is', () => {
    for (const { path } of parts)
      expectIssueAt(kind, withPart(good, path, null), path, /^SHAPE_INVALID|^SHAPE_MISSING/);
  });

  test('says of each number out of range where it is', () => {
    for (const { path, schema: field } of parts) {
      const low = field.minimum !== undefined ? field.minimum - 1 : field.exclusiveMinimum;
      if (low !== undefined) expectIssueAt(kind, withPart(good, path, low), path, /^SHAPE_TOO_SMALL$/);
      if (field.maximum !== undefined)
        expectIssueAt(kind, withPart(good, path, field.maximum + 1), path, /^SHAPE_TOO_BIG$/);
    }
  });

  test('says of each text of a wrong form where it is', () => {
    for (const { path, schema: field } of parts.filter(({ schema: { pattern } }) => pattern !== undefined)) {
      expectIssueAt(kind, withPart(good, path, ' "#"\n'), path, /^SHAPE_(?:INVALID_FORMAT|CUSTOM)$/);
      expect(new RegExp(field.pattern ?? '').test(' "#"\n')).toBe(false);
    }
  });

  test('says of each empty list or text that must not be', () => {
    for (const { path, schema: field } of parts) {
      if (field.minItems !== undefined)
        expectIssueAt(kind, withPart(good, path, []), path, /^SHAPE_TOO_SMALL$/);
      if (field.minLength !== undefined)
        expectIssueAt(kind, withPart(good, path, ''), path, /^SHAPE_TOO_SMALL$/);
    }
  });

  test('says of each unknown key where it is', () => {
    const maps: readonly Path[] = [
      [],
      ...parts.filter((part) => part.schema.additionalProperties === false).map(({ path }) => path),
    ];
    for (const path of maps) {
      const place = [...path, 'zzUnknown'];
      expectIssueAt(kind, withPart(good, place, 'x'), place, /^SHAPE_UNKNOWN_KEY$/);
    }
  });

  test('says of each name of a wrong form where it is', () => {
    for (const { path, schema: map, value } of parts.filter(
      (part) => isMap(part) && part.schema.propertyNames !== undefined,
    )) {
      if (map.propertyNames?.pattern === undefined) continue;
      const place = [...path, '- not a name -'];
      const [entry] = Object.values(value as Record<string, unknown>);
      expectIssueAt(kind, withPart(good, place, entry), place, /^SHAPE_NAME$/);
    }
  });
});
