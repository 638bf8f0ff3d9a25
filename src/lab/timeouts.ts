import type { ObjectValue } from '../protocol/value.js';
import { blocksOf, textOf } from './values.js';

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
/** Default of every time limit of the provider. */
const usual = 30 * 60_000;

/** Milliseconds of a Go duration such as `1h30m`; null where it is none. */
export function parseDuration(text: string): number | null {
  const parts = [...text.matchAll(/([\d.]+)(ms|h|m|s)/g)];
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== text) return null;
  return parts.reduce((sum, [, value, unit]) => sum + Number(value) * (units[unit ?? ''] ?? 0), 0);
}

/** Time limit of an operation in milliseconds: of the `timeouts` block, else the provider's default. */
export function timeoutOf(values: ObjectValue, operation: 'create' | 'update' | 'delete'): number {
  const [block] = blocksOf(values, 'timeouts');
  const text = block === undefined ? null : textOf(block, operation);
  return text === null ? usual : (parseDuration(text) ?? usual);
}
