import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseDefinition } from '../../definition/parse.js';
import { DnsLabel } from '../../definition/scalars.js';
import { hasErrors, type Issue } from '../../errors.js';
import type { AdoptOptions, AdoptResult } from '../../inventory/adopt/result.js';
import type { ImportNote } from '../../inventory/imported/notes.js';
import type { InputFile } from '../../inventory/imported/source/input.js';
import { loadProject } from '../../inventory/load.js';
import { writeFiles } from '../../inventory/write.js';
import { printLock } from '../../model/lock/lock-file.js';
import type { Lock } from '../../model/lock/lock-types.js';
import { findingsOf } from '../../stacks/check-site.js';
import type { CommonArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import { projectFiles } from '../commands/init-files.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { writeAll } from '../files.js';
import { readInputs } from '../import-run.js';
import type { Io } from '../io.js';
import { exitCodeFor } from '../outcome.js';
import { lockPath } from '../project.js';
import { projectFileOf } from '../project-dir.js';
import { inert, inertJson } from '../render/inert.js';
import { countIssues, printCounts, renderIssues } from '../render/issues.js';
import { issuesJson } from '../render/json.js';
import { type LocatedIssue, locateIssues, relativeFile } from '../render/located.js';
import { progressFor } from '../render/progress.js';
import { styleFor } from '../render/style.js';
import { counted } from '../render/table.js';
import { adoptedLock } from './adopted-lock.js';

/** Arguments that every adoption takes. */
export interface AdoptArgs extends CommonArgs {
  readonly files: readonly string[];
  readonly site: string;
  readonly organization: string;
  readonly tenant: string;
  readonly cluster?: string | undefined;
  readonly out: string;
  readonly force?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** A project as it would be written, and what was found about it. */
interface Adopted {
  readonly files: Readonly<Record<string, string>>;
  readonly lock: Lock | null;
  /** Of the input. */
  readonly input: Found;
  /** Of the project: what `check` will say. */
  readonly project: Found;
}

interface Found {
  readonly issues: readonly Issue[];
  readonly located: readonly LocatedIssue[];
}

function checkNames({ site, organization, tenant, cluster }: AdoptArgs): void {
  for (const [option, value] of Object.entries({ site, organization, tenant, cluster })) {
    const name = value === undefined ? undefined : DnsLabel.safeParse(value);
    if (name === undefined || name.success) continue;
    const why = name.error.issues.map(({ message }) => message).join('; ');
    throw new CliError(`--${option} ${JSON.stringify(value)}: ${why}`);
  }
}

/** Reads the project from a folder of its own, since that is how it will be read, and decides it as it is. */
function decide(io: Io, args: AdoptArgs, dir: string, result: AdoptResult): Adopted {
  const input = { issues: result.issues, located: locateIssues(result.issues, undefined, io.cwd) };
  if (hasErrors(result.issues)) return { files: {}, lock: null, input, project: { issues: [], located: [] } };
  const staging = mkdtempSync(join(tmpdir(), 'rackform-adopt-'));
  try {
    writeFiles(staging, result.files);
    const loaded = loadProject(staging);
    const parsed = parseDefinition(loaded.definition);
    const { lock, resolution } = adoptedLock(parsed, args.site, args.tenant, result.servers, result.slots);
    const issues = [...loaded.issues, ...findingsOf(resolution)];
    const project = { issues, located: locateIssues(issues, loaded.definition.locate, dir) };
    if (lock === null) return { files: {}, lock, input, project };
    const files = { ...result.files, ...projectFiles(), [lockPath(args.site)]: printLock(lock) };
    return { files, lock, input, project };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function noteLines(notes: readonly ImportNote[], unit: string): readonly string[] {
  return notes.map(({ what, text, machines }) => {
    const named = machines.length <= 3 ? ` (${machines.join(', ')})` : '';
    return `  ${what}: ${text}, for ${counted(machines.length, unit)}${named}`;
  });
}

function report(io: Io, args: AdoptArgs, result: AdoptResult, lock: Lock, written: readonly string[]): void {
  const style = styleFor(io, 'stdout', args.color);
  const dir = resolve(io.cwd, args.out);
  const shown = inert(relativeFile(dir, io.cwd) || '.');
  const left = new Set(
    result.unmanaged.filter(({ what }) => what === 'machine').flatMap(({ machines }) => machines),
  );
  const lines = [
    `adopted ${counted(lock.machines.length, 'machine')}, ${counted(lock.slots.length, 'deployed slot')}; ${counted(left.size, 'machine')} left alone`,
    ...(result.unmanaged.length === 0
      ? []
      : ['Terraform will not manage:', ...noteLines(result.unmanaged, 'thing')]),
    ...(result.notes.length === 0
      ? []
      : ['not known, or taken for lack of better:', ...noteLines(result.notes, 'thing')]),
  ];
  const files = written.map(
    (path) => `${style.good('wrote')} ${inert(relativeFile(resolve(dir, path), io.cwd))}\n`,
  );
  io.stdout.write(`${lines.map(inert).join('\n')}\n${files.join('')}`);
  io.stdout.write(
    `Next: read ${shown}/clusters and ${shown}/sites/${args.site}/site.yaml, commit, rackform synth, and look at the plans: they only import\n`,
  );
}

/**
 * Reads what a provisioner says of itself, and writes a project whose first plan only imports; nothing where that
 * cannot be.
 *
 * @param read gets the files that the user named
 */
export async function runAdoption(
  io: Io,
  args: AdoptArgs,
  read: (files: readonly InputFile[], options: AdoptOptions) => AdoptResult,
): Promise<ExitCode> {
  checkNames(args);
  const dir = resolve(io.cwd, args.out);
  if (args.force !== true && projectFileOf(dir) !== undefined)
    throw new CliError(
      `there is a project in ${args.out} already`,
      'adopt into a folder of its own, and move its site, clusters, hardware and lock into the project from there',
    );
  const progress = progressFor(io);
  progress.step('reading what the provisioner says');
  const inputs = await readInputs(io, args.files);
  const { site, organization, tenant, cluster = null } = args;
  const result = read(inputs, { site, organization, tenant, cluster });
  progress.step('deciding the site as it is');
  const { files, lock, input, project } = decide(io, args, dir, result);
  progress.done();
  const written = lock === null ? [] : writeAll(dir, files, { force: args.force === true });
  // What guardrails refuse is written all the same: it is what runs, and to be settled from there.
  const code = lock === null ? exitCodes.failed : exitCodeFor(project.issues);
  if (args.json === true) {
    const { notes, unmanaged } = result;
    const adopted = {
      machines: (lock?.machines ?? []).map(({ asset, adopted: ids }) => ({ name: asset, imports: ids })),
      slots: (lock?.slots ?? []).map(({ name, asset, cluster: of, pool, addresses, adopted: ids }) => ({
        name,
        machine: asset,
        cluster: of,
        pool,
        addresses,
        imports: ids,
      })),
    };
    const all = issuesJson([...input.located, ...project.located], io.cwd);
    io.stdout.write(inertJson({ formatVersion: 1, written, adopted, unmanaged, notes, ...all }));
    return code;
  }
  const style = styleFor(io, 'stderr', args.color);
  for (const [{ issues, located }, where] of [
    [input, 'in the input'],
    [project, 'in what it comes to; rackform check says them again'],
  ] as const) {
    if (issues.length === 0) continue;
    const text = renderIssues(located, { cwd: io.cwd, style });
    io.stderr.write(`${text}
${printCounts(countIssues(issues))} ${where}
`);
  }
  if (lock === null) io.stderr.write('nothing was written\n');
  else report(io, args, result, lock, written);
  return code;
}
