import type { ProviderFacts } from '../facts/providers/provider-facts.js';
import { crudResource } from '../protocol/crud.js';
import type { Behaviour } from '../protocol/plan-change.js';
import type { Diagnostic, Provider, ResourceServer } from '../protocol/provider.js';
import type { ProviderSchema } from '../protocol/schema.js';
import type { Clock } from './clock.js';
import {
  crudOf,
  dataSourceOf,
  type LabDataSource,
  type LabResource,
  type OneCall,
  type StartCall,
} from './resource.js';
import { textOf } from './values.js';

/** A provider of the lab: what is simulated of all that its schema has. */
export interface Simulation<S extends { readonly clock: Clock }, Call extends OneCall> {
  readonly facts: ProviderFacts;
  /** True where the real provider is built on the legacy SDK. */
  readonly isLegacy: boolean;
  readonly resources: Readonly<Record<string, LabResource<Call>>>;
  readonly dataSources: Readonly<Record<string, LabDataSource<Call>>>;
  readonly start: StartCall<{ readonly simulated: S; readonly run: ReturnType<Clock['startRun']> }, Call>;
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

function missing<C>(type: string): ResourceServer<C> {
  return {
    plan: () => ({ planned: null, diagnostics: notSimulated(type) }),
    apply: ({ prior }) => ({ state: prior, diagnostics: notSimulated(type) }),
    read: ({ state }) => ({ state, diagnostics: notSimulated(type) }),
  };
}

/**
 * A provider in front of simulated provisioners.
 *
 * @param find the provisioner of a URL, empty where a configuration names none; a text says why there is none
 */
export function simulatedProvider<S extends { readonly clock: Clock }, Call extends OneCall>(
  simulation: Simulation<S, Call>,
  find: (url: string) => S | string,
): Provider<{ readonly simulated: S; readonly run: ReturnType<Clock['startRun']> }> {
  const { facts, isLegacy, resources, dataSources, start, urlAttribute } = simulation;
  // The facts are the provider's own schema; their types leave out what most of them have none of.
  const schema = facts.schema as unknown as ProviderSchema;
  const behaviourOf = (type: string): Behaviour => ({
    ...facts.behaviour[type],
    recomputes: !isLegacy,
  });
  return {
    schema,
    legacyTypeSystem: isLegacy,
    configure: ({ config }) => {
      const simulated = find(textOf(config, urlAttribute) ?? '');
      if (typeof simulated === 'string') {
        return { diagnostics: [{ summary: simulated, path: [urlAttribute] }] };
      }
      return { client: { simulated, run: simulated.clock.startRun() } };
    },
    resources: Object.fromEntries(
      Object.entries(schema.resources).map(([type, entity]) => {
        const resource = resources[type];
        if (resource === undefined) return [type, missing(type)];
        return [type, crudResource(entity, behaviourOf(type), crudOf(type, resource, start))];
      }),
    ),
    dataSources: Object.fromEntries(
      Object.keys(schema.dataSources).map((type) => {
        const source = dataSources[type];
        if (source !== undefined) return [type, dataSourceOf(source, start)];
        return [type, { read: () => ({ state: null, diagnostics: notSimulated(`data source ${type}`) }) }];
      }),
    ),
  };
}
