import behaviour from './maas-2.8/behaviour.json' with { type: 'json' };
import schema from './maas-2.8/schema.json' with { type: 'json' };
import type { ProviderFacts, ProviderSchema } from './provider-facts.js';

/** The MAAS provider that the kit writes for: all its resources and data sources, and how they behave. */
export const maasProvider: ProviderFacts = {
  // TypeScript widens the type words of a JSON file to `string`, so the shape is held by a test instead.
  schema: schema as unknown as ProviderSchema,
  behaviour: behaviour.resources as unknown as ProviderFacts['behaviour'],
};
