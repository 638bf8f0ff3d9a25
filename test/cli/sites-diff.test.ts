import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromRoot } from '../support/project-root.js';
import { folderWith, rackform } from './support.js';

const cwd = fromRoot('examples', 'inference');

describe('sites diff', () => {
  test('shows each field that came to something else, and no other', async () => {
    const { code, out, err } = await rackform(['sites', 'diff', 'serve'], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const rows = out.split('\n').map((line) => line.trim().split(/ {2,}/));
    const row = (field: string) => rows.find(([name]) => name === field)?.slice(1);
    expect(row('field')).toEqual(['dc2', 'edge1', 'dc3']);
    expect(row('pools.mig.count')).toEqual(['3', '2', '2']);
    expect(row('pools.mig.hardware.gpus')).toEqual([
      '4x A100-PCIE-80GB',
      '2x H100-NVL-94GB',
      '4x A100-PCIE-80GB',
    ]);
    expect(row('pools.control.networks.front-end.subnet')).toEqual([
      '203.0.113.0/25',
      '203.0.113.192/27',
      '203.0.113.224/27',
    ]);
    expect(row('site.provisioner.type')).toEqual(['maas', 'dry-run', 'ironic']);
    expect(row('mode')).toBeUndefined();
    // Two sites have no machine of whole GPUs, which their count says.
    expect(row('pools.gpu.count')).toEqual(['1', '0', '0']);
    expect(rows.filter(([name]) => name?.startsWith('pools.gpu.hardware'))).toEqual([]);
  });

  test('--all shows what is the same as well, and --json has both kinds told apart', async () => {
    const { out } = await rackform(['sites', 'diff', 'serve', '--sites', 'dc2', 'edge1', '--all', '--json'], {
      cwd,
    });
    const { formatVersion, cluster, sites, fields } = JSON.parse(out);
    expect([formatVersion, cluster, sites]).toEqual([1, 'serve', ['dc2', 'edge1']]);
    expect(fields).toContainEqual({ field: 'mode', values: ['shared', 'shared'], differs: false });
    expect(fields).toContainEqual({ field: 'pools.mig.count', values: ['3', '2'], differs: true });
    const few = JSON.parse(
      (await rackform(['sites', 'diff', 'serve', '--sites', 'dc2', 'edge1', '--json'], { cwd })).out,
    );
    expect(few.fields).toEqual(fields.filter(({ differs }: { differs: boolean }) => differs));
  });

  test.each([
    [['serv'], 'did you mean "serve"?'],
    [['notebooks'], 'is at one site only, dc2'],
    [['serve', '--sites', 'dc2', 'edge2'], 'did you mean "edge1"?'],
  ])('%j is refused in words', async (words, message) => {
    const { code, err, out } = await rackform(['sites', 'diff', ...words], { cwd });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
  });

  test('where a site does not resolve, says why and compares nothing', async () => {
    const dir = folderWith({});
    cpSync(cwd, dir, { recursive: true });
    const file = join(dir, 'sites/edge1/site.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('purpose: front-end', 'purpose: storage'));
    const { code, err, out } = await rackform(['sites', 'diff', 'serve'], { cwd: dir });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('site edge1 has none');
  });

  test('completes clusters and sites', async () => {
    expect((await rackform(['complete', '--', 'sites', 'diff', ''], { cwd })).out).toContain('serve\t');
  });
});
