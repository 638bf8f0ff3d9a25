import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromRoot } from './support/project-root.js';

/** What each part of src may import, as the design states it; biome.json must come to the same. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  facts: ['errors'],
  definition: ['errors', 'facts'],
  inventory: ['errors', 'facts', 'definition'],
  presets: ['errors', 'facts', 'definition'],
  model: ['errors', 'facts', 'definition', 'presets'],
  guardrails: ['errors', 'facts', 'definition', 'model'],
  software: ['errors', 'facts', 'definition', 'model'],
  constructs: ['errors', 'facts', 'model', 'software', 'providers'],
  stacks: ['errors', 'facts', 'definition', 'model', 'guardrails', 'software', 'providers', 'constructs'],
  protocol: [],
  'ironic-provider': ['errors', 'facts', 'protocol'],
  lab: ['errors', 'facts', 'definition', 'model', 'protocol', 'ironic-provider'],
  review: ['errors', 'facts', 'definition', 'model', 'guardrails'],
};
const layers = [...Object.keys(mayImport), 'cli', 'providers'];
/** Generated, so the linter leaves it alone; the last test looks at its imports. */
const linted = layers.filter((layer) => layer !== 'providers');
const declareConstructs = ['constructs', 'stacks', 'cli'];

/** Each file is one import, so that what the linter reports is known by its path. */
const files = new Map<string, string>();
for (const from of linted) {
  const inside = from === 'errors' ? 'src/errors.ts' : `src/${from}`;
  for (const to of layers) {
    if (to === from) continue;
    const target = to === 'errors' ? 'errors.js' : `${to}/thing.js`;
    if (from !== 'errors') {
      files.set(`${inside}/sees-${to}.ts`, `import '../${target}';\n`);
      files.set(`${inside}/deep/sees-${to}.ts`, `import '../../${target}';\n`);
    }
  }
  if (from !== 'errors') {
    files.set(`${inside}/sees-index.ts`, `import '../index.js';\n`);
    files.set(`${inside}/sees-cdktf.ts`, `import { App } from 'cdktf';\nnew App();\n`);
    files.set(`${inside}/sees-null.ts`, `import '@cdktf/provider-null/lib/provider/index.js';\n`);
    files.set(`${inside}/deep/sees-itself.ts`, `import '../thing.js';\n`);
    files.set(`${inside}/sees-node.ts`, `import 'node:path';\n`);
  }
}
files.set(
  'src/errors.ts',
  layers
    .slice(1)
    .map((to) => `import './${to}/thing.js';\n`)
    .join(''),
);
files.set('src/index.ts', `import './cli/main.js';\nexport { resolve } from './model/build.js';\n`);
files.set('src/model/type-import.ts', `import type { T } from '../stacks/thing.js';\nexport type U = T;\n`);
files.set('src/model/lazy-import.ts', `export const thing = () => import('../stacks/thing.js');\n`);
files.set('src/model/re-export.ts', `export { thing } from './thing.js';\n`);
files.set('src/model/roundabout.ts', `import './../model/../stacks/thing.js';\n`);
files.set('src/model/required.ts', `export const thing = require('../stacks/thing.js');\n`);
files.set('src/model/ring-a.ts', `import { b } from './ring-b.js';\nexport const a = () => b;\n`);
files.set('src/model/ring-b.ts', `import { a } from './ring-a.js';\nexport const b = () => a;\n`);

let folder = '';
/** Path of a file to the rules it broke. */
const broken = new Map<string, string[]>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'layering-'));
  copyFileSync(fromRoot('biome.json'), join(folder, 'biome.json'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const args = ['lint', '--reporter=github', '--max-diagnostics=none', '.'];
  const run = spawnSync(fromRoot('node_modules', '.bin', 'biome'), args, { cwd: folder, encoding: 'utf8' });
  for (const [, rule, path] of run.stdout.matchAll(/title=lint\/\w+\/(\w+),file=(?:\S*?\/)?(src\/[^,]+),/g)) {
    if (rule !== undefined && path !== undefined) broken.set(path, [...(broken.get(path) ?? []), rule]);
  }
  if (run.status !== 1) throw new Error(`biome ended in ${run.status}: ${run.stderr}`);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const rejected = (path: string) => (broken.get(path) ?? []).includes('noRestrictedImports');

describe.each(linted.filter((layer) => layer !== 'errors'))('src/%s', (from) => {
  const allowed = mayImport[from] ?? layers;
  const others = layers.filter((to) => to !== from);

  test('is refused what it must not import, at any depth of its folders', () => {
    const refused = others.filter((to) => rejected(`src/${from}/sees-${to}.ts`));
    const refusedDeep = others.filter((to) => rejected(`src/${from}/deep/sees-${to}.ts`));
    const expected = others.filter((to) => !allowed.includes(to));
    expect({ refused, refusedDeep }).toEqual({ refused: expected, refusedDeep: expected });
  });

  test('may import itself and node, and constructs only where they are declared', () => {
    expect(rejected(`src/${from}/deep/sees-itself.ts`)).toBe(false);
    expect(rejected(`src/${from}/sees-node.ts`)).toBe(false);
    for (const name of ['cdktf', 'null']) {
      expect(rejected(`src/${from}/sees-${name}.ts`)).toBe(!declareConstructs.includes(from));
    }
  });

  test(`${from === 'cli' ? 'may' : 'does not'} reach the public surface`, () => {
    expect(rejected(`src/${from}/sees-index.ts`)).toBe(from !== 'cli');
  });
});

test('errors import nothing of ours', () => {
  const refused = (broken.get('src/errors.ts') ?? []).filter((rule) => rule === 'noRestrictedImports');
  expect(refused).toHaveLength(layers.length - 1);
});

test('the public surface may re-export, and does not reach the command line', () => {
  expect(broken.get('src/index.ts')).toEqual(['noRestrictedImports']);
});

test('types, lazy imports and detours do not get around it', () => {
  for (const name of ['type-import', 'lazy-import', 'roundabout']) {
    expect(broken.get(`src/model/${name}.ts`)).toEqual(['noRestrictedImports']);
  }
  expect(broken.get('src/model/required.ts')).toContain('noCommonJs');
});

test('only the public surface re-exports', () => {
  expect(broken.get('src/model/re-export.ts')).toEqual(['noBarrelFile']);
});

test('two files that import each other are refused', () => {
  expect(broken.get('src/model/ring-a.ts')).toContain('noImportCycles');
});

test('every folder of src has its place in this order', () => {
  const found = readdirSync(fromRoot('src'), { withFileTypes: true }).map((entry) => entry.name);
  const known = ['index.ts', 'errors.ts', ...layers.slice(1)];
  expect(found.filter((name) => !known.includes(name))).toEqual([]);
});

// Biome does not look into `import('...').T`, the one form of an import that names no binding.
test('no type is named through an inline import', () => {
  const inline = readdirSync(fromRoot('src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('providers'))
    .filter((path) => /\bimport\([^)]*\)\s*\./.test(readFileSync(fromRoot('src', path), 'utf8')));
  expect(inline).toEqual([]);
});

test('generated bindings import nothing of ours', () => {
  const outside = readdirSync(fromRoot('src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.startsWith('providers') && path.endsWith('.ts'))
    .flatMap((path) => [...readFileSync(fromRoot('src', path), 'utf8').matchAll(/from ['"](.*)['"]/g)])
    .map(([, specifier]) => specifier)
    .filter((specifier) => !/^(cdktf|constructs|\.\/[^.].*)$/.test(specifier ?? ''));
  expect(outside).toEqual([]);
});
