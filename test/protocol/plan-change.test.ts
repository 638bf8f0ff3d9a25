import { describe, expect, test } from 'vitest';
import { pathToMessage } from '../../src/protocol/diagnostics.js';
import { type Behaviour, planChange } from '../../src/protocol/plan-change.js';
import { type BlockSchema, blockType } from '../../src/protocol/schema.js';
import { type ObjectValue, unknown } from '../../src/protocol/value.js';

const item: BlockSchema = {
  attributes: {
    name: { type: 'string', required: true },
    size: { type: 'number', optional: true },
    uid: { type: 'string', computed: true },
  },
};
const block: BlockSchema = {
  attributes: {
    id: { type: 'string', computed: true },
    kind: { type: 'string', optional: true },
    zone: { type: 'string', optional: true, computed: true },
    tags: { type: ['set', 'string'], optional: true },
    rules: {
      optional: true,
      nested_type: {
        nesting_mode: 'map',
        attributes: { port: { type: 'number', optional: true }, uid: { type: 'string', computed: true } },
      },
    },
  },
  block_types: {
    list: { nesting_mode: 'list', block: item },
    set: { nesting_mode: 'set', block: item },
    one: { nesting_mode: 'single', block: item },
    group: { nesting_mode: 'group', block: { attributes: { a: { type: 'string', optional: true } } } },
    keyed: { nesting_mode: 'map', block: item },
  },
};

const empty: ObjectValue = {
  id: null,
  kind: null,
  zone: null,
  tags: null,
  rules: null,
  list: [],
  set: [],
  one: null,
  group: { a: null },
  keyed: {},
};
const known: ObjectValue = { ...empty, id: '1', zone: 'z' };

function plan(prior: ObjectValue | null, proposed: ObjectValue | null, behaviour: Behaviour = {}) {
  return planChange(block, { prior, proposed, config: proposed, private: new Uint8Array() }, behaviour);
}

describe('on create', () => {
  test('everything computed that is not configured is unknown, in every kind of nesting', () => {
    const { planned } = plan(null, {
      ...empty,
      rules: { a: { port: 1, uid: null } },
      list: [{ name: 'l', size: null, uid: null }],
      set: [{ name: 's', size: 1, uid: null }],
      one: { name: 'o', size: null, uid: null },
      keyed: { k: { name: 'm', size: null, uid: null } },
    });
    expect(planned).toEqual({
      ...empty,
      id: unknown,
      zone: unknown,
      rules: { a: { port: 1, uid: unknown } },
      list: [{ name: 'l', size: null, uid: unknown }],
      set: [{ name: 's', size: 1, uid: unknown }],
      one: { name: 'o', size: null, uid: unknown },
      keyed: { k: { name: 'm', size: null, uid: unknown } },
    });
  });

  test('defaults stand where nothing is configured, also in blocks; unknown values stay', () => {
    const behaviour = { defaults: { kind: 'plain', 'list.size': 512 } };
    const { planned } = plan(
      null,
      { ...empty, list: [{ name: 'l' }, { name: 'm', size: unknown }] },
      behaviour,
    );
    expect(planned).toMatchObject({ kind: 'plain', list: [{ size: 512 }, { size: unknown }] });
    expect(plan(null, { ...empty, kind: unknown }, behaviour).planned?.['kind']).toBe(unknown);
  });

  test('a block that the provider fills in is unknown as a whole, and kept later', () => {
    const behaviour = { computedBlocks: ['list'] };
    expect(plan(null, empty, behaviour).planned?.['list']).toBe(unknown);
    const prior = { ...known, list: [{ name: 'l', size: 1, uid: 'u' }] };
    expect(plan(prior, known, behaviour).planned).toBe(prior);
  });
});

describe('on update', () => {
  const prior: ObjectValue = {
    ...known,
    list: [{ name: 'l', size: 1, uid: null }],
    set: [
      { name: 's', size: 8, uid: null },
      { name: 't', size: 8, uid: 'T' },
    ],
  };

  test('only new elements have unknowns; a value that was computed as null stays', () => {
    const proposed = {
      ...prior,
      kind: 'new',
      list: [...(prior['list'] as ObjectValue[]), { name: 'm', size: null, uid: null }],
      set: [
        { name: 'u', size: null, uid: null },
        { name: 's', size: null, uid: null },
        { name: 't', size: 8, uid: 'T' },
      ],
    };
    expect(plan(prior, proposed, { defaults: { 'set.size': 8 } }).planned).toEqual({
      ...prior,
      kind: 'new',
      list: [
        { name: 'l', size: 1, uid: null },
        { name: 'm', size: null, uid: unknown },
      ],
      set: [
        { name: 'u', size: 8, uid: unknown },
        { name: 's', size: 8, uid: null },
        { name: 't', size: 8, uid: 'T' },
      ],
    });
  });

  test('another order of a set, or a difference that is none, is no change at all', () => {
    const tagged = { ...known, tags: ['a', 'b'], kind: '{"a":1}' };
    const suppress = { kind: () => true };
    expect(plan(tagged, { ...tagged, tags: ['b', 'a'], kind: '{ "a": 1 }' }, { suppress }).planned).toBe(
      tagged,
    );
    expect(plan(tagged, { ...tagged, kind: null }, { suppress }).planned).toMatchObject({ kind: null });
  });

  test('a delete is planned as nothing', () => {
    expect(plan(prior, null)).toEqual({ planned: null });
  });
});

describe('replacement', () => {
  const one = (size: number | null, name = 'n') => ({ name, size, uid: null });
  const replaced = (prior: object, proposed: object, ...requiresReplace: string[]) =>
    plan({ ...known, ...prior }, { ...known, ...proposed }, { requiresReplace }).requiresReplace ?? [];

  test.each<[string, object, object, string[], unknown]>([
    ['an attribute', { kind: 'a' }, { kind: 'b' }, ['kind', 'zone'], [['kind']]],
    ['an attribute that becomes unknown', { kind: 'a' }, { kind: unknown }, ['kind'], [['kind']]],
    [
      'an attribute in a list',
      { list: [one(1), one(2)] },
      { list: [one(1), one(3)] },
      ['list.size'],
      [['list', 1, 'size']],
    ],
    [
      'an attribute in an element that is added',
      { list: [] },
      { list: [one(3)] },
      ['list.size'],
      [['list', 0, 'size']],
    ],
    ['another attribute of the element', { list: [one(1)] }, { list: [one(1, 'm')] }, ['list.size'], []],
    ['a list that becomes unknown', { list: [one(1)] }, { list: unknown }, ['list.size'], [['list']]],
    ['an attribute in a set', { set: [one(1)] }, { set: [one(2)] }, ['set.size'], [['set']]],
    ['another attribute in a set', { set: [one(1)] }, { set: [one(1, 'm')] }, ['set.size'], []],
    [
      'a whole block',
      { list: [one(1)] },
      { list: [] },
      ['list', 'list.size'],
      [['list'], ['list', 0, 'size']],
    ],
    ['the elements of a set', { tags: ['a'] }, { tags: ['b'] }, ['tags[]'], [['tags']]],
    ['an attribute of a single block', { one: one(1) }, { one: null }, ['one.size'], [['one', 'size']]],
    ['a name that the schema lacks', { kind: 'a' }, { kind: 'b' }, ['none', 'list.none'], []],
  ])('is asked for %s', (_, prior, proposed, paths, expected) => {
    expect(replaced(prior, proposed, ...paths)).toEqual(expected);
  });

  test('is asked for every input of a type that has no update', () => {
    const { requiresReplace } = plan(
      known,
      { ...known, kind: 'b', list: [one(1)] },
      { inPlaceUpdate: false },
    );
    expect(requiresReplace).toEqual([['kind'], ['list']]);
  });
});

test('a path is sent as far as the type has it', () => {
  const type = blockType(block);
  const steps = (...path: (string | number)[]) => pathToMessage(path, type).steps;
  expect(steps('list', 0, 'name')).toEqual([
    { attributeName: 'list' },
    { elementKeyInt: 0 },
    { attributeName: 'name' },
  ]);
  expect(steps('rules', 'a', 'port')).toEqual([
    { attributeName: 'rules' },
    { elementKeyString: 'a' },
    { attributeName: 'port' },
  ]);
  expect(steps('set', 0, 'name')).toEqual([{ attributeName: 'set' }]);
  expect(steps('list', 'name')).toEqual([{ attributeName: 'list' }]);
  expect(steps('none')).toEqual([]);
  expect(steps('kind', 'deeper')).toEqual([{ attributeName: 'kind' }]);
});
