import { expect, test } from 'vitest';
import { unreadable } from '../../src/definition/raw.js';
import { locateInCsv, readMachines } from '../../src/inventory/csv.js';

const source = (text: string) => ({ file: 'machines.csv', text });
const read = (text: string) => readMachines(source(text), 'site/x');
const problems = (text: string): readonly string[] =>
  read(text).issues.map(
    ({ position, code, message }) => `${position?.line}:${position?.column} ${code} ${message}`,
  );

test('cells become fields by dotted paths, as their type says; an empty cell is nothing', () => {
  const { machines, issues } = read(
    'name,serial,unit,bmc.address,nics.eth0.mac,nics.eth0.port,overrides.boot.secureBoot,overrides.memoryGiB,overrides.nics.eth0.roles\n' +
      'a,0012,07,192.0.2.1,02:00:5e:00:53:01,1,true,1.5,boot management\n' +
      'b,,,,,,,,\n',
  );
  expect(issues).toEqual([]);
  expect(machines).toStrictEqual({
    a: {
      serial: '0012',
      unit: 7,
      bmc: { address: '192.0.2.1' },
      nics: { eth0: { mac: '02:00:5e:00:53:01', port: '1' } },
      overrides: {
        boot: { secureBoot: true },
        memoryGiB: 1.5,
        nics: { eth0: { roles: ['boot', 'management'] } },
      },
    },
    b: {},
  });
});

test.each([';', '\t', '|'])('%j parts cells where the header has no comma', (separator) => {
  const text = `name,serial,unit\na,"x${separator}y, z",3\n`.replaceAll(/,(?! )/g, separator);
  expect(read(text).machines).toEqual({ a: { serial: `x${separator}y, z`, unit: 3 } });
});

test('blank lines, comment lines, empty rows, quotes and blanks around cells are read as people mean them', () => {
  const { machines, issues } = read(
    '# from the rack plan\nname , serial\n\n# row 1\n a ,"say ""hi"", you"\n,\n  \nb,"two\nlines"\nc, x\n',
  );
  expect(issues).toEqual([]);
  expect(machines).toEqual({
    a: { serial: 'say "hi", you' },
    b: { serial: 'two\nlines' },
    c: { serial: 'x' },
  });
});

test('a header alone is a site without machines', () => {
  expect(read('name,serial')).toMatchObject({ machines: {}, issues: [] });
});

test.each([
  ['', ['1:1 FILE_EMPTY the file is empty']],
  ['\n# only this\n', ['1:1 FILE_EMPTY the file is empty']],
  ['serial,rack\nS1,r1\n', ['1:1 CSV_NO_NAME the header has no column `name`']],
  ['name,"serial\na,b\n', ['1:1 CSV_QUOTE_NOT_CLOSED a quote is opened in this row and never closed']],
])('%j says what is wrong with the whole file', (text, expected) => {
  expect(problems(text)).toEqual(expected);
  expect(read(text).machines).toBe(unreadable);
});

test('a wrong column is one problem, however many rows there are', () => {
  const header = 'name,serail,bmc.adress,nics.0eth.mac,bmc,nics,serial.x,name,bmc.password';
  const rows = Array.from({ length: 50 }, (_, row) => `m-${row},1,2,3,4,5,6,7,8`);
  const { issues } = read([header, ...rows].join('\n'));
  expect(issues.map(({ position, code, hint }) => `${position?.column} ${code}: ${hint}`)).toEqual([
    '6 CSV_UNKNOWN_COLUMN: did you mean "serial"?',
    '13 CSV_UNKNOWN_COLUMN: did you mean "bmc.address"?',
    '24 SHAPE_NAME: undefined',
    '38 CSV_UNKNOWN_COLUMN: name its fields in columns, such as bmc.protocol',
    '42 CSV_UNKNOWN_COLUMN: name its fields in columns, such as nics.NAME',
    '47 CSV_UNKNOWN_COLUMN: "serial" is a value and has no fields',
    '56 CSV_DUPLICATE_COLUMN: undefined',
    '61 DEFINITION_SECRET: take the column out, also of the history: the passwords of a credential set are Terraform variables',
  ]);
});

test('rows that cannot be understood are problems, each in its place, and the others are read', () => {
  const text = [
    'name,serial,rack',
    'a,1,r1',
    'b,2',
    'c,3,r1,r2',
    'd,"x"y,r1',
    'e,5,r1',
    'a,6,r1',
    ',7,r1',
    'f,8",r1',
    'g,"9,r1',
  ].join('\n');
  expect(problems(text).toSorted()).toEqual([
    '10:1 CSV_QUOTE_NOT_CLOSED a quote is opened in this row and never closed',
    '3:3 CSV_RAGGED the row has 2 cells, and the header 3',
    '4:8 CSV_RAGGED the row has 4 cells, and the header 3',
    '5:1 CSV_INVALID_CLOSING_QUOTE there is text behind a closing quote, where a separator must stand',
    '7:1 CSV_DUPLICATE_NAME machine "a" is there twice, first on line 2',
    '8:1 CSV_NO_NAME the row has no name',
    '9:1 CSV_INVALID_OPENING_QUOTE a quote stands inside a cell that does not begin with one',
  ]);
  expect(read(text).machines).toEqual({
    a: { serial: '1', rack: 'r1' },
    b: unreadable,
    c: unreadable,
    d: unreadable,
    e: { serial: '5', rack: 'r1' },
    f: unreadable,
    g: unreadable,
  });
});

test('an empty column without a head is left alone, and a filled one is not', () => {
  expect(problems('name,,serial,\na,,1,\n')).toEqual([]);
  expect(problems('name,,serial\na,x,1\n')).toEqual([
    '2:3 CSV_RAGGED the cell stands in a column without a name',
  ]);
});

test('the name __proto__ is read like any other, for the parser to refuse', () => {
  const { machines } = read('name,unit,nics.__proto__.mac\n__proto__,1,\n');
  expect(Object.keys(machines)).toEqual(['__proto__']);
});

test.each([
  [['unit'], '7:9'],
  [['bmc', 'address'], '7:12'],
  [['bmc'], '7:12'],
  [['bmc', 'protocol'], '7:12'],
  [['serial'], '7:1'],
  [['nics', 'eth0', 'mac'], '7:5'],
  [[], '7:5'],
] as const)('field %j of a machine stands in its cell, or the nearest there is, at %s', (path, place) => {
  const text = 'serial,name,unit,bmc.address\n"a\nb",first,1,x\n\n# c\n  \n",",two,9, 192.0.2.1\n';
  const at = locateInCsv(source(text), read(text).rows, 'two', path);
  expect(`${at?.line}:${at?.column}`).toBe(place);
});

test('a machine that the file does not have stands nowhere', () => {
  const text = 'name\na\n';
  expect(locateInCsv(source(text), read(text).rows, 'b', [])).toBeUndefined();
});
