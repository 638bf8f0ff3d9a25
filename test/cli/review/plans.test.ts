import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { known, listed, planJson } from '../../review/support/plan-json.js';
import { folderWith, rackform } from '../support.js';

const deployed = { id: 'aaa111', release_params: [{ erase: true, secure_erase: true, quick_erase: false }] };
const wipe = JSON.stringify(
  planJson({
    stack: null,
    prior: [listed({ 'gpu-01': 'aaa111', 'gpu-02': 'bbb222' }), known('maas_instance.a', deployed)],
    changes: [{ address: 'maas_instance.a', actions: ['delete'], before: deployed }],
  }),
);
const empty = JSON.stringify(planJson({ stack: null }));

describe('rackform review --plan', () => {
  test('ends with 2 where something physical happens, and with 0 where nothing does', async () => {
    const cwd = folderWith({ 'wipe.json': wipe, 'empty.json': empty });
    const two = await rackform(['review', '--plan', 'wipe.json', 'empty.json'], { cwd });
    expect(two).toMatchObject({ code: 2, err: '' });
    expect(two.out).toMatch(/^WIPES 1 server, reimages 0, .* leaves 1 alone\.\n/);
    const none = await rackform(['review', '--plan', 'empty.json'], { cwd });
    expect(none).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing physical changes\./) });
  });

  test('reads standard input, and prints the same bytes each time', async () => {
    const run = () => rackform(['review', '--plan', '-', '--json'], { input: wipe });
    const { out } = await run();
    expect(JSON.parse(out)).toMatchObject({ formatVersion: 1, verdict: { outcome: 'physical' } });
    expect((await run()).out).toBe(out);
  });

  test('writes the report in all forms at once', async () => {
    const cwd = folderWith({ 'wipe.json': wipe });
    await rackform(['review', '--plan', 'wipe.json', '--out', 'report'], { cwd });
    expect(readdirSync(join(cwd, 'report')).sort()).toEqual([
      'review.html',
      'review.json',
      'review.md',
      'review.sarif',
    ]);
    expect(readFileSync(join(cwd, 'report', 'review.md'), 'utf8')).toContain('| WIPE | `gpu-01`');
  });

  test('writes a page, the same bytes each time, and prints the report all the same', async () => {
    const cwd = folderWith({ 'wipe.json': wipe });
    const run = () => rackform(['review', '--plan', 'wipe.json', '--html', 'new/page.html'], { cwd });
    const { code, out } = await run();
    expect(code).toBe(2);
    expect(out).toMatch(/^WIPES 1 server/);
    const page = readFileSync(join(cwd, 'new', 'page.html'), 'utf8');
    expect(page).toContain('<h1>WIPES 1 server,');
    await run();
    expect(readFileSync(join(cwd, 'new', 'page.html'), 'utf8')).toBe(page);
  });

  test('does not put its page in the place of a folder', async () => {
    const cwd = folderWith({ 'wipe.json': wipe, 'page.html/kept': '' });
    const { code, out, err } = await rackform(['review', '--plan', 'wipe.json', '--html', 'page.html'], {
      cwd,
    });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('page.html');
  });

  test('names every file that is no plan, in one run, and ends with 1', async () => {
    const cwd = folderWith({ 'cut.json': wipe.slice(0, 100), 'old.json': '{"format_version":"0.1"}' });
    const { code, err, out } = await rackform(['review', '--plan', 'cut.json', 'old.json'], { cwd });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('cut.json:1:1  error');
    expect(err).toContain('REVIEW_PLAN_JSON');
    expect(err).toContain('REVIEW_PLAN_FORMAT');
  });

  test('refuses two plans of one stack, which would count servers twice', async () => {
    const ours = wipe.replace('"outputs":{}', '"outputs":{"rackform_stack":{"value":"dc1-a-claim-01"}}');
    const cwd = folderWith({ 'a.json': ours, 'b.json': ours });
    const { code, err } = await rackform(['review', '--plan', 'a.json', 'b.json'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('two plans of stack "dc1-a-claim-01": a.json and b.json');
  });

  test('leaves nothing behind', async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('rackform-review-'));
    const before = left();
    await rackform(['review', '--plan', '-'], { input: wipe });
    expect(left().filter((name) => !before.includes(name))).toEqual([]);
  });

  test('asks for one of --plan and --base', async () => {
    const { code, err } = await rackform(['review']);
    expect(code).toBe(1);
    expect(err).toContain('review needs --plan FILE... or --base REF');
  });
});

test('the codes of a review are explained, and its schema is printed', async () => {
  const { out } = await rackform(['explain', 'REVIEW_WIPE'], {
    cwd: folderWith({ 'rackform.yaml': 'organization: a\n' }),
  });
  expect(out).toContain('released');
  const schema = await rackform(['schema', '--print', 'review']);
  expect(JSON.parse(schema.out)).toMatchObject({ title: 'rackform review', type: 'object' });
});
