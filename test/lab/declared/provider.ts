import { maasProvider } from '../../../src/facts/providers/maas.js';
import type { BlockSchema } from '../../../src/facts/providers/provider-facts.js';
import {
  declaredDataSource,
  declaredProviderChecks,
  declaredResource,
} from '../../../src/lab/declared/declared.js';
import type { Crud } from '../../../src/protocol/crud.js';
import type { Provider } from '../../../src/protocol/provider.js';
import type { Type } from '../../../src/protocol/types.js';
import { type ObjectValue, Unknown, type Value } from '../../../src/protocol/value.js';
import { factsOf, resourceTypes } from './made-up.js';

/** What a server would answer for an attribute that nobody set. */
function answered(type: Type): Value {
  if (type === 'string') return 'answered';
  if (type === 'number') return 7;
  if (type === 'bool') return true;
  if (typeof type === 'string' || type[0] === 'object' || type[0] === 'tuple') return null;
  if (type[0] === 'map') return {};
  return typeof type[1] === 'string' ? [answered(type[1])] : [];
}

function answeredAll(block: BlockSchema, planned: ObjectValue): ObjectValue {
  const entries = Object.entries(block.attributes)
    .filter(([name]) => planned[name] instanceof Unknown)
    .map(([name, { type = 'dynamic' }]) => [name, answered(type)] as const);
  return Object.fromEntries(entries);
}

/** Operations on nothing: what is planned comes about. */
export function crudOnNothing(resourceType: string): Crud<string> {
  const { block } = factsOf(resourceType);
  return {
    create: (planned) => ({ values: answeredAll(block, planned) }),
    read: () => ({ values: {} }),
    update: (planned) => ({ values: answeredAll(block, planned) }),
    delete: () => [],
    import: (id) => ({ values: { id } }),
  };
}

/** The provider as its facts have it, on nothing; its client is the version of MAAS. */
export function declaredMaas(version = '3.7.0'): Provider<string> {
  const options = { server: (client: string) => ({ version: client }) };
  const resources = resourceTypes.map(
    (type) => [type, declaredResource(maasProvider, type, crudOnNothing(type), options)] as const,
  );
  const dataSources = Object.keys(maasProvider.schema.dataSources).map(
    (name) =>
      [
        name,
        declaredDataSource<string>(maasProvider, name, { read: (config) => ({ state: config }) }),
      ] as const,
  );
  return {
    schema: maasProvider.schema,
    legacyTypeSystem: true,
    validateConfig: declaredProviderChecks(maasProvider),
    configure: () => ({ client: version }),
    resources: Object.fromEntries(resources),
    dataSources: Object.fromEntries(dataSources),
  };
}

/** The server of one resource type, with its schema. */
export function served(resourceType: string) {
  const server = declaredMaas().resources[resourceType];
  if (server === undefined) throw new TypeError(`nothing serves ${resourceType}`);
  return { server, block: factsOf(resourceType).block };
}
