import { expect, test } from 'vitest';
import { jsonSchema, schemaFile, schemaKinds, schemaModeline } from '../../src/definition/json-schema.js';
import type { JsonSchema } from './schema-samples.js';

test.each(schemaKinds)(
  'the schema of a %s is the same every time, named, and closed to unknown keys',
  (kind) => {
    expect(JSON.stringify(jsonSchema(kind))).toBe(JSON.stringify(jsonSchema(kind)));
    expect(jsonSchema(kind)).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: `urn:rackform:schema:${kind}`,
      title: expect.stringMatching(/^rackform /),
      additionalProperties: false,
    });
  },
);

test('keeps descriptions and bounds, also of fields that may be left out, and no bounds that only doubles have', () => {
  const { properties } = jsonSchema('machine') as JsonSchema;
  expect(properties?.['unit']).toEqual({
    description: expect.stringContaining('Lowest rack unit'),
    type: 'integer',
    minimum: 1,
    maximum: 60,
  });
  for (const kind of schemaKinds)
    expect(JSON.stringify(jsonSchema(kind))).not.toContain(String(Number.MAX_SAFE_INTEGER));
});

test('asks for nothing that has a default', () => {
  expect((jsonSchema('machine') as JsonSchema).required).toBeUndefined();
  expect((jsonSchema('site') as JsonSchema).required).toEqual(['domain', 'provisioner']);
});

test('the line for editors leads from the file to the schema', () => {
  expect(schemaModeline('project', 'rackform.yaml')).toBe(
    `# yaml-language-server: $schema=./${schemaFile('project')}`,
  );
  expect(schemaModeline('site', 'sites/lux/site.yaml')).toBe(
    '# yaml-language-server: $schema=../../.rackform/schema/site.json',
  );
});
