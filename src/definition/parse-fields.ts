import { z } from 'zod';
import type { DocumentPath, Issue } from '../errors.js';
import { emptyMap, isMap, unreadable } from './raw.js';
import { bare } from './schema-walk.js';
import { below, nameIssue, parseShape, unknownKey } from './shape-issues.js';

/** What came of the fields of a map. */
export interface FieldParse {
  /** The fields that are right. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly issues: readonly Issue[];
  /** Fields and records that were left out. */
  readonly setAside: readonly DocumentPath[];
  /** Names of fields that were left out whole, missing ones among them. A record with a wrong entry is not one. */
  readonly failed: readonly string[];
}

/**
 * Parses the fields of a map each on its own, and in a field that is a record each entry on its own, so that a
 * problem in one hides none in another.
 *
 * @param known names to suggest for unknown keys
 * @default known - the names of the shape
 */
export function parseFields(
  shape: Readonly<Record<string, z.ZodType>>,
  raw: Readonly<Record<string, unknown>>,
  at: DocumentPath,
  known: readonly string[] = Object.keys(shape),
): FieldParse {
  const value = emptyMap<unknown>();
  const issues: Issue[] = [];
  const setAside: DocumentPath[] = [];
  const failed: string[] = [];
  for (const [field, schema] of Object.entries(shape)) {
    const given = Object.hasOwn(raw, field) ? raw[field] : undefined;
    const place = below(at, [field]);
    if (given === unreadable) {
      setAside.push(place);
      failed.push(field);
      continue;
    }
    const record = bare(schema);
    if (record instanceof z.ZodRecord && isMap(given)) {
      const parsed = parseRecord(record, given, place);
      value[field] = parsed.value;
      issues.push(...parsed.issues);
      setAside.push(...parsed.setAside);
      continue;
    }
    const parsed = parseShape(schema, given, place);
    if ('issues' in parsed) {
      issues.push(...parsed.issues);
      setAside.push(place);
      failed.push(field);
    } else if (parsed.value !== undefined) value[field] = parsed.value;
  }
  for (const key of Object.keys(raw)) {
    if (!Object.hasOwn(shape, key) && key !== '__proto__') issues.push(unknownKey(key, known, at));
  }
  return { value, issues, setAside, failed };
}

function parseRecord(
  schema: z.ZodRecord,
  raw: Readonly<Record<string, unknown>>,
  at: DocumentPath,
): Omit<FieldParse, 'failed'> {
  const value = emptyMap<unknown>();
  const issues: Issue[] = [];
  const setAside: DocumentPath[] = [];
  const entrySchema = schema.valueType as z.ZodType;
  for (const [name, entry] of Object.entries(raw)) {
    if (name === '__proto__' || entry === undefined) continue;
    const place = below(at, [name]);
    if (entry === unreadable) {
      setAside.push(place);
      continue;
    }
    const wrongName = nameIssue(schema.keyType, name, place);
    const parsed = parseShape(entrySchema, entry, place);
    if ('value' in parsed && wrongName === undefined) {
      value[name] = parsed.value;
      continue;
    }
    if (wrongName !== undefined) issues.push(wrongName);
    if ('issues' in parsed) issues.push(...parsed.issues);
    setAside.push(place);
  }
  return { value, issues, setAside };
}
