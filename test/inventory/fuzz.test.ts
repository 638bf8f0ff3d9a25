import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import { jsonSchema } from '../../src/definition/json-schema.js';
import { parseDefinition } from '../../src/definition/parse.js';
import type { Issue, Locate } from '../../src/errors.js';
import { loadProject } from '../../src/inventory/load.js';
import { type JsonSchema, partsOf, sample, withPart } from '../definition/schema-samples.js';
import { projectFolder } from './project-folder.js';

/** More by RACKFORM_FUZZ_RUNS, for a night of it. */
const runs = Number(process.env['RACKFORM_FUZZ_RUNS'] ?? 150);

const good = {
  'rackform.yaml':
    'organization: example\ntenants:\n  red: {}\nstate: { type: local }\ndeployments:\n  - cluster: train\n    site: lux\n',
  'sites/lux/site.yaml':
    'domain: lux.example\nprovisioner:\n  type: maas\nracks: &r\n  r1: { units: 42, derate: 0.8 }\nnetworks:\n  mgmt:\n    purpose: in-band\n    vlan: 5\n    subnets:\n      v4: { cidr: 192.0.2.0/24, gateway: 192.0.2.1 }\n',
  'sites/lux/machines.csv':
    'name,serial,unit,bmc.address,nics.eth0.mac\ngpu-1,"S, 1",3,192.0.2.1,02:00:5e:00:53:01\n# note\ngpu-2,,5,,\n',
  'clusters/train.yaml':
    'tenant: red\nmode: dedicated\npools:\n  gpu:\n    role: gpu\n    count: 2\n    userData:\n      runcmd: [ "true" ]\n',
  'hardware/node.yaml':
    'units: 1\nmemoryGiB: 64\ncpu: { sockets: 1, coresPerSocket: 8 }\nnics: {}\ndisks: {}\n',
} as const;
type File = keyof typeof good;
const files = Object.keys(good) as readonly File[];

/** What holds for every issue, whatever the input. */
function expectReadable(issues: readonly Issue[], locate: Locate | undefined): void {
  for (const issue of issues) {
    const place = issue.position ?? locate?.(issue.at);
    const where = JSON.stringify(issue);
    expect(issue.code, where).toMatch(/^[A-Z][A-Z0-9_]+$/);
    expect(issue.message, where).toMatch(/^[^A-Z\s].*[^.\s]$/s);
    expect(issue.message.length, where).toBeLessThan(400);
    if (locate !== undefined) {
      expect(place?.line, where).toBeGreaterThan(0);
      expect(place?.column, where).toBeGreaterThan(0);
    }
  }
}

function expectOnlyIssues(dir: string): void {
  const { definition, issues } = loadProject(dir);
  const parsed = parseDefinition(definition);
  const all = [...issues, ...parsed.issues];
  expectReadable(all, definition.locate);
  for (const aside of parsed.setAside) expect(parsed.isSetAside(aside.document, aside.path)).toBe(true);
  // Whatever is set aside has a reason among the issues.
  if (parsed.setAside.length > 0) expect(all.length).toBeGreaterThan(0);
}

const fragments = [
  ':',
  ': ',
  '- ',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '\n',
  '\n  ',
  '\t',
  '#',
  '&a ',
  '*a',
  '<<: *r\n',
  '!x ',
  '|\n',
  '---\n',
  '%',
  '\0',
  '\ufeff',
  '~',
  '1e999',
  '.nan',
  'é',
  '\u2028',
  '__proto__: 1\n',
  '"",',
  ';',
];

/** A good file with a piece cut out and others put in. */
const edits = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(12),
  put: fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 4 })), { maxLength: 4 }),
});

function edit(text: string, changes: readonly { at: number; cut: number; put: readonly string[] }[]): string {
  let edited = text;
  for (const { at, cut, put } of changes) {
    const start = Math.floor(at * edited.length);
    edited = edited.slice(0, start) + put.join('') + edited.slice(start + cut);
  }
  return edited;
}

test('files with random mistakes give issues with places, never a crash', () => {
  const dir = projectFolder(good);
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(edits, { minLength: 1, maxLength: 3 }),
      (file, changes) => {
        writeFileSync(join(dir, file), edit(good[file], changes));
        expectOnlyIssues(dir);
        writeFileSync(join(dir, file), good[file]);
      },
    ),
    { numRuns: runs },
  );
});

test('files of random bytes give issues with places, never a crash', () => {
  const dir = projectFolder(good);
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' })),
      (file, bytes) => {
        writeFileSync(join(dir, file), bytes);
        expectOnlyIssues(dir);
        writeFileSync(join(dir, file), good[file]);
      },
    ),
    { numRuns: runs },
  );
});

test('files of one piece repeated without end give issues with places, never a crash or a hang', () => {
  const dir = projectFolder(good);
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(fc.constantFrom(...fragments, '[', '{a: ', '- ', '"', '&a [*a, ', '\\'), {
        minLength: 1,
        maxLength: 3,
      }),
      fc.constantFrom(100, 3000),
      (file, pieces, times) => {
        writeFileSync(join(dir, file), pieces.join('').repeat(times));
        const started = performance.now();
        expectOnlyIssues(dir);
        expect(performance.now() - started, JSON.stringify(pieces)).toBeLessThan(20_000);
        writeFileSync(join(dir, file), good[file]);
      },
    ),
    { numRuns: Math.ceil(runs / 5) },
  );
});

test('random JSON in the place of documents gives issues, never a crash', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
    maxDepth: 4,
  });
  fc.assert(
    fc.property(anything, anything, anything, anything, (project, sites, clusters, hardware) => {
      expectReadable(
        parseDefinition({ project, sites, clusters, hardware } as unknown as Definition).issues,
        undefined,
      );
    }),
    { numRuns: runs * 2 },
  );
});

test('random values inside good documents give issues inside those documents, never a crash', () => {
  const kinds = (['project', 'site', 'cluster', 'hardware'] as const).map((kind) => {
    const schema = jsonSchema(kind) as JsonSchema;
    const document = sample(schema, 0);
    return { kind, document, paths: [...partsOf(schema, document)].map((part) => part.path) };
  });
  const change = fc.constantFrom(...kinds).chain(({ kind, document, paths }) =>
    fc.record({
      kind: fc.constant(kind),
      document: fc.constant(document),
      path: fc.constantFrom(...paths),
      value: fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double(), fc.anything()),
    }),
  );
  fc.assert(
    fc.property(change, ({ kind, document, path, value }) => {
      // What structuredClone cannot copy is of no interest here: the test before has it.
      const changed = withPart(document, path, value);
      const { issues } = parseDefinition({
        project: kind === 'project' ? changed : { organization: 'x', tenants: {}, deployments: [] },
        sites: kind === 'site' ? { x: changed } : {},
        clusters: kind === 'cluster' ? { x: changed } : {},
        hardware: kind === 'hardware' ? { x: changed } : {},
      } as unknown as Definition);
      expectReadable(issues, undefined);
      for (const { at } of issues) {
        expect(at.document).toBe(kind === 'project' ? kind : `${kind}/x`);
        // A missing field of the new value is below its place, and a needed field that was taken out is at it.
        expect(at.path.slice(0, path.length)).toEqual(path.slice(0, at.path.length));
      }
    }),
    { numRuns: runs * 4 },
  );
});
