import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fromRoot } from '../support/project-root.js';
import { folderWith, rackform } from './support.js';

const inference = fromRoot('examples', 'inference');

/** A copy of the shared example, with one file changed. */
function changedExample(path: string, change: (text: string) => string): string {
  const dir = folderWith({});
  cpSync(inference, dir, { recursive: true });
  const file = join(dir, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return dir;
}

test('shows what is promised, what is free, and whether the worst loss still fits', async () => {
  const { code, out, err } = await rackform(['capacity', '--site', 'edge1'], { cwd: inference });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatchInlineSnapshot(`
    "serve at edge1
               total  in quotas  free  without one machine     without one rack
      1g.12gb  8      4          4     4 fits (gpu-e1-n01)     4 fits (e1)
      2g.24gb  4      4          0     2 TOO FEW (gpu-e1-n01)  2 TOO FEW (e1)
      3g.47gb  4      4          0     2 TOO FEW (gpu-e1-n01)  2 TOO FEW (e1)

      workload tenant  namespace    1g.12gb  2g.24gb  3g.47gb
      chat             chat         4        -        4
      lab              lab          -        -        -
      search           search-prod  -        4        -

      pool  runs  GPU            what it costs
      mig   mig   H100-NVL-94GB  0 to 15.2 % of multiprocessors (SMs) of each GPU that is cut, idle (published nvidia-smi mig -lgip listings of H100: 132 SMs in one 7g, 112 in seven 1g)
    "
  `);
});

test('--json has every shared cluster of every site', async () => {
  const { code, out } = await rackform(['capacity', '--json'], { cwd: inference });
  expect(code).toBe(0);
  const { formatVersion, clusters } = JSON.parse(out);
  expect(formatVersion).toBe(1);
  // The dedicated cluster at dc2 is its tenant's own, and has nothing to divide.
  expect(clusters.map(({ site, cluster }: { site: string; cluster: string }) => [site, cluster])).toEqual([
    ['dc2', 'serve'],
    ['dc3', 'serve'],
    ['edge1', 'serve'],
  ]);
  expect(clusters[0].resources[0]).toEqual({
    what: 'gpu',
    total: 4,
    promised: 0,
    free: 4,
    withoutMachine: { name: 'gpu-a01-n01', left: 0, isEnough: true },
    withoutRack: { name: 'a01', left: 0, isEnough: true },
  });
  expect(clusters[0].tenants[2]).toEqual({
    name: 'search',
    namespace: 'search-prod',
    quota: { '2g.20gb': 4 },
  });
});

test('quotas that promise more than there is leave less than nothing free', async () => {
  const dir = changedExample('clusters/serve.yaml', (text) => text.replace('{ 2g: 4 }', '{ 2g: 5 }'));
  const { code, out } = await rackform(['capacity', '--site', 'edge1'], { cwd: dir });
  expect(code).toBe(0);
  expect(out).toMatch(/2g\.24gb +4 +5 +-1 /);
});

test('says so where no cluster is shared', async () => {
  const { code, out } = await rackform(['capacity'], { cwd: fromRoot('examples', 'training') });
  expect(code).toBe(0);
  expect(out).toBe('no cluster is shared: there is nothing to divide\n');
});

test('tells what is wrong with a site that does not resolve', async () => {
  const dir = changedExample('rackform.yaml', (text) => text.replaceAll('cluster: serve', 'cluster: server'));
  const { code, err } = await rackform(['capacity'], { cwd: dir });
  expect(code).toBe(1);
  expect(err).toContain('did you mean "serve"?');
});
