import { Fn, Lazy, TerraformResource, TerraformStack, Testing, Token } from 'cdktf';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolvePlainValuesOnce } from '../../src/stacks/plain-values.js';

/** A resource with any attributes. */
class Anything extends TerraformResource {
  readonly #attributes: Record<string, unknown>;

  constructor(scope: Construct, id: string, attributes: Record<string, unknown>) {
    super(scope, id, { terraformResourceType: 'test_anything' });
    this.#attributes = attributes;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return this.#attributes;
  }
}

/** What a stack of one resource becomes, in the usual way and with plain values resolved once. */
function bothWays(attributes: () => Record<string, unknown>): readonly [unknown, unknown] {
  const [usual, once] = [false, true].map((isOnce) => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    new Anything(stack, 'thing', attributes()).overrideLogicalId('thing');
    if (isOnce) resolvePlainValuesOnce(stack);
    stack.prepareStack();
    return stack.toTerraform();
  });
  return [usual, once];
}

const scalar = fc.oneof(
  fc.string(),
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.constantFrom('${local.ids["x"]}', '-1.5e+298', 'TfToken', '$${kept}'),
  fc.constantFrom('string', 'number', 'list', 'lazy').map((kind) => ({ tokenOf: kind })),
);
const tree = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie('value'), { maxLength: 4 }), tie('map')),
  map: fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), tie('value'), { maxKeys: 5, noNullPrototype: true }),
}));

/** Puts real tokens where the tree asks for them. */
function withTokens(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTokens);
  if (typeof value !== 'object' || value === null) return value;
  if ('tokenOf' in value) {
    if (value.tokenOf === 'number') return Token.asNumber(Fn.lengthOf(['a']));
    if (value.tokenOf === 'list') return Token.asList(Fn.tolist(['a']));
    if (value.tokenOf === 'lazy') return Lazy.anyValue({ produce: () => ({ late: [1, undefined] }) });
    return `before ${Token.asString(Fn.upper('a'))}`;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTokens(inner)]));
}

describe('resources with plain values resolved once', () => {
  test('become what cdktf makes of them in the usual way, tokens or not', () => {
    fc.assert(
      fc.property(tree.map, (map) => {
        const [usual, once] = bothWays(() => withTokens(map) as Record<string, unknown>);
        expect(JSON.stringify(once)).toBe(JSON.stringify(usual));
      }),
    );
  });

  test.each([
    ['text', (token: string) => `before ${token}`],
    ['a key', (token: string) => ({ [token]: 'x' })],
    ['a list', (token: string) => Token.asList(token)],
    ['a number', (token: string) => Token.asNumber(token)],
    ['a number in text', (token: string) => `${Token.asNumber(token)}`],
    ['a map', (token: string) => Token.asStringMap(token)],
  ])('are not plain with a reference to another stack in %s, which cdktf must see', (_, make) => {
    const app = Testing.app();
    const [first, second] = ['first', 'second'].map((name) => new TerraformStack(app, name));
    if (first === undefined || second === undefined) throw new Error('no stacks');
    const other = new Anything(first, 'other', {});
    new Anything(second, 'thing', { deep: [{ value: make(other.getStringAttribute('id')) }] });
    for (const stack of [first, second]) resolvePlainValuesOnce(stack);
    second.prepareStack();
    expect(Object.keys(first.toTerraform()['output'] ?? {})).toHaveLength(1);
  });

  test('keep overrides that come later', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const thing = new Anything(stack, 'thing', { name: 'a' });
    resolvePlainValuesOnce(stack);
    thing.addOverride('name', 'b');
    expect(JSON.stringify(stack.toTerraform())).toContain('"name":"b"');
  });

  test('keep what someone else made of them', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const thing = new Anything(stack, 'thing', { name: 'a' });
    thing.toTerraform = () => ({ resource: { other: { thing: {} } } });
    resolvePlainValuesOnce(stack);
    expect(stack.toTerraform()['resource']).toEqual({ other: { thing: {} } });
  });
});
