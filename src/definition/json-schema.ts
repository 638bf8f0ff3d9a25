import { z } from 'zod';
import { Cluster } from './cluster.js';
import { HardwareProfile } from './hardware.js';
import { Project } from './project.js';
import { Machine, Site } from './site.js';

const documents = {
  project: { schema: Project, title: 'rackform project', file: 'rackform.yaml' },
  site: { schema: Site, title: 'rackform site', file: 'sites/<site>/site.yaml' },
  cluster: { schema: Cluster, title: 'rackform cluster', file: 'clusters/<name>.yaml' },
  hardware: { schema: HardwareProfile, title: 'rackform hardware profile', file: 'hardware/<name>.yaml' },
  machine: { schema: Machine, title: 'rackform machine', file: 'a row of sites/<site>/machines.csv' },
} as const;

/** What has a JSON Schema. */
export type SchemaKind = keyof typeof documents;

/** Every kind, in the order in which people meet them. */
export const schemaKinds = Object.keys(documents) as readonly SchemaKind[];

/** The file of each kind. */
export function schemaSubject(kind: SchemaKind): string {
  return documents[kind].file;
}

/**
 * JSON Schema of what a user writes, for editors and the reference. The same object every time, key order included.
 * Draft 7, which YAML editors know best.
 */
export function jsonSchema(kind: SchemaKind): Readonly<Record<string, unknown>> {
  const { schema, title, file } = documents[kind];
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  return {
    $schema,
    $id: `urn:rackform:schema:${kind}`,
    title,
    $comment: `for ${file}`,
    ...withoutNoise(rest),
  };
}

/** zod bounds each whole number by what a double can hold; nobody needs to read that. */
function withoutNoise(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(schema).filter(
    ([key, value]) =>
      !(/imum$/i.test(key) && typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER),
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, cleaned(value)]));
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value === 'object' && value !== null)
    return withoutNoise(value as Readonly<Record<string, unknown>>);
  return value;
}

/** Where `rackform schema` writes it, from the project folder. */
export function schemaFile(kind: SchemaKind): string {
  return `.rackform/schema/${kind}.json`;
}

/**
 * The first line of a generated YAML file: it makes editors check the file and complete its keys.
 *
 * @param file from the project folder, with `/`
 */
export function schemaModeline(kind: SchemaKind, file: string): string {
  const up = '../'.repeat(file.split('/').length - 1);
  return `# yaml-language-server: $schema=${up === '' ? './' : up}${schemaFile(kind)}`;
}
