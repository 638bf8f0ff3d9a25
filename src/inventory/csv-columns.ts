import { z } from 'zod';
import { nearest } from '../definition/nearest.js';
import { bare, schemaAt, shapeOf } from '../definition/schema-walk.js';
import { isSecretKey, isSecretText, quote } from '../definition/secrets.js';
import { Machine } from '../definition/site.js';

/** One usable column of a machines file. */
export interface Column {
  /** Number of the cell in its row, from 0. */
  readonly index: number;
  /** Path in a machine; empty for the column `name`. */
  readonly path: readonly string[];
  /** Turns the text of a cell into what the schema wants; what it cannot turn stays text, and the schema says so. */
  readonly convert: (cell: string) => unknown;
}

/** A problem with a column. */
export interface ColumnProblem {
  readonly index: number;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** What dotted paths are taken into, and what they are called in messages. */
export interface FieldRoot {
  readonly schema: z.core.$ZodType;
  readonly word: 'column' | 'field';
}

const ofMachine: FieldRoot = { schema: Machine, word: 'column' };

/** Columns that a header names: dotted paths of a machine’s fields, such as `bmc.address` and `nics.eth0.mac`. */
export function readHeader(cells: readonly string[]): {
  readonly columns: readonly Column[];
  readonly problems: readonly ColumnProblem[];
} {
  const columns: Column[] = [];
  const problems: ColumnProblem[] = [];
  const seen = new Map<string, number>();
  for (const [index, cell] of cells.entries()) {
    // A column without a head may be empty all the way down: spreadsheets leave such. Its cells are checked.
    if (cell === '') continue;
    const first = seen.get(cell);
    if (first !== undefined) {
      const message = `column ${quote(cell)} is there twice, first as column ${first + 1}`;
      problems.push({ index, code: 'CSV_DUPLICATE_COLUMN', message });
      continue;
    }
    seen.set(cell, index);
    const read = readColumn(cell, index);
    if ('code' in read) problems.push(read);
    else columns.push(read);
  }
  return { columns, problems };
}

/** The field that a dotted path names: what a cell in it becomes, or what is wrong with the path. */
export function readColumn(head: string, index: number, root: FieldRoot = ofMachine): Column | ColumnProblem {
  if (head === 'name') return { index, path: [], convert: (cell) => cell };
  const path = head.split('.');
  if (isSecretText(head) || path.some(isSecretKey)) {
    const hint =
      'take the column out, also of the history: the passwords of a credential set are Terraform variables';
    return {
      index,
      code: 'DEFINITION_SECRET',
      message: `the ${root.word} holds secrets, and a definition holds none`,
      hint,
    };
  }
  const schema = schemaAt(root.schema, path, undefined);
  if (schema === undefined) return unknownColumn(head, path, index, root);
  const wrongName = wrongNameIn(path, root);
  if (wrongName !== undefined) {
    return {
      index,
      code: 'SHAPE_NAME',
      message: `in ${root.word} ${quote(head)} the name ${wrongName}`,
    };
  }
  const inner = shapeOf(schema) ?? (schema instanceof z.core.$ZodRecord ? {} : undefined);
  if (inner !== undefined) {
    const example = Object.keys(inner)[0] ?? 'NAME';
    const message = `${root.word} ${quote(head)} is a map, and a cell cannot hold one`;
    return {
      index,
      code: 'CSV_UNKNOWN_COLUMN',
      message,
      hint: `name its fields${root.word === 'column' ? ' in columns' : ''}, such as ${head}.${example}`,
    };
  }
  return { index, path, convert: converter(schema) };
}

/** What is wrong with a name that the user chose inside a path (`nics.<name>.mac`). */
function wrongNameIn(path: readonly string[], root: FieldRoot): string | undefined {
  for (let length = 1; length < path.length; length += 1) {
    const record = schemaAt(root.schema, path.slice(0, length), undefined);
    if (!(record instanceof z.core.$ZodRecord)) continue;
    const name = path[length] ?? '';
    const result = z.safeParse(record._zod.def.keyType, name);
    if (!result.success) return `${result.error.issues[0]?.message ?? 'is not allowed'}, got ${quote(name)}`;
  }
  return undefined;
}

function unknownColumn(head: string, path: readonly string[], index: number, root: FieldRoot): ColumnProblem {
  const message = `unknown ${root.word} ${quote(head)}`;
  return { index, code: 'CSV_UNKNOWN_COLUMN', message, hint: columnHint(path, root) };
}

/** Corrects the first part of the path that no field has, or lists what there is. */
function columnHint(path: readonly string[], root: FieldRoot): string {
  const wrong = path.findIndex(
    (_, index) => schemaAt(root.schema, path.slice(0, index + 1), undefined) === undefined,
  );
  const before = path.slice(0, wrong);
  const above = schemaAt(root.schema, before, undefined);
  const fields = Object.keys((above === undefined ? undefined : shapeOf(above)) ?? {});
  const known = wrong === 0 ? ['name', ...fields] : fields;
  const near = nearest(path[wrong] ?? '', known);
  if (near !== undefined)
    return `did you mean ${JSON.stringify([...before, near, ...path.slice(wrong + 1)].join('.'))}?`;
  if (known.length === 0) return `${JSON.stringify(before.join('.'))} is a value and has no fields`;
  const examples = wrong === 0 ? '; inner fields are dotted, such as bmc.address and nics.eth0.mac' : '';
  return `known are ${known.map((field) => [...before, field].join('.')).join(', ')}${examples}`;
}

function converter(schema: z.core.$ZodType): (cell: string) => unknown {
  const leaf = bare(schema);
  if (leaf instanceof z.core.$ZodArray) {
    const entry = converter(leaf._zod.def.element);
    // Neither a comma nor a semicolon: they part the cells.
    return (cell) =>
      cell
        .split(/[\s|]+/)
        .filter((part) => part !== '')
        .map(entry);
  }
  if (leaf instanceof z.core.$ZodNumber)
    return (cell) => (/^[+-]?\d+(?:\.\d+)?$/.test(cell) ? Number(cell) : cell);
  if (leaf instanceof z.core.$ZodBoolean) {
    return (cell) => (/^true$/i.test(cell) ? true : /^false$/i.test(cell) ? false : cell);
  }
  return (cell) => cell;
}
