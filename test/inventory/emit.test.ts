import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readMachines } from '../../src/inventory/csv.js';
import { type DocumentValue, emitCsv, emitYaml } from '../../src/inventory/emit.js';

const word = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'on',
    'no',
    '1e3',
    '0x1f',
    '~',
    'null',
    '- a',
    'a: b',
    '# a',
    ' a ',
    '',
    '08',
    '2024-01-01',
    '*',
    '&a',
    '!x',
    '%',
    '`',
    'a\nb',
    '\u2028',
  ),
);
const key = word.filter((text) => !text.startsWith('#') && text !== '__proto__');
const value: fc.Arbitrary<DocumentValue> = fc.letrec<{ value: DocumentValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    word,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.boolean(),
    fc.array(fc.oneof(word, fc.integer()), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

describe('YAML', () => {
  test('says what was given, whatever is in it', () => {
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }), word, (map, comment) => {
        expect(parse(emitYaml({ '#note': comment, ...map }, [`# ${comment}`])) ?? {}).toEqual(map);
      }),
    );
  });

  test('a map with nothing but comments is a comment', () => {
    expect(emitYaml({ networks: { '#a': 'in-band:' }, nics: { eno1: {} } }, [])).toBe(
      '# networks:\n  # in-band:\nnics:\n  eno1: {}\n',
    );
  });

  test('a text that YAML would take for something else is quoted', () => {
    expect(emitYaml({ a: 'on', b: '08', c: '1e3', d: 'a: b', e: '*' }, [])).toBe(
      'a: "on"\nb: "08"\nc: "1e3"\nd: "a: b"\ne: "*"\n',
    );
  });
});

describe('CSV', () => {
  test('the reader of machines reads back what was written', () => {
    // Blanks at the ends of a cell are cut by the reader, and a carriage return is a line end to every reader.
    const text = fc
      .string({ unit: 'binary' })
      .map((raw) => raw.replaceAll(/[\r\0]/g, '').trim())
      .filter((raw) => raw !== '');
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (serials) => {
        const rows = serials.map((serial, index) => [`m${index}`, serial]);
        const read = readMachines({ file: 'm.csv', text: emitCsv(['name', 'serial'], rows) }, 'site/x');
        expect(read.issues).toEqual([]);
        expect(Object.values(read.machines)).toEqual(serials.map((serial) => ({ serial })));
      }),
    );
  });
});
