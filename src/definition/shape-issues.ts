import { z } from 'zod';
import type { DocumentPath, Issue } from '../errors.js';
import { nearest } from './nearest.js';
import { kindOf } from './raw.js';
import { bare, schemaAt, shapeOf } from './schema-walk.js';
import { isSecretKey, isSecretText, quote } from './secrets.js';

type Path = DocumentPath['path'];
type ZodIssue = z.core.$ZodIssue;

/** Stands for "zod’s own words", which are ours to write; a message of a schema of ours stays. */
const unstyled = '\u0000';

/** Parses with a schema; problems come as issues at `at`, in rackform’s words. */
export function parseShape<S extends z.ZodType>(
  schema: S,
  input: unknown,
  at: DocumentPath,
): { readonly value: z.output<S> } | { readonly issues: readonly Issue[] } {
  const result = schema.safeParse(input, { reportInput: true, error: () => unstyled });
  if (result.success) return { value: result.data };
  const issues = result.error.issues.flatMap((issue) => toIssues(issue, schema, input, at));
  return { issues: withoutRepeats(issues) };
}

/** zod says of 1e99 both that it is no safe integer and that it is above the maximum. */
function withoutRepeats(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Set<string>();
  return issues.filter((issue) => {
    const key = JSON.stringify([issue.code, issue.at.path]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function toIssues(issue: ZodIssue, schema: z.ZodType, root: unknown, at: DocumentPath): readonly Issue[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(shapeOf(schemaAt(schema, path, root) ?? schema) ?? {});
    return issue.keys.map((key) => unknownKey(key, known, below(at, path)));
  }
  const key = path.at(-1);
  if (issue.code === 'invalid_key') {
    const said = issue.issues[0]?.message;
    return [badName(String(key), said === unstyled ? undefined : said, below(at, path))];
  }
  const branch = issue.code === 'invalid_union' ? meantBranch(issue) : undefined;
  if (branch !== undefined) return branch.flatMap((inner) => toIssues(inner, schema, root, at));
  const found =
    issue.code === 'invalid_union' && issue.discriminator !== undefined
      ? discriminatorOf(issue)
      : issue.input;
  if (found === undefined) return [missing(below(at, path))];
  const leaf = schemaAt(schema, path, root);
  const message = issue.message === unstyled ? describe(issue, leaf) : issue.message;
  const isHidden = [...at.path, ...path].some((part) => typeof part === 'string' && isSecretKey(part));
  const hint = hintFor(issue, found);
  return [
    {
      code: `SHAPE_${issue.code.toUpperCase()}`,
      severity: 'error',
      message: `${message}${isHidden ? '' : got(found)}`,
      at: below(at, path),
      ...(hint === undefined || isHidden ? {} : { hint }),
    },
  ];
}

/** Problems of the one form of a union that the value is of by its kind: a map was meant to be the map. */
function meantBranch(issue: ZodIssue & { readonly code: 'invalid_union' }): readonly ZodIssue[] | undefined {
  const meant = issue.errors.filter((errors) =>
    errors.every((error) => error.path.length > 0 || error.code === 'unrecognized_keys'),
  );
  const [only] = meant;
  if (only === undefined || meant.length > 1) return undefined;
  return only.map((error) => ({ ...error, path: [...issue.path, ...error.path] }));
}

function discriminatorOf(issue: ZodIssue & { readonly code: 'invalid_union' }): unknown {
  const key = issue.path.at(-1);
  return key === undefined
    ? undefined
    : (issue.input as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key];
}

/** A place inside another. A key that looks like a secret ends the path: places are printed. */
export function below(at: DocumentPath, path: Path): DocumentPath {
  const whole = [...at.path, ...path];
  const secret = whole.findIndex((key) => typeof key === 'string' && isSecretText(key));
  return { document: at.document, path: secret < 0 ? whole : whole.slice(0, secret) };
}

function missing(at: DocumentPath): Issue {
  return { code: 'SHAPE_MISSING', severity: 'error', message: 'is missing', at };
}

/** A key that the schema does not have. */
export function unknownKey(key: string, known: readonly string[], at: DocumentPath): Issue {
  const near = nearest(key, known);
  const listed =
    near === undefined && known.length > 0 && known.length <= 20
      ? `known keys are ${known.join(', ')}`
      : undefined;
  const hint = near === undefined ? listed : `did you mean ${JSON.stringify(near)}?`;
  return {
    code: 'SHAPE_UNKNOWN_KEY',
    severity: 'error',
    message: `unknown key ${quote(key)}`,
    at: below(at, [key]),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** The problem with a name of a record or of a document; undefined where it has the form which names have. */
export function nameIssue(schema: z.core.$ZodType, name: string, at: DocumentPath): Issue | undefined {
  const result = z.safeParse(schema, name, { error: () => unstyled });
  if (result.success) return undefined;
  const said = result.error.issues[0]?.message;
  return badName(name, said === unstyled ? undefined : said, at);
}

function badName(name: string, said: string | undefined, at: DocumentPath): Issue {
  const legal = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  const isLabel = said?.includes('DNS label') === true && legal !== '' && !isSecretText(name);
  return {
    code: 'SHAPE_NAME',
    severity: 'error',
    message: `the name ${said ?? 'is not allowed'}${got(name)}`,
    at,
    ...(isLabel ? { hint: `for instance ${JSON.stringify(legal)}` } : {}),
  };
}

/** `, got "x"` for a scalar. Maps and lists bury the message, and may carry secrets. */
function got(value: unknown): string {
  if (typeof value === 'string') return `, got ${quote(value)}`;
  if (typeof value === 'number' || typeof value === 'boolean') return `, got ${String(value)}`;
  return `, got ${kindOf(value)}`;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function describe(issue: ZodIssue, leaf: z.core.$ZodType | undefined): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${expectation(issue.expected, leaf)}`;
    case 'invalid_value':
      return `must be ${alternatives(literalsOf(issue) ?? [])}`;
    case 'invalid_union':
      return literalsOf(issue) === undefined
        ? 'is of no allowed form'
        : `must be ${alternatives(literalsOf(issue) ?? [])}`;
    case 'too_small':
    case 'too_big':
      return describeSize(issue, leaf);
    case 'invalid_format':
      return issue.format === 'url'
        ? 'must be a URL such as https://host.example/path'
        : `must be of the form ${issue.format}`;
    default:
      return 'is not allowed';
  }
}

/** What is allowed, with the range where there is one: half of all wrong types are a wrong unit or a stray quote. */
function expectation(expected: string, leaf: z.core.$ZodType | undefined): string {
  const range = leaf === undefined ? undefined : rangeOf(leaf);
  if (range === undefined || (expected !== 'int' && expected !== 'number'))
    return kinds[expected] ?? expected;
  return `${isWhole(leaf) ? 'a whole number' : 'a number'} ${range}`;
}

function describeSize(
  issue: ZodIssue & { readonly code: 'too_small' | 'too_big' },
  leaf: z.core.$ZodType | undefined,
): string {
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  if (issue.origin === 'string') {
    if (issue.code === 'too_small' && limit === 1) return 'must not be empty';
    return `must have at ${issue.code === 'too_small' ? 'least' : 'most'} ${limit} characters`;
  }
  if (issue.origin === 'array') {
    if (issue.code === 'too_small' && limit === 1) return 'must not be an empty list';
    return `must have at ${issue.code === 'too_small' ? 'least' : 'most'} ${limit} entries`;
  }
  const range = leaf === undefined ? undefined : rangeOf(leaf);
  return range === undefined
    ? `must be at ${issue.code === 'too_small' ? 'least' : 'most'} ${limit}`
    : `must be ${range}`;
}

function isWhole(leaf: z.core.$ZodType | undefined): boolean {
  return leaf instanceof z.ZodNumber && leaf.format === 'safeint';
}

/** `from 1 to 60`, `at least 1`, `above 0`; undefined where the schema has no bounds. */
function rangeOf(schema: z.core.$ZodType): string | undefined {
  const leaf = bare(schema);
  if (!(leaf instanceof z.ZodNumber)) return undefined;
  const json = z.toJSONSchema(leaf, { io: 'input' });
  const { minimum, exclusiveMinimum, exclusiveMaximum } = json;
  // zod bounds every whole number by what a double can hold; that is no bound that a user needs to read.
  const maximum = json.maximum === Number.MAX_SAFE_INTEGER ? undefined : json.maximum;
  const low = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  if (low !== undefined && maximum !== undefined) return `from ${low} to ${maximum}`;
  const parts = [
    ...(low === undefined ? [] : [`at least ${low}`]),
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`below ${exclusiveMaximum}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(' and ');
}

/** The values that an enum, or the discriminator of a union, may have. The union’s are in the issue, not in its type. */
function literalsOf(issue: ZodIssue): readonly string[] | undefined {
  const { values, options } = issue as {
    readonly values?: readonly unknown[];
    readonly options?: readonly unknown[];
  };
  return (values ?? options)?.map(String);
}

function alternatives(values: readonly string[]): string {
  if (values.length < 2) return values.join('');
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

function hintFor(issue: ZodIssue, found: unknown): string | undefined {
  if (found === null) return 'give a value, or leave the key out';
  const values = literalsOf(issue);
  if (values !== undefined && typeof found === 'string') {
    const near = nearest(found, values);
    return near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`;
  }
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.expected === 'string' && typeof found === 'number') return 'write it in quotes';
  const isNumeric = typeof found === 'string' && found.trim() !== '' && Number.isFinite(Number(found));
  if ((issue.expected === 'number' || issue.expected === 'int') && isNumeric)
    return 'write it without quotes';
  const isTruth = found === 'true' || found === 'false' || found === 'yes' || found === 'no';
  return issue.expected === 'boolean' && isTruth ? 'write true or false, without quotes' : undefined;
}
