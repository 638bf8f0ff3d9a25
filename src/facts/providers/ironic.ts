import type { IronicDialect } from './ironic-dialects.js';
import communityBehaviour from './ironic-metal3-community-1.0/behaviour.json' with { type: 'json' };
import communitySchema from './ironic-metal3-community-1.0/schema.json' with { type: 'json' };
import openshiftBehaviour from './ironic-openshift-metal3-0.6/behaviour.json' with { type: 'json' };
import openshiftSchema from './ironic-openshift-metal3-0.6/schema.json' with { type: 'json' };
import rackformBehaviour from './ironic-rackform/behaviour.json' with { type: 'json' };
import rackformSchema from './ironic-rackform/schema.json' with { type: 'json' };
import type { ProviderFacts, ProviderSchema } from './provider-facts.js';

/** Resources, data sources and behaviour of each Ironic provider, by dialect. */
export const ironicProviders: Readonly<Record<IronicDialect, ProviderFacts>> = {
  // TypeScript widens the type words of a JSON file to `string`, so the shape is held by a test instead.
  'openshift-metal3': {
    schema: openshiftSchema as unknown as ProviderSchema,
    behaviour: openshiftBehaviour.resources as unknown as ProviderFacts['behaviour'],
  },
  'metal3-community': {
    schema: communitySchema as unknown as ProviderSchema,
    behaviour: communityBehaviour.resources as unknown as ProviderFacts['behaviour'],
  },
  rackform: {
    schema: rackformSchema as unknown as ProviderSchema,
    behaviour: rackformBehaviour.resources as unknown as ProviderFacts['behaviour'],
  },
};
