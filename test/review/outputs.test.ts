import { describe, expect, test } from 'vitest';
import { inertJson } from '../../src/cli/render/inert.js';
import { reviewHtml } from '../../src/cli/render/review-html/page.js';
import { reviewMarkdown, reviewMarker } from '../../src/cli/render/review-markdown.js';
import { reviewText } from '../../src/cli/render/review-terminal.js';
import type { Style } from '../../src/cli/render/style.js';
import { reviewSarif } from '../../src/cli/review/output.js';
import { Review } from '../../src/review/report.js';
import { known, planJson, reviewPlans } from './support/plan-json.js';

const plain = (text: string) => text;
const style: Style = { error: plain, warning: plain, good: plain, name: plain, title: plain, faint: plain };

/** Every output of a report, by name. */
const outputsOf = (review: Review) => ({
  html: reviewHtml(review),
  markdown: reviewMarkdown(review),
  terminal: reviewText(review, style),
  json: inertJson(review),
  sarif: inertJson(reviewSarif(review, '/project')),
});

const canary = 'CANARY-9d1f';

/** A plan with a secret in every place that Terraform or people put one. */
const secretive = reviewPlans(
  planJson({
    prior: [known('maas_machine.gpu-01', { id: 'aaa111', hostname: 'gpu-01', power_parameters: canary })],
    changes: [
      {
        address: 'maas_machine.gpu-01',
        actions: ['update'],
        before: {
          id: 'aaa111',
          hostname: 'gpu-01',
          power_parameters: `{"power_pass":"${canary}"}`,
          zone: 'a',
        },
        after: {
          id: 'aaa111',
          hostname: 'gpu-01',
          power_parameters: `{"power_pass":"${canary}2"}`,
          zone: canary,
        },
        changeMore: { after_sensitive: { zone: true } },
      },
      {
        address: 'maas_instance.a',
        actions: ['delete', 'create'],
        before: { id: 'aaa111', deploy_params: [{ user_data: `#cloud-config ${canary}` }] },
        after: { deploy_params: [{ user_data: `#cloud-config ${canary} 2` }] },
        changeMore: { replace_paths: [['deploy_params', 0, 'user_data']] },
      },
      {
        address: 'ironic_node_v1.b',
        actions: ['update'],
        provider: 'registry.terraform.io/openshift-metal3/ironic',
        before: {
          name: 'b',
          driver_info: { redfish_password: canary, redfish_address: 'https://a:b@10.0.0.1' },
        },
        after: {
          name: 'b',
          driver_info: { redfish_password: `${canary}3`, redfish_address: `https://u:${canary}@10.0.0.1` },
        },
      },
      {
        address: 'other_thing.c',
        actions: ['delete', 'create'],
        provider: 'registry.terraform.io/a/other',
        before: { nested: { list: [{ api_token: canary }] } },
        after: { nested: { list: [{ api_token: `${canary}4` }] } },
        changeMore: { replace_paths: [['nested']] },
      },
    ],
    more: { variables: { bmc: { value: canary } } },
  }),
);

describe.each(Object.entries(outputsOf(secretive)))('%s', (_, text) => {
  test('holds no secret, and says that there is one', () => {
    expect(text).not.toContain(canary);
    expect(text).toContain('sensitive');
    expect(text).toMatch(/sha256:[0-9a-f]{12}, \d+ bytes/);
  });
});

const hostile =
  '[x](javascript:alert(1)) @everyone #1 <script>alert(1)</script> `code` | pipe \u001b[31m\u202e www.evil.test';

test('hostile names are inert in every output', () => {
  const review = reviewPlans(
    planJson({
      prior: [known('maas_machine.m', { id: 'aaa111', hostname: hostile })],
      changes: [{ address: `maas_instance.a["${hostile}"]`, actions: ['delete'], before: { id: 'aaa111' } }],
    }),
  );
  const { html, markdown, ...others } = outputsOf(review);
  for (const text of [html, markdown, ...Object.values(others)]) {
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
  }
  // The only scripts of the page are its own: its data, and what shows them.
  expect(html.match(/<\/?script/g)).toHaveLength(4);
  expect(html).toContain('&lt;script&gt;alert(1)');
  // Outside of code spans nothing of it is left.
  const outside = markdown.replaceAll(/`[^`]*`/g, '');
  expect(outside).not.toMatch(/script|@|\[x\]|#1|www\./);
  // A pipe of a name would open a column that no other row of its table has.
  for (const part of markdown.split('\n\n').filter((one) => one.startsWith('|'))) {
    const columns = part
      .trim()
      .split('\n')
      .map((line) => line.match(/(?<!\\)\|/g)?.length);
    expect(new Set(columns).size).toBe(1);
  }
});

describe('Markdown', () => {
  const many = (count: number, name: (index: number) => string) =>
    reviewPlans(
      planJson({
        changes: Array.from({ length: count }, (_, index) => ({
          address: `maas_instance.${name(index)}`,
          actions: ['delete'],
          before: { id: name(index), release_params: [{ erase: true, comment: 'x'.repeat(50) }] },
        })),
      }),
    );

  test('a fleet is one row, and begins with the marker of the comment', () => {
    const text = reviewMarkdown(many(2000, (index) => `gpu-${String(index).padStart(4, '0')}`));
    expect(text.startsWith(reviewMarker)).toBe(true);
    expect(text).toContain('`gpu-[0000-1999]` (2000)');
    expect(text.length).toBeLessThan(2000);
  });

  test('rows are left out by whole rows with their count, and wipes stay', () => {
    const base = many(3, (index) => `wiped-${index}`);
    const [row] = base.rows;
    if (row === undefined) throw new Error('no row');
    const fill = Array.from({ length: 900 }, (_, index) => ({
      ...row,
      effect: 'network' as const,
      names: `switch-port-${'x'.repeat(60)}-${index}`,
    }));
    const text = reviewMarkdown({ ...base, rows: [row, ...fill] });
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain('wiped-[0-2]');
    const kept = text.split('\n').filter((line) => line.includes('switch-port')).length;
    expect(text).toContain(`${900 - kept} more rows are in the JSON report.`);
  });

  test('even where only wipes fill it, all of them are counted and none is lost without a word', () => {
    const letters = (index: number) =>
      [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const text = reviewMarkdown(many(9000, (index) => `server-${letters(index)}`));
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain('WIPES 9000 servers');
    expect(text).toContain('all are in the JSON report');
  });
});

test('the report is what its schema says', () => {
  expect(Review.safeParse(secretive).error).toBeUndefined();
});
