import { parseDocument } from 'yaml';

/** One change of one file of a project. */
export interface Edit {
  /** Relative to the project. */
  readonly file: string;
  readonly change: (text: string) => string;
}

type Step = string | number;

/** Sets one field of a YAML file; makes the maps on the way. */
export function set(file: string, path: readonly Step[], value: unknown): Edit {
  return { file, change: (text) => withYaml(text, (document) => document.setIn(path, value)) };
}

/** Takes one field out of a YAML file. */
export function drop(file: string, path: readonly Step[]): Edit {
  return {
    file,
    change: (text) =>
      withYaml(text, (document) => {
        if (!document.deleteIn(path)) throw new Error(`${file} has no ${path.join('.')}`);
      }),
  };
}

function withYaml(text: string, change: (document: ReturnType<typeof parseDocument>) => void): string {
  const document = parseDocument(text);
  change(document);
  return document.toString({ lineWidth: 0 });
}

/** Adds a file. */
export function create(file: string, text: string): Edit {
  return { file, change: () => text };
}

/** Puts one text in the place of another, which must be there. */
export function replace(file: string, from: string | RegExp, to: string): Edit {
  return { file, change: (text) => text.replace(from, to) };
}

/** Sets cells of machines.csv: one value, or one by the value of the machine before. */
export function cell(
  file: string,
  machine: string | RegExp,
  column: string,
  value: string | ((row: Row) => string),
): Edit {
  return rows(file, (table) => {
    const chosen = table.filter(({ name = '' }) =>
      typeof machine === 'string' ? name === machine : machine.test(name),
    );
    for (const row of chosen) {
      if (row[column] === undefined) throw new Error(`${file} has no column ${column}`);
      row[column] = typeof value === 'string' ? value : value(row);
    }
    return table;
  });
}

/** Lets two machines change places in some columns. */
export function swapCells(file: string, one: string, other: string, columns: RegExp): Edit {
  return rows(file, (table) => {
    const [a, b] = [one, other].map((name) => table.find((row) => row['name'] === name));
    if (a === undefined || b === undefined) throw new Error(`${file} has no ${one} or no ${other}`);
    for (const column of Object.keys(a).filter((name) => columns.test(name)))
      [a[column], b[column]] = [b[column] ?? '', a[column] ?? ''];
    return table;
  });
}

type Row = Record<string, string>;

/** Changes the rows of machines.csv, which has no quotes in the examples. */
export function rows(file: string, change: (table: Row[]) => readonly Row[]): Edit {
  return {
    file,
    change: (text) => {
      const [head = '', ...lines] = text.trimEnd().split('\n');
      const columns = head.split(',');
      const table = lines.map((line) => {
        const cells = line.split(',');
        return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
      });
      const changed = change(table).map((row) => columns.map((column) => row[column]).join(','));
      return [head, ...changed, ''].join('\n');
    },
  };
}
