import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasInventories, realInputs, runRealInput } from '../../scripts/real-input/run.js';
import { ironicDialects } from '../../src/facts/providers/ironic-dialects.js';
import { loadProject } from '../../src/inventory/load.js';
import { ironicProvider } from '../../src/ironic-provider/provider.js';
import { resolve } from '../../src/model/resolve.js';
import type { SiteModel } from '../../src/model/types.js';
import { reattachProviders } from '../../src/protocol/reattach.js';
import { serveProvider } from '../../src/protocol/server.js';
import { folderWith } from '../cli/support.js';
import { installedOrNull, type TestIronic, testIronic } from '../ironic-provider/support/ironic.js';
import { emptied, IronicSite, onFakeHardware } from '../support/ironic-site.js';
import { synth } from '../support/synth.js';

const installed = await installedOrNull();
const folder = folderWith({});
const why = hasInventories() ? '' : ' (skipped: there are none beside this checkout)';

async function modelOf(site: string, apiUrl: string): Promise<SiteModel> {
  const input = realInputs.find((one) => one.site === site) ?? expect.fail(`no real input is ${site}`);
  const dir = join(folder, site);
  expect((await runRealInput(input, dir)).filter(({ code }) => code !== 0)).toEqual([]);
  const { model } = resolve(loadProject(dir).definition, { site, lock: null });
  return onFakeHardware(model ?? expect.fail(`${site} does not resolve`), apiUrl);
}

/** Says how long each step takes: the run is long, and the figures are what it is for. */
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  process.stderr.write(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  return result;
}

describe.skipIf(installed === null || !hasInventories())(
  `projects on real inventories at a real Ironic${why}`,
  { timeout: 1_800_000 },
  () => {
    let ironic: TestIronic;
    let env: Readonly<Record<string, string>>;
    let stop: () => Promise<void>;
    beforeAll(async () => {
      if (installed === null) return;
      ironic = await testIronic(installed);
      const { socket, close } = await serveProvider(ironicProvider({ env: {}, log: () => {} }));
      stop = close;
      const { source } = ironicDialects.rackform;
      const served = [{ source, socket, protocolVersion: 6 as const }];
      env = { TF_REATTACH_PROVIDERS: reattachProviders(served, process.pid) };
    });
    afterAll(async () => {
      await stop?.();
      await ironic?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const states = async () => {
      const { nodes } = await ironic.request('GET', 'nodes?fields=provision_state&limit=1000');
      const counts: Record<string, number> = {};
      for (const { provision_state: state } of nodes as readonly { readonly provision_state: string }[])
        counts[state] = (counts[state] ?? 0) + 1;
      return counts;
    };

    test.each([
      ['lyon', { manageable: 54, active: 15 }],
      ['uc', { manageable: 122, active: 10 }],
    ] as const)(
      '%s is enrolled, deployed, planned without a change and destroyed',
      async (name, expected) => {
        const model = await modelOf(name, ironic.url);
        const machines = model.site.machines.length;
        const own = Object.keys(synth(model).stacks).filter((stack) =>
          /-(?:enrolment|claim)-\d+$/.test(stack),
        );
        const ordered = [...own].sort((a, b) => Number(a.includes('claim')) - Number(b.includes('claim')));
        const site = new IronicSite(Object.fromEntries(ordered.map((stack) => [stack, stack])), env);
        const each = async (
          what: string,
          stacks: readonly string[],
          work: (stack: string) => Promise<void>,
        ) => {
          for (const stack of stacks)
            await timed(`${stack} of ${machines} nodes, ${what}`, () => work(stack));
        };
        await each('applied', ordered, (stack) => site.apply(stack, model));
        expect(await states()).toEqual(expected);
        await each('second plan', ordered, async (stack) =>
          expect(await site.plan(stack, model)).toEqual({}),
        );
        await each('destroyed', [...ordered].reverse(), (stack) => site.apply(stack, emptied(model)));
        expect(await states()).toEqual({});
        site.remove();
      },
    );
  },
);
