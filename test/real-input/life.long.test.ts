import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { liveThrough } from '../../scripts/real-input/life.js';
import { hasInventories, realInputs, runRealInput } from '../../scripts/real-input/run.js';

const folder = mkdtempSync(join(tmpdir(), 'rackform-real-life-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const why = hasInventories() ? '' : ' (skipped: the inventories are no part of this repository)';

/** Machines in each state after each step, by provisioner. */
const states = {
  luxembourg: [
    { maas: { Deployed: 12, Ready: 44 }, ironic: { active: 6, enroll: 3 } },
    { maas: { Deployed: 12, Ready: 44 }, ironic: { active: 8, enroll: 1 } },
    // What was in use once has been cleaned, and is not enrolled anew.
    { maas: { Deployed: 12, Ready: 44 }, ironic: { active: 7, available: 1, enroll: 1 } },
    { maas: {}, ironic: {} },
  ],
  lyon: [
    { ironic: { active: 13, manageable: 56 } },
    { ironic: { active: 15, manageable: 54 } },
    { ironic: { active: 14, available: 1, manageable: 54 } },
    { ironic: {} },
  ],
  uc: [
    { ironic: { active: 8, manageable: 124 } },
    { ironic: { active: 10, manageable: 122 } },
    { ironic: { active: 9, available: 1, manageable: 122 } },
    { ironic: {} },
  ],
} as const;

describe.skipIf(!hasInventories())(`the life of projects on real inventories${why}`, () => {
  test.each(Object.entries(states))(
    '%s is applied, grown, shrunk and destroyed, and nothing is left to do in between',
    async (site, expected) => {
      const input = realInputs.find((one) => one.site === site) ?? expect.fail(`no real input is ${site}`);
      const dir = join(folder, site);
      expect((await runRealInput(input, dir)).filter(({ code }) => code !== 0)).toEqual([]);
      const { site: grown, cluster, pool, count } = input.grows;
      const slot = (number: number) => `${cluster}-${pool}-${String(number).padStart(3, '0')}`;
      const ofSlots = (action: string, ...numbers: readonly number[]) => ({
        [`${grown}-${cluster}-claim-01`]: Object.fromEntries(
          ['ironic_deployment.', 'terraform_data.', 'terraform_data.release_'].flatMap((kind) =>
            numbers.map((number) => [`${kind}${slot(number)}`, action]),
          ),
        ),
      });
      const plans = [null, ofSlots('create', count - 1, count), ofSlots('delete', count), null];
      let at = 0;
      for await (const step of liveThrough(input, dir)) {
        const { plan, left, machines } = step;
        expect({ plan, left, machines }).toEqual({ plan: plans[at], left: {}, machines: expected[at] });
        at += 1;
      }
      expect(at).toBe(plans.length);
    },
  );
});
