import { DefinitionError, InternalError } from '../errors.js';
import { LabError } from '../lab/lab-error.js';
import { CliError } from './cli-error.js';
import { exitCodes } from './exit-codes.js';
import type { Io } from './io.js';
import { buildProgram, exitCodeOf } from './program.js';
import { inert } from './render/inert.js';
import { styleFor } from './render/style.js';
import { version } from './version.js';

/** What the file system refused, in words. */
const fileProblems: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it is there already',
  ENOSPC: 'no space left on the disk',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
};

function fileProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path } = error as NodeJS.ErrnoException;
  const words = code === undefined ? undefined : fileProblems[code];
  return words === undefined || path === undefined ? undefined : `${path}: ${words}`;
}

function describe(error: unknown): { readonly message: string; readonly hint?: string | undefined } {
  if (error instanceof CliError) return error;
  if (error instanceof LabError) return error;
  if (error instanceof InternalError) return error;
  const problem = fileProblem(error);
  if (problem !== undefined) return { message: problem };
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: `unexpected error: ${message}`,
    hint: 'run again with --debug for where it happened, and please report it',
  };
}

function isDebugging(argv: readonly string[], io: Io): boolean {
  const { RACKFORM_DEBUG: wanted } = io.env;
  return argv.includes('--debug') || (wanted !== undefined && wanted !== '' && wanted !== '0');
}

/** Runs one command line and returns its exit code. Never throws. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exitCodes.clean;
  try {
    const program = buildProgram(io, version(), (ended) => {
      code = ended;
    });
    if (argv.length === 0) {
      // Not an error of the user's: they want to know what there is.
      program.outputHelp();
      return exitCodes.clean;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    const known = exitCodeOf(error);
    if (known !== undefined) return known;
    if (error instanceof DefinitionError) {
      // Loaded here, since hardly any run needs it.
      const { renderIssues } = await import('./render/issues.js');
      const { locateIssues } = await import('./render/located.js');
      const style = styleFor(io, 'stderr', argv.includes('--no-color') ? false : undefined);
      io.stderr.write(renderIssues(locateIssues(error.issues, undefined, io.cwd), { cwd: io.cwd, style }));
      return exitCodes.failed;
    }
    const { message, hint } = describe(error);
    io.stderr.write(`rackform: ${inert(message)}\n${hint === undefined ? '' : `  hint: ${inert(hint)}\n`}`);
    if (isDebugging(argv, io) && error instanceof Error && error.stack !== undefined) {
      io.stderr.write(`${error.stack.split('\n').map(inert).join('\n')}\n`);
    }
    return exitCodes.failed;
  }
}
