import type { ResourceBehaviour } from '../../facts/providers/provider-facts.js';
import { parseIp } from '../../model/ip.js';
import { Decimal, printNumber } from '../../protocol/numbers.js';
import type { Value } from '../../protocol/value.js';
import { isJsonText } from './json-text.js';

/** A value that may be checked: its place in the schema, and how messages call it. */
export interface Checked {
  /** Joined with dots and without indexes; `[]` at the end stands for an element. */
  readonly path: string;
  /** The last name of the path. */
  readonly name: string;
  /** Its value is not quoted. */
  readonly sensitive: boolean;
}

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\uffff-]+";
const dotAtom = `${atom}(?:\\.${atom})*`;
const address = `(?:${dotAtom}|"[^"\\r\\n]*")@(?:${dotAtom}|\\[[^\\[\\]\\s]*\\])`;
/** One address of RFC 5322, with or without a display name before it, as Go's mail package reads it. */
const mailbox = new RegExp(`^\\s*(?:${address}|[^<>@,;:\\[\\]\\\\]*<${address}>)\\s*$`);

/** What each format takes, and what the provider says of the rest. `custom` is the resource's own. */
const formats = {
  ip: { takes: (text: string) => parseIp(text) !== null, wanted: 'to contain a valid IP' },
  email: { takes: (text: string) => mailbox.test(text), wanted: 'to be a valid e-mail address' },
} as const;

function got({ sensitive }: Checked, before: string, value: string): string {
  return sensitive ? '' : `${before}${value}`;
}

function textProblem(text: string, at: Checked, { allowedValues, format }: ResourceBehaviour): string | null {
  const allowed = allowedValues?.[at.path];
  if (allowed !== undefined && !allowed.includes(text)) {
    const list = allowed.map((item) => JSON.stringify(item)).join(' ');
    return `expected ${at.name} to be one of [${list}]${got(at, ', got ', text)}`;
  }
  const kind = format?.[at.path];
  // Go adds where its parser stopped, and with it a character of the value.
  if (kind === 'json') return isJsonText(text) ? null : `"${at.name}" contains an invalid JSON`;
  if (kind === undefined || kind === 'custom' || formats[kind].takes(text)) return null;
  return `expected ${at.name} ${formats[kind].wanted}${got(at, ', got: ', text)}`;
}

function numberProblem(
  value: number | bigint | Decimal,
  at: Checked,
  { range }: ResourceBehaviour,
): string | null {
  const { min, max } = range?.[at.path] ?? {};
  const size = Number(printNumber(value));
  const found = got(at, ', got ', printNumber(value));
  const isLow = min !== undefined && size < min;
  const isHigh = max !== undefined && size > max;
  if (!isLow && !isHigh) return null;
  if (min !== undefined && max !== undefined)
    return `expected ${at.name} to be in the range (${min} - ${max})${found}`;
  return `expected ${at.name} to be at ${isLow ? `least (${min})` : `most (${max})`}${found}`;
}

function isWhole(value: number | bigint | Decimal): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

/** What the SDK or the provider says of a single value: null where it is fine, unset or not known yet. */
export function valueProblem(
  value: Value,
  at: Checked,
  behaviour: ResourceBehaviour,
  mayBeFraction: boolean,
): string | null {
  if (typeof value === 'string') return textProblem(value, at, behaviour);
  if (typeof value !== 'number' && typeof value !== 'bigint' && !(value instanceof Decimal)) return null;
  if (!mayBeFraction && !isWhole(value)) {
    return `Attribute must be a whole number${got(at, ', got ', printNumber(value))}`;
  }
  return numberProblem(value, at, behaviour);
}
