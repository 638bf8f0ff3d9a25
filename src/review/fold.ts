/** A name cut into text and numbers; each part holds all values that it takes in the fold. */
interface Folded {
  readonly parts: readonly (readonly string[])[];
}

/**
 * Names in a short form: `gpu-r[012-014]-n[01-08]`. Numbers of one width that follow each other become a range; what
 * is folded stands for exactly the names given, no more. Sorted, so that the same names give the same text.
 */
export function foldNames(names: Iterable<string>): string {
  const groups = new Map<string, Folded[]>();
  for (const name of [...new Set(names)].sort()) {
    const parts = name.split(/(\d+)/);
    const shape = parts.map((part, index) => (index % 2 === 1 ? '0' : part)).join('\0');
    const group = groups.get(shape) ?? [];
    group.push({ parts: parts.map((part) => [part]) });
    groups.set(shape, group);
  }
  return [...groups.values()].flatMap((group) => folded(group).map(printed)).join(', ');
}

/** Merges at one number after the other, the last first: names that differ in that number only. */
function folded(group: readonly Folded[]): readonly Folded[] {
  const length = group[0]?.parts.length ?? 0;
  let entries = group;
  for (let place = length - 2; place > 0; place -= 2) {
    const merged = new Map<string, { readonly parts: readonly (readonly string[])[]; values: string[] }>();
    for (const { parts } of entries) {
      const key = JSON.stringify(parts.map((part, index) => (index === place ? [] : part)));
      const found = merged.get(key);
      if (found === undefined) merged.set(key, { parts, values: [...(parts[place] ?? [])] });
      else found.values.push(...(parts[place] ?? []));
    }
    entries = [...merged.values()].map(({ parts, values }) => ({
      parts: parts.map((part, index) => (index === place ? values : part)),
    }));
  }
  return entries;
}

function printed({ parts }: Folded): string {
  return parts
    .map((values, index) =>
      index % 2 === 0 || values.length === 1 ? (values[0] ?? '') : `[${ranges(values)}]`,
    )
    .join('');
}

function ranges(values: readonly string[]): string {
  const runs: { first: string; last: string }[] = [];
  // All digits: the shorter is the smaller, and of one width they are in the order of their numbers as text.
  const sorted = [...values].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  for (const value of sorted) {
    const run = runs.at(-1);
    const follows =
      run !== undefined && run.last.length === value.length && BigInt(run.last) + 1n === BigInt(value);
    if (follows) run.last = value;
    else runs.push({ first: value, last: value });
  }
  return runs.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(',');
}
