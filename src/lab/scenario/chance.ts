import { createHash } from 'node:crypto';

/** A number from 0 up to 1 that is the same for the same words, and looks drawn. */
export function chance(...words: readonly (string | number)[]): number {
  const digest = createHash('sha256').update(JSON.stringify(words)).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

const matchers = new Map<string, RegExp>();

/** True where a text fits a pattern of `*` and `?`. */
export function fits(pattern: string, text: string): boolean {
  const known = matchers.get(pattern);
  if (known !== undefined) return known.test(text);
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  const matcher = new RegExp(`^${source}$`, 's');
  matchers.set(pattern, matcher);
  return matcher.test(text);
}
