import { needText, textOf } from '../../protocol/attributes.js';
import { type Crud, crudResource, type Found, type Outcome } from '../../protocol/crud.js';
import { jsonOf } from '../../protocol/json.js';
import type { Diagnostic, PlanAnswer, PlanRequest, ResourceServer } from '../../protocol/provider.js';
import type { EntitySchema } from '../../protocol/schema.js';
import { hasUnknown, type ObjectValue } from '../../protocol/value.js';
import type { Collection } from '../api/collection.js';
import { ApiFailure, isAbsent } from '../api/failure.js';
import type { NamedRecord } from '../api/records.js';
import { hasSince, type Microversion } from '../api/version.js';
import { type Context, type IronicClient, looking, within } from '../client.js';
import type { Fields } from '../schema/field.js';
import { type StepRank, stepProblems } from '../schema/steps.js';
import { isSameSteps } from './forms.js';
import { guarded } from './guard.js';
import { changes, creation, fieldsWhen, filledValues, isAsPlanned, readValues, tooNew } from './record.js';

/** Steps that Ironic keeps under a name: deploy templates and runbooks. */
export interface StepsKind {
  /** What it is called in messages. */
  readonly label: string;
  readonly path: 'deploy_templates' | 'runbooks';
  readonly since: Microversion;
  /** Version of the API from which the name may be any text; null: it is a trait in all. */
  readonly freelyNamedSince: Microversion | null;
  readonly rank: StepRank;
  readonly schema: EntitySchema;
  readonly fields: Fields;
  readonly collection: (client: IronicClient) => Collection<NamedRecord>;
}

const limitMs = 5 * 60_000;

/** Traits of one's own; standard ones are upper case too. */
const trait = /^[A-Z][A-Z0-9_]*$/;
const freeName = /^[A-Za-z0-9\-._~]{1,255}$/;

/** A kind of named steps as a resource type. */
export class NamedSteps {
  readonly #kind: StepsKind;

  constructor(kind: StepsKind) {
    this.#kind = kind;
  }

  /** The resource type, for the protocol. */
  resource(): ResourceServer<IronicClient> {
    const crud: Crud<IronicClient> = {
      validate: (config) => this.#stepDiagnostics(config),
      customize: (answer, request, context) => this.#plan(answer, request, context),
      create: (planned, context) => this.#create(planned, context),
      read: (state, context) => this.#read(state, context),
      update: (planned, prior, context) => this.#update(planned, prior, context),
      delete: (state, context) => this.#delete(state, context),
      import: (id, context) => this.#import(id, context),
    };
    return crudResource(this.#kind.schema, { suppress: { steps: isSameSteps } }, crud);
  }

  #stepDiagnostics(config: ObjectValue): readonly Diagnostic[] {
    const steps = config['steps'] ?? null;
    if (steps === null || hasUnknown(steps)) return [];
    return stepProblems(jsonOf(steps), this.#kind.rank).map((summary) => ({ summary, path: ['steps'] }));
  }

  #nameDiagnostics(name: unknown, version: string): readonly Diagnostic[] {
    if (typeof name !== 'string') return [];
    const { label, freelyNamedSince: since } = this.#kind;
    const isFree = since !== null && hasSince(version, since);
    if ((isFree ? freeName : trait).test(name)) return [];
    const wanted = isFree
      ? 'letters, digits, "-", ".", "_" and "~", 255 at most'
      : `a trait, such as CUSTOM_BURN_IN${since === null ? '' : `, before API ${since}`}`;
    return [
      { summary: `name of the ${label} is ${JSON.stringify(name)}: it must be ${wanted}`, path: ['name'] },
    ];
  }

  #plan(answer: PlanAnswer, request: PlanRequest, { client }: Context): PlanAnswer {
    if (answer.planned === null) return answer;
    const { label, since, fields } = this.#kind;
    const { version } = client.api;
    if (!hasSince(version, since)) {
      const summary = `a ${label} needs API ${since} of Ironic, and ${version} is spoken`;
      return { ...answer, diagnostics: [{ summary }] };
    }
    const diagnostics = [
      ...tooNew(fields, request.config ?? {}, client),
      ...this.#nameDiagnostics(answer.planned['name'], version),
    ];
    return { ...answer, diagnostics };
  }

  async #create(planned: ObjectValue, context: Context): Promise<Outcome> {
    const { client } = context;
    const { label, path, fields, collection } = this.#kind;
    const at = within(context, limitMs);
    const name = needText(planned, 'name');
    return guarded<Outcome>(
      `${label} ${name} is not made`,
      async () => {
        try {
          const made = await client.api.post<NamedRecord>(`/v1/${path}`, creation(fields, planned), at);
          collection(client).changed();
          const record = await this.#withTraits(made, planned, context);
          return { values: { id: record.uuid, ...filledValues(fields, record, planned) } };
        } catch (error) {
          if (!(error instanceof ApiFailure) || error.status !== 409) throw error;
          const record = await collection(client).now(name, at);
          if (record === null || !isAsPlanned(fields, record, planned)) {
            const other = `${error.message}; import it: terraform import ADDRESS ${name}`;
            throw new ApiFailure(other, { status: 409, cause: error });
          }
          const summary = `${label} ${name} was there already, as configured, and was taken over`;
          const detail = 'An interrupted apply leaves such records. Nothing else should manage it.';
          const now = await this.#withTraits(record, planned, context);
          return {
            values: { id: record.uuid, ...filledValues(fields, now, planned) },
            diagnostics: [{ severity: 'warning', summary, detail }],
          };
        }
      },
      (diagnostic) => ({ diagnostics: [diagnostic] }),
    );
  }

  /** Ironic keeps traits apart: without one no node may run a runbook, whatever its name is. */
  async #withTraits(record: NamedRecord, planned: ObjectValue, context: Context): Promise<NamedRecord> {
    const { path, fields } = this.#kind;
    const { traits: field } = fields;
    const { api } = context.client;
    if (field?.since === undefined || !hasSince(api.version, field.since)) return record;
    const said = planned['traits'] ?? null;
    const usual = trait.test(record.name) ? [record.name] : [];
    const traits = Array.isArray(said) ? (said as readonly string[]) : usual;
    await api.put(`/v1/${path}/${record.uuid}/traits`, { traits }, within(context, limitMs));
    return { ...record, traits };
  }

  async #read(state: ObjectValue, context: Context): Promise<Found> {
    const { client } = context;
    const { label, fields, collection } = this.#kind;
    const id = needText(state, 'id');
    return guarded<Found>(
      `${label} ${textOf(state, 'name') ?? id} cannot be read`,
      async () => {
        const record = await collection(client).seen(id, looking(context));
        return { values: record === null ? null : { ...readValues(fields, record, state), id } };
      },
      (diagnostic) => ({ values: state, diagnostics: [diagnostic] }),
    );
  }

  async #update(planned: ObjectValue, prior: ObjectValue, context: Context): Promise<Outcome> {
    const { client } = context;
    const { label, path, fields, collection } = this.#kind;
    const id = needText(prior, 'id');
    const at = within(context, limitMs);
    return guarded<Outcome>(
      `${label} ${textOf(prior, 'name') ?? id} is not as planned`,
      async () => {
        const record = await client.api.get<NamedRecord>(`/v1/${path}/${id}`, at);
        const operations = changes(fieldsWhen(fields, 'create'), record, prior, planned);
        collection(client).changed();
        const patched =
          operations.length === 0
            ? record
            : await client.api.patch<NamedRecord>(`/v1/${path}/${id}`, operations, at);
        const now = await this.#withTraits(patched, planned, context);
        return { values: filledValues(fields, now, planned) };
      },
      (diagnostic) => ({ diagnostics: [diagnostic] }),
    );
  }

  async #delete(state: ObjectValue, context: Context): Promise<readonly Diagnostic[]> {
    const { client } = context;
    const { label, path, collection } = this.#kind;
    const id = needText(state, 'id');
    return guarded<readonly Diagnostic[]>(
      `${label} ${textOf(state, 'name') ?? id} is not destroyed`,
      async () => {
        try {
          await client.api.delete(`/v1/${path}/${id}`, within(context, limitMs));
        } catch (error) {
          if (!isAbsent(error)) throw error;
        }
        collection(client).changed();
        return [];
      },
      (diagnostic) => [diagnostic],
    );
  }

  async #import(ident: string, context: Context): Promise<Found> {
    const { label, fields, collection } = this.#kind;
    return guarded<Found>(
      `${label} ${ident} cannot be imported`,
      async () => {
        const record = await collection(context.client).now(ident, looking(context));
        if (record === null) {
          return {
            values: null,
            diagnostics: [{ summary: `Ironic has no ${label} ${JSON.stringify(ident)}` }],
          };
        }
        return { values: { ...readValues(fields, record, undefined), id: record.uuid } };
      },
      (diagnostic) => ({ values: null, diagnostics: [diagnostic] }),
    );
  }
}
