import type { Finding } from './types.js';

/** Most messages of what follows that one finding carries. */
const MOST_FOLLOWS = 8;

/**
 * Findings of one rule with those of one cause made one, where there are enough of them, and then those at one
 * place. In the order in which the first of each comes.
 */
export function groupFindings(found: readonly Finding[]): readonly Finding[] {
  const byCause = groupOf(found, ({ cause }, index) =>
    cause === undefined ? `#${index}` : JSON.stringify([cause.subject, cause.at, cause.message]),
  );
  const causes = byCause.flatMap((findings) => {
    const cause = findings[0]?.cause;
    if (cause === undefined || findings.length < cause.least) return findings;
    const { subject, message, at, hint } = cause;
    return [
      {
        subject,
        message,
        at,
        ...(hint === undefined ? {} : { hint }),
        follows: findings.flatMap(messagesOf),
      },
    ];
  });
  return groupOf(causes, ({ at }) => JSON.stringify([at.document, at.path])).flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { cause: _cause, follows: _follows, ...finding } = first;
    const follows = shorten([...(first.follows ?? []), ...others.flatMap(messagesOf)]);
    return [follows.length === 0 ? finding : { ...finding, follows }];
  });
}

function groupOf(
  findings: readonly Finding[],
  keyOf: (finding: Finding, index: number) => string,
): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const [index, finding] of findings.entries()) {
    const key = keyOf(finding, index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

function messagesOf({ message, follows }: Finding): readonly string[] {
  return [message, ...(follows ?? [])];
}

function shorten(follows: readonly string[]): readonly string[] {
  if (follows.length <= MOST_FOLLOWS) return follows;
  return [...follows.slice(0, MOST_FOLLOWS), `and ${follows.length - MOST_FOLLOWS} more`];
}
