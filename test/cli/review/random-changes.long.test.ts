import { afterAll, expect, test } from 'vitest';
import { grounds } from './support/random-edits.js';
import { randomChanges } from './support/reviewed-changes.js';
import { SiteInLab } from './support/site-in-lab.js';

const steps = 60;
/** Others by RACKFORM_SEED=17,18. */
const seeds = (process.env['RACKFORM_SEED'] ?? '1,3').split(',').map(Number);
const seen: Record<string, number> = {};

test.each(grounds.flatMap((ground) => seeds.map((seed) => ({ ground, seed, example: ground.example }))))(
  '$example: what the review predicts of random changes is what the lab does, from seed $seed',
  async ({ ground, seed }) => {
    const site = await SiteInLab.of(`examples/${ground.example}`);
    try {
      const tally = await randomChanges(site, ground, seed, steps);
      for (const [word, count] of Object.entries(tally)) seen[word] = (seen[word] ?? 0) + count;
    } finally {
      site.remove();
    }
  },
);

afterAll(() => {
  process.stderr.write(`random changes: ${JSON.stringify(seen)}\n`);
  for (const effect of ['nothing', 'physical', 'refused', 'wipe', 'reimage', 'deploy', 'enrol']) {
    expect(seen[effect] ?? 0, effect).toBeGreaterThan(0);
  }
});
