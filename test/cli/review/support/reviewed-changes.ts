import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { reviewMarkdown } from '../../../../src/cli/render/review-markdown.js';
import { expectGoldenText } from '../../../support/golden.js';
import { disagreements } from './agreement.js';
import type { NamedChange } from './named-changes.js';
import { Dice, type Ground, randomChange } from './random-edits.js';
import { type Outcome, type Reviewed, SiteInLab } from './site-in-lab.js';

interface Options {
  readonly binary?: string;
  /** Random changes after the named ones, by how many, from a seed. */
  readonly random?: { readonly ground: Ground; readonly seed: number; readonly steps: number };
}

/** The report of a change that must have one. */
function reviewed(outcome: Outcome): Reviewed {
  if ('stopped' in outcome) throw new Error(outcome.stopped);
  return outcome;
}

/** Reviews changes of an example one by one, and compares each report with its golden file and with the lab. */
export function reviewsChanges(
  example: string,
  changes: readonly NamedChange[],
  { binary = 'terraform', random }: Options = {},
): void {
  describe.sequential(`changes of the example ${example}`, () => {
    let site: SiteInLab;
    beforeAll(async () => {
      site = await SiteInLab.of(`examples/${example}`, binary);
    });
    afterEach(() => {
      vi.restoreAllMocks();
    });
    afterAll(() => site.remove());

    test.each(changes)('$name', { timeout: 60_000 }, async (change) => {
      const outcome = reviewed(await (change.isMerged ? site.merge(change) : site.review(change)));
      expect(outcome.report.verdict.text).toMatch(change.verdict);
      const file = `${change.name.replaceAll(/\W+/g, '-').toLowerCase()}.md`;
      expectGoldenText(`review/${example}/${file}`, reviewMarkdown(outcome.report));
      expect(disagreements(outcome)).toEqual([]);
    });

    if (random === undefined) return;
    const { ground, seed, steps } = random;
    test(`${steps} random changes, from seed ${seed}`, { timeout: 30_000 * steps }, async () => {
      await randomChanges(site, ground, seed, steps);
    });
  });
}

/** What random changes came to, to see that they are of many kinds. */
export type Tally = Readonly<Record<string, number>>;

/**
 * Makes random changes one after another. Each that is not refused is applied, and the next begins where it ended.
 *
 * @throws where a review says something else than the lab does, with the seed and the edits that lead there
 */
export async function randomChanges(
  site: SiteInLab,
  ground: Ground,
  seed: number,
  steps: number,
): Promise<Tally> {
  const dice = new Dice(seed);
  const tally: Record<string, number> = {};
  /** Machines of which a review has said that their next deployment stops, and which no plan can show later. */
  const warned = new Set<string>();
  const count = (word: string) => {
    tally[word] = (tally[word] ?? 0) + 1;
  };
  for (let step = 1; step <= steps; step++) {
    const { change, said } = randomChange(ground, dice, step);
    const outcome = await site.merge(change);
    if ('stopped' in outcome) {
      count('stopped');
      continue;
    }
    const { verdict, impossible } = outcome.report;
    const where = [
      `${ground.example}, seed ${seed}, step ${step}: ${said.join('; ')}`,
      verdict.text,
      ...impossible.map(({ message }) => message),
    ].join('\n');
    const isWarned = (text: string) => [...warned].some((machine) => text.includes(machine));
    expect(
      disagreements(outcome).filter((text) => !isWarned(text)),
      where,
    ).toEqual([]);
    for (const { address, message } of impossible) {
      if (message.includes('the next deployment of it stops')) {
        // Of names that are folded, what they begin with.
        for (const name of (address ?? '').split(', ')) warned.add(name.split(/[[ ]/)[0] ?? name);
      }
    }
    count(verdict.outcome);
    for (const [effect, servers] of Object.entries(verdict.counts)) if (servers > 0) count(effect);
    // What the lab refuses, a review has to have said before.
    if (!outcome.isApplied && verdict.outcome !== 'refused') {
      expect(
        impossible.some(({ message }) => /^the (plan|apply) stops/.test(message) || isWarned(message)),
        `${where}\nrefused by the lab alone`,
      ).toBe(true);
    }
  }
  return tally;
}
