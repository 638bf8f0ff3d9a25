import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromRoot } from '../support/project-root.js';
import { folderWith, rackform } from './support.js';

/** A copy of the shared example, with rackform.yaml changed. */
function example(change: (text: string) => string = (text) => text): string {
  const dir = folderWith({});
  cpSync(fromRoot('examples', 'inference'), dir, { recursive: true });
  const file = join(dir, 'rackform.yaml');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return dir;
}

const undeclared = (text: string) => text.replace('networks: [oob, provisioning]', 'networks: [oob]');

describe('isolation', () => {
  test('exits with 0 where nothing is shared but what is declared, and says by what', async () => {
    const { code, out, err } = await rackform(['isolation', '--site', 'dc2'], { cwd: example() });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('2 tenants (platform, research): 4 pairs, nothing shared but what is declared\n');
    expect(out).toMatch(/ {4}provisioning-network {2}declared {2}the untagged VLAN .*: by operations \(BMCs/);
    expect(out).toContain('chat and search, workload tenants of cluster serve');
  });

  test('exits with 3 where something else is, and prints the path', async () => {
    const { code, out } = await rackform(['isolation'], { cwd: example(undeclared) });
    expect(code).toBe(3);
    expect(out).toContain('platform and research: NOT isolated');
    expect(out).toContain(
      'tenant platform > slot serve-control-001 > machine cpu-a01-n01 > bond bond-front > the untagged VLAN of fabric dc2, provisioning > NIC eno1 > machine gpu-a03-n01 > slot notebooks-gpu-001 > tenant research',
    );
  });

  test('--json has every pair with every kind', async () => {
    const { code, out } = await rackform(['isolation', '--json'], { cwd: example(undeclared) });
    expect(code).toBe(3);
    const { formatVersion, sites } = JSON.parse(out);
    expect(formatVersion).toBe(1);
    expect(sites.map((site: { site: string }) => site.site)).toEqual(['dc2', 'dc3', 'edge1']);
    expect(sites[0].pairs[0]).toMatchObject({
      level: 'tenant',
      cluster: null,
      tenants: ['platform', 'research'],
      verdict: 'shared',
    });
    expect(sites[0].pairs[0].checks).toHaveLength(9);
  });

  test('proves nothing of a site that does not resolve, and says why', async () => {
    const dir = example((text) => text.replace('cluster: notebooks', 'cluster: notebook'));
    const { code, err } = await rackform(['isolation'], { cwd: dir });
    expect(code).toBe(1);
    expect(err).toContain('did you mean "notebooks"?');
  });

  test('a shared service that names what is not there is refused', async () => {
    const dir = example((text) => text.replace('[oob, provisioning]', '[oob, provisionig]'));
    const { code, out } = await rackform(['check'], { cwd: dir });
    expect(code).toBe(1);
    expect(out).toContain('unknown network "provisionig"');
    expect(out).toContain('did you mean "provisioning"?');
  });
});
