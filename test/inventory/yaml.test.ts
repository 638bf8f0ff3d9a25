import { expect, test } from 'vitest';
import { unreadable } from '../../src/definition/raw.js';
import { locateInYaml, readYaml } from '../../src/inventory/yaml.js';

const source = (text: string) => ({ file: 'site.yaml', text });
const read = (text: string) => readYaml(source(text), 'site/x');

/** `line:column CODE message` of each problem. */
const problems = (text: string): readonly string[] =>
  read(text).issues.map(
    ({ position, code, message }) => `${position?.line}:${position?.column} ${code} ${message}`,
  );

test.each([
  ['a: 1\nb:\n\tc: 2\n', '3:1 YAML_TAB_AS_INDENT a tab is used to indent'],
  ['a: 1\nb: 2\na: 3\n', '3:1 YAML_DUPLICATE_KEY the key "a" is given twice, first on line 1'],
  ['a:\n  b: { c: 1, c: 2 }\n', '2:14 YAML_DUPLICATE_KEY the key "c" is given twice, first on line 2'],
  ['a: 1\n---\nb: 2\n', '2:1 YAML_MULTIPLE_DOCS the file holds more than one YAML document'],
  ['a: !vault x\n', '1:4 YAML_TAG_RESOLVE_FAILED unresolved tag: !vault'],
  ['a: 1\nb: *base\n', '2:4 YAML_ALIAS the alias "base" is used before an anchor of that name'],
  ['a: b: c\n', '1:4 YAML_BLOCK_AS_IMPLICIT_KEY nested mappings are not allowed in compact mappings'],
  ['a: |hunter2\n', '1:5 YAML_UNEXPECTED_TOKEN block scalar header includes extra characters'],
  ['', '1:1 FILE_EMPTY the file is empty'],
  ['# nothing\n\n', '1:1 FILE_EMPTY the file is empty'],
])('%j is refused at its place', (text, problem) => {
  expect(problems(text)).toEqual([problem]);
  expect(read(text).value).toBe(unreadable);
});

test('all problems with the syntax of a file show at once, and of many the first', () => {
  expect(problems('a: 1\na: 2\nb: !x 1\n\tc: 3\n').length).toBeGreaterThanOrEqual(3);
  const many = read(Array.from({ length: 100 }, () => 'a: 1\n').join(''));
  expect(many.issues).toHaveLength(20);
  expect(many.issues.at(-1)?.hint).toBe('and 79 more problems with the syntax below it');
});

test('aliases and merge keys are read', () => {
  const { value, issues } = read('base: &base { units: 1 }\na: *base\nb:\n  <<: *base\n  rack: r1\n');
  expect(issues).toEqual([]);
  expect(value).toEqual({ base: { units: 1 }, a: { units: 1 }, b: { units: 1, rack: 'r1' } });
});

test('one anchor may serve a thousand machines', () => {
  const machines = Array.from({ length: 1000 }, (_, index) => `  m-${index}: { nics: *nics }\n`).join('');
  const { value, issues } = read(`nics: &nics { eth0: {} }\nmachines:\n${machines}`);
  expect(issues).toEqual([]);
  expect(Object.keys((value as { machines: object }).machines)).toHaveLength(1000);
});

test('a bomb of aliases is refused at once', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `a${level + 1}: &a${level + 1} [${Array(12).fill(`*a${level}`).join(', ')}]`,
  );
  const start = performance.now();
  expect(problems(`a0: &a0 [x, x]\n${levels.join('\n')}\n`)).toEqual([
    '2:10 YAML_ALIAS uses aliases more than 10000 times over, which grows beyond any use',
  ]);
  expect(performance.now() - start).toBeLessThan(2000);
});

test('endless nesting is refused, not a crash', () => {
  expect(read('['.repeat(50_000)).issues[0]?.code).toMatch(/^YAML_/);
});

test('five thousand keys in one map are searched for repeats without taking long', () => {
  const text = `${Array.from({ length: 5000 }, (_, index) => `k${index}: 1\n`).join('')}k4999: 2\n`;
  expect(problems(text)).toEqual([
    '5001:1 YAML_DUPLICATE_KEY the key "k4999" is given twice, first on line 5000',
  ]);
});

test('messages do not quote what the file holds', () => {
  for (const text of [
    'a: "x" Hunter2\n',
    '- a\nHunter2\n',
    'a: {Hunter2\n',
    'a: "Hunter2',
    "a: 'Hunter2\nb: 1",
    '%Hunter2 x\n---\na: 1\n',
  ]) {
    const { issues } = read(text);
    expect(issues.length).toBeGreaterThan(0);
    expect(JSON.stringify(issues)).not.toContain('Hunter2');
  }
});

const text = `domain: x.example
machines:
  a:
    unit: 7
    nics:
      eth0: { mac: 02:00, port: "e 1" }
  b: &b { unit: 9 }
  c: *b
  d:
    <<: *b
    serial: S
ntp:
  - one
  - two
empty:
`;

test.each([
  [[], '1:1'],
  [['domain'], '1:9'],
  [['machines', 'a'], '3:3'],
  [['machines', 'a', 'unit'], '4:11'],
  [['machines', 'a', 'nics', 'eth0'], '6:13'],
  [['machines', 'a', 'nics', 'eth0', 'port'], '6:33'],
  [['machines', 'a', 'nics', 'eth0', 'none', 'deeper'], '6:13'],
  [['machines', 'a', 'rack'], '3:3'],
  [['machines', 'c', 'unit'], '7:17'],
  [['machines', 'd', 'unit'], '7:17'],
  [['machines', 'none'], '2:1'],
  [['ntp', 1], '14:5'],
  [['ntp', 5], '12:1'],
  [['empty'], '15:1'],
  [['none'], '1:1'],
] as const)('%j stands at %s', (path, place) => {
  const { line, column } = locateInYaml(source(text), path);
  expect(`${line}:${column}`).toBe(place);
});
