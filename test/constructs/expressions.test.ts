import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { literal, quoted } from '../../src/constructs/expressions.js';
import { parseTemplate } from '../support/terraform-expressions.js';

describe('literal', () => {
  test('holds no template, whatever the text', () => {
    const part = fc.constantFrom('$', '%', '{', '}', '${', '%{', '$${', 'a', ' ', '\n', '"');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        expect(parseTemplate(literal(parts.join('')))).toEqual({
          kind: expect.stringMatching(/literal|mixed/),
          references: [],
        });
      }),
    );
  });

  test('doubles what begins a template, and nothing else', () => {
    expect(literal('a ${b} %{c} $d {e} 5%')).toBe('a $${b} %%{c} $d {e} 5%');
  });
});

describe('quoted', () => {
  test('is a string inside an expression', () => {
    expect(parseTemplate(`\${jsonencode(${quoted('a "b" ${c}')})}`)).toMatchObject({
      kind: 'whole',
      references: [],
    });
  });
});
