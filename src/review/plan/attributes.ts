import { isObject, objectOf } from './json.js';
import { afterApply, shown } from './shown.js';

type Step = string | number;

/** An attribute that differs. */
export interface AttributeChange {
  /** With indexes: `deploy_params.0.user_data`. */
  readonly path: string;
  /** As a report may show it; null where there is none. */
  readonly before: string | null;
  readonly after: string | null;
  readonly isUnknown: boolean;
}

/** Most attributes that one resource lists; a changed document with thousands of leaves is one change to a reader. */
const most = 200;

/** The `change` of one resource, as Terraform gives it. */
export interface RawChange {
  readonly before: unknown;
  readonly after: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}

/** What differs between before and after, leaf by leaf, in the order of names. Secrets are never in the result. */
export function attributeChanges(change: RawChange): readonly AttributeChange[] {
  const found: AttributeChange[] = [];
  compare(
    {
      before: change.before,
      after: change.after,
      unknown: change.after_unknown,
      hiddenBefore: change.before_sensitive,
      hiddenAfter: change.after_sensitive,
    },
    [],
    found,
  );
  return found;
}

interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  /** `true`, or a structure of the same shape. */
  readonly unknown: unknown;
  readonly hiddenBefore: unknown;
  readonly hiddenAfter: unknown;
}

function compare(sides: Sides, path: readonly Step[], found: AttributeChange[]): void {
  if (found.length >= most) return;
  const { before, after, unknown } = sides;
  const isHidden = sides.hiddenBefore === true || sides.hiddenAfter === true;
  const isOpen = !isHidden && unknown !== true && isContainer(before, after, unknown);
  if (isOpen) {
    for (const key of keysOf(before, after, unknown)) {
      compare(
        {
          before: at(before, key),
          after: at(after, key),
          unknown: at(unknown, key),
          hiddenBefore: at(sides.hiddenBefore, key),
          hiddenAfter: at(sides.hiddenAfter, key),
        },
        [...path, key],
        found,
      );
    }
    return;
  }
  const isUnknown = unknown === true;
  if (!isUnknown && isSame(before, after)) return;
  found.push({
    path: path.join('.'),
    before: shown(before, path, hasTrue(sides.hiddenBefore) || hasTrue(sides.hiddenAfter)),
    after: isUnknown
      ? afterApply
      : shown(after, path, hasTrue(sides.hiddenBefore) || hasTrue(sides.hiddenAfter)),
    isUnknown,
  });
}

/** Whether to look inside: one side has parts, and the other has parts of the same kind or nothing. */
function isContainer(before: unknown, after: unknown, unknown: unknown): boolean {
  const sides = [before, after].filter((value) => value !== null && value !== undefined);
  if (sides.length === 0) return isObject(unknown) || Array.isArray(unknown);
  return sides.every(isObject) || sides.every(Array.isArray);
}

function keysOf(...values: readonly unknown[]): readonly Step[] {
  const isList = values.some(Array.isArray);
  if (isList) {
    const length = Math.max(...values.map((value) => (Array.isArray(value) ? value.length : 0)));
    return [...Array(length).keys()];
  }
  return [...new Set(values.flatMap((value) => Object.keys(objectOf(value))))].sort();
}

function at(value: unknown, key: Step): unknown {
  if (value === true) return true;
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function hasTrue(value: unknown): boolean {
  if (value === true) return true;
  if (Array.isArray(value)) return value.some(hasTrue);
  return isObject(value) && Object.values(value).some(hasTrue);
}

function isSame(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  if ((before ?? null) === null || (after ?? null) === null) return (before ?? null) === (after ?? null);
  return typeof before === 'object' && JSON.stringify(before) === JSON.stringify(after);
}
