import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyRequest,
  attributePath,
  diagnostic,
  planResponse,
  schemaResponse6,
} from '../../src/protocol/messages.js';
import { bool, bytes, field, int, mapField, message, repeated, text } from '../../src/protocol/protobuf.js';

const sample = message({
  flag: field(1, bool),
  count: field(2, int),
  name: field(3, text),
  body: field(16, bytes),
  names: repeated(4, text),
  counts: mapField(5, int),
});

describe('messages', () => {
  test('survive encoding and decoding', () => {
    const values = fc.record(
      {
        flag: fc.boolean(),
        count: fc.maxSafeInteger(),
        name: fc.string({ unit: 'grapheme' }),
        body: fc.uint8Array().map((array) => Buffer.from(array)),
        names: fc.array(fc.string(), { minLength: 1 }),
        counts: fc.array(fc.record({ key: fc.string(), value: fc.integer() }), { minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(values, (value) => {
        expect(sample.decode(sample.encode(value))).toEqual(value);
      }),
    );
  });

  test('are the bytes that the format asks for', () => {
    expect(sample.encode({ flag: true, count: -1, name: 'hi', names: ['a', ''] }).toString('hex')).toBe(
      '0801' + '10ffffffffffffffffff01' + '1a026869' + '220161' + '2200',
    );
    // An index of zero is written: it is what says that there is one.
    expect(attributePath.encode({ steps: [{ elementKeyInt: 0 }] }).toString('hex')).toBe('0a021800');
    expect(diagnostic.encode({ severity: 1, summary: 'x' }).toString('hex')).toBe('0801120178');
  });

  test('skip fields that are not known, of any wire type', () => {
    const strangers = Buffer.from('3801' + '310000000000000000' + '3a0161' + '3d00000000' + '1001', 'hex');
    expect(sample.decode(strangers)).toEqual({ count: 1 });
  });

  test.each([
    ['a field that is cut off', '1a05' + '61', 'cut off'],
    ['a number that is cut off', '10ff', 'cut off'],
    ['a number without end', `10${'ff'.repeat(11)}`, 'longer than 10 bytes'],
    ['a group', '0b', 'wire type 3'],
    ['another wire type', '1801', 'field name has wire type 0'],
    ['a length beyond memory', '1affffffffffffffff7f', 'cut off'],
  ])('of bytes that are none are refused: %s', (_, hex, problem) => {
    expect(() => sample.decode(Buffer.from(hex, 'hex'))).toThrow(problem);
  });

  test('from any bytes are a message or refused, never something else', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(sample, applyRequest, planResponse, schemaResponse6),
        (body, kind) => {
          try {
            expect(kind.decode(Buffer.from(body))).toBeTypeOf('object');
          } catch (error) {
            expect(error).toHaveProperty('name', 'MalformedMessage');
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
