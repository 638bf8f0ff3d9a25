import type { EventEmitter } from 'node:events';
import type { Argument, Command, Option } from 'commander';
import { exitCodeHelp } from '../../src/cli/exit-codes.js';
import type { Io } from '../../src/cli/io.js';
import { buildProgram } from '../../src/cli/program.js';
import { anchorOf, cell, code, GENERATED, page, sentence, table } from './markdown.js';

const quiet = { write: () => {}, isTTY: false, columns: 110 };
const io: Io = { stdout: quiet, stderr: quiet, readInput: async () => '', canAsk: false, env: {}, cwd: '/' };

/** Commands that people type, with the ones inside them, in the order of the help. */
function commandsOf(parent: Command): readonly Command[] {
  return parent
    .createHelp()
    .visibleCommands(parent)
    .filter((command) => command.name() !== 'help')
    .flatMap((command) => (command.commands.length > 0 ? commandsOf(command) : [command]));
}

/** `import reference-api`. */
function fullName(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${fullName(parent)} ${command.name()}`;
}

function usage(command: Command): string {
  const args = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  const options = optionsOf(command).length === 0 ? [] : ['[options]'];
  return ['rackform', fullName(command), ...args, ...options].join(' ');
}

function argumentRow(argument: Argument): readonly string[] {
  const by = argument.defaultValue === undefined ? '' : `; default ${code(String(argument.defaultValue))}`;
  return [code(argument.name()), cell(`${sentence(argument.description).slice(0, -1)}${by}.`)];
}

function optionRow(option: Option): readonly string[] {
  const { description, mandatory } = option;
  const notes = mandatory ? ' Required.' : '';
  const choices = option.argChoices === undefined ? '' : ` One of ${option.argChoices.map(code).join(', ')}.`;
  return [code(option.flags), cell(`${sentence(description)}${choices}${notes}`)];
}

function optionsOf(command: Command): readonly Option[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => option.long !== '--help' && option.long !== '--version');
}

/** What `addHelpText` puts below the help: the examples. */
function examplesOf(command: Command): readonly string[] {
  let text = '';
  const write = (part: string): void => {
    text += part;
  };
  // Commander is an event emitter, which its types do not say.
  (command as unknown as EventEmitter).emit('afterHelp', { error: false, command, write });
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.replace(/^ {2}/, '').trimEnd())
    .filter((line) => line !== '' && !/^Examples?:$/.test(line));
  return lines.length === 0
    ? []
    : [lines.length === 1 ? 'Example:' : 'Examples:', '', '```text', ...lines, '```', ''];
}

/** A description; lines that are set in by spaces are shown as they are. */
function described(command: Command): readonly string[] {
  const [first = '', ...rest] = command.description().split('\n\n');
  return [
    cell(first),
    '',
    ...rest.flatMap((block) => [
      '```text',
      ...block.split('\n').map((line) => line.replace(/^ {2}/, '')),
      '```',
      '',
    ]),
  ];
}

function section(command: Command): readonly string[] {
  const options = optionsOf(command);
  return [
    `## rackform ${fullName(command)}`,
    '',
    ...described(command),
    '```text',
    usage(command),
    '```',
    '',
    ...(command.registeredArguments.length === 0
      ? []
      : table(['Argument', 'Meaning'], command.registeredArguments.map(argumentRow))),
    ...(options.length === 0 ? [] : table(['Option', 'Meaning'], options.map(optionRow))),
    ...examplesOf(command),
  ];
}

function exitCodes(): readonly string[] {
  const rows = [...exitCodeHelp.matchAll(/^ +(\d+) +(.+)$/gm)].map(([, number = '', meaning = '']) => [
    number,
    cell(sentence(meaning)),
  ]);
  return [
    '## Exit codes',
    '',
    'They are never renumbered: scripts and CI may act on them.',
    '',
    ...table(['Code', 'Meaning'], rows),
  ];
}

/** `docs/reference/cli.md`: every command and option, from the program itself. */
export function cliPage(): string {
  const program = buildProgram(io, '', () => {});
  const commands = commandsOf(program);
  const overview = commands.map((command) => {
    const heading = `rackform ${fullName(command)}`;
    return [
      `[${code(heading)}](#${anchorOf(heading)})`,
      cell(sentence(command.summary() || command.description())),
    ];
  });
  return page([
    '# The command line',
    '',
    GENERATED,
    '',
    'Results go to standard output, problems and progress to standard error.',
    '',
    ...table(['Command', 'What it does'], overview),
    ...exitCodes(),
    '## Options of every command',
    '',
    ...table(['Option', 'Meaning'], optionsOf(program).map(optionRow)),
    ...commands.flatMap(section),
  ]);
}
