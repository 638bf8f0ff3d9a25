import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hasInventories, inventories, realInputs, runRealInput } from '../../scripts/real-input/run.js';
import type { Definition } from '../../src/definition/definition.js';
import { terraformBuiltin } from '../../src/facts/providers/builtin.js';
import { maasProvider } from '../../src/facts/providers/maas.js';
import { runGuardrails } from '../../src/guardrails/run.js';
import { loadProject } from '../../src/inventory/load.js';
import { importReferenceApi } from '../../src/inventory/reference-api.js';
import { writeFiles } from '../../src/inventory/write.js';
import { parseIp, parsePrefix } from '../../src/model/ip.js';
import { parseLock } from '../../src/model/lock/lock-file.js';
import { resolve } from '../../src/model/resolve.js';
import { readSynthesized, synth } from '../support/synth.js';
import { validateTerraformJson } from '../support/terraform-schema.js';

const folder = mkdtempSync(join(tmpdir(), 'rackform-real-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const why = hasInventories() ? '' : ' (skipped: the inventories are no part of this repository)';

describe.skipIf(!hasInventories())(`real inventories${why}`, () => {
  test('Luxembourg goes from its inventory to Terraform that MAAS takes', async () => {
    const [input] = realInputs;
    if (input === undefined) throw new Error('no real input is named');
    const dir = join(folder, 'luxembourg');
    const ran = await runRealInput(input, dir);
    expect(ran.map(({ command, code }) => [command.split(' ')[1], code])).toEqual([
      ['import', 0],
      ['check', 0],
      ['lock', 0],
      ['check', 0],
      ['synth', 0],
    ]);
    expect(ran[0]?.stderr + (ran[0]?.stdout ?? '')).toContain('read 56 machines, 36 GPUs');
    const { lock } = parseLock(
      readFileSync(join(dir, 'locks/luxembourg.yaml'), 'utf8'),
      'luxembourg',
      'lock',
    );
    const assets = (pool: string) =>
      lock?.slots.filter((slot) => slot.pool === pool).map((slot) => slot.asset.split('-')[0]);
    expect(assets('gpu')?.sort()).toEqual([...Array.from({ length: 7 }, () => 'larochette'), 'vianden']);
    expect([...(assets('control') ?? []), ...(assets('login') ?? [])]).toEqual([
      'clervaux',
      'clervaux',
      'clervaux',
      'clervaux',
    ]);
    expect(lock?.machines).toHaveLength(56);
    const prefix = parsePrefix('172.16.188.0/23');
    for (const slot of lock?.slots ?? []) {
      const ip = parseIp(slot.addresses['in-band'] ?? '');
      expect(prefix !== null && ip !== null && prefix.first < ip.value && ip.value < prefix.last).toBe(true);
    }
    const { stacks } = readSynthesized(join(dir, 'cdktf.out'));
    for (const stack of Object.values(stacks))
      expect(validateTerraformJson(stack, [maasProvider, terraformBuiltin])).toEqual([]);
    expect(Object.keys(stacks['luxembourg-enrolment-01']?.resource?.['maas_machine'] ?? {})).toHaveLength(56);
  });

  const files = hasInventories() ? readdirSync(inventories).filter((name) => name.endsWith('.json')) : [];
  test.each(files)('%s is imported, resolved and synthesized with the least that a person adds', (file) => {
    const imported = importReferenceApi(
      [{ name: file, json: readFileSync(join(inventories, file), 'utf8') }],
      { site: 'real' },
    );
    expect(imported.issues.filter((issue) => issue.severity === 'error')).toEqual([]);
    const dir = join(folder, file);
    expect(writeFiles(dir, imported.files).issues).toEqual([]);
    const { definition, issues } = loadProject(dir);
    expect(issues.map((issue) => issue.code)).toEqual(['FILE_MISSING']);
    const resolution = resolve(withLeast(definition), { site: 'real', lock: null });
    expect(resolution.issues).toEqual([]);
    const refused = runGuardrails(resolution).filter((issue) => issue.severity === 'error');
    // What the inventory itself has wrong is refused, and nothing else.
    expect(refused.filter((issue) => !/^machine\/duplicate-|^rack\/unit-/.test(issue.code))).toEqual([]);
    if (resolution.model === null) throw new Error('nothing was resolved');
    expect(Object.keys(synth(resolution.model).stacks)).toContain('real-plain-claim-01');
  });
});

/** A dry run of two machines: what an inventory alone must be enough for. */
function withLeast(definition: Definition): Definition {
  const site = definition.sites['real'];
  if (site === undefined) throw new Error('the import wrote no site');
  return {
    ...definition,
    project: {
      organization: 'real',
      tenants: { one: {} },
      deployments: [{ cluster: 'plain', site: 'real' }],
    },
    sites: {
      real: {
        ...site,
        domain: 'real.example.net',
        provisioner: { type: 'dry-run' },
        images: { noble: { series: 'noble' } },
        defaults: { image: 'noble' },
      },
    },
    clusters: { plain: { tenant: 'one', mode: 'dedicated', pools: { cpu: { role: 'cpu', count: 2 } } } },
  };
}
