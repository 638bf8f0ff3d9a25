import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { guardrails } from '../../src/guardrails/all.js';
import { fromRoot } from '../support/project-root.js';

const reporting = ['model', 'cli', 'stacks', 'software'];

/** Ids of the form `allocation/...` and `lock/...` that the source reports. */
function reportedIds(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const layer of reporting) {
    for (const path of readdirSync(fromRoot('src', layer), { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.ts')) continue;
      const text = readFileSync(fromRoot('src', layer, path), 'utf8');
      for (const [, id] of text.matchAll(/'((?:allocation|lock)\/[a-z]+(?:-[a-z]+)*)'/g))
        if (id !== undefined) found.add(id);
    }
  }
  return found;
}

test('every rule that the allocation and the lock report is listed', () => {
  const listed = new Set(guardrails.map(({ id }) => id));
  const reported = reportedIds();
  expect(reported.size).toBeGreaterThan(5);
  expect([...reported].filter((id) => !listed.has(id))).toEqual([]);
});

test('no rule of the allocation or the lock may be acknowledged', () => {
  const rules = guardrails.filter(({ tier }) => tier === 'allocation');
  expect(rules.length).toBeGreaterThan(10);
  expect(rules.filter(({ mayAcknowledge }) => mayAcknowledge)).toEqual([]);
});
