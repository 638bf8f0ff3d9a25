import { hasErrors } from './diagnostics.js';
import { type Behaviour, planChange } from './plan-change.js';
import type {
  ApplyRequest,
  CallContext,
  Diagnostic,
  Eventually,
  Findings,
  PlanAnswer,
  PlanRequest,
  ResourceServer,
  StateAnswer,
} from './provider.js';
import { type BlockSchema, type EntitySchema, normalise } from './schema.js';
import { Dynamic, isObject, type ObjectValue, Unknown, type Value } from './value.js';

/** What a create or an update found out. */
export interface Outcome extends Findings {
  /**
   * Values to lay over the plan, by attribute; what is still unknown then is null. With an error: given, the
   * plan is recorded with them all the same (on create as tainted); left out, nothing is recorded.
   */
  readonly values?: ObjectValue;
}

/** What the world holds: values to lay over the state; null where the resource is gone. */
export interface Found extends Findings {
  readonly values: ObjectValue | null;
}

/** A resource type by its four operations. */
export interface Crud<C> {
  validate?(config: ObjectValue): Eventually<readonly Diagnostic[]>;
  /** A last look at the plan, e.g. for checks against the client. */
  customize?(answer: PlanAnswer, request: PlanRequest, context: CallContext<C>): Eventually<PlanAnswer>;
  /** @param config what the user wrote: the one place where values are that are only written */
  create(planned: ObjectValue, context: CallContext<C>, config: ObjectValue): Eventually<Outcome>;
  read(state: ObjectValue, context: CallContext<C>): Eventually<Found>;
  /** Left out where every change replaces. */
  update?(
    planned: ObjectValue,
    prior: ObjectValue,
    context: CallContext<C>,
    config: ObjectValue,
  ): Eventually<Outcome>;
  /** What has errors is not deleted. */
  delete(state: ObjectValue, context: CallContext<C>): Eventually<readonly Diagnostic[]>;
  /** What is known by the id alone; Terraform reads the rest. */
  import?(id: string, context: CallContext<C>): Eventually<Found>;
}

function known(value: Value): Value {
  if (value instanceof Unknown) return null;
  if (value instanceof Dynamic) return new Dynamic(value.type, known(value.value));
  if (Array.isArray(value)) return (value as readonly Value[]).map(known);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, known(part)]));
}

/** A plan after it was made: values laid over it, and nothing unknown left. */
function settled(block: BlockSchema, planned: ObjectValue, values: ObjectValue): ObjectValue {
  return normalise(block, known({ ...planned, ...values }) as ObjectValue);
}

function recorded(block: BlockSchema, planned: ObjectValue, prior: ObjectValue | null, outcome: Outcome) {
  const diagnostics = outcome.diagnostics ?? [];
  if (outcome.values === undefined && hasErrors(diagnostics)) return { state: prior, diagnostics };
  return { state: settled(block, planned, outcome.values ?? {}), diagnostics };
}

async function applyChange<C>(
  block: BlockSchema,
  crud: Crud<C>,
  { prior, planned, config }: ApplyRequest,
  context: CallContext<C>,
): Promise<StateAnswer> {
  if (planned === null) {
    const diagnostics = prior === null ? [] : await crud.delete(prior, context);
    return { state: hasErrors(diagnostics) ? prior : null, diagnostics };
  }
  const written = config ?? {};
  if (prior === null) return recorded(block, planned, prior, await crud.create(planned, context, written));
  if (crud.update === undefined) throw new TypeError('an update was planned of a type that has none');
  return recorded(block, planned, prior, await crud.update(planned, prior, context, written));
}

/**
 * A resource type of few words: planning as the legacy SDK does it, and the four operations.
 *
 * @param behaviour what the schema does not say: defaults, what replaces, what is filled in
 */
export function crudResource<C>(
  schema: EntitySchema,
  behaviour: Behaviour,
  crud: Crud<C>,
): ResourceServer<C> {
  const { block } = schema;
  const importOne = crud.import?.bind(crud);
  return {
    validate: async (config) => (await crud.validate?.(config)) ?? [],
    plan: async (request, context) => {
      const answer = planChange(block, request, behaviour);
      return (await crud.customize?.(answer, request, context)) ?? answer;
    },
    apply: (request, context) => applyChange(block, crud, request, context),
    read: async ({ state }, context) => {
      const { values, diagnostics = [] } = await crud.read(state, context);
      return { state: values === null ? null : { ...state, ...values }, diagnostics };
    },
    ...(importOne && {
      import: async (id: string, context: CallContext<C>) => {
        const { values, diagnostics = [] } = await importOne(id, context);
        return { resources: values === null ? [] : [{ state: values }], diagnostics };
      },
    }),
  };
}
