import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { reviewHtml } from '../../../src/cli/render/review-html/page.js';
import { fleetReview } from '../../review/support/fleet.js';
import { noBrowser, startChromium } from '../../support/chromium.js';

/** In the page, as text: what is compiled here could name helpers that a page does not have. */
const measure = `(async () => {
  const next = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const timed = async (run) => {
    const start = performance.now();
    run();
    await next();
    return performance.now() - start;
  };
  const name = document.getElementById('name');
  const type = (text) => () => {
    name.value = text;
    name.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const load = performance.getEntriesByType('navigation')[0].loadEventEnd;
  const filters = [await timed(() => document.getElementById('all').click())];
  for (const text of ['g', 'gpu-r11', '']) filters.push(await timed(type(text)));
  document.documentElement.style.scrollBehavior = 'auto';
  const frames = [];
  for (let y = 0; y < document.documentElement.scrollHeight; y += 300) frames.push(await timed(() => scrollTo(0, y)));
  frames.sort((a, b) => a - b);
  return { load, filter: Math.max(...filters), frame: frames[Math.floor(frames.length * 0.9)] };
})()`;

test.skipIf(noBrowser !== undefined)(
  `a page of 2,000 machines loads, filters and scrolls smoothly${noBrowser ?? ''}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'review-page-'));
    const browser = await startChromium();
    try {
      const file = join(folder, 'page.html');
      writeFileSync(file, reviewHtml(fleetReview(120, 16)));
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(pathToFileURL(file).href);
      expect(await page.locator('.m').count()).toBe(2040);
      const { load, filter, frame } = (await page.evaluate(measure)) as Record<string, number>;
      // An idle machine without a graphics card takes a fifth of each.
      expect(load).toBeLessThan(2000);
      expect(filter).toBeLessThan(300);
      expect(frame).toBeLessThan(150);
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
