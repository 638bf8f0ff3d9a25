import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { markup } from '../../../src/cli/render/markup.js';
import { reviewHtml } from '../../../src/cli/render/review-html/page.js';
import { sectionsOf } from '../../../src/review/document.js';
import { fleetReview } from '../../review/support/fleet.js';
import { planJson, reviewPlans } from '../../review/support/plan-json.js';

const review = fleetReview(2, 5);
const html = reviewHtml(review);
const machine = { server: null, slot: null, tenant: null };
const rack = (machines: readonly { asset: string; unit: number | null; units: number | null }[]) => ({
  ...review,
  servers: [],
  rows: [],
  unracked: [],
  racks: [{ site: 'dc1', name: 'r01', units: 10, machines: machines.map((one) => ({ ...machine, ...one })) }],
});

describe('the page of a review', () => {
  test('has every part of the report, whole', () => {
    const sections = sectionsOf(review);
    expect(sections.length).toBeGreaterThan(6);
    for (const { title, lines } of sections) {
      expect(html).toContain(`>${title}</h2>`);
      for (const { value } of lines.flatMap(({ cells }) => cells.flat())) {
        expect(html).toContain(markup`${value}`.text);
      }
    }
  });

  test('begins with the verdict, and is the same bytes each time', () => {
    expect(html.indexOf('<h1>WIPES')).toBeLessThan(html.indexOf('<h2'));
    expect(reviewHtml(fleetReview(2, 5))).toBe(html);
  });

  test('lets in its own script and style by their hashes, and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
    const hash = (tag: RegExp) =>
      createHash('sha256')
        .update(tag.exec(html)?.[1] ?? '')
        .digest('base64');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src 'sha256-${hash(/<script type="module">(.*?)<\/script>/s)}'`);
    expect(policy).toContain(`style-src 'sha256-${hash(/<style>(.*?)<\/style>/s)}'`);
    expect(html).not.toMatch(/https?:|<link|@import|url\(| style=| on[a-z]+="/);
  });

  test('puts machines of one chassis beside each other', () => {
    const text = reviewHtml(
      rack([
        { asset: 'left', unit: 3, units: 2 },
        { asset: 'right', unit: 3, units: 2 },
        { asset: 'alone', unit: 1, units: 1 },
      ]),
    );
    expect(text).toMatch(/class="m alone u3 h2 l0of2" [^>]*title="left/);
    expect(text).toMatch(/class="m alone u3 h2 l1of2" [^>]*title="right/);
    expect(text).toContain('.l1of2{left:50.000%;width:50.000%}');
    expect(text).toMatch(/class="m alone u1 h1" /);
  });

  test('keeps a machine of which the unit is not known with its rack', () => {
    const text = reviewHtml(rack([{ asset: 'somewhere', unit: null, units: 2 }]));
    expect(text).toContain('aria-label="Rack r01, unit not known"');
    expect(text).not.toContain('Not placed');
  });

  test('shows machines of plans without a definition, too', () => {
    const plain = reviewPlans(
      planJson({ changes: [{ address: 'maas_instance.a', actions: ['delete'], before: { id: 'aaa111' } }] }),
    );
    const text = reviewHtml(plain);
    expect(text).toContain('All machines <small>1 machine without a rack</small>');
    expect(text).toMatch(/class="m wipe " [^>]*data-i="0"/);
    expect(reviewHtml(reviewPlans(planJson({})))).toContain('No machine is known');
  });

  test('has every machine once as a button and once in the table', () => {
    const of = (text: string) => [
      ...html.matchAll(new RegExp(`class="${text}[^"]*"[^>]*data-i="(\\d+)"`, 'g')),
    ];
    const expected = review.racks.flatMap(({ machines }) => machines).length;
    for (const kind of ['m ', 'open']) {
      const found = of(kind).map(([, index]) => Number(index));
      expect([...found].sort((a, b) => a - b)).toEqual([...Array(expected).keys()]);
    }
  });
});
