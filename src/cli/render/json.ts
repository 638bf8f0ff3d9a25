import { countIssues } from './issues.js';
import { type LocatedIssue, relativeFile } from './located.js';

/** One issue as `--json` prints it. Fields are added, never renamed, within one `formatVersion`. */
export function issueJson(located: LocatedIssue, projectDir: string): Readonly<Record<string, unknown>> {
  const { issue, position, path } = located;
  return {
    code: issue.code,
    severity: issue.severity,
    message: issue.message,
    document: issue.at.document,
    path,
    file: position === undefined ? null : relativeFile(position.file, projectDir),
    line: position?.line ?? null,
    column: position?.column ?? null,
    hint: issue.hint ?? null,
    follows: issue.follows ?? [],
    acknowledged: issue.acknowledged ?? null,
  };
}

/** The part of a `--json` answer that says what is wrong. Files are relative to the project. */
export function issuesJson(
  issues: readonly LocatedIssue[],
  projectDir: string,
): Readonly<Record<string, unknown>> {
  return {
    summary: countIssues(issues.map(({ issue }) => issue)),
    issues: issues.map((located) => issueJson(located, projectDir)),
  };
}
