import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { anchorOf } from '../../scripts/docs/markdown.js';
import { projectRoot } from '../support/project-root.js';
import { allPages, type Page, proseOf } from './markdown.js';

const pages = allPages();

interface Link {
  readonly target: string;
  readonly line: number;
}

function linksOf(page: Page): readonly Link[] {
  return proseOf(page).flatMap((line, index) =>
    [...line.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({ target, line: index + 1 })),
  );
}

/** Anchors of a page's headings; a heading that is there twice gets a number, as on GitHub. */
function anchorsOf(page: Page): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  let isCode = false;
  for (const line of page.text.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    const heading = isCode ? undefined : /^#{1,6} (.+)$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const anchor = anchorOf(heading);
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    anchors.add(before === 0 ? anchor : `${anchor}-${before}`);
  }
  return anchors;
}

/** What is wrong with a link; undefined where it leads somewhere. */
function problemOf(page: Page, { target }: Link): string | undefined {
  if (/^https?:/.test(target)) return undefined;
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page.path : normalize(join(dirname(page.path), file));
  if (!existsSync(join(projectRoot, path))) return 'there is no such file';
  if (anchor === undefined) return undefined;
  const other = pages.find((one) => one.path === path);
  if (other === undefined) return 'an anchor in what is no page';
  return anchorsOf(other).has(anchor) ? undefined : 'there is no such heading';
}

test('every link between pages leads to a file and a heading that are there', () => {
  const broken = pages.flatMap((page) =>
    linksOf(page).flatMap((link) => {
      const problem = problemOf(page, link);
      return problem === undefined ? [] : [`${page.path}:${link.line}: ${link.target}: ${problem}`];
    }),
  );
  expect(broken).toEqual([]);
  expect(pages.flatMap(linksOf).length).toBeGreaterThan(100);
});

test('a link to a missing file, heading or anchor of no page is found', () => {
  const page: Page = {
    path: 'docs/README.md',
    text: '[a](nowhere.md) [b](#no-heading) [c](../LICENSE#x) [d](rules.md)',
  };
  expect(linksOf(page).map((link) => problemOf(page, link))).toEqual([
    'there is no such file',
    'there is no such heading',
    'an anchor in what is no page',
    undefined,
  ]);
});

test('every page can be reached from the README', () => {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    const page = pages.find((one) => one.path === path);
    if (page === undefined || reached.has(path)) return;
    reached.add(path);
    for (const { target } of linksOf(page)) {
      if (!/^https?:/.test(target)) visit(normalize(join(dirname(path), target.split('#')[0] ?? '')));
    }
  };
  visit('README.md');
  expect(pages.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual(['CHANGELOG.md']);
});
