import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { offsetsIn, parseJson } from '../../src/inventory/imported/source/json-text.js';
import { importReferenceApi } from '../../src/inventory/reference-api.js';
import { fixturePath, inputFile } from '../support/reference-import.js';
import { checkMutations } from '../support/reference-mutations.js';

const inputs = ['meadow', 'brook'].map((name) => inputFile(fixturePath(name)));

describe('files that are no inventory', () => {
  const positionOf = (json: string) => {
    const { issues, files } = importReferenceApi([{ name: 'a.json', json }], { site: 'x' });
    expect(files).toEqual({});
    return issues.map(
      ({ code, message, position }) => `${position?.line}:${position?.column} ${code} ${message}`,
    );
  };

  test.each([
    ['', '1:1 IMPORT_SYNTAX the file is no JSON: the text ends too early'],
    ['{\n  "a": 1,\n}', '3:1 IMPORT_SYNTAX the file is no JSON: a key in double quotes is expected'],
    ['{\n  "a" 1\n}', '2:7 IMPORT_SYNTAX the file is no JSON: a colon is expected'],
    ['{ "a": tru }', '1:8 IMPORT_SYNTAX the file is no JSON: a value is expected'],
    ['[1, 2', '1:6 IMPORT_SYNTAX the file is no JSON: the text ends too early'],
    ['[1 2]', '1:4 IMPORT_SYNTAX the file is no JSON: a comma or ] is expected'],
    [
      '{"a": 1} x',
      '1:10 IMPORT_SYNTAX the file is no JSON: there is more text behind the end of the document',
    ],
    [
      '{"a": "b\nc"}',
      '1:7 IMPORT_SYNTAX the file is no JSON: a text is not closed, or holds a character that must be escaped',
    ],
  ])('%j: %s', (json, expected) => {
    expect(positionOf(json)).toEqual([expected]);
  });

  test.each(['{}', '[]', '3', '"text"', 'null', '{"clusters": {}}', '{"clusters": [{"nodes": []}]}'])(
    '%s holds no machine, and is refused',
    (json) => {
      expect(positionOf(json).at(-1)).toContain('IMPORT_NO_MACHINES');
    },
  );

  test('a text nested without end is refused and not a crash', () => {
    expect(positionOf(`${'['.repeat(100_000)}x`)[0]).toContain('levels deep');
  });

  test('a byte order mark is no mistake', () => {
    const [input] = inputs;
    const result = importReferenceApi([{ name: 'a.json', json: `\ufeff${input?.json}` }], { site: 'x' });
    expect(result.summary.machines).toBe(7);
  });
});

test('every mistake of a JSON text is found where the text stops being one', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), (value, seed) => {
      const text = JSON.stringify(value, null, 1);
      const cut = text.slice(0, seed % text.length);
      const parsed = parseJson(cut);
      // A number cut short is a number still.
      if ('fault' in parsed) expect(parsed.fault.offset).toBeLessThanOrEqual(cut.length);
      else expect(JSON.parse(cut)).toEqual(parsed.value);
      expect(parseJson(text)).toEqual({ value: JSON.parse(text) });
    }),
  );
});

test('a value is found in the text by its path', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.nat(), { maxLength: 5 }), (value, choices) => {
      const text = JSON.stringify(value);
      const path: (string | number)[] = [];
      let inner: unknown = JSON.parse(text);
      for (const choice of choices) {
        if (typeof inner !== 'object' || inner === null) break;
        const keys = Object.keys(inner);
        const key = keys[choice % Math.max(1, keys.length)];
        if (key === undefined) break;
        path.push(Array.isArray(inner) ? Number(key) : key);
        inner = (inner as Record<string, unknown>)[key];
      }
      expect(text.slice(offsetsIn(text)(path)).startsWith(JSON.stringify(inner))).toBe(true);
    }),
  );
});

describe.each(inputs)('$name with anything wrong in it', (input) => {
  test('never fails, writes files that can be read, and rows that are machines', () => {
    checkMutations(input, 60);
  });
});
