import { needText, textOf } from '../../protocol/attributes.js';
import { type Crud, crudResource, type Found, type Outcome } from '../../protocol/crud.js';
import type { JsonObject } from '../../protocol/json.js';
import type { Diagnostic, PlanAnswer, PlanRequest, ResourceServer } from '../../protocol/provider.js';
import type { EntitySchema } from '../../protocol/schema.js';
import { type ObjectValue, sameValue, Unknown, unknown } from '../../protocol/value.js';
import type { Limits } from '../api/client.js';
import { ApiFailure } from '../api/failure.js';
import { type NodeRecord, nodeLabel } from '../api/records.js';
import { type Context, type IronicClient, looking, within } from '../client.js';
import { timeoutOf, timeoutProblems } from '../schema/timeouts.js';
import { workTimeouts } from '../schema/work.js';
import { isInUse } from '../states/states.js';
import { step, walk } from '../states/walk.js';
import { absentNode, guarded } from './guard.js';

/** Work that is done to a free node: it is made manageable for it, and given back where it stood. */
export interface WorkKind {
  /** What it is called in messages: `the inspection`. */
  readonly label: string;
  readonly schema: EntitySchema;
  /** Attributes whose change does the work again. */
  readonly causes: readonly string[];
  /** Attributes that the work finds out. */
  readonly finds: readonly string[];
  readonly problems?: (config: ObjectValue) => readonly Diagnostic[];
  /** Requests that come before; the node is manageable. */
  readonly prepare?: (client: IronicClient, uuid: string, planned: ObjectValue, at: Limits) => Promise<void>;
  /** The request to Ironic, and what goes with it. */
  readonly ask: (planned: ObjectValue) => { readonly verb: 'inspect' | 'clean'; readonly more: JsonObject };
  /** What there is now. @param known the state; undefined where it is imported */
  readonly look: (
    client: IronicClient,
    node: NodeRecord,
    known: ObjectValue | undefined,
    at: Limits,
  ) => Promise<ObjectValue>;
}

function hasCause(kind: WorkKind, prior: ObjectValue, planned: ObjectValue): boolean {
  return [...kind.causes, 'generation'].some((name) => {
    const [before, after] = [prior[name] ?? null, planned[name] ?? null];
    return after instanceof Unknown || !sameValue(typeOf(kind, name), before, after);
  });
}

function typeOf({ schema }: WorkKind, name: string) {
  return schema.block.attributes?.[name]?.type ?? 'dynamic';
}

/** A kind of work as a resource type. */
export class NodeWork {
  readonly #kind: WorkKind;

  constructor(kind: WorkKind) {
    this.#kind = kind;
  }

  /** The resource type, for the protocol. */
  resource(): ResourceServer<IronicClient> {
    const { schema, label, problems } = this.#kind;
    const crud: Crud<IronicClient> = {
      validate: (config) => [...timeoutProblems(config), ...(problems?.(config) ?? [])],
      customize: (answer, request, context) =>
        guarded<PlanAnswer>(
          `${label} cannot be planned`,
          () => this.#plan(answer, request, context),
          (diagnostic) => ({ ...answer, diagnostics: [diagnostic] }),
        ),
      create: (planned, context) => this.#work('create', planned, context),
      read: (state, context) => this.#read(state, context),
      update: (planned, prior, context) =>
        hasCause(this.#kind, prior, planned) ? this.#work('update', planned, context) : {},
      // What was done stays done: there is nothing to take back.
      delete: () => [],
      import: (id, context) => this.#import(id, context),
    };
    return crudResource(schema, {}, crud);
  }

  async #plan(answer: PlanAnswer, request: PlanRequest, context: Context): Promise<PlanAnswer> {
    const { planned } = answer;
    const { prior } = request;
    if (planned === null) return answer;
    const { client } = context;
    const ident = planned['node'];
    const isOther = prior !== null && (await this.#isOtherNode(prior, ident, context));
    if (isOther) return { ...answer, requiresReplace: [['node']] };
    const isDone = prior === null || hasCause(this.#kind, prior, planned);
    const found = isDone ? Object.fromEntries(this.#kind.finds.map((name) => [name, unknown])) : {};
    const next = { ...planned, ...(prior === null ? {} : { node: prior['node'] ?? null }), ...found };
    if (!isDone || typeof ident !== 'string') return { ...answer, planned: next };
    const node = await client.nodes.seen(ident, looking(context));
    const diagnostics = node === null ? this.#absent(ident, client) : this.#refusal(node, client);
    return { ...answer, planned: next, diagnostics };
  }

  async #isOtherNode(prior: ObjectValue, ident: unknown, context: Context): Promise<boolean> {
    if (ident instanceof Unknown) return true;
    if (typeof ident !== 'string' || ident === prior['node']) return false;
    return (await context.client.nodes.seen(ident, looking(context)))?.uuid !== prior['id'];
  }

  #absent(ident: string, { plannedHere }: IronicClient): readonly Diagnostic[] {
    return plannedHere.has(ident) ? [] : [absentNode(ident)];
  }

  #refusal(node: NodeRecord, { releasedHere }: IronicClient): readonly Diagnostic[] {
    const { label } = this.#kind;
    const { provision_state: state, maintenance, fault, maintenance_reason: reason } = node;
    if (isInUse(state) && !releasedHere.has(node.uuid)) {
      const summary = `${label} needs a free node, and node ${nodeLabel(node)} is in use (${state})`;
      const detail =
        'Destroy its ironic_deployment first, or keep what is configured here as it was applied.';
      return [{ summary, detail, path: ['node'] }];
    }
    if (!maintenance || fault !== null) return [];
    const why = reason === null ? '' : ` (${reason})`;
    const summary = `${label} needs a node that Ironic looks after, and node ${nodeLabel(node)} is in maintenance${why}`;
    return [{ summary, detail: 'End the maintenance in an apply before.', path: ['node'] }];
  }

  async #work(operation: 'create' | 'update', planned: ObjectValue, context: Context): Promise<Outcome> {
    const { client } = context;
    const { label, prepare, ask, look } = this.#kind;
    const ident = needText(planned, 'node');
    const at = within(context, timeoutOf(planned, operation, workTimeouts));
    return guarded<Outcome>(
      `${label} of node ${ident} is not done`,
      async () => {
        const before = await client.nodes.now(ident, at);
        if (before === null) throw new ApiFailure(absentNode(ident).summary, { status: 404 });
        const { uuid } = before;
        client.nodes.changed();
        await walk(client.api, uuid, 'manageable', at);
        await prepare?.(client, uuid, planned, at);
        const { verb, more } = ask(planned);
        let node = await step(client.api, uuid, verb, at, more);
        if (before.provision_state === 'available') node = await step(client.api, uuid, 'provide', at);
        client.nodes.changed();
        const seen = await look(client, node, planned, at);
        const found = this.#kind.finds.map((name) => [name, seen[name] ?? null]);
        return { values: { id: uuid, ...Object.fromEntries(found) } };
      },
      (diagnostic) => {
        client.nodes.changed();
        return { diagnostics: [diagnostic] };
      },
    );
  }

  async #read(state: ObjectValue, context: Context): Promise<Found> {
    const { client } = context;
    const id = needText(state, 'id');
    const at = looking(context);
    return guarded<Found>(
      `${this.#kind.label} of node ${textOf(state, 'node') ?? id} cannot be read`,
      async () => {
        const node = await client.nodes.seen(id, at);
        if (node === null) return { values: null };
        return { values: { ...state, ...(await this.#kind.look(client, node, state, at)) } };
      },
      (diagnostic) => ({ values: state, diagnostics: [diagnostic] }),
    );
  }

  async #import(ident: string, context: Context): Promise<Found> {
    const { client } = context;
    const at = looking(context);
    return guarded<Found>(
      `${this.#kind.label} of node ${ident} cannot be imported`,
      async () => {
        const node = await client.nodes.now(ident, at);
        if (node === null) return { values: null, diagnostics: [absentNode(ident)] };
        const seen = await this.#kind.look(client, node, undefined, at);
        return { values: { ...seen, id: node.uuid, node: nodeLabel(node) } };
      },
      (diagnostic) => ({ values: null, diagnostics: [diagnostic] }),
    );
  }
}
