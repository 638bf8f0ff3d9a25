import { z } from 'zod';
import { HardwareProfile } from '../../definition/hardware.js';
import { nearest } from '../../definition/nearest.js';
import { isMap } from '../../definition/raw.js';
import { bare, schemaAt } from '../../definition/schema-walk.js';
import { isSecretKey, quote } from '../../definition/secrets.js';
import { parseShape } from '../../definition/shape-issues.js';
import { Machine } from '../../definition/site.js';
import type { DocumentPath, Issue } from '../../errors.js';
import { type Column, readColumn } from '../csv-columns.js';
import type { Place } from '../imported/source/fields.js';
import { encodingIssue, type Input, issueAt } from '../imported/source/input.js';
import { separators } from '../imported/source/table.js';
import { locateInYaml, readYaml } from '../yaml.js';
import { isUnitOf, unitsOf } from './units.js';

/** What a column can be mapped to: a field of a machine, or below `hardware` one of its profile. */
const MapTarget = z.strictObject({ ...Machine.shape, hardware: HardwareProfile.omit({ sources: true }) });

const Scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: 'must be text, a number, true or false',
});

const TargetShape = z.strictObject({
  to: z.string().min(1),
  unit: z.string().min(1).optional(),
  values: z.record(z.string(), Scalar.nullable()).optional(),
});

const MapShape = z.strictObject({
  columns: z.record(z.string(), z.unknown()),
  constants: z.record(z.string(), z.unknown()).optional(),
  where: z.record(z.string(), z.unknown()).optional(),
  separator: z.enum(separators).optional(),
});

/** A field that cells go to. */
export interface Target {
  /** Dotted path in a machine, or below `hardware` in its profile. */
  readonly field: string;
  readonly column: Column;
  readonly schema: z.core.$ZodType;
  /** Unit of a number without one. */
  readonly unit: string | undefined;
  /** What cells are replaced by, by lower-case text; `*` stands for all others. Null is nothing. */
  readonly values: ReadonlyMap<string, string | null>;
  readonly place: Place;
}

/** What a map says. */
export interface ColumnMap {
  readonly separator: string | undefined;
  /** Targets of each column, in the order of the map; an earlier one that has a value wins. */
  readonly columns: readonly { readonly header: string; readonly target: Target }[];
  readonly constants: readonly { readonly text: string; readonly target: Target }[];
  /** Only rows that have one of these texts (lower case) in the column count. */
  readonly where: readonly {
    readonly header: string;
    readonly texts: readonly string[];
    readonly place: Place;
  }[];
}

/** Reads a map of columns; undefined where it cannot be used, and `issues` has every reason. */
export function readMap(input: Input, issues: Issue[]): ColumnMap | undefined {
  const { source } = input;
  const document = `import/${source.file}`;
  const encoding = encodingIssue(source);
  const { value, issues: found } =
    encoding === undefined ? readYaml(source, document) : { value: undefined, issues: [encoding] };
  issues.push(...found);
  if (found.length > 0) return undefined;
  const located = (list: readonly Issue[]): readonly Issue[] =>
    list.map((issue) => ({
      ...issue,
      position: { file: source.file, ...locateInYaml(source, issue.at.path) },
    }));
  const before = issues.length;
  const parsed = parseShape(MapShape, value, { document, path: [] });
  if ('issues' in parsed) issues.push(...located(parsed.issues));
  if (!isMap(value)) return undefined;
  const reader: Reader = {
    report: (path, message, hint) => issues.push(issueAt(input, path, 'IMPORT_MAP', message, hint)),
    shape: (schema, raw, path) => {
      const shaped = parseShape(schema, raw, { document, path });
      if ('value' in shaped) return shaped.value;
      issues.push(...located(shaped.issues));
      return undefined;
    },
    file: source.file,
  };
  const part = (key: string): Readonly<Record<string, unknown>> => {
    const found = value[key];
    return isMap(found) ? found : {};
  };
  const map = {
    separator: 'value' in parsed ? parsed.value.separator : undefined,
    columns: readColumns(part('columns'), reader),
    constants: readConstants(part('constants'), reader),
    where: readWhere(part('where'), reader),
  };
  const named = [...map.columns, ...map.constants].some(({ target }) => target.field === 'name');
  if (!named && issues.length === before)
    reader.report(
      ['columns'],
      'no column is mapped to `name`',
      'the asset name of a machine is its identity',
    );
  return issues.length > before ? undefined : map;
}

interface Reader {
  readonly report: (path: DocumentPath['path'], message: string, hint?: string) => void;
  readonly shape: <S extends z.ZodType>(
    schema: S,
    raw: unknown,
    path: DocumentPath['path'],
  ) => z.output<S> | undefined;
  readonly file: string;
}

function readColumns(columns: Readonly<Record<string, unknown>>, reader: Reader): ColumnMap['columns'] {
  return Object.entries(columns).flatMap(([header, raw]) => {
    if (isSecretKey(header)) {
      const hint = 'take it out of the map: passwords are Terraform variables';
      reader.report(['columns', header], `column ${JSON.stringify(header)} holds secrets by its name`, hint);
      return [];
    }
    const list = Array.isArray(raw) ? raw : [raw];
    return list.flatMap((entry: unknown, index) => {
      const path = ['columns', header, ...(Array.isArray(raw) ? [index] : [])];
      const shaped = reader.shape(TargetShape, isMap(entry) ? entry : { to: entry }, path);
      if (shaped === undefined) return [];
      const target = targetOf(shaped, path, reader);
      return target === undefined ? [] : [{ header, target }];
    });
  });
}

function targetOf(
  { to, unit, values }: z.output<typeof TargetShape>,
  path: DocumentPath['path'],
  reader: Reader,
): Target | undefined {
  const column = readColumn(to, 0, { schema: MapTarget, word: 'field' });
  if ('code' in column) {
    reader.report(path, column.message, column.hint);
    return undefined;
  }
  const units = unitsOf(to);
  if (unit !== undefined && !isUnitOf(to, unit)) {
    const near = nearest(unit, units);
    const hint = near === undefined ? `known are ${units.join(', ')}` : `did you mean ${near}?`;
    if (units.length === 0)
      reader.report([...path, 'unit'], `field ${JSON.stringify(to)} has no unit`, 'leave it out');
    else reader.report([...path, 'unit'], `unit ${quote(unit)} is none of field ${JSON.stringify(to)}`, hint);
    return undefined;
  }
  const leaf = schemaAt(MapTarget, column.path, undefined);
  const schema = column.path.length === 0 || leaf === undefined ? z.string() : bare(leaf);
  const replaced = Object.entries(values ?? {}).map(
    ([from, into]) => [from.trim().toLowerCase(), into === null ? null : String(into)] as const,
  );
  const wrong = replaced.find(([, into]) => into !== null && !isAllowed(schema, into));
  if (wrong !== undefined) {
    const allowed =
      schema instanceof z.core.$ZodEnum ? Object.values(schema._zod.def.entries).map(String) : [];
    const near = nearest(wrong[1] ?? '', allowed);
    const hint = near === undefined ? `allowed are ${allowed.join(', ')}` : `did you mean ${near}?`;
    reader.report([...path, 'values', wrong[0]], `${quote(wrong[1] ?? '')} is no ${to}`, hint);
    return undefined;
  }
  return { field: to, column, schema, unit, values: new Map(replaced), place: { file: reader.file, path } };
}

/** Only of a choice can be said beforehand what is allowed. */
function isAllowed(schema: z.core.$ZodType, text: string): boolean {
  return !(schema instanceof z.core.$ZodEnum) || z.safeParse(schema, text).success;
}

function readConstants(constants: Readonly<Record<string, unknown>>, reader: Reader): ColumnMap['constants'] {
  return Object.entries(constants).flatMap(([field, raw]) => {
    const path = ['constants', field];
    const value = reader.shape(z.union([Scalar, z.array(Scalar)]), raw, path);
    if (value === undefined) return [];
    const target = targetOf({ to: field }, path, reader);
    const text = Array.isArray(value) ? value.map(String).join('|') : String(value);
    if (target?.schema instanceof z.core.$ZodEnum && !isAllowed(target.schema, text)) {
      const allowed = Object.values(target.schema._zod.def.entries).map(String);
      reader.report(path, `${quote(text)} is no ${field}`, `allowed are ${allowed.join(', ')}`);
    }
    return target === undefined ? [] : [{ text, target }];
  });
}

function readWhere(where: Readonly<Record<string, unknown>>, reader: Reader): ColumnMap['where'] {
  return Object.entries(where).flatMap(([header, raw]) => {
    const path = ['where', header];
    const value = reader.shape(z.union([Scalar, z.array(Scalar)]), raw, path);
    if (value === undefined) return [];
    const texts = (Array.isArray(value) ? value : [value]).map((text) => String(text).trim().toLowerCase());
    return [{ header, texts, place: { file: reader.file, path } }];
  });
}
