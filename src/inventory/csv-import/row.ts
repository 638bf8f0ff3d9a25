/** Values of one machine by the dotted path of their field. */
export interface Row {
  readonly text: (field: string) => string | null;
  readonly number: (field: string) => number | null;
  readonly flag: (field: string) => boolean | null;
  readonly list: (field: string) => readonly string[];
  /** Names that follow a path: those of the NICs for `nics`. */
  readonly namesIn: (field: string) => readonly string[];
  /** Fields that begin so, with their values as a cell has them. */
  readonly cells: (isWanted: (field: string) => boolean) => Readonly<Record<string, string>>;
  readonly hasBelow: (field: string) => boolean;
}

/** A row of values. */
export function rowOf(values: ReadonlyMap<string, unknown>): Row {
  const namesIn = (field: string): readonly string[] => {
    const start = `${field}.`;
    const rest = [...values.keys()]
      .filter((key) => key.startsWith(start))
      .map((key) => key.slice(start.length));
    return [...new Set(rest.map((key) => key.split('.')[0] ?? ''))];
  };
  const get = <Kind>(field: string, isKind: (value: unknown) => value is Kind): Kind | null => {
    const value = values.get(field);
    return isKind(value) ? value : null;
  };
  return {
    text: (field) => get(field, (value) => typeof value === 'string'),
    number: (field) => get(field, (value) => typeof value === 'number'),
    flag: (field) => get(field, (value) => typeof value === 'boolean'),
    list: (field) => get(field, Array.isArray)?.map(String) ?? [],
    namesIn,
    hasBelow: (field) => namesIn(field).length > 0,
    cells: (isWanted) =>
      Object.fromEntries(
        [...values]
          .filter(([field]) => isWanted(field))
          .map(([field, value]) => [field, Array.isArray(value) ? value.join('|') : String(value)]),
      ),
  };
}
