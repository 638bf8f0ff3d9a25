import type { Issue } from '../../errors.js';
import { inert } from './inert.js';
import { byPlace, errorsFirst, type LocatedIssue, printPlace } from './located.js';
import type { Style } from './style.js';
import { counted } from './table.js';

/** More than this nobody reads, and what counts is lost in it. */
const defaultLimit = 200;
/** Of each code so many are printed before more of any. */
const someOfEach = 25;
/** Of what follows from a problem, this many are quoted. */
const followsShown = 3;

/** How many of each kind. */
export interface IssueCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly acknowledged: number;
}

/** Counts issues; an acknowledged one counts as nothing else. */
export function countIssues(issues: readonly Issue[]): IssueCounts {
  const open = issues.filter((issue) => issue.acknowledged === undefined);
  const errors = open.filter((issue) => issue.severity === 'error').length;
  return { errors, warnings: open.length - errors, acknowledged: issues.length - open.length };
}

/** `2 errors, 1 warning, 3 acknowledged`; `no problems` where there are none. */
export function printCounts({ errors, warnings, acknowledged }: IssueCounts): string {
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  return [
    ...(parts.length > 0 ? parts : ['no problems']),
    ...(acknowledged > 0 ? [`${acknowledged} acknowledged`] : []),
  ].join(', ');
}

function printFollows(follows: readonly string[]): string {
  const shown = follows.slice(0, followsShown).map(inert).join('; ');
  const rest = follows.length - followsShown;
  return `${counted(follows.length, 'problem follows', 'problems follow')} from it: ${shown}${rest > 0 ? `; and ${rest} more` : ''}`;
}

/**
 * The issues to print of too many: some of every code before many of one, errors before warnings. What is left out
 * is the second part.
 */
function choose(
  open: readonly LocatedIssue[],
  limit: number,
): readonly [listed: LocatedIssue[], rest: readonly LocatedIssue[]] {
  if (open.length <= limit) return [[...open], []];
  const seen = new Map<string, number>();
  const [first, later]: [LocatedIssue[], LocatedIssue[]] = [[], []];
  for (const located of open) {
    const count = seen.get(located.issue.code) ?? 0;
    seen.set(located.issue.code, count + 1);
    (count < someOfEach ? first : later).push(located);
  }
  const ordered = [...first, ...later];
  return [ordered.slice(0, limit), ordered.slice(limit)];
}

function printIssue(located: LocatedIssue, cwd: string, style: Style, isHintKnown: boolean): string {
  const { issue, path } = located;
  const severity = issue.severity === 'error' ? style.error('error') : `${style.warning('warning')}`;
  const place = inert(printPlace(located, cwd));
  const subject = path === '' ? '' : `${inert(path)}: `;
  const lines = [
    `${style.title(place)}  ${severity}  ${subject}${inert(issue.message)}  ${style.faint(`[${inert(issue.code)}]`)}`,
  ];
  if (issue.hint !== undefined && !isHintKnown)
    lines.push(`    ${style.faint('hint:')} ${inert(issue.hint)}`);
  if (issue.follows !== undefined && issue.follows.length > 0) {
    lines.push(`    ${style.faint(printFollows(issue.follows))}`);
  }
  return `${lines.join('\n')}\n`;
}

function printRest(rest: readonly LocatedIssue[]): string {
  const byCode = new Map<string, number>();
  for (const { issue } of rest) byCode.set(issue.code, (byCode.get(issue.code) ?? 0) + 1);
  const codes = [...byCode].sort(([, a], [, b]) => b - a).map(([code, count]) => `${count} ${inert(code)}`);
  return `\nand ${rest.length} more, not listed here: ${codes.join(', ')} (--json has all)\n`;
}

/** What a report needs besides the issues. */
export interface ReportOptions {
  readonly cwd: string;
  readonly style: Style;
  /** @default 200 */
  readonly limit?: number;
}

/**
 * The open issues as text, grouped by file, in order of place. Of too many, some of every code are printed, and the
 * rest is counted by code. A hint is printed once. Acknowledged ones are not listed. Empty where there is none.
 */
export function renderIssues(issues: readonly LocatedIssue[], options: ReportOptions): string {
  const open = errorsFirst(issues.filter(({ issue }) => issue.acknowledged === undefined));
  const limit = options.limit ?? defaultLimit;
  const [listed, rest] = choose(open, limit);
  const hints = new Set<string>();
  let text = '';
  let group: string | undefined;
  for (const located of listed.sort(byPlace)) {
    const file = located.position?.file ?? located.issue.at.document;
    if (group !== undefined && file !== group) text += '\n';
    group = file;
    const hint = `${located.issue.code} ${located.issue.hint}`;
    text += printIssue(located, options.cwd, options.style, hints.has(hint));
    hints.add(hint);
  }
  return text + (rest.length > 0 ? printRest(rest) : '');
}
