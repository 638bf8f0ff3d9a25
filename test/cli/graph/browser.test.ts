import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columnsSvg } from '../../../src/cli/graph/columns-svg.js';
import { mermaidOf, withoutMarks } from '../../../src/cli/graph/mermaid.js';
import { networkDiagram } from '../../../src/cli/graph/network-diagram.js';
import { rackDiagram } from '../../../src/cli/graph/rack-diagram.js';
import { rackSvg } from '../../../src/cli/graph/rack-svg.js';
import { tenantDiagram } from '../../../src/cli/graph/tenant-diagram.js';
import { inert } from '../../../src/cli/render/inert.js';
import { noBrowser, startChromium } from '../../support/chromium.js';
import { exampleModel } from '../../support/model-fixture.js';
import { hostileModel } from './hostile-model.js';

const mermaid = createRequire(import.meta.url).resolve('@mermaid-js/tiny/dist/mermaid.tiny.js');
const models = { example: exampleModel(), hostile: hostileModel() };

describe.skipIf(noBrowser !== undefined)(`drawings in Chromium${noBrowser ?? ''}`, () => {
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await startChromium();
    page = await browser.newPage();
    page.on('dialog', (dialog) => {
      problems.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('pageerror', ({ message }) => problems.push(message));
    await page.addScriptTag({ path: mermaid });
    await page.evaluate(`mermaid.initialize({ startOnLoad: false, securityLevel: 'loose' })`);
  });
  afterAll(() => browser.close());

  const cases = Object.entries(models).flatMap(([name, model]) =>
    [rackDiagram(model), networkDiagram(model), tenantDiagram(model)].map((diagram) => ({
      name,
      title: diagram.columns.join(', '),
      diagram,
    })),
  );

  test.each(cases)('Mermaid draws every box with its text: $title of $name', async ({ diagram }) => {
    const found = await page.evaluate(
      `(async (text) => {
        const { svg } = await mermaid.render('drawing', text);
        const box = document.createElement('div');
        box.innerHTML = svg;
        document.body.replaceChildren(box);
        const textOf = (node) => [...node.querySelectorAll('br')].reduce((all, br) => (br.replaceWith('\\n'), all), node).textContent;
        return {
          labels: [...box.querySelectorAll('.node .nodeLabel')].map(textOf).sort(),
          paths: box.querySelectorAll('path.flowchart-link').length,
          acting: box.querySelectorAll('script, img, a').length,
        };
      })(${JSON.stringify(mermaidOf(diagram))})`,
    );
    expect(found).toEqual({
      labels: diagram.nodes
        .map(({ title, lines }) => [title, ...lines].map((line) => withoutMarks(inert(line))).join('\n'))
        .sort(),
      paths: diagram.edges.filter(({ isHidden }) => !isHidden).length,
      acting: 0,
    });
    expect(problems).toEqual([]);
  });

  test.each(Object.entries(models))(
    'SVG is well formed and shows names as they are: %s',
    async (_, model) => {
      for (const text of [
        rackSvg(model),
        columnsSvg(networkDiagram(model)),
        columnsSvg(tenantDiagram(model)),
      ]) {
        const found = await page.evaluate(
          `((text) => {
          const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
          const names = new Set([...parsed.querySelectorAll('*')].map(({ localName }) => localName));
          return { names: [...names].sort(), titles: [...parsed.querySelectorAll('title')].map(({ textContent }) => textContent) };
        })(${JSON.stringify(text)})`,
        );
        const { names, titles } = found as { names: readonly string[]; titles: readonly string[] };
        expect(['g', 'path', 'rect', 'style', 'svg', 'text', 'title']).toEqual(
          expect.arrayContaining([...names]),
        );
        const [machine] = model.site.machines.filter(({ rack }) => rack !== null);
        const pool = model.clusters[0]?.pools[0];
        expect(titles.join('\n')).toContain(
          text.includes('>Pools<') ? inert(pool?.name ?? '') : inert(machine?.asset ?? ''),
        );
      }
    },
  );
});
