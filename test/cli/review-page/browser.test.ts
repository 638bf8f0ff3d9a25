import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reviewHtml } from '../../../src/cli/render/review-html/page.js';
import type { Review } from '../../../src/review/report.js';
import { fleetReview } from '../../review/support/fleet.js';
import { known, planJson, reviewPlans } from '../../review/support/plan-json.js';
import { noBrowser, startChromium } from '../../support/chromium.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  reducedMotion: 'reduce',
};
const dark: BrowserContextOptions = { ...desktop, colorScheme: 'dark' };

describe.skipIf(noBrowser !== undefined)(`the page of a review in Chromium${noBrowser ?? ''}`, () => {
  let browser: Browser;
  const html = reviewHtml(fleetReview(6, 8));

  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  /** Opens a page as a browser opens a file; a complaint of the browser or a look outside fails the test. */
  async function withPage(
    text: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({ ...options, serviceWorkers: 'block' });
    const problems: string[] = [];
    try {
      await context.route(/.*/, (route) => {
        const url = route.request().url();
        if (url === 'https://page.test/') return route.fulfill({ contentType: 'text/html', body: text });
        problems.push(`asked for ${url}`);
        return route.abort();
      });
      const page = await context.newPage();
      page.setDefaultTimeout(5000);
      page.on('console', (message) => problems.push(message.text()));
      page.on('pageerror', ({ message }) => problems.push(message));
      page.on('dialog', (dialog) => {
        problems.push(`a dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.goto('https://page.test/');
      await use(page);
      if (problems.length > 0) throw new Error(problems.join('\n'));
    } finally {
      await context.close();
    }
  }

  const namesShown = (page: Page) => page.locator('.m:visible:not([inert]) i').allTextContents();

  test('shows the racks that change, and filters by effect, rack, row, tenant and name', async () => {
    await withPage(html, desktop, async (page) => {
      const count = page.getByRole('status');
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('WIPES 4 servers');
      expect(await count.textContent()).toBe('27 of 54 machines shown.');
      await page.getByRole('button', { name: /^wipe/ }).click();
      expect(await count.textContent()).toBe('4 of 54 machines shown.');
      expect(await namesShown(page)).toEqual(['gpu-r1-n4', 'gpu-r1-n1', 'gpu-r5-n6', 'gpu-r6-n1']);
      await page.getByLabel('Rack', { exact: true }).selectOption({ label: 'r05' });
      expect(await namesShown(page)).toEqual(['gpu-r5-n6']);
      await page.getByRole('button', { name: 'Show all' }).click();
      expect(await count.textContent()).toBe('54 of 54 machines shown.');
      await page.getByLabel('Tenant', { exact: true }).selectOption({ label: 'red' });
      expect(await count.textContent()).toBe('48 of 54 machines shown.');
      await page.getByLabel('Name', { exact: true }).fill('TRAIN-GPU-007');
      expect(await namesShown(page)).toEqual(['gpu-r1-n7']);
      await page.getByRole('button', { name: 'Show machines of row 3' }).click();
      expect(await namesShown(page)).toEqual(['gpu-r1-n2', 'gpu-r5-n7']);
      await page.getByText('The same machines as a table').click();
      expect(await page.locator('#as-table tbody tr:visible th').allTextContents()).toEqual([
        'gpu-r1-n2',
        'gpu-r5-n7',
      ]);
      await page.getByLabel('Name', { exact: true }).fill('nobody');
      expect(await count.textContent()).toBe('No machine is like that.');
    });
  });

  test('is worked by keyboard: one stop a rack, arrows within, Enter for evidence, Escape back', async () => {
    await withPage(html, desktop, async (page) => {
      const focused = () => page.evaluate('document.activeElement?.textContent');
      await page.getByRole('button', { name: 'Show all' }).focus();
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('cpu-r1-n1');
      await page.keyboard.press('ArrowDown');
      expect(await focused()).toBe('gpu-r1-n8');
      await page.keyboard.press('End');
      expect(await focused()).toBe('gpu-r1-n1');
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('cpu-r5-n1');
      await page.keyboard.press('Shift+Tab');
      expect(await focused()).toBe('gpu-r1-n2');
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'gpu-r1-n2' });
      expect(await dialog.textContent()).toContain('deployed anew as generation 2');
      await page.keyboard.press('Escape');
      expect(await dialog.isVisible()).toBe(false);
      expect(await focused()).toBe('gpu-r1-n2');
    });
  });

  test('shows the evidence of a machine: what forces it, before and after, file and line, address, erase', async () => {
    await withPage(html, phone, async (page) => {
      await page.getByRole('button', { name: 'gpu-r1-n2, reimage' }).tap();
      const text = await page.getByRole('dialog').textContent();
      for (const part of [
        'locks/dc1.yaml:40:3',
        'generation: 1 to 2',
        'maas_instance.train-gpu-002',
        'Erasesecure',
        'Units3 to 4',
        'Slottrain-gpu-002',
      ]) {
        expect(text).toContain(part);
      }
      await page.getByRole('button', { name: 'Close' }).tap();
      await page.getByRole('button', { name: 'gpu-r1-n5, left alone' }).tap();
      expect(await page.getByRole('dialog').textContent()).toContain('Nothing is done to it.');
    });
  });

  test.each(Object.entries({ desktop, phone, dark }))(
    'has no fault that axe finds, and fits its window: %s',
    async (_, options) => {
      await withPage(html, options, async (page) => {
        const faults = async () => {
          return page.evaluate(
            `${axe}; axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).join(' ')))`,
          );
        };
        expect(await faults()).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
        await page.getByRole('button', { name: 'gpu-r1-n4, wipe' }).click();
        expect(await faults()).toEqual([]);
      });
    },
  );

  test('hostile names are shown and do nothing', async () => {
    await withPage(reviewHtml(hostileReview()), desktop, async (page) => {
      await page.locator('.m').first().click();
      expect(await page.getByRole('dialog').locator('h2').textContent()).toBe(
        hostile.replace('\u202e', '\\u202e').replace('\u2028', '\\u2028'),
      );
      expect(await page.locator('script').count()).toBe(2);
      expect(await page.locator('img, a[href^=javascript], [onclick], [onmouseover]').count()).toBe(0);
    });
  });

  test('lets in no script but its own', async () => {
    const text = html.replace('</main>', '<script>document.title = "let in"</script></main>');
    await expect(
      withPage(text, desktop, async (page) => expect(await page.title()).not.toBe('let in')),
    ).rejects.toThrow(/Content Security Policy/);
  });

  test('says everything without scripts, but for the evidence', async () => {
    await withPage(html, { ...desktop, javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('.m:visible').count()).toBe(54);
      expect(await page.getByText('Without scripts nothing is filtered').isVisible()).toBe(true);
      expect(await page.locator('#filters').isVisible()).toBe(false);
    });
  });
});

const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script></script><!--\u202e\u2028' onmouseover='alert(3)`;

function hostileReview(): Review {
  return reviewPlans(
    planJson({
      stack: hostile,
      prior: [known('maas_machine.m', { id: 'aaa111', hostname: hostile })],
      changes: [
        { address: `maas_instance.a["${hostile}"]`, actions: ['delete'], before: { id: 'aaa111' } },
        {
          address: 'maas_machine.m',
          actions: ['update'],
          before: { id: 'aaa111', hostname: hostile, zone: hostile },
          after: { id: 'aaa111', hostname: hostile, zone: `${hostile}2` },
        },
      ],
    }),
  );
}
