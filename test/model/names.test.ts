import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InternalError } from '../../src/errors.js';
import { terraformName } from '../../src/model/names.js';

const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?$/);
const interfaceName = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_-]{0,8}$/);

describe('terraformName', () => {
  test('is a Terraform identifier', () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 2 }), interfaceName, (labels, last) => {
        expect(terraformName(...([...labels, last] as [string]))).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*$/);
      }),
    );
  });

  test('never gives two things of as many parts one name', () => {
    const thing = fc.oneof(fc.tuple(label), fc.tuple(label, interfaceName), fc.tuple(label, label, label));
    fc.assert(
      fc.property(thing, thing, (one, other) => {
        fc.pre(one.length === other.length && one.join('\0') !== other.join('\0'));
        expect(terraformName(...(one as [string]))).not.toBe(terraformName(...(other as [string])));
      }),
      { numRuns: 2000 },
    );
  });

  test('puts an underscore before a leading digit', () => {
    expect(terraformName('1u-node', 'eno1')).toBe('_1u-node_eno1');
  });

  test.each([['a_b', 'c'], ['_a'], ['a.b'], ['']])(
    'refuses parts that would not be told apart: %j',
    (...parts) => {
      expect(() => terraformName(...(parts as [string]))).toThrow(InternalError);
    },
  );
});
