import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGoDuration } from '../../../src/facts/go-duration.js';
import { timeoutProblems, timeoutsOf } from '../../../src/lab/declared/timeouts.js';
import { unknown } from '../../../src/protocol/value.js';
import { actionOf, created, planned } from './core.js';
import { factsOf, resourceTypes } from './made-up.js';
import { served } from './provider.js';

const minute = 60_000;

describe('a Go duration', () => {
  test.each([
    ['60m', 60 * minute],
    ['1h30m', 90 * minute],
    ['30m0s', 30 * minute],
    ['1.5h', 90 * minute],
    ['.5s', 500],
    ['1.s', 1000],
    ['-1m', -minute],
    ['+1m', minute],
    ['0', 0],
    ['100ms', 100],
    ['1µs', 0.001],
    ['1m1m', 2 * minute],
  ])('reads %s', (text, milliseconds) => {
    expect(parseGoDuration(text)).toEqual({ milliseconds });
  });

  test.each([
    ['', 'time: invalid duration ""'],
    ['-', 'time: invalid duration "-"'],
    ['soon', 'time: invalid duration "soon"'],
    ['30', 'time: missing unit in duration "30"'],
    ['3d', 'time: unknown unit "d" in duration "3d"'],
    ['1h 30m', 'time: unknown unit "h " in duration "1h 30m"'],
    ['1constructor', 'time: unknown unit "constructor" in duration "1constructor"'],
    ['.s', 'time: invalid duration ".s"'],
    ['9999999h', 'time: invalid duration "9999999h"'],
  ])('refuses "%s"', (text, problem) => {
    expect(parseGoDuration(text)).toEqual({ problem });
  });

  test('is what its parts sum up to', () => {
    const part = fc.nat(100_000);
    fc.assert(
      fc.property(part, part, part, (h, m, s) => {
        const milliseconds = ((h * 60 + m) * 60 + s) * 1000;
        expect(parseGoDuration(`${h}h${m}m${s}s`)).toEqual({ milliseconds });
      }),
    );
  });

  test('is read or refused, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+]?[0-9.hmsnuµ]*$/)), (text) => {
        const parsed = parseGoDuration(text);
        expect('problem' in parsed || Number.isFinite(parsed.milliseconds)).toBe(true);
      }),
    );
  });
});

describe('the limits of an operation', () => {
  const { behaviour } = factsOf('maas_instance');
  const { server, block } = served('maas_instance');

  test('are those of the resource type, else twenty minutes', () => {
    expect(timeoutsOf(behaviour, {})).toEqual({
      create: 30 * minute,
      read: 20 * minute,
      update: 20 * minute,
      delete: 30 * minute,
    });
  });

  test('are taken from the block', () => {
    const values = { timeouts: { create: '2h', delete: null } };
    expect(timeoutsOf(behaviour, values)).toMatchObject({ create: 120 * minute, delete: 30 * minute });
  });

  test('are of the operations that the schema has', () => {
    for (const type of resourceTypes) {
      const { block: schema, behaviour: facts } = factsOf(type);
      const declared = Object.keys(schema.block_types?.['timeouts']?.block.attributes ?? {});
      expect(Object.keys(facts.timeouts ?? {}).sort(), type).toEqual(declared.sort());
    }
  });

  test('are refused in planning where they are no durations, and pass before', async () => {
    const config = { timeouts: { create: '2 hours', delete: '1h' } };
    const summary =
      '[ERR] Error decoding timeout: Error parsing "create" timeout: time: unknown unit " hours" in duration "2 hours"';
    expect(await server.validate?.(config)).toEqual([]);
    const { diagnostics } = await planned(server, block, config, null);
    expect(diagnostics).toEqual([{ summary, path: ['timeouts', 'create'] }]);
    expect(timeoutProblems({ timeouts: { create: unknown } })).toHaveLength(1);
  });

  test('are not recorded where nothing else changes, and are beside another change', async () => {
    const state = await created(server, block, { timeouts: { create: null, delete: '1h' } });
    const longer = { timeouts: { create: null, delete: '9h' } };
    expect(await actionOf(server, block, longer, state)).toBe('nothing');
    const { planned: plan } = await planned(
      server,
      block,
      { ...longer, release_params: [{ erase: true }] },
      state,
    );
    expect(plan).toMatchObject({ timeouts: { delete: '9h' } });
  });
});
