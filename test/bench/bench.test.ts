import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differences } from '../../bench/compare.js';
import { fleet, SITE } from '../../bench/fleet.js';
import { plainProgram } from '../../bench/plain.js';
import { plainInput } from '../../bench/plain-input.js';
import { gates, resultOf } from '../../bench/report.js';
import { hasErrors } from '../../src/errors.js';
import { runGuardrails } from '../../src/guardrails/run.js';
import { resolve } from '../../src/model/resolve.js';
import { addRackform } from '../../src/stacks/add-rackform.js';
import { createApp } from '../../src/stacks/app.js';

const work = mkdtempSync(join(tmpdir(), 'rackform-bench-test-'));
const [ours, theirs] = [join(work, 'rackform'), join(work, 'plain')];
const resolution = resolve(fleet(60), { site: SITE, lock: null });

beforeAll(() => {
  if (resolution.model === null) throw new Error('the fleet has no model');
  const app = createApp(ours);
  const stacks = addRackform(app, resolution.model);
  app.synth();
  const dependencies = stacks.map((stack) => [stack.node.id, stack.dependencies.map(({ node }) => node.id)]);
  plainProgram(plainInput(resolution.model, Object.fromEntries(dependencies)), theirs).synth();
});

afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

describe('the fleet of the bench', () => {
  test('is a site that nothing refuses', () => {
    expect(resolution.issues).toEqual([]);
    expect(hasErrors(runGuardrails(resolution))).toBe(false);
  });

  test('is about eleven resources a machine, with eight rails on each GPU machine', () => {
    const slots = resolution.model?.clusters.flatMap((cluster) => cluster.slots) ?? [];
    expect(slots).toHaveLength(60);
    expect(slots.filter((slot) => slot.rails.length === 8)).toHaveLength(52);
    const text = readFileSync(join(ours, 'stacks', `${SITE}-train-a-claim-01`, 'cdk.tf.json'), 'utf8');
    const { resource } = JSON.parse(text) as { readonly resource: Readonly<Record<string, object>> };
    const count = Object.values(resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
    // Ten a slot, and the tag of the GPU pool with what replaces it; the enrolment is the eleventh.
    expect(count).toBe(60 * 10 + 2);
  });
});

describe('the plain program of the bench', () => {
  test('writes the bytes that rackform writes', () => {
    expect(differences(ours, theirs)).toEqual([]);
  });

  test('differs where one byte of any file does, or a file is missing', () => {
    const changed = join(work, 'plain', 'stacks', `${SITE}-network`, 'cdk.tf.json');
    const text = readFileSync(changed, 'utf8');
    writeFileSync(changed, text.replace('10.2.0.1', '10.2.0.2'));
    expect(differences(ours, theirs)).toEqual([`stacks/${SITE}-network/cdk.tf.json`]);
    rmSync(changed);
    expect(differences(ours, theirs)).toEqual([`stacks/${SITE}-network/cdk.tf.json`]);
    writeFileSync(changed, text);
  });
});

describe('the gates of the bench', () => {
  const stages = { parse: 1, resolve: 1, guardrails: 1, constructs: 1, synth: 1 };
  const run = (wallMs: number, heapMB: number) => ({ wallMs, cpuMs: 1, heapMB, stages });
  const resultWith = (...rackform: readonly ReturnType<typeof run>[]) =>
    resultOf({ machines: 1000, stacks: 15, rackform, plain: [run(100, 100)], parts: null });

  test('let through what is on them, and stop what is over one of them', () => {
    expect(resultWith(run(100 * gates.time, 100 * gates.heap)).isWithinGates).toBe(true);
    expect(resultWith(run(100 * gates.time + 1, 100)).isWithinGates).toBe(false);
    expect(resultWith(run(100, 100 * gates.heap + 1)).isWithinGates).toBe(false);
  });

  test('go by the median, so that one slow run decides nothing', () => {
    expect(resultWith(run(100, 100), run(900, 100), run(110, 100)).ratio.time).toBeCloseTo(1.1);
  });
});
