import type { ProviderFacts } from '../facts/providers/provider-facts.js';
import { textOf } from '../protocol/attributes.js';
import { type Crud, crudResource } from '../protocol/crud.js';
import type { Behaviour } from '../protocol/plan-change.js';
import type { Diagnostic, Provider, ResourceServer } from '../protocol/provider.js';
import type { ProviderSchema } from '../protocol/schema.js';
import type { Clock } from './clock.js';
import {
  declaredDataSource,
  declaredProviderChecks,
  declaredResource,
  resourceChecks,
} from './declared/declared.js';
import { References } from './references.js';
import {
  crudOf,
  dataSourceOf,
  type LabDataSource,
  type LabResource,
  type OneCall,
  type StartCall,
} from './resource.js';

interface Client<S> {
  readonly simulated: S;
  readonly run: ReturnType<Clock['startRun']>;
}

/** A provider of the lab: what is simulated of all that its schema has. */
export interface Simulation<S extends { readonly clock: Clock }, Call extends OneCall> {
  readonly facts: ProviderFacts;
  /** True where the real provider is built on the legacy SDK. */
  readonly isLegacy: boolean;
  readonly resources: Readonly<Record<string, LabResource<Call>>>;
  readonly dataSources: Readonly<Record<string, LabDataSource<Call>>>;
  readonly start: StartCall<Client<S>, Call>;
  /** Version of the server that planning depends on. */
  readonly serverVersion: (simulated: S) => string;
  /** Attribute of the provider block that says which of the simulated provisioners is meant. */
  readonly urlAttribute: string;
}

function notSimulated(type: string): readonly Diagnostic[] {
  return [
    {
      summary: `The lab does not simulate ${type}`,
      detail:
        'It is in the schema of the provider, so that a configuration can be validated; it cannot be planned here.',
    },
  ];
}

function missing<C>(facts: ProviderFacts, type: string): ResourceServer<C> {
  return {
    validate: resourceChecks(facts, type),
    plan: () => ({ planned: null, diagnostics: notSimulated(type) }),
    apply: ({ prior }) => ({ state: prior, diagnostics: notSimulated(type) }),
    read: ({ state }) => ({ state, diagnostics: notSimulated(type) }),
  };
}

/** A resource type of a provider on the framework: schema and behaviour are all that is declared. */
function frameworkResource<C>(
  schema: ProviderSchema,
  facts: ProviderFacts,
  type: string,
  crud: Crud<C>,
): ResourceServer<C> {
  const entity = schema.resources[type];
  if (entity === undefined) throw new TypeError(`the facts have no resource type ${type}`);
  const behaviour: Behaviour = { ...facts.behaviour[type], recomputes: true };
  return crudResource(entity, behaviour, crud);
}

/**
 * A provider in front of simulated provisioners.
 *
 * @param find the provisioner of a URL, empty where a configuration names none; a text says why there is none
 */
export function simulatedProvider<S extends { readonly clock: Clock }, Call extends OneCall>(
  simulation: Simulation<S, Call>,
  find: (url: string) => S | string,
): Provider<Client<S>> {
  const { facts, isLegacy, resources, dataSources, start, serverVersion, urlAttribute } = simulation;
  // The facts are the provider's own schema; their types leave out what most of them have none of.
  const schema = facts.schema as unknown as ProviderSchema;
  const references = new References(Object.keys(schema.resources));
  const served = (type: string, resource: LabResource<Call>) => {
    const crud = crudOf(type, resource, start, references);
    if (!isLegacy) return frameworkResource(schema, facts, type, crud);
    const server = ({ simulated }: Client<S>) => ({ version: serverVersion(simulated) });
    return declaredResource(facts, type, crud, { server });
  };
  return {
    schema,
    legacyTypeSystem: isLegacy,
    ...(isLegacy && { validateConfig: declaredProviderChecks(facts) }),
    configure: ({ config }) => {
      const simulated = find(textOf(config, urlAttribute) ?? '');
      if (typeof simulated === 'string') {
        return { diagnostics: [{ summary: simulated, path: [urlAttribute] }] };
      }
      return { client: { simulated, run: simulated.clock.startRun() } };
    },
    resources: Object.fromEntries(
      Object.keys(schema.resources).map((type) => {
        const resource = resources[type];
        return [type, resource === undefined ? missing(facts, type) : served(type, resource)];
      }),
    ),
    dataSources: Object.fromEntries(
      Object.keys(schema.dataSources).map((type) => {
        const source = dataSources[type];
        if (source !== undefined) {
          const server = dataSourceOf(source, start);
          return [type, isLegacy ? declaredDataSource(facts, type, server) : server];
        }
        return [type, { read: () => ({ state: null, diagnostics: notSimulated(`data source ${type}`) }) }];
      }),
    ),
  };
}
