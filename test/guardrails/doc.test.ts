import { expect, test } from 'vitest';
import { guardrails } from '../../src/guardrails/all.js';
import { rulesMarkdown } from '../../src/guardrails/doc.js';

test('every rule has a heading, and its row links to it', () => {
  const lines = rulesMarkdown().split('\n');
  for (const { id } of guardrails) {
    expect(lines.filter((line) => line === `### ${id}`)).toHaveLength(1);
    expect(lines.some((line) => line.startsWith(`| [\`${id}\`](#${id.replace('/', '')}) |`))).toBe(true);
  }
});

test('the reference ends in one newline and has no blank line twice', () => {
  const text = rulesMarkdown();
  expect(text.endsWith('\n')).toBe(true);
  expect(text).not.toMatch(/\n\n\n/);
});

test('a rule reads as sentences', () => {
  expect(rulesMarkdown()).toContain(
    [
      '### machine/duplicate-mac',
      '',
      '**Every NIC has a MAC address of its own.** *error*, cannot be acknowledged.',
      '',
      'MAAS knows a NIC by its MAC address',
    ].join('\n'),
  );
});
