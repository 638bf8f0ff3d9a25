import { createHash } from 'node:crypto';
import type { Issue } from '../../errors.js';
import { errorsFirst, type LocatedIssue, relativeFile } from './located.js';

/** What a rule page says, for the tools that show SARIF. */
export interface SarifRule {
  readonly id: string;
  readonly title: string;
  /** Why, where from, how to acknowledge. Plain text. */
  readonly help: string;
  readonly severity: 'error' | 'warning';
}

/** What a report needs besides the issues. */
export interface SarifOptions {
  readonly version: string;
  /** Root of the repository: files are given relative to it. */
  readonly root: string;
  /** File to point at for what has no place of its own: services drop a result without a file. */
  readonly fallback: string;
  /** Rules that are known; an issue code that is not among them gets a bare entry. */
  readonly rules: readonly SarifRule[];
  /** @default 5000, of which code scanning services show no more */
  readonly limit?: number;
}

const shownByServices = 5000;
/** Services cut a longer message. */
const messageLimit = 1000;

function uriOf(file: string, root: string): string {
  return relativeFile(file, root).split('/').map(encodeURIComponent).join('/');
}

function messageOf({ issue, path }: LocatedIssue): string {
  const follows = (issue.follows ?? []).map((line) => `\nFollows from it: ${line}`).join('');
  const hint = issue.hint === undefined ? '' : `\n${issue.hint}`;
  const text = `${path === '' ? '' : `${path}: `}${issue.message}${hint}${follows}`;
  return text.length <= messageLimit ? text : `${text.slice(0, messageLimit - 3)}...`;
}

/** The same finding keeps its fingerprint when lines move: it is made of what it is about. */
function fingerprint({ code, at }: Issue, path: string): string {
  return createHash('sha256').update(`${code}\0${at.document}\0${path}`).digest('hex').slice(0, 32);
}

function ruleJson(id: string, rule: SarifRule | undefined): Readonly<Record<string, unknown>> {
  const title = rule?.title ?? 'the definition cannot be used as it is';
  return {
    id,
    shortDescription: { text: title },
    help: { text: rule?.help ?? `${title}; \`rackform explain ${id}\` says more` },
    defaultConfiguration: { level: rule?.severity ?? 'error' },
  };
}

function resultJson(
  located: LocatedIssue,
  ruleIndex: number,
  { root, fallback }: SarifOptions,
): Readonly<Record<string, unknown>> {
  const { issue, path } = located;
  const position = located.position ?? { file: fallback, line: 1, column: 1 };
  const physicalLocation = {
    artifactLocation: { uri: uriOf(position.file, root), uriBaseId: '%SRCROOT%' },
    region: { startLine: position.line, startColumn: position.column },
  };
  const name = path === '' ? issue.at.document : `${issue.at.document}: ${path}`;
  return {
    ruleId: issue.code,
    ruleIndex,
    level: issue.severity,
    message: { text: messageOf(located) },
    locations: [{ physicalLocation, logicalLocations: [{ fullyQualifiedName: name }] }],
    partialFingerprints: { 'rackform/v1': fingerprint(issue, path) },
    ...(issue.acknowledged === undefined
      ? {}
      : { suppressions: [{ kind: 'inSource', status: 'accepted', justification: issue.acknowledged }] }),
  };
}

/** A SARIF 2.1.0 log of one run. Over the limit errors come first, and a notification counts the rest. */
export function sarifLog(
  issues: readonly LocatedIssue[],
  options: SarifOptions,
): Readonly<Record<string, unknown>> {
  const limit = options.limit ?? shownByServices;
  const listed = errorsFirst(issues).slice(0, limit);
  const ids = [...new Set(listed.map(({ issue }) => issue.code))].sort();
  const index = new Map(ids.map((id, position) => [id, position]));
  const known = new Map(options.rules.map((rule) => [rule.id, rule]));
  const rest = issues.length - listed.length;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'rackform',
            semanticVersion: options.version,
            rules: ids.map((id) => ruleJson(id, known.get(id))),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications:
              rest === 0
                ? []
                : [
                    {
                      level: 'warning',
                      message: { text: `${rest} more results are left out of this report` },
                    },
                  ],
          },
        ],
        results: listed.map((located) => resultJson(located, index.get(located.issue.code) ?? 0, options)),
      },
    ],
  };
}
