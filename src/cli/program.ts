import { Command, CommanderError, Option } from 'commander';
import { declareLab } from './declare-lab.js';
import { declareDeciding, declareReading, declareReview } from './declare-project.js';
import { declareProvider } from './declare-provider.js';
import { declareSoftware } from './declare-software.js';
import { declareSetup, declareTools } from './declare-tools.js';
import { exitCodeHelp } from './exit-codes.js';
import type { Io } from './io.js';
import { inert } from './render/inert.js';

/** Text of the command line's own errors: made inert line by line, since it quotes what was typed. */
function inertLines(text: string): string {
  return text.split('\n').map(inert).join('\n');
}

/**
 * The whole command line, without running anything: also what the reference and completion are made of.
 *
 * @param finish takes the exit code of the command that ran
 */
export function buildProgram(io: Io, version: string, finish: (code: number) => void): Command {
  const program = new Command('rackform')
    .description('Bare-metal clusters as code: checks a definition, decides once, synthesizes Terraform.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .option('--project <dir>', 'project folder (default: the nearest parent with a rackform.yaml)')
    .addOption(new Option('--color', 'always use colours'))
    .option('--no-color', 'never use colours (NO_COLOR and FORCE_COLOR are respected too)')
    .option('--debug', 'print the stack of an unexpected error (also: RACKFORM_DEBUG=1)')
    .addHelpText('after', `\n${exitCodeHelp}\n`)
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(io.stdout.columns, 110) })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(inertLines(text)),
      outputError: (text, write) => write(text.replace(/^error: /, 'rackform: ')),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('(rackform --help lists commands and options)')
    .exitOverride();
  declareSetup(program, io, finish);
  declareReading(program, io, finish);
  declareReview(program, io, finish);
  declareDeciding(program, io, finish);
  declareSoftware(program, io, finish);
  declareLab(program, io, finish);
  declareProvider(program, io, finish);
  declareTools(program, io, finish);
  return program;
}

/** The exit code of what commander threw; undefined where it was something else. */
export function exitCodeOf(error: unknown): number | undefined {
  return error instanceof CommanderError ? error.exitCode : undefined;
}
