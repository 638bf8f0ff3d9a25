const nanosecondsPer: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Go keeps a duration as a 64-bit number of nanoseconds: about 292 years. */
const longest = 2 ** 63;

const onePart = /^(\d+(?:\.\d*)?|\.\d+)([^\d.]*)/;

/** A duration, or what is wrong with the text in the words of Go. */
export type ParsedDuration = { readonly milliseconds: number } | { readonly problem: string };

/** Reads a Go duration, e.g. `1h30m`, `30m0s`, `1.5h`. A bare number is none, but for `0`. */
export function parseGoDuration(text: string): ParsedDuration {
  const invalid = { problem: `time: invalid duration ${JSON.stringify(text)}` };
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  if (digits === '0') return { milliseconds: 0 };
  if (digits === '') return invalid;
  let rest = digits;
  let nanoseconds = 0;
  while (rest !== '') {
    const [part, amount, unit] = onePart.exec(rest) ?? [];
    if (part === undefined || amount === undefined || unit === undefined) return invalid;
    if (unit === '') return { problem: `time: missing unit in duration ${JSON.stringify(text)}` };
    const length = Object.hasOwn(nanosecondsPer, unit) ? nanosecondsPer[unit] : undefined;
    if (length === undefined) {
      return {
        problem: `time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`,
      };
    }
    nanoseconds += Number(amount) * length;
    if (nanoseconds >= longest) return invalid;
    rest = rest.slice(part.length);
  }
  return { milliseconds: ((sign === '-' ? -1 : 1) * nanoseconds) / 1e6 };
}
