/** Where a value stands in what the user wrote: a document and a path inside it. */
export interface DocumentPath {
  /** `project`, `site/<name>`, `cluster/<name>`, `hardware/<name>` or `lock/<site>`. */
  readonly document: string;
  readonly path: readonly (string | number)[];
}

/** A place in a file. Lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Severity = 'error' | 'warning';

/** One problem, as data. Text is rendered at the edge. */
export interface Issue {
  /** Permanent: `AREA_REASON` for definition errors, `topic/fact` for guardrails. */
  readonly code: string;
  readonly severity: Severity;
  /** Lower case, quotes the value found, names the allowed ones, no stop. */
  readonly message: string;
  readonly at: DocumentPath;
  /** What to do, as a phrase. */
  readonly hint?: string;
  /** Other problems that follow from this one and are not listed: their messages. */
  readonly follows?: readonly string[];
  /** A known position, where no document path can be given (a syntax error). */
  readonly position?: Position;
  /** Set where the user acknowledged the finding: the reason given. */
  readonly acknowledged?: string;
}

/** Finds the file position of a document path; undefined where the document has none. */
export type Locate = (at: DocumentPath) => Position | undefined;

/** What the user gave cannot be used. Carries every problem found in one pass. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const first = issues[0];
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
    super(first === undefined ? 'invalid definition' : `${first.message} [${first.code}]${more}`);
    this.issues = issues;
  }
}

/** A mistake of rackform itself. */
export class InternalError extends Error {
  override readonly name = 'InternalError';

  constructor(message: string, options?: ErrorOptions) {
    super(`${message}; this is a mistake in rackform, please report it with the command you ran`, options);
  }
}

/** True where any issue stops the run. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error' && issue.acknowledged === undefined);
}
