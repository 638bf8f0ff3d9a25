/** Line and column in a text. Both count from 1; columns are UTF-16 units, as editors count. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A file that was read, kept for positions that are asked for later. Lines end in `\n`. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

const starts = new WeakMap<Source, readonly number[]>();

/** Offset of the first character of each line. */
function lineStarts(source: Source): readonly number[] {
  const known = starts.get(source);
  if (known !== undefined) return known;
  const found = [0];
  for (let next = source.text.indexOf('\n'); next >= 0; next = source.text.indexOf('\n', next + 1))
    found.push(next + 1);
  starts.set(source, found);
  return found;
}

/** Offset of the beginning of a line; of the end of the text where it has fewer lines. */
export function offsetOfLine(source: Source, line: number): number {
  return lineStarts(source)[line - 1] ?? source.text.length;
}

/** Line and column of an offset. */
export function placeOf(source: Source, offset: number): TextPlace {
  const lines = lineStarts(source);
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lines[low] ?? 0) + 1 };
}
