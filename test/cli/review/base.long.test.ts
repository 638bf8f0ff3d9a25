import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Review } from '../../../src/review/report.js';
import { SiteProject } from '../../lab/support/site-project.js';
import { rackform } from '../support.js';

let project: SiteProject;
beforeAll(async () => {
  project = new SiteProject('examples/training');
  await project.rackform('lock');
  project.commit('Decide');
  project.git('switch', '--quiet', '--create', 'change');
});
afterAll(() => project.remove());

const secret = 'canary-of-the-caller';

async function reviewed(): Promise<{ readonly code: number; readonly report: Review }> {
  const { PATH = '' } = process.env;
  const around = { cwd: project.folder, env: { PATH, AWS_SECRET_ACCESS_KEY: secret, GITHUB_TOKEN: secret } };
  const { code, out, err } = await rackform(['review', '--base', 'main', '--json'], around);
  if (out === '') throw new Error(err);
  return { code, report: JSON.parse(out) as Review };
}

test('a change is planned in the lab against its base, with time, capacity and quorum', {
  timeout: 240_000,
}, async () => {
  await project.rackform('lock', '--reimage', 'train-a-control-001', 'train-a-control-002');
  const { code, report } = await reviewed();
  expect(code).toBe(2);
  expect(report.verdict.text).toMatch(/^WIPES 0 servers, reimages 2, .*leaves 13 alone\.$/);
  expect(report.rows[0]).toMatchObject({
    effect: 'reimage',
    cause: 'edit',
    place: { file: 'locks/dc1.yaml' },
    forcing: [{ attribute: 'generation', before: '1', after: '2' }],
  });
  expect(report.capacity?.quorums).toMatchObject([
    { group: 'train-a/control', servers: { before: 3, during: 1, after: 3 }, quorum: 2, holds: false },
  ]);
  const claim = report.stacks.find(({ name }) => name === 'dc1-train-a-claim-01');
  expect(claim?.seconds?.low).toBeGreaterThan(0);
  // Nothing stays: no work tree, no state.
  expect(project.git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  expect(readdirSync(project.folder)).not.toContain('cdktf.out');
});

test('a refused change is not said to do nothing', { timeout: 120_000 }, async () => {
  project.git('checkout', '--quiet', '--', '.');
  project.edit('sites/dc1/site.yaml', 'vlan: 120', 'vlan: 121');
  const { code, report } = await reviewed();
  expect(code).toBe(3);
  expect(report.refusals).toMatchObject([
    { rule: 'lock/network-in-use', place: { file: join('sites', 'dc1', 'site.yaml') } },
  ]);
  expect(report.verdict.text).toBe('Not known what it does: 3 stacks without a plan. Refused: 1 rule.');
});
