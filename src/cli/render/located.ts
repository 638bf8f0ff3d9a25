import { isAbsolute, join, relative, sep } from 'node:path';
import type { DocumentPath, Issue, Locate, Position } from '../../errors.js';

/** An issue with its place looked up. */
export interface LocatedIssue {
  readonly issue: Issue;
  /** With an absolute file; undefined where the definition has no files. */
  readonly position: Position | undefined;
  /** `machines.gpu-01.nics.eth0`; empty for a whole document. */
  readonly path: string;
}

/** A path as users read and type it: `pools.gpu.racks[0]`, `sysctl["net.core.rmem_max"]`. */
export function printPath(path: DocumentPath['path']): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      if (!/^[\w/-]+$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}

/** Looks up the place of each issue. Relative files are taken as relative to the project. */
export function locateIssues(
  issues: readonly Issue[],
  locate: Locate | undefined,
  projectDir: string,
): readonly LocatedIssue[] {
  return issues.map((issue) => {
    const found = issue.position ?? locate?.(issue.at);
    const position =
      found === undefined || isAbsolute(found.file)
        ? found
        : { ...found, file: join(projectDir, found.file) };
    return { issue, position, path: printPath(issue.at.path) };
  });
}

/** A file as seen from a folder, with `/` on every system; absolute where that is shorter. */
export function relativeFile(file: string, from: string): string {
  const path = relative(from, file).split(sep).join('/');
  return path.length > file.length || isAbsolute(path) ? file : path;
}

/** `file:line:column`, or the document where there is no file. */
export function printPlace({ issue, position }: LocatedIssue, cwd: string): string {
  if (position === undefined) return issue.at.document;
  return `${relativeFile(position.file, cwd)}:${position.line}:${position.column}`;
}

const severityRank = { error: 0, warning: 1 } as const;

/** Errors first, so that a limit never hides them behind warnings; otherwise as found. */
export function errorsFirst(issues: readonly LocatedIssue[]): readonly LocatedIssue[] {
  return issues.toSorted((a, b) => severityRank[a.issue.severity] - severityRank[b.issue.severity]);
}

/** By file, then line and column. What has no position keeps its order behind its document. */
export function byPlace(a: LocatedIssue, b: LocatedIssue): number {
  const fileA = a.position?.file ?? `\uffff${a.issue.at.document}`;
  const fileB = b.position?.file ?? `\uffff${b.issue.at.document}`;
  if (fileA !== fileB) return fileA < fileB ? -1 : 1;
  return (
    (a.position?.line ?? 0) - (b.position?.line ?? 0) || (a.position?.column ?? 0) - (b.position?.column ?? 0)
  );
}
