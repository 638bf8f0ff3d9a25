import { decode, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeValue, encodeValue } from '../../src/protocol/msgpack.js';
import { Decimal, fromFloat, parseNumber, printNumber } from '../../src/protocol/numbers.js';
import { parseState } from '../../src/protocol/state-json.js';
import { parseType, type Type } from '../../src/protocol/types.js';
import {
  canonicalText,
  Dynamic,
  hasUnknown,
  sameValue,
  Unknown,
  unknown,
  type Value,
} from '../../src/protocol/value.js';

const again = (value: Value, type: Type): Value => decodeValue(encodeValue(value, type), type);

describe('numbers', () => {
  test.each([
    ['9007199254740993', 9007199254740993n],
    ['-9007199254740991', -9007199254740991],
    ['1.50', 1.5],
    ['-0.1', -0.1],
    ['1e3', 1000],
    ['25e-2', 0.25],
    ['-0', 0],
    ['0.3333333333333333333333333', new Decimal('0.3333333333333333333333333')],
    ['1e-400', new Decimal(`0.${'0'.repeat(399)}1`)],
    ['1e99999', null],
    ['one', null],
    ['', null],
    ['1.', null],
  ])('%s is read as exactly what it says', (text, value) => {
    expect(parseNumber(text)).toEqual(value);
  });

  test('decimal texts survive reading and printing', () => {
    const digits = fc
      .stringMatching(/^-?(0|[1-9]\d{0,40})(\.\d{0,40}[1-9])?$/)
      .filter((text) => text !== '-0');
    fc.assert(
      fc.property(digits, (text) => {
        const value = parseNumber(text);
        expect(value === null ? null : printNumber(value)).toBe(text);
      }),
    );
  });

  test('a float stands for its exact value, which may be longer than JavaScript prints', () => {
    expect(fromFloat(0.1)).toEqual(new Decimal('0.1000000000000000055511151231257827021181583404541015625'));
    expect(fromFloat(-1.5)).toBe(-1.5);
    expect(fromFloat(2 ** 60)).toBe(2n ** 60n);
    expect(fromFloat(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
  });

  test('survive the wire, whatever their size', () => {
    const numbers: fc.Arbitrary<Value> = fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
      fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
    );
    fc.assert(
      fc.property(numbers, (value) => {
        expect(sameValue('number', again(value, 'number'), value)).toBe(true);
      }),
    );
  });

  test('fractions go as decimal text, as a float would be another number to Terraform', () => {
    expect(decode(encodeValue(0.1, 'number'))).toBe('0.1');
    expect(decode(encodeValue(2n ** 64n, 'number'))).toBe('18446744073709551616');
    expect(decode(encodeValue(2n ** 64n - 1n, 'number'), { useBigInt64: true })).toBe(2n ** 64n - 1n);
  });
});

describe('values on the wire', () => {
  const type: Type = [
    'object',
    {
      name: 'string',
      on: 'bool',
      any: 'dynamic',
      set: ['set', 'string'],
      map: ['map', 'number'],
      pair: ['tuple', ['string', 'number']],
      list: ['list', ['object', { a: 'string' }]],
    },
  ];

  test('survive in every type', () => {
    const value: Value = {
      name: 'é\u0000',
      on: false,
      any: new Dynamic(['object', { a: ['list', 'number'] }], { a: [1, 2n ** 70n] }),
      set: ['a', 'b'],
      map: { constructor: 1, 'a.b': null },
      pair: ['x', 1.25],
      list: [{ a: 'x' }, { a: unknown }, unknown],
    };
    expect(again(value, type)).toEqual(value);
  });

  test('carry every attribute: what an object leaves out is null', () => {
    expect(decode(encodeValue({ name: 'x' }, type))).toEqual({
      name: 'x',
      on: null,
      any: null,
      set: null,
      map: null,
      pair: null,
      list: null,
    });
    const inherited = parseType(['object', { constructor: 'string' }]);
    expect(again({}, inherited)).toEqual({ constructor: null });
    expect(decodeValue(encode({}), inherited)).toEqual({ constructor: null });
  });

  test('keep what is known of an unknown, byte by byte', () => {
    const bytes = Buffer.from('c70c0c8201c202a77072656669782d', 'hex');
    const value = decodeValue(bytes, 'string');
    expect(value).toBeInstanceOf(Unknown);
    expect(Buffer.from(encodeValue(value, 'string')).equals(bytes)).toBe(true);
    expect(Buffer.from(encodeValue(unknown, 'string')).toString('hex')).toBe('d40000');
    expect(hasUnknown({ a: [new Dynamic('string', value)] })).toBe(true);
    expect(hasUnknown({ a: [null, 1n] })).toBe(false);
  });

  test.each<[string, Value, string]>([
    [
      'a wrong type',
      { list: [{ a: 'x' }, { a: 7 }] },
      'list[1].a: a string is required, but a number was given',
    ],
    ['an unknown name', { list: [{ b: 'hunter2' }] }, 'list[0].b: the schema has no such attribute'],
    ['no set', { set: 'hunter2' }, 'set: a set is required, but a string was given'],
    ['no object', [], '(root): an object is required, but an array was given'],
  ])('are refused by place, without the value: %s', (_, value, message) => {
    expect(() => encodeValue(value, type)).toThrow(message);
  });

  test.each([
    ['another type', encode({ on: 'hunter2' }), 'on: a bool is required, but a string was given'],
    ['an unknown extension', Buffer.from('c7020500ff', 'hex'), '(root): extension 5 is not known'],
    ['a cut', Buffer.from('81a1', 'hex'), '(root): these bytes are no msgpack value'],
    ['a dynamic without a type', encode({ any: 'x' }), 'any: a dynamic is required, but a string was given'],
    [
      'a tuple of another length',
      encode({ pair: ['x'] }),
      'pair: a tuple is required, but an array was given',
    ],
  ])('are refused as they come: %s', (_, bytes, message) => {
    expect(() => decodeValue(bytes, type)).toThrow(message);
  });
});

describe('equality', () => {
  test('ignores the order of sets at any depth and the form of numbers, and nothing else', () => {
    const sets: Type = ['set', ['object', { names: ['set', 'string'], size: 'number' }]];
    const left = [
      { names: ['a', 'b'], size: 1 },
      { names: [], size: 2 },
    ];
    expect(
      sameValue(sets, left, [
        { names: [], size: 2n },
        { names: ['b', 'a'], size: new Decimal('1.0') },
      ]),
    ).toBe(true);
    expect(sameValue(sets, left, [{ names: [], size: 2 }])).toBe(false);
    expect(sameValue(['list', 'string'], ['a', 'b'], ['b', 'a'])).toBe(false);
    expect(sameValue('string', '', null)).toBe(false);
    expect(sameValue('string', unknown, null)).toBe(false);
    expect(sameValue('dynamic', new Dynamic('string', '1'), new Dynamic('number', 1))).toBe(false);
  });
});

test('two values are equal exactly where their canonical texts are', () => {
  const type: Type = [
    'object',
    { n: 'number', l: ['list', ['object', { s: ['set', 'string'], m: ['map', 'number'] }]], d: 'dynamic' },
  ];
  const few = <T>(...items: readonly T[]) => fc.constantFrom(...items);
  const number = few<Value>(null, unknown, 1, 1n, new Decimal('1.0'), 2);
  const item = fc.record(
    {
      s: fc.oneof(few<Value>(null, unknown), fc.array(few('a', 'b'), { maxLength: 3 })),
      m: fc.oneof(few<Value>(null), fc.dictionary(few('a', 'constructor'), number, { maxKeys: 2 })),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Value>;
  const value = fc.record(
    {
      n: number,
      l: fc.oneof(few<Value>(null, unknown), fc.array(item, { maxLength: 2 })),
      d: few<Value>(null, new Dynamic('number', 1), new Dynamic('number', 1n), new Dynamic('string', '1')),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Value>;
  fc.assert(
    fc.property(value, value, (left, right) => {
      expect(sameValue(type, left, right)).toBe(canonicalText(type, left) === canonicalText(type, right));
    }),
    { numRuns: 2000 },
  );
});

describe('the JSON of a state', () => {
  const read = (json: string, type: Type): Value => parseState(Buffer.from(json), type);

  test('keeps every digit, and leaves numbers inside of strings alone', () => {
    const type: Type = ['object', { n: 'number', s: 'string', d: 'dynamic', l: ['list', 'number'] }];
    const json =
      '{"n":9007199254740993,"s":"a \\"12\\" \\\\","l":[1.5,-2e2,null],"d":{"value":[1],"type":["list","number"]}}';
    expect(read(json, type)).toEqual({
      n: 9007199254740993n,
      s: 'a "12" \\',
      l: [1.5, -200, null],
      d: new Dynamic(['list', 'number'], [1]),
    });
  });

  test('is fitted to the schema: strangers are dropped, what is missing is null', () => {
    const type = parseType(['object', { a: 'string', b: ['map', 'bool'], constructor: 'string' }]);
    expect(read('{"a":"x","old":{"deep":1}}', type)).toEqual({ a: 'x', b: null, constructor: null });
  });

  test('takes what the type of an attribute changed to, where the text allows', () => {
    expect(read('{"a":12,"b":"true","c":"7"}', ['object', { a: 'string', b: 'bool', c: 'number' }])).toEqual({
      a: '12',
      b: true,
      c: 7,
    });
  });

  test.each([
    ['{"a":"hunter2"}', '(?=a: the state holds no number here)'],
    ['{"a":', 'the state is no JSON'],
    ['[]', 'the state holds no object here'],
  ])('that cannot be read is refused by place: %s', (json, message) => {
    expect(() => read(json, ['object', { a: 'number' }])).toThrow(new RegExp(message));
    expect(() => read(json, ['object', { a: 'number' }])).not.toThrow(/hunter2/);
  });

  test('any JSON value survives beside any text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('"', '\\', '\n', '1', '.', 'e', '-', 'é', '😀', '[') })),
        fc.array(fc.maxSafeInteger()),
        (texts, numbers) => {
          const type: Type = ['object', { texts: ['list', 'string'], numbers: ['list', 'number'] }];
          expect(read(JSON.stringify({ texts, numbers }), type)).toEqual({
            texts,
            numbers: numbers.map((n) => n + 0),
          });
        },
      ),
    );
  });
});

test('a type is read from its JSON, and what is none is refused', () => {
  const json = ['object', { a: ['set', ['tuple', ['string', 'dynamic']]] }, ['a']];
  expect(parseType(json)).toEqual(json.slice(0, 2));
  for (const wrong of ['text', ['list'], ['object', []], ['tuple', 'string'], null, 7]) {
    expect(() => parseType(wrong)).toThrow('a type was expected');
  }
  expect(() => parseType(JSON.parse('["object", {"__proto__": "string"}]'))).toThrow(
    'an object with an attribute "__proto__" cannot be read',
  );
});
