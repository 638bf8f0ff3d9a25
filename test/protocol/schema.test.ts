import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ProviderSchema as Facts } from '../../src/facts/providers/provider-facts.js';
import type { Provider } from '../../src/protocol/provider.js';
import { fromRoot } from '../support/project-root.js';
import { openWorkspace } from './support/terraform.js';
import { toySchema } from './support/toy-schema.js';

function served(schema: Provider<null>['schema']): Provider<null> {
  return { schema, configure: () => ({ client: null }), resources: {}, dataSources: {} };
}

/** What Terraform understood, without what it always adds. */
async function understood(schema: Provider<null>['schema'], version: 5 | 6) {
  const work = await openWorkspace(served(schema), '', version);
  try {
    const { provider_schemas: all } = JSON.parse(
      await work.ok('providers', 'schema', '-json'),
      (key, value) => (key === 'description_kind' ? undefined : value),
    );
    const { provider, resource_schemas, data_source_schemas } = all['registry.terraform.io/example/toy'];
    return { provider, resources: resource_schemas, dataSources: data_source_schemas };
  } finally {
    await work.close();
  }
}

test('Terraform reads the schema of a large real provider back as it was given, in both versions', async () => {
  const facts = JSON.parse(
    readFileSync(fromRoot('src/facts/providers/maas-2.8/schema.json'), 'utf8'),
  ) as Facts;
  const { provider, resources, dataSources } = facts;
  for (const version of [5, 6] as const) {
    expect(await understood(facts, version)).toEqual({ provider, resources, dataSources });
  }
});

test('Terraform reads every kind of nesting back, also attributes of attributes', async () => {
  expect(await understood(toySchema, 6)).toEqual(toySchema);
});
