import { parse } from 'yaml';
import type { Issue } from '../../errors.js';
import { Policy, policyFile } from '../../review/policy.js';
import { fileAtRef } from '../git.js';

/** The policy of a branch, or what is wrong with it. */
export interface ReadPolicy {
  readonly policy: Policy | null;
  readonly issues: readonly Issue[];
}

/** Reads `policy.yaml` from a branch: a change must not be able to allow itself. */
export function readPolicy(dir: string, branch: string): ReadPolicy {
  const file = fileAtRef(dir, branch, policyFile);
  if (file.kind !== 'text') return { policy: null, issues: [] };
  const issue = (message: string, path: readonly (string | number)[] = []): Issue => ({
    code: 'REVIEW_POLICY',
    severity: 'error',
    message: `${policyFile} of ${file.ref}: ${message}`,
    at: { document: 'project', path },
    position: { file: policyFile, line: 1, column: 1 },
    hint: 'correct it on that branch; rackform explain REVIEW_POLICY says what it may hold',
  });
  let raw: unknown;
  try {
    raw = parse(file.text, { maxAliasCount: 100 });
  } catch (error) {
    return { policy: null, issues: [issue(`not YAML: ${(error as Error).message.split('\n')[0]}`)] };
  }
  const result = Policy.safeParse(raw ?? {});
  if (result.success) return { policy: result.data, issues: [] };
  return {
    policy: null,
    issues: result.error.issues.map(({ message, path }) => issue(`${path.join('.')}: ${message}`)),
  };
}
