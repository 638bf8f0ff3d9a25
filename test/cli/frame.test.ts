import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.js';
import { run } from '../../src/cli/run.js';
import { capture } from './capture.js';
import { folderWith, rackform } from './support.js';

describe('mistakes on the command line', () => {
  const cwd = folderWith({});
  test.each([
    [['chek'], "rackform: unknown command 'chek'\n(Did you mean check?)"],
    [['check', '--jsno'], "rackform: unknown option '--jsno'\n(Did you mean --json?)"],
    [['explain'], "rackform: missing required argument 'word'"],
    [['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish, powershell.'],
    [['\u001b[2J'], "unknown command '\\u001b[2J'"],
  ])('%j is told in a line, ends in 1 and prints nothing on stdout', async (args, message) => {
    const { code, out, err } = await rackform(args, { cwd });
    expect(err).toContain(message);
    expect(err).not.toContain('\u001b');
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });
});

describe('help', () => {
  test('lists commands and exit codes, with --help and with nothing at all', async () => {
    const cwd = folderWith({});
    const asked = await rackform(['--help'], { cwd });
    expect(asked).toMatchObject({ code: 0, err: '' });
    expect(asked.out).toContain('check [options]');
    expect(asked.out).toContain('3  refused by a guardrail');
    expect(await rackform([], { cwd })).toMatchObject({ code: 0, out: asked.out });
  });
});

test('an unexpected error is one message, with the stack on demand only', async () => {
  const { io, printed } = capture();
  const broken = {
    ...io,
    stdout: {
      ...io.stdout,
      write: () => {
        throw new TypeError('out of paper\u001b[2J');
      },
    },
  };
  expect(await run(['rules'], broken)).toBe(1);
  expect(printed.err).toMatchInlineSnapshot(`
    "rackform: unexpected error: out of paper\\u001b[2J
      hint: run again with --debug for where it happened, and please report it
    "
  `);
  printed.err = '';
  expect(await run(['rules', '--debug'], broken)).toBe(1);
  expect(printed.err).toContain('\n    at ');
});

test('every command and every option says what it is for', () => {
  const program = buildProgram(capture().io, '0.0.0', () => {});
  const silent: string[] = [];
  const visit = (command: typeof program, path: string): void => {
    for (const option of command.options) {
      if (option.description === '') silent.push(`${path} ${option.flags}`);
    }
    for (const inner of command.createHelp().visibleCommands(command)) {
      if (inner.description() === '') silent.push(`${path} ${inner.name()}`);
      visit(inner as typeof program, `${path} ${inner.name()}`);
    }
  };
  visit(program, 'rackform');
  expect(silent).toEqual([]);
});
