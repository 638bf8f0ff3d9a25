import type { DocumentPath, Issue } from '../errors.js';
import { kindOf, unreadable } from './raw.js';
import { isSecretText, secretIssue, secretKeyIssue } from './secrets.js';

/** Deeper than this is no definition, and recursion would end in a stack overflow. */
const deepest = 60;

const plainData = 'must be plain data (text, number, true, false, list or map)';

/** What a walk over a raw document found. */
export interface RawCheck {
  readonly issues: readonly Issue[];
  /** False where the document is no plain data or has no end: nothing may walk it again. */
  readonly isUsable: boolean;
}

/** Looks through a whole document as written: secrets, values that are no plain data, maps that contain themselves. */
export function checkRaw(document: string, raw: unknown): RawCheck {
  const issues: Issue[] = [];
  const path: (string | number)[] = [];
  const above = new Set<object>();
  let isUsable = true;

  const refuse = (code: string, message: string): void => {
    isUsable = false;
    issues.push({ code, severity: 'error', message, at: { document, path: [...path] } });
  };

  const visit = (value: unknown): void => {
    if (value === unreadable) return;
    const secret = secretIssue(document, path, value);
    if (secret !== undefined) issues.push(secret);
    if (typeof value !== 'object' || value === null) {
      if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
        refuse('SHAPE_NOT_DATA', `${plainData}, got ${kindOf(value)}`);
      }
      return;
    }
    if (above.has(value)) refuse('SHAPE_CIRCULAR', 'contains itself');
    else if (path.length >= deepest)
      refuse('SHAPE_TOO_DEEP', `must not be nested more than ${deepest} levels deep`);
    else if (!Array.isArray(value) && !isPlain(value))
      refuse('SHAPE_NOT_DATA', `${plainData}, got a ${nameOf(value)}`);
    else {
      above.add(value);
      if (Array.isArray(value)) for (const [index, entry] of value.entries()) descend(index, entry);
      else visitKeys(value as Readonly<Record<string, unknown>>);
      above.delete(value);
    }
  };

  const visitKeys = (map: Readonly<Record<string, unknown>>): void => {
    for (const key of Object.keys(map)) {
      if (isSecretText(key)) {
        issues.push(secretKeyIssue({ document, path: [...path] }));
        continue;
      }
      // JavaScript reads this name as something else, and half the code that copies a map drops it silently.
      if (key === '__proto__') {
        issues.push(reservedName({ document, path: [...path, key] }));
        continue;
      }
      descend(key, map[key]);
    }
  };

  const descend = (key: string | number, value: unknown): void => {
    path.push(key);
    visit(value);
    path.pop();
  };

  visit(raw);
  return { issues, isUsable };
}

function reservedName(at: DocumentPath): Issue {
  return { code: 'SHAPE_NAME', severity: 'error', message: 'the name "__proto__" is not allowed', at };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: object): string {
  const maker: unknown = value.constructor;
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'class instance';
}
