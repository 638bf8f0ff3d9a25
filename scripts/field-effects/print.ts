import type { FieldEffect } from '../../src/facts/field-effects.js';

/** The table as JSON with one line for each change and each thing planned: short in a diff, and readable. */
export function printTable(rows: readonly FieldEffect[]): string {
  const line = (value: unknown) => JSON.stringify(value);
  const list = (entries: readonly string[], indent: string) =>
    entries.length === 0
      ? '[]'
      : `[\n${entries.map((entry) => `${indent}  ${entry}`).join(',\n')}\n${indent}]`;
  const printed = rows.map(({ changes, ...head }) => {
    const own = changes.map(({ plan, ...change }) => {
      const planned = list(plan.map(line), '      ');
      return `${line(change).slice(0, -1)},"plan":${planned}}`;
    });
    return `${line(head).slice(0, -1)},"changes":${list(own, '    ')}}`;
  });
  return `${list(printed, '')}\n`;
}
