import { groupBy } from '../../model/group.js';
import { byName } from '../../model/order.js';

/**
 * Names as Slurm writes many: `train-a-gpu-[001-006,008]`. Only names that are alike but for digits at their end, of one
 * width, are put together.
 */
export function hostlist(names: readonly string[]): string {
  const parts = names.map((name) => {
    const [, prefix = name, digits = ''] = /^(.*?)(\d{1,9})$/.exec(name) ?? [];
    return { name, prefix, digits };
  });
  const groups = groupBy(parts, ({ prefix, digits }) => `${prefix} ${digits.length}`);
  return [...groups.values()]
    .map((members) => {
      const [first] = members;
      if (first === undefined || first.digits === '') return members.map(({ name }) => name).join(',');
      const numbers = [...new Set(members.map(({ digits }) => Number(digits)))].sort((a, b) => a - b);
      const runs = runsOf(numbers).map(([from, to]) =>
        [from, to].map((number) => String(number).padStart(first.digits.length, '0')),
      );
      const [only] = runs;
      if (runs.length === 1 && only !== undefined && only[0] === only[1]) return `${first.prefix}${only[0]}`;
      return `${first.prefix}[${runs.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(',')}]`;
    })
    .sort(byName)
    .join(',');
}

/** Numbers in a row, as first and last of each row. */
function runsOf(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === number) last[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}
