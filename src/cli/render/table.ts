/** Columns as wide as their widest cell, two spaces between; nothing is cut. Cells are plain, inert text. */
export function table(
  rows: readonly (readonly string[])[],
  paint: (cell: string, column: number) => string = (cell) => cell,
): string {
  const widths: number[] = [];
  for (const row of rows) {
    // The last cell of a row has nothing to its right that it could push away.
    row.slice(0, -1).forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => {
        const isLast = column === row.length - 1;
        return paint(cell, column) + (isLast ? '' : ' '.repeat((widths[column] ?? 0) - cell.length));
      });
      return `${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

/** `1 machine`, `2 machines`, `2 addresses`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
