import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromRoot } from '../../support/project-root.js';
import { projectFiles } from '../project-files.js';
import { folderWith, rackform } from '../support.js';

const training = fromRoot('examples', 'training');

describe('rackform graph', () => {
  test.each([
    ['rack', 'svg', /^<svg .*>gpu-r01-n05</s],
    ['network', 'svg', /^<svg .*>in-band</s],
    ['tenant', 'mermaid', /^flowchart LR\n.*cluster__train_2d_a\[\["train-a/s],
    ['network', 'dot', /^digraph rackform \{\n.*subgraph cluster_fabric__dc1/s],
  ])('draws %s as %s, the same bytes each time', async (of, format, expected) => {
    const run = () => rackform(['graph', '--of', of, '--format', format], { cwd: training });
    const first = await run();
    expect(first).toMatchObject({ code: 0, err: '', out: expect.stringMatching(expected) });
    expect((await run()).out).toBe(first.out);
  });

  test('draws racks as SVG where nothing else is asked for, and writes where it is told to', async () => {
    const cwd = folderWith(projectFiles());
    const { out } = await rackform(['graph'], { cwd });
    expect(out).toMatch(/^<svg /);
    expect(await rackform(['graph', '--out', 'new/racks.svg'], { cwd })).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(join(cwd, 'new', 'racks.svg'), 'utf8')).toBe(out);
  });

  test('wants one site of several, and the words that it knows', async () => {
    const cwd = fromRoot('examples', 'inference');
    const several = await rackform(['graph'], { cwd });
    expect(several).toMatchObject({ code: 1, out: '' });
    expect(several.err).toBe(
      'rackform: a diagram shows one site, and the project has dc2, dc3, edge1\n  hint: --site dc2 draws the first\n',
    );
    const { code, err } = await rackform(['graph', '--of', 'racks'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('Allowed choices are rack, network, tenant');
  });

  test('completes its words', async () => {
    const complete = async (...words: readonly string[]) =>
      (await rackform(['complete', '--', 'graph', ...words], { cwd: training })).out;
    expect(await complete('--of', '')).toMatch(/^rack\t?.*\nnetwork\t?.*\ntenant/);
    expect(await complete('--format', 'm')).toContain('mermaid');
    expect(await complete('--site', '')).toContain('dc1');
  });

  test('says why there is nothing to draw', async () => {
    const broken = projectFiles({ machines: { 'gpu-r1-n1': { rack: 'r99' } } });
    const files = { ...broken, 'sites/dc1/site.yaml': `${broken['sites/dc1/site.yaml']}racks: 7\n` };
    const { code, out, err } = await rackform(['graph'], { cwd: folderWith(files) });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('sites/dc1/site.yaml');
  });
});
