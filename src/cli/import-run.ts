import { resolve } from 'node:path';
import { DnsLabel } from '../definition/scalars.js';
import { hasErrors, type Issue } from '../errors.js';
import type { ProvisionerType } from '../facts/provisioner-types.js';
import { type ImportOptions, type ImportResult, summaryLines } from '../inventory/imported/output/result.js';
import type { InputFile } from '../inventory/imported/source/input.js';
import type { CommonArgs } from './args.js';
import { CliError } from './cli-error.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { readGiven, writeAll } from './files.js';
import type { Io } from './io.js';
import { projectFileOf } from './project-dir.js';
import { inert, inertJson } from './render/inert.js';
import { countIssues, printCounts, renderIssues } from './render/issues.js';
import { issuesJson } from './render/json.js';
import { locateIssues, relativeFile } from './render/located.js';
import { progressFor } from './render/progress.js';
import { styleFor } from './render/style.js';

/** Arguments that every importer takes. */
export interface ImportArgs extends CommonArgs {
  readonly files: readonly string[];
  readonly site: string;
  readonly out: string;
  readonly provisioner?: ProvisionerType | undefined;
  readonly overlay?: string | undefined;
  readonly force?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** What an import finds is about the input, so it is printed beside what was made of it, on stderr. */
function printIssues(io: Io, issues: readonly Issue[], color: boolean | undefined): void {
  if (issues.length === 0) return;
  const style = styleFor(io, 'stderr', color);
  const text = renderIssues(locateIssues(issues, undefined, io.cwd), { cwd: io.cwd, style });
  io.stderr.write(`${text}\n${printCounts(countIssues(issues))} in the input\n`);
}

function nextSteps(io: Io, dir: string, site: string): string {
  const shown = inert(relativeFile(dir, io.cwd) || '.');
  const start =
    projectFileOf(dir) === undefined
      ? `write ${shown}/rackform.yaml, which names the organization, the tenants and what is deployed; then `
      : '';
  return `Next: ${start}fill in ${shown}/sites/${site}/site.yaml, then rackform check\n`;
}

/** Text of files as the user named them. */
export async function readInputs(io: Io, names: readonly string[]): Promise<readonly InputFile[]> {
  return Promise.all(names.map(async (name) => ({ name, text: await readGiven(io, name) })));
}

/**
 * Reads an inventory, and writes the site that it comes to, or nothing where the input has errors.
 *
 * @param read the importer; gets the files that the user named, and what every importer is told
 */
export async function runImport(
  io: Io,
  args: ImportArgs,
  read: (files: readonly InputFile[], options: ImportOptions) => ImportResult,
): Promise<ExitCode> {
  const name = DnsLabel.safeParse(args.site);
  if (!name.success) {
    const why = name.error.issues.map(({ message }) => message).join('; ');
    throw new CliError(`--site ${JSON.stringify(args.site)}: ${why}`);
  }
  const [overlay] = await readInputs(io, args.overlay === undefined ? [] : [args.overlay]);
  const progress = progressFor(io);
  progress.step('reading the inventory');
  const { files, summary, issues } = read(await readInputs(io, args.files), {
    site: args.site,
    provisioner: args.provisioner,
    overlay,
  });
  progress.done();
  const dir = resolve(io.cwd, args.out);
  const isUsable = !hasErrors(issues);
  const written = isUsable ? writeAll(dir, files, { force: args.force === true }) : [];
  if (args.json === true) {
    const located = locateIssues(issues, undefined, io.cwd);
    io.stdout.write(inertJson({ formatVersion: 1, written, read: summary, ...issuesJson(located, io.cwd) }));
    return isUsable ? exitCodes.clean : exitCodes.failed;
  }
  printIssues(io, issues, args.color);
  if (!isUsable) {
    io.stderr.write('nothing was written\n');
    return exitCodes.failed;
  }
  const style = styleFor(io, 'stdout', args.color);
  const lines = [
    ...summaryLines(summary).map(inert),
    ...written.map((path) => `${style.good('wrote')} ${inert(relativeFile(resolve(dir, path), io.cwd))}`),
    ...(written.length === 0 ? ['nothing changed: the files are there with these very bytes'] : []),
  ];
  io.stdout.write(`${lines.join('\n')}\n${nextSteps(io, dir, args.site)}`);
  return exitCodes.clean;
}
