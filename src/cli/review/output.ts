import { basename, dirname, join, resolve } from 'node:path';
import type { Issue } from '../../errors.js';
import type { Review, Row, ServerEffect } from '../../review/report.js';
import { isPhysical } from '../../review/report.js';
import type { ReviewArgs } from '../commands/review.js';
import { writeAll } from '../files.js';
import type { Io } from '../io.js';
import { projectFileOf, repositoryRoot } from '../project-dir.js';
import { inertJson } from '../render/inert.js';
import type { LocatedIssue } from '../render/located.js';
import { reviewHtml } from '../render/review-html/page.js';
import { reviewMarkdown } from '../render/review-markdown.js';
import { reviewText } from '../render/review-terminal.js';
import { type SarifRule, sarifLog } from '../render/sarif.js';
import { styleFor } from '../render/style.js';
import { version } from '../version.js';

/** Prints a report in the form asked for, and writes it as a page, or in all forms into a folder, where that is asked. */
export function printReview(io: Io, args: ReviewArgs, review: Review, dir: string): void {
  if (args.out !== undefined) {
    const files = {
      'review.html': reviewHtml(review),
      'review.json': inertJson(review),
      'review.md': reviewMarkdown(review),
      'review.sarif': inertJson(reviewSarif(review, dir)),
    };
    writeAll(resolve(io.cwd, args.out), files, { force: true });
  }
  if (args.html !== undefined) {
    const file = resolve(io.cwd, args.html);
    writeAll(dirname(file), { [basename(file)]: reviewHtml(review) }, { force: true });
  }
  if (args.json === true) io.stdout.write(inertJson(review));
  else if (args.markdown === true) io.stdout.write(reviewMarkdown(review));
  else if (args.sarif === true) io.stdout.write(inertJson(reviewSarif(review, dir)));
  else io.stdout.write(reviewText(review, styleFor(io, 'stdout', args.color)));
}

const severe: ReadonlySet<ServerEffect> = new Set(['wipe', 'orphan', 'unknown', 'refused']);

/** A SARIF log of a report: what has a place in the files of the user is shown there. */
export function reviewSarif(review: Review, dir: string): Readonly<Record<string, unknown>> {
  const located = [
    ...review.refusals.map(
      ({ rule, message, place }): LocatedIssue => ({
        issue: issueOf(rule, 'error', message),
        position: place === null ? undefined : { ...place, file: join(dir, place.file) },
        path: '',
      }),
    ),
    ...review.rows.filter(({ effect }) => isPhysical(effect)).map((row) => rowIssue(row, dir)),
  ];
  const rules = [...new Set(located.map(({ issue }) => issue.code))].map(
    (id): SarifRule => ({
      id,
      title: id.startsWith('REVIEW_') ? 'what the change does to servers' : 'what refuses the change',
      help: `rackform explain ${id} says more`,
      severity: 'error',
    }),
  );
  const fallback = join(dir, projectFileOf(dir) ?? 'main.tf');
  return sarifLog(located, { version: version(), root: repositoryRoot(dir), fallback, rules });
}

function rowIssue({ effect, names, forcing, note, place, why }: Row, dir: string): LocatedIssue {
  const because = forcing
    .slice(0, 5)
    .map(({ attribute, before, after }) => `${attribute} ${before ?? 'nothing'} to ${after ?? 'nothing'}; `)
    .join('');
  const code = `REVIEW_${effect.toUpperCase().replaceAll('-', '_')}`;
  return {
    issue: issueOf(
      code,
      severe.has(effect) ? 'error' : 'warning',
      `${effect}: ${names}: ${because}${note}; ${why}`,
    ),
    position: place === null ? undefined : { ...place, file: join(dir, place.file) },
    path: names,
  };
}

function issueOf(code: string, severity: Issue['severity'], message: string): Issue {
  return { code, severity, message, at: { document: 'project', path: [] } };
}
