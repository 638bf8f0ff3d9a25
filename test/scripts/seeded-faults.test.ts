import { describe, expect, test } from 'vitest';
import { faultGroups, faults } from '../../scripts/seeded-faults/faults.js';
import { runFaults } from '../../scripts/seeded-faults/run.js';
import { codeText } from '../../src/cli/codes.js';
import { guardrails } from '../../src/guardrails/all.js';

test('there are at least 60 different faults, each with a rule or code that explain knows', () => {
  expect(new Set(faults.map(({ example, says }) => `${example}: ${says}`)).size).toBe(faults.length);
  expect(faults.length).toBeGreaterThanOrEqual(60);
  const rules = new Set(guardrails.map(({ id }) => id));
  expect(faults.filter(({ by }) => !rules.has(by) && codeText(by) === undefined)).toEqual([]);
});

describe.each(Object.entries(faultGroups))('faults of %s', (_, group) => {
  test('are all caught, and the example as it is has none', { timeout: 60_000 }, async () => {
    const { outcomes, falseAlarms } = await runFaults(group);
    expect(falseAlarms).toEqual([]);
    expect(outcomes).toHaveLength(group.length);
    expect(outcomes.filter(({ found }) => found === undefined).map(({ fault }) => fault.says)).toEqual([]);
    // A fault of a file is shown in a file.
    expect(outcomes.filter(({ found }) => found?.file === null).map(({ fault }) => fault.by)).toEqual([]);
  });
});
