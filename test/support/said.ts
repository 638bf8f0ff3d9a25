import type { Issue } from '../../src/errors.js';

/** All that is said of problems, one after another, as text: place, code, message, hint and what follows. */
export function said(issues: readonly Issue[]): string {
  return issues
    .map(({ code, severity, message, at, hint, follows = [], position }) =>
      [
        `${[at.document, ...at.path].join(' ')}${position === undefined ? '' : ` ${position.file}:${position.line}:${position.column}`}`,
        `  ${severity} [${code}] ${message}`,
        ...(hint === undefined ? [] : [`  hint: ${hint}`]),
        ...follows.map((one) => `  ${one}`),
      ].join('\n'),
    )
    .join('\n');
}
