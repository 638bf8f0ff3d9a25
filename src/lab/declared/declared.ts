import type { ProviderFacts, ResourceBehaviour } from '../../facts/providers/provider-facts.js';
import { type Crud, crudResource } from '../../protocol/crud.js';
import type { Behaviour } from '../../protocol/plan-change.js';
import type {
  DataSourceServer,
  Diagnostic,
  PlanAnswer,
  PlanRequest,
  ResourceServer,
  StateAnswer,
} from '../../protocol/provider.js';
import { blockType, type EntitySchema } from '../../protocol/schema.js';
import type { ObjectValue } from '../../protocol/value.js';
import { declaredChecks, nullElements } from './checks.js';
import { customDiffOf, type PlanningServer } from './custom-diff.js';
import { legacyPlan } from './legacy-plan.js';
import { legacyState, type Written } from './legacy-state.js';
import { normalisers, plannedBehaviour } from './planned-behaviour.js';
import { timeoutProblems } from './timeouts.js';

/** Numbers that need not be whole; the schema has one type for both kinds. Read in the provider's source. */
const fractions: { readonly [resourceType: string]: readonly string[] } = {
  maas_vm_host: ['cpu_over_commit_ratio', 'memory_over_commit_ratio'],
};

function schemaOf(entries: { readonly [name: string]: EntitySchema }, name: string): EntitySchema {
  const entry = entries[name];
  if (entry === undefined) throw new TypeError(`the facts have no ${name}`);
  return entry;
}

function behaviourOf(facts: ProviderFacts, resourceType: string): ResourceBehaviour {
  const behaviour = facts.behaviour[resourceType];
  if (behaviour === undefined) throw new TypeError(`the facts have no behaviour of ${resourceType}`);
  return behaviour;
}

/** What is checked in a configuration of a resource type, whether or not the type is served. */
export function resourceChecks(
  facts: ProviderFacts,
  resourceType: string,
): (config: ObjectValue) => readonly Diagnostic[] {
  const entity = schemaOf(facts.schema.resources, resourceType);
  return declaredChecks(entity, behaviourOf(facts, resourceType), fractions[resourceType]);
}

/** What a resource type has beyond its facts. */
export interface DeclaredOptions<C> {
  /** The server that the provider asked for its version when it was configured; needed where planning asks for it. */
  server?(client: C): PlanningServer;
  /** Behaviour in planning that the facts do not state. */
  readonly extra?: Behaviour;
}

/** A plan as the SDK and the provider make it after `planChange`, with all that they refuse in planning. */
function planner<C>(facts: ProviderFacts, resourceType: string, options: DeclaredOptions<C>) {
  const { block } = schemaOf(facts.schema.resources, resourceType);
  const known = behaviourOf(facts, resourceType);
  const custom = known.customDiff === true ? customDiffOf(resourceType) : null;
  if (custom !== null && options.server === undefined) {
    throw new TypeError(`nothing says what server ${resourceType} is planned for`);
  }
  const behaviour = plannedBehaviour(known, options.extra);
  const planning = { block, behaviour, normalise: normalisers(known) };
  const customProblems = (values: ObjectValue, client: C): readonly Diagnostic[] => {
    const server = options.server?.(client);
    return custom === null || server === undefined ? [] : custom(values, server);
  };
  const refused = (request: PlanRequest, values: ObjectValue, client: C): readonly Diagnostic[] => [
    ...nullElements(blockType(block), request.proposed),
    ...timeoutProblems(request.proposed ?? {}),
    ...customProblems(values, client),
  ];
  const finish = (answer: PlanAnswer, request: PlanRequest, client: C): PlanAnswer => {
    const done = legacyPlan(planning, answer, request);
    if (done.planned === null) return done;
    const diagnostics = [...(done.diagnostics ?? []), ...refused(request, done.planned, client)];
    return { ...done, diagnostics };
  };
  return { behaviour, finish };
}

/**
 * Serves a resource type as a provider on Terraform's SDK v2 does: the checks of its declared schema, planning, and
 * the form of its states come from the facts; the four operations are given.
 *
 * @throws {TypeError} where the facts do not have the type, or state something that has no rule here
 */
export function declaredResource<C>(
  facts: ProviderFacts,
  resourceType: string,
  crud: Crud<C>,
  options: DeclaredOptions<C> = {},
): ResourceServer<C> {
  const entity = schemaOf(facts.schema.resources, resourceType);
  const { behaviour, finish } = planner(facts, resourceType, options);
  const check = resourceChecks(facts, resourceType);
  const written = (answer: StateAnswer, after: Written): StateAnswer =>
    answer.state === null ? answer : { ...answer, state: legacyState(entity.block, answer.state, after) };
  const server = crudResource<C>(entity, behaviour, {
    ...crud,
    validate: async (config) => [...check(config), ...((await crud.validate?.(config)) ?? [])],
    customize: async (answer, request, context) => {
      const done = finish(answer, request, context.client);
      return (await crud.customize?.(done, request, context)) ?? done;
    },
  });
  return {
    ...server,
    apply: async (request, context) => written(await server.apply(request, context), 'apply'),
    read: async (request, context) => written(await server.read(request, context), 'read'),
  };
}

/** Serves a data source: its facts are a schema and no more. */
export function declaredDataSource<C>(
  facts: ProviderFacts,
  name: string,
  server: DataSourceServer<C>,
): DataSourceServer<C> {
  const entity = schemaOf(facts.schema.dataSources, name);
  const check = declaredChecks(entity);
  return {
    validate: async (config) => [...check(config), ...((await server.validate?.(config)) ?? [])],
    read: (config, context) => {
      const diagnostics = nullElements(blockType(entity.block), config);
      return diagnostics.length > 0 ? { state: null, diagnostics } : server.read(config, context);
    },
  };
}

/** Checks the provider's own block, which the SDK does with nulls in lists too. */
export function declaredProviderChecks(facts: ProviderFacts): (config: ObjectValue) => readonly Diagnostic[] {
  const { provider } = facts.schema;
  const check = declaredChecks(provider);
  return (config) => [...nullElements(blockType(provider.block), config), ...check(config)];
}
