import { parseGoDuration } from '../../facts/go-duration.js';

/** Milliseconds of a length of virtual time such as `1h30m`: a Go duration of h, m, s and ms; null where it is none. */
export function parseLength(text: string): number | null {
  if (!/^(?:[\d.]+(?:ms|h|m|s))+$/.test(text)) return null;
  const parsed = parseGoDuration(text);
  return 'milliseconds' in parsed ? parsed.milliseconds : null;
}
