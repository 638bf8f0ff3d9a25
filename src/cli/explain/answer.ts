import { inert } from '../render/inert.js';
import type { Style } from '../render/style.js';

/** One thing that is known, and where from. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Layer and place; undefined where it follows from the rest. */
  readonly from?: string | undefined;
  /** Values that lost against it, each with its place. */
  readonly lost?: readonly string[];
}

/** What `explain` says of one thing. */
export interface Answer {
  readonly kind: 'slot' | 'machine' | 'field' | 'rule' | 'code';
  readonly name: string;
  /** Null where it holds for all sites. */
  readonly site: string | null;
  readonly facts: readonly Fact[];
  /** Longer text below the facts. */
  readonly text?: string;
}

/** One answer for people. */
export function renderAnswer({ kind, name, site, facts, text }: Answer, style: Style): string {
  const where = site === null ? '' : ` at site ${inert(site)}`;
  const width = Math.max(0, ...facts.map(({ label }) => inert(label).length));
  const lines = facts.flatMap(({ label, value, from, lost }) => [
    `  ${inert(label).padEnd(width)}  ${inert(value)}${from === undefined ? '' : `  ${style.faint(`(${inert(from)})`)}`}\n`,
    ...(lost ?? []).map((loser) => `  ${' '.repeat(width)}    lost: ${inert(loser)}\n`),
  ]);
  const below = text === undefined ? '' : `\n${text.split('\n').map(inert).join('\n')}\n`;
  return `${style.title(`${kind} ${inert(name)}`)}${where}\n${lines.join('')}${below}`;
}

/** A value in few words: scalars as they are, the rest as JSON, cut where it is long. */
export function shortValue(value: unknown, limit = 160): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length <= limit ? text : `${text.slice(0, limit - 3)}...`;
}
