import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { maasGone, maasWaysOut } from '../../../src/facts/maas-ways-out.js';
import { stepDurations } from '../../../src/facts/step-durations.js';
import { parseScenario } from '../../../src/lab/scenario/parse.js';
import { faultKinds } from '../../../src/lab/scenario/schema.js';
import { fromRoot } from '../../support/project-root.js';

const text = readFileSync(fromRoot('docs', 'guides', 'lab-faults.md'), 'utf8');

test('the guide has every kind of fault, every figure and every way out, as the code has them', () => {
  for (const kind of faultKinds) expect(text).toContain(`\`${kind}\``);
  for (const figure of Object.keys(stepDurations)) expect(text).toContain(`\`${figure}\``);
  for (const [type, wayOut] of Object.entries(maasWaysOut)) {
    const [says, id] =
      wayOut.by === 'import' ? [wayOut.says, `\`${wayOut.importId}\``] : ['-', 'apply again'];
    expect(text).toContain(`| \`${type}\` | ${says} | ${id} | ${wayOut.text} |`);
  }
  for (const [type, says] of Object.entries(maasGone)) expect(text).toContain(`| \`${type}\` | ${says} |`);
});

test('the scenarios of the guide are scenarios', () => {
  const blocks = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => parseScenario(parse(yaml)));
  expect(blocks).toHaveLength(2);
  for (const { scenario, issues } of blocks) {
    expect(issues).toEqual([]);
    expect(scenario).not.toBeNull();
  }
});
