import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BlockSchema, NestedBlockSchema } from '../../../src/facts/providers/provider-facts.js';
import { declaredChecks } from '../../../src/lab/declared/checks.js';
import { normalJsonText, sameJsonObject } from '../../../src/lab/declared/json-text.js';
import { Decimal } from '../../../src/protocol/numbers.js';
import type { Type } from '../../../src/protocol/types.js';
import { type ObjectValue, unknown, type Value } from '../../../src/protocol/value.js';
import { actionOf, created, planned } from './core.js';
import { factsOf, resourceTypes } from './made-up.js';
import { served } from './provider.js';

type Leaf = 'known' | 'any';

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('', 'amd64', 'AUTO', '192.0.2.1', '{"b":1, "a":2}', '0', 'null'),
);
const wholeNumber = fc.oneof(fc.integer(), fc.constant(0), fc.bigInt({ min: 2n ** 60n, max: 2n ** 80n }));

function leaf(kind: Leaf, value: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return kind === 'known' ? value : fc.oneof({ weight: 5, arbitrary: value }, fc.constantFrom(unknown, null));
}

/** Any value of a type; of the kind `any` with unknown and null at any depth. */
function anyValue(type: Type, kind: Leaf): fc.Arbitrary<Value> {
  if (type === 'string') return leaf(kind, text);
  if (type === 'bool') return leaf(kind, fc.boolean());
  if (type === 'number') {
    const fraction = fc.double({ noNaN: true, noDefaultInfinity: true });
    const any = fc.oneof(fraction, fc.constant(new Decimal('0.1000000000000000000001')));
    return leaf(kind, kind === 'known' ? wholeNumber : fc.oneof(wholeNumber, any));
  }
  if (typeof type === 'string' || type[0] === 'tuple') return leaf(kind, fc.constant(null));
  if (type[0] === 'object') {
    const parts = Object.entries(type[1]).map(([name, inner]) => [name, anyValue(inner, kind)] as const);
    return leaf(kind, fc.record(Object.fromEntries(parts)));
  }
  if (type[0] === 'map')
    return leaf(kind, fc.dictionary(fc.string(), anyValue(type[1], kind), { maxKeys: 2 }));
  return leaf(kind, fc.array(anyValue(type[1], kind), { maxLength: 3 }));
}

function blocksOf(
  { nesting_mode: mode, block, max_items: most = 2, min_items: least = 0 }: NestedBlockSchema,
  kind: Leaf,
) {
  if (mode === 'single') return fc.constant<Value>(null);
  const several = fc.array(configOf(block, kind), { minLength: least, maxLength: kind === 'any' ? 3 : most });
  return kind === 'any' ? fc.oneof({ weight: 4, arbitrary: several }, fc.constant(unknown)) : several;
}

/** Any configuration that fits a schema; of the kind `known` one that Terraform applies. */
function configOf(block: BlockSchema, kind: Leaf): fc.Arbitrary<ObjectValue> {
  const attributes = Object.entries(block.attributes).map(
    ([name, { type = 'dynamic', required, optional }]) => {
      const value = anyValue(type, kind);
      if (kind === 'any') return [name, fc.option(value)] as const;
      if (required === true) return [name, value] as const;
      return [name, optional === true && name !== 'id' ? fc.option(value) : fc.constant(null)] as const;
    },
  );
  const blocks = Object.entries(block.block_types ?? {}).map(
    ([name, inner]) => [name, blocksOf(inner, kind)] as const,
  );
  return fc.record(Object.fromEntries([...attributes, ...blocks])) as fc.Arbitrary<ObjectValue>;
}

describe.each(resourceTypes)('any configuration of %s', (type) => {
  const { block, behaviour } = factsOf(type);
  const { server } = served(type);

  test('is checked without an exception, and every problem has a place in the schema', () => {
    const check = declaredChecks({ version: 0, block }, behaviour);
    fc.assert(
      fc.property(configOf(block, 'any'), (config) => {
        for (const { path = [] } of check(config)) {
          const [top = ''] = path;
          expect(Object.keys({ ...block.attributes, ...block.block_types })).toContain(top);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('can be planned with anything in it unknown', async () => {
    await fc.assert(
      fc.asyncProperty(configOf(block, 'any'), async (config) => {
        expect((await planned(server, block, config, null)).planned).not.toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  test('plans no change once it is applied', async () => {
    await fc.assert(
      fc.asyncProperty(configOf(block, 'known'), async (config) => {
        const state = await created(server, block, config);
        expect(await actionOf(server, block, config, state)).toBe('nothing');
      }),
      { numRuns: 30 },
    );
  });
});

describe('JSON as the SDK normalises it', () => {
  test('says the same, once for all, whatever the order of names', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        const normal = normalJsonText(JSON.stringify(value));
        expect(JSON.parse(normal)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(normalJsonText(normal)).toBe(normal);
        expect(sameJsonObject(JSON.stringify(turned, null, 2), normal)).toBe(true);
      }),
    );
  });
});
