import behaviour24 from './maas-2.4/behaviour.json' with { type: 'json' };
import schema24 from './maas-2.4/schema.json' with { type: 'json' };
import behaviour from './maas-2.8/behaviour.json' with { type: 'json' };
import schema from './maas-2.8/schema.json' with { type: 'json' };
import type { ProviderFacts, ProviderSchema } from './provider-facts.js';
import { isOlderMaasProvider } from './supports.js';

// TypeScript widens the type words of a JSON file to `string`, so the shape is held by a test instead.

/** The MAAS provider that the kit writes for: all its resources and data sources, and how they behave. */
export const maasProvider: ProviderFacts = {
  schema: schema as unknown as ProviderSchema,
  behaviour: behaviour.resources as unknown as ProviderFacts['behaviour'],
};

/** The older MAAS provider that the kit writes for too. */
export const olderMaasProvider: ProviderFacts = {
  schema: schema24 as unknown as ProviderSchema,
  behaviour: behaviour24.resources as unknown as ProviderFacts['behaviour'],
};

/** Facts of a version that is not refused. */
export function maasProviderOf(version: string): ProviderFacts {
  return isOlderMaasProvider(version) ? olderMaasProvider : maasProvider;
}
