import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { definitionPage } from '../../scripts/docs/definition.js';
import { pages } from '../../scripts/docs/pages.js';
import { provisionerRows } from '../../scripts/docs/provisioners.js';
import { buildProgram } from '../../src/cli/program.js';
import { Acknowledgement } from '../../src/definition/acknowledgement.js';
import { jsonSchema, schemaKinds } from '../../src/definition/json-schema.js';
import { IRONIC_LIMITS } from '../../src/facts/providers/ironic-supports.js';
import { MAAS_PROVIDER_FEATURES } from '../../src/facts/providers/maas-features.js';
import { MAAS_LIMITS } from '../../src/facts/providers/supports.js';
import { guardrails } from '../../src/guardrails/all.js';
import { fromRoot } from '../support/project-root.js';
import { blocksOf } from './markdown.js';

const generated = pages();

const quiet = { write: () => {}, isTTY: false, columns: 80 };
const io = { stdout: quiet, stderr: quiet, readInput: async () => '', canAsk: false, env: {}, cwd: '/' };
const program = buildProgram(io, '0', () => {});

test.each(Object.keys(generated))('%s is what it is generated from', (path) => {
  expect(readFileSync(fromRoot(path), 'utf8')).toBe(generated[path]);
});

test('what each provisioner does names every lack of the older provider, and every limit that a definition has words for', () => {
  const named = provisionerRows.flatMap(({ maas, older, ironic = [] }) => [
    ...(Array.isArray(maas) ? [maas[1]] : []),
    ...(older === undefined ? [] : [older[1]]),
    ...ironic.map(([, id]) => id),
  ]);
  const wordless = ['ironic/changed-while-in-use', 'ironic/port-groups', 'ironic/traits'];
  const unsayable = Object.entries({ ...MAAS_LIMITS, ...IRONIC_LIMITS }).flatMap(([id, { outcome }]) =>
    outcome === 'cannot-be-said' ? [id] : [],
  );
  const all = [...Object.keys(MAAS_PROVIDER_FEATURES), ...unsayable];
  expect(all.filter((id) => !named.includes(id as never)).sort()).toEqual(wordless);
});

test('the same code gives the same pages', () => {
  expect(pages()).toEqual(generated);
});

interface Json {
  readonly description?: string;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Json | boolean;
  readonly items?: Json;
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
}

/** Every field of a schema with its path; whether it must be given. */
function fieldsOf(
  schema: Json,
  path: string,
): readonly { readonly path: string; readonly field: Json; readonly isRequired: boolean }[] {
  const { properties = {}, required = [], additionalProperties, items, anyOf = [], oneOf = [] } = schema;
  const inner = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  return [
    ...Object.entries(properties).flatMap(([name, field]) => [
      { path: `${path}.${name}`, field, isRequired: required.includes(name) },
      ...fieldsOf(field, `${path}.${name}`),
    ]),
    ...[...inner, ...(items === undefined ? [] : [items])].flatMap((one) => fieldsOf(one, `${path}.*`)),
    ...[...anyOf, ...oneOf].flatMap((one) => fieldsOf(one, path)),
  ];
}

const fields = schemaKinds
  .flatMap((kind) => fieldsOf(jsonSchema(kind) as Json, kind))
  // What tells one form of a map from another, such as `type: s3`, explains itself.
  .filter(({ field }) => field.const === undefined);

test('every field says what it means', () => {
  expect(fields.filter(({ field }) => (field.description ?? '') === '').map(({ path }) => path)).toEqual([]);
});

test('every field that may be left out says what holds without it', () => {
  // Under overrides everything may be left out, and stays as it was.
  const open = fields.filter(
    ({ path, field, isRequired }) =>
      !isRequired && !path.includes('.overrides.') && !/(?:^|\s)Default: /.test(field.description ?? ''),
  );
  expect(open.map(({ path }) => path)).toEqual([]);
});

test('every field of every document stands in the reference, with its name', () => {
  const page = definitionPage();
  const names = new Set(fields.map(({ path }) => path.split('.').at(-1) ?? ''));
  expect([...names].filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
});

test('every command and long option stands in the reference', () => {
  const page = generated['docs/reference/cli.md'] ?? '';
  const visible = program.commands.filter((command) =>
    program.createHelp().visibleCommands(program).includes(command),
  );
  for (const command of visible.flatMap((one) => (one.commands.length > 0 ? [...one.commands] : [one]))) {
    if (command.name() === 'help') continue;
    expect(page).toContain(` ${command.name()}\n`);
    for (const { long } of command.options) expect(page).toContain(long);
  }
});

test('every rule has a heading in the rules', () => {
  const page = generated['docs/rules.md'] ?? '';
  expect(guardrails.filter(({ id }) => !page.includes(`\n### ${id}\n`)).map(({ id }) => id)).toEqual([]);
});

/** Lines of the blocks of a page that begin so. */
function linesOf(path: string, start: RegExp): readonly string[] {
  return blocksOf({ path, text: generated[path] ?? '' })
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => start.test(line));
}

test('every command line that the reference shows is one that the program takes', () => {
  const lines = linesOf('docs/reference/cli.md', /rackform /);
  const problems = lines.flatMap((line) => {
    // What stands behind `--` is a command of its own.
    const words = /rackform (.*?)(?: -- .*)?$/.exec(line)?.[1]?.split(/\s+/) ?? [];
    let command = program;
    for (const word of words) {
      const inner = command.commands.find((one) => one.name() === word);
      if (inner === undefined) break;
      command = inner;
    }
    const known = [...command.options, ...program.options].map(({ long }) => long);
    const unknown = words.filter((word) => word.startsWith('--') && !known.includes(word));
    return command === program ? [`${line}: no such command`] : unknown.map((word) => `${line}: ${word}`);
  });
  expect(problems).toEqual([]);
  expect(lines.length).toBeGreaterThan(20);
});

test('the acknowledgement that the rules show is one that a site takes', () => {
  const [block] = blocksOf({ path: 'docs/rules.md', text: generated['docs/rules.md'] ?? '' });
  const { acknowledge } = parse(block?.text ?? '') as { readonly acknowledge: readonly unknown[] };
  const [shown] = acknowledge.map((one) => Acknowledgement.parse(one));
  expect(guardrails.find(({ id }) => id === shown?.rule)).toMatchObject({ mayAcknowledge: true });
});
