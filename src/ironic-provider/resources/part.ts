import { needText, textOf } from '../../protocol/attributes.js';
import { type Crud, crudResource, type Found, type Outcome } from '../../protocol/crud.js';
import type { Diagnostic, PlanAnswer, PlanRequest, ResourceServer } from '../../protocol/provider.js';
import type { EntitySchema } from '../../protocol/schema.js';
import { type ObjectValue, Unknown, type Value } from '../../protocol/value.js';
import type { Limits } from '../api/client.js';
import { pauses } from '../api/clock.js';
import type { Collection } from '../api/collection.js';
import { ApiFailure } from '../api/failure.js';
import { type NodePartRecord, type NodeRecord, nodeLabel } from '../api/records.js';
import { type Context, type IronicClient, looking, within } from '../client.js';
import type { Fields } from '../schema/field.js';
import { isInUse, isPassing } from '../states/states.js';
import { absentNode, guarded } from './guard.js';
import {
  changes,
  creation,
  filledValues,
  isAsPlanned,
  readValues,
  refusedChanges,
  tooNew,
} from './record.js';

/** A kind of record that belongs to a node: its ports, and groups of them. */
export interface PartKind {
  /** What it is called in messages. */
  readonly label: string;
  /** Last part of the collection's path. */
  readonly path: 'ports' | 'portgroups';
  readonly schema: EntitySchema;
  readonly fields: Fields;
  readonly collection: (client: IronicClient) => Collection<NodePartRecord>;
}

/** No change of a port takes long; a node that is locked or on its way may. */
const limitMs = 15 * 60_000;

/** How long a node in use may take to be released by the same apply, before its ports are left alone. */
const releaseGraceMs = 5_000;

async function nodeOf(client: IronicClient, ident: string, at: Limits): Promise<NodeRecord> {
  const node = await client.nodes.seen(ident, at);
  if (node === null) throw new ApiFailure(`Ironic has no node ${JSON.stringify(ident)}`, { status: 404 });
  return node;
}

/** The node of a record: as the state names it, where that is the same one. */
async function nodeIdent(
  client: IronicClient,
  record: NodePartRecord,
  known: string | null,
  at: Limits,
): Promise<string> {
  if (known === null || known === record.node_uuid) return record.node_uuid;
  const named = await client.nodes.seen(known, at);
  return named?.uuid === record.node_uuid ? known : record.node_uuid;
}

/** A part of a node as a resource type. */
export class NodePart {
  readonly #kind: PartKind;
  readonly #fields: Fields;

  constructor(kind: PartKind) {
    this.#kind = kind;
    const { node: _, ...own } = kind.fields;
    this.#fields = own;
  }

  /** The resource type, for the protocol. */
  resource(): ResourceServer<IronicClient> {
    const { schema } = this.#kind;
    const crud: Crud<IronicClient> = {
      customize: (answer, request, context) =>
        guarded<PlanAnswer>(
          `the ${this.#kind.label} cannot be planned`,
          () => this.#plan(answer, request, context),
          (diagnostic) => ({ ...answer, diagnostics: [diagnostic] }),
        ),
      create: (planned, context) => this.#create(planned, context),
      read: (state, context) => this.#read(state, context),
      update: (planned, prior, context) => this.#update(planned, prior, context),
      delete: (state, context) => this.#delete(state, context),
      import: (id, context) => this.#import(id, context),
    };
    return crudResource(schema, { suppress: { address: isSameAddress } }, crud);
  }

  async #plan(answer: PlanAnswer, request: PlanRequest, context: Context): Promise<PlanAnswer> {
    const { client } = context;
    const { prior, config } = request;
    const { planned } = answer;
    const at = looking(context);
    if (planned === null) return { ...answer, diagnostics: await this.#refusedDestruction(prior, context) };
    const diagnostics = [...tooNew(this.#fields, config ?? {}, client)];
    const ident = planned['node'];
    if (typeof ident !== 'string') return { ...answer, diagnostics, ...replaced(prior, planned) };
    const node = await client.nodes.seen(ident, at);
    if (node === null) {
      const absent = client.plannedHere.has(ident) ? [] : [absentNode(ident)];
      return { ...answer, diagnostics: [...diagnostics, ...absent] };
    }
    if (prior === null) return { ...answer, diagnostics };
    const before = await client.nodes.seen(needText(prior, 'node'), at);
    if (before?.uuid !== node.uuid) return { ...answer, diagnostics, ...replaced(prior, planned) };
    return {
      ...answer,
      // Named otherwise, it is the same node.
      planned: { ...planned, node: prior['node'] ?? null },
      diagnostics: [...diagnostics, ...refusedChanges(this.#fields, prior, planned, node)],
    };
  }

  async #refusedDestruction(prior: ObjectValue | null, context: Context): Promise<readonly Diagnostic[]> {
    const { client } = context;
    const ident = prior === null ? null : textOf(prior, 'node');
    const node = ident === null ? null : await client.nodes.seen(ident, looking(context));
    if (node === null || client.releasedHere.has(node.uuid)) return [];
    return this.#destructionRefusal(node).map((one) => ({ ...one, severity: 'warning' }));
  }

  #destructionRefusal(node: NodeRecord): readonly Diagnostic[] {
    if (!isInUse(node.provision_state) || node.maintenance) return [];
    return [
      {
        summary: `node ${nodeLabel(node)} is in use (${node.provision_state}), and its ${this.#kind.label} is not destroyed`,
        detail: `Ironic would take it from the server that runs there. Destroy the ironic_deployment first, or in the same apply; let it depend on the ${this.#kind.label} (depends_on) for that order.`,
      },
    ];
  }

  async #create(planned: ObjectValue, context: Context): Promise<Outcome> {
    const { client } = context;
    const at = within(context, limitMs);
    const { label, path, collection } = this.#kind;
    return guarded<Outcome>(
      `${label} ${textOf(planned, 'address') ?? ''} is not made`,
      async () => {
        const node = await nodeOf(client, needText(planned, 'node'), at);
        const body = { ...creation(this.#fields, planned), node_uuid: node.uuid };
        try {
          const record = await client.api.post<NodePartRecord>(`/v1/${path}`, body, at);
          collection(client).changed();
          return { values: { id: record.uuid, ...filledValues(this.#fields, record, planned) } };
        } catch (error) {
          return await this.#takeOver(client, node, planned, error, at);
        }
      },
      (diagnostic) => ({ diagnostics: [diagnostic] }),
    );
  }

  /** What is there already, word for word as it would be made, was left by an apply that was interrupted. */
  async #takeOver(
    client: IronicClient,
    node: NodeRecord,
    planned: ObjectValue,
    refusal: unknown,
    at: Limits,
  ): Promise<Outcome> {
    const address = textOf(planned, 'address')?.toLowerCase() ?? null;
    if (!(refusal instanceof ApiFailure) || refusal.status !== 409 || address === null) throw refusal;
    const { label, path } = this.#kind;
    const query = `/v1/${path}?detail=True&address=${encodeURIComponent(address)}`;
    const [record] = await client.api.list<NodePartRecord>(query, path, at);
    if (record === undefined) throw refusal;
    if (record.node_uuid !== node.uuid || !isAsPlanned(this.#fields, record, planned)) {
      const owner = await client.nodes.seen(record.node_uuid, at);
      const where = owner === null ? record.node_uuid : nodeLabel(owner);
      throw new ApiFailure(
        `node ${where} has a ${label} of this address already; import it: terraform import ADDRESS ${record.uuid}`,
        { status: 409 },
      );
    }
    const summary = `${label} ${address} was there already, as configured, and was taken over`;
    const detail = `${record.uuid}: an interrupted apply leaves such records. Nothing else should manage it.`;
    return {
      values: { id: record.uuid, ...filledValues(this.#fields, record, planned) },
      diagnostics: [{ severity: 'warning', summary, detail }],
    };
  }

  async #read(state: ObjectValue, context: Context): Promise<Found> {
    const { client } = context;
    const id = needText(state, 'id');
    const at = looking(context);
    return guarded<Found>(
      `${this.#kind.label} ${id} cannot be read`,
      async () => {
        const record = await this.#kind.collection(client).seen(id, at);
        if (record === null) return { values: null };
        const node = await nodeIdent(client, record, textOf(state, 'node'), at);
        return { values: { ...readValues(this.#fields, record, state), id, node } };
      },
      (diagnostic) => ({ values: state, diagnostics: [diagnostic] }),
    );
  }

  async #update(planned: ObjectValue, prior: ObjectValue, context: Context): Promise<Outcome> {
    const { client } = context;
    const { label, path, collection } = this.#kind;
    const id = needText(prior, 'id');
    const at = within(context, limitMs);
    return guarded<Outcome>(
      `${label} ${id} is not as planned`,
      async () => {
        const record = await client.api.get<NodePartRecord>(`/v1/${path}/${id}`, at);
        const operations = changes(this.#fields, record, prior, planned);
        collection(client).changed();
        const now =
          operations.length === 0
            ? record
            : await client.api.patch<NodePartRecord>(`/v1/${path}/${id}`, operations, at);
        return { values: filledValues(this.#fields, now, planned) };
      },
      (diagnostic) => ({ diagnostics: [diagnostic] }),
    );
  }

  async #delete(state: ObjectValue, context: Context): Promise<readonly Diagnostic[]> {
    const { client } = context;
    const { label, path, collection } = this.#kind;
    const id = needText(state, 'id');
    const at = within(context, limitMs);
    return guarded<readonly Diagnostic[]>(
      `${label} ${id} is not destroyed`,
      async () => {
        const record = await collection(client).now(id, at);
        if (record === null) return [];
        const node = await releasedSoon(client, record.node_uuid, at);
        const refused = node === null ? [] : this.#destructionRefusal(node);
        if (refused.length > 0) return refused;
        await client.api.delete(`/v1/${path}/${id}`, at);
        collection(client).changed();
        return [];
      },
      (diagnostic) => [diagnostic],
    );
  }

  async #import(id: string, context: Context): Promise<Found> {
    const { client } = context;
    const { label, collection } = this.#kind;
    return guarded<Found>(
      `${label} ${id} cannot be imported`,
      async () => {
        const record = await collection(client).now(id, looking(context));
        if (record === null) {
          return { values: null, diagnostics: [{ summary: `Ironic has no ${label} ${JSON.stringify(id)}` }] };
        }
        const own = readValues(this.#fields, record, undefined);
        return { values: { ...own, id: record.uuid, node: record.node_uuid } };
      },
      (diagnostic) => ({ values: null, diagnostics: [diagnostic] }),
    );
  }
}

function isSameAddress(one: Value, other: Value): boolean {
  return typeof one === 'string' && typeof other === 'string' && one.toLowerCase() === other.toLowerCase();
}

function replaced(prior: ObjectValue | null, planned: ObjectValue): Pick<PlanAnswer, 'requiresReplace'> {
  if (prior === null || (!(planned['node'] instanceof Unknown) && prior['node'] === planned['node']))
    return {};
  return { requiresReplace: [['node']] };
}

/** A node in use whose release may have begun in the same apply: it is waited for, for a moment. */
async function releasedSoon(client: IronicClient, uuid: string, at: Limits): Promise<NodeRecord | null> {
  const { clock } = client.api;
  const patience = clock.now() + releaseGraceMs;
  for (const pause of pauses()) {
    const node = await client.nodes.now(uuid, at);
    if (node === null || node.maintenance) return node;
    const { provision_state: state } = node;
    const until = isPassing(state) ? at.deadline : patience;
    if (!isInUse(state) && !isPassing(state)) return node;
    if (clock.now() + pause > until) return node;
    await clock.sleep(pause, at.signal);
  }
  throw new Error('unreachable');
}
