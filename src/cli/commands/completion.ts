import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Complete, RootCommand } from '@bomb.sh/tab';
import type { Command, Option } from 'commander';
import { exportNames } from '../../software/export/export.js';
import type { CommonArgs } from '../args.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { findProject } from '../project-dir.js';

/** Options whose values are files: the shell completes those. */
const fileOptions: ReadonlySet<string> = new Set([
  '--project',
  '--out',
  '--html',
  '--applied',
  '--map',
  '--overlay',
  '--networks',
  '--addresses',
  '--state',
  '--scenario',
  '--collect',
]);
/** Commands whose arguments are files. */
const fileCommands: ReadonlySet<string> = new Set([
  'init',
  'import reference-api',
  'import csv',
  'import netbox',
  'import instackenv',
  'adopt maas',
  'adopt ironic',
  'lab install',
]);
/** tab's directive for "nothing here, complete files". */
const shellCompletesFiles = ':0';

function namesIn(dir: string, ending: string): readonly string[] {
  try {
    return readdirSync(dir)
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, name.length - ending.length));
  } catch {
    // Completion never complains: outside a project there is simply nothing to offer.
    return [];
  }
}

/** Slots of all locks, by a look at the lines: completion has no time to resolve. */
function slotNames(project: string): readonly string[] {
  return namesIn(join(project, 'locks'), '.yaml').flatMap((site) => {
    const text = readFileSync(join(project, 'locks', `${site}.yaml`), 'utf8');
    const slots = text.slice(Math.max(text.indexOf('\nslots:'), 0));
    return [...slots.matchAll(/^ {2}"([a-z0-9-]+)": \{"cluster":/gm)].map(([, name]) => name ?? '');
  });
}

/** What can stand behind an option, from the project at hand. */
function valuesOf(option: string, project: string | undefined): readonly string[] {
  if (option === '--preset') return ['dedicated-training', 'shared-inference'];
  if (option === '--print') return ['project', 'site', 'cluster', 'hardware'];
  if (project === undefined) return [];
  if (option === '--site' || option === '--sites') return namesIn(join(project, 'sites'), '');
  if (['--release', '--reimage', '--abandon'].includes(option)) return slotNames(project);
  return [];
}

/** What can stand as the argument of a command, from the project at hand. */
function argumentValues(command: string, project: string): readonly string[] | undefined {
  if (command === 'explain' || command === 'software') return slotNames(project);
  if (command === 'export') return exportNames;
  if (command === 'sites diff') return namesIn(join(project, 'clusters'), '.yaml');
  return undefined;
}

function offer(values: readonly string[]): (complete: Complete) => void {
  return (complete) => {
    for (const value of values) complete(value, '');
  };
}

interface Tabbed {
  option(value: string, description: string, handler?: (complete: Complete) => void): unknown;
  argument(name: string, handler?: (complete: Complete) => void, variadic?: boolean): unknown;
}

function describeOption(target: Tabbed, option: Option, project: string | undefined): void {
  const name = option.long?.replace(/^--/, '');
  if (name === undefined) return;
  const takesValue = option.required || option.optional;
  const values = option.argChoices ?? valuesOf(option.long ?? '', project);
  if (takesValue) target.option(name, option.description, offer(values));
  else target.option(name, option.description);
}

function describeCommand(
  root: RootCommand,
  command: Command,
  path: string,
  options: readonly Option[],
  project: string | undefined,
): void {
  const target: Tabbed = path === '' ? root : root.command(path, command.summary() || command.description());
  for (const option of [...options, ...(path === '' ? [] : command.options)]) {
    describeOption(target, option, project);
  }
  for (const argument of command.registeredArguments) {
    const values =
      project === undefined ? argument.argChoices : (argumentValues(path, project) ?? argument.argChoices);
    target.argument(argument.name(), offer(values ?? []), argument.variadic);
  }
  for (const inner of command.createHelp().visibleCommands(command)) {
    if (inner.name() === 'help') continue;
    describeCommand(root, inner, `${path} ${inner.name()}`.trim(), options, project);
  }
}

/** tab prints by console.log alone, so that is where its text is taken. */
function captured(print: () => void): string {
  const lines: string[] = [];
  const { log } = console;
  console.log = (text: unknown) => {
    lines.push(`${text}\n`);
  };
  try {
    print();
  } finally {
    console.log = log;
  }
  return lines.join('');
}

/** Arguments of `completion`. */
export interface CompletionArgs extends CommonArgs {
  readonly shell: string;
}

/** Prints the completion script of a shell. */
export async function completion(io: Io, args: CompletionArgs): Promise<ExitCode> {
  const script = captured(() => new RootCommand().setup('rackform', 'rackform', args.shell));
  // Without it bash completes no file where `complete` leaves that to the shell.
  io.stdout.write(
    args.shell === 'bash' ? script.replace(/^complete -F /m, 'complete -o default -F ') : script,
  );
  return exitCodes.clean;
}

function wantsFiles(words: readonly string[]): boolean {
  const before = words.at(-2) ?? '';
  if (fileOptions.has(before)) return true;
  const current = words.at(-1) ?? '';
  return (
    !current.startsWith('-') &&
    [...fileCommands].some((name) => words.slice(0, -1).join(' ').startsWith(name))
  );
}

/** Arguments of `complete`, which the scripts call. */
export interface CompleteArgs extends CommonArgs {
  readonly words: readonly string[];
  /** The whole command line, to describe. */
  readonly program: Command;
}

/** Prints what the last word could become. */
export async function complete(io: Io, args: CompleteArgs): Promise<ExitCode> {
  const root = new RootCommand();
  describeCommand(root, args.program, '', args.program.options, findProject(io, args.project));
  const text = captured(() => root.parse([...args.words]));
  io.stdout.write(wantsFiles(args.words) ? text.replace(/:\d+\n$/, `${shellCompletesFiles}\n`) : text);
  return exitCodes.clean;
}
