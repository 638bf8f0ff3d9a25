import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { InternalError, type Issue } from '../errors.js';
import { reasonOf } from './read.js';

/** How files are written. */
export interface WriteOptions {
  /** Replace files that are there. @default false */
  readonly force?: boolean;
}

/** What became of files that were to be written. */
export interface Written {
  /** Files that are new or changed, relative to the folder. Empty where there are issues. */
  readonly written: readonly string[];
  /** Files that had these very bytes already. */
  readonly unchanged: readonly string[];
  /** Why nothing was written. */
  readonly issues: readonly Issue[];
}

/**
 * Writes files below a folder, all or none. Each is written beside its place and moved there, so that a reader sees
 * the old file or the new one, never a half. A file that is there with other content is refused without `force`.
 *
 * @param files text by path relative to the folder, with `/`
 */
export function writeFiles(
  dir: string,
  files: Readonly<Record<string, string>>,
  options: WriteOptions = {},
): Written {
  const plans = Object.entries(files).map(([file, text]) => planOf(dir, file, text));
  const changed = plans.filter(
    (plan) => plan.before === undefined || !plan.before.equals(Buffer.from(plan.text)),
  );
  const issues = changed.flatMap((plan) => refusal(plan, options.force === true));
  if (issues.length > 0) return { written: [], unchanged: [], issues };
  const failed = writeAll(changed, options.force === true);
  if (failed !== undefined) return { written: [], unchanged: [], issues: [failed] };
  const unchanged = plans.filter((plan) => !changed.includes(plan));
  return {
    written: changed.map((plan) => plan.file),
    unchanged: unchanged.map((plan) => plan.file),
    issues: [],
  };
}

interface Plan {
  readonly file: string;
  /** Absolute, symbolic links followed: a link stays a link. */
  readonly target: string;
  readonly text: string;
  /** What is there now; undefined where there is nothing. */
  readonly before: Buffer | undefined;
  /** Why what is there cannot be replaced. */
  readonly obstacle: string | undefined;
}

function planOf(dir: string, file: string, text: string): Plan {
  const path = resolve(dir, file);
  const inside = relative(resolve(dir), path);
  if (inside.startsWith('..') || isAbsolute(inside))
    throw new InternalError(`${file} is outside of the folder to write to`);
  const plan = { file, target: path, text, before: undefined, obstacle: undefined };
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) return plan;
    if (!status.isFile()) return { ...plan, obstacle: 'it is no file' };
    return { ...plan, target: realpathSync(path), before: readFileSync(path) };
  } catch (error) {
    return { ...plan, obstacle: reasonOf(error) };
  }
}

function problem(code: string, message: string, file: string, hint?: string): Issue {
  const position = { file, line: 1, column: 1 };
  const at = { document: 'project', path: [] };
  return { code, severity: 'error', message, at, position, ...(hint === undefined ? {} : { hint }) };
}

function refusal(plan: Plan, force: boolean): readonly Issue[] {
  if (plan.obstacle !== undefined)
    return [problem('FILE_UNWRITABLE', `cannot be written: ${plan.obstacle}`, plan.file)];
  if (plan.before === undefined || force) return [];
  return [
    problem(
      'FILE_EXISTS',
      'the file is there already, and is left as it is',
      plan.file,
      'move it away, or use --force to replace it',
    ),
  ];
}

let counter = 0;

/** Writes all beside their places, then moves all. Undone as a whole where anything fails; then says what. */
function writeAll(plans: readonly Plan[], force: boolean): Issue | undefined {
  const temporary = new Map<Plan, string>();
  const moved: Plan[] = [];
  let current: Plan | undefined;
  try {
    for (const plan of plans) {
      current = plan;
      mkdirSync(dirname(plan.target), { recursive: true });
      counter += 1;
      const path = join(dirname(plan.target), `.${basename(plan.target)}.${process.pid}-${counter}.tmp`);
      temporary.set(plan, path);
      writeSynced(path, plan);
    }
    for (const [plan, path] of temporary) {
      current = plan;
      moveInto(path, plan, force);
      moved.push(plan);
    }
    return undefined;
  } catch (error) {
    for (const plan of moved) undo(plan);
    return problem(
      'FILE_UNWRITABLE',
      `cannot be written: ${reasonOf(error)}; nothing was`,
      current?.file ?? '',
    );
  } finally {
    for (const path of temporary.values()) rmSync(path, { force: true });
  }
}

function writeSynced(path: string, plan: Plan): void {
  const handle = openSync(path, 'wx');
  try {
    writeFileSync(handle, plan.text);
    // A rename may reach the disk before the bytes do, and a power cut then leaves an empty lock.
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (plan.before !== undefined) chmodSync(path, statSync(plan.target).mode);
}

/** A file that somebody made since we looked is not replaced either: a link fails where there is one. */
function moveInto(path: string, plan: Plan, force: boolean): void {
  if (!force) {
    try {
      linkSync(path, plan.target);
      return;
    } catch (error) {
      // Some file systems have no links; there the look before must do.
      if (!hasCode(error, ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])) throw error;
    }
  }
  renameSync(path, plan.target);
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

function undo(plan: Plan): void {
  if (plan.before === undefined) rmSync(plan.target, { force: true });
  else writeFileSync(plan.target, plan.before);
}
