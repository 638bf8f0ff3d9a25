import { needText, textOf, textsOf } from '../../protocol/attributes.js';
import { type Crud, crudResource, type Found, type Outcome } from '../../protocol/crud.js';
import type { JsonObject } from '../../protocol/json.js';
import { jsonOf } from '../../protocol/json.js';
import type { Diagnostic, PlanAnswer, ResourceServer } from '../../protocol/provider.js';
import { isObject, type ObjectValue } from '../../protocol/value.js';
import type { Limits } from '../api/client.js';
import { ApiFailure } from '../api/failure.js';
import { type NodeRecord, type PatchOperation, pointerStep } from '../api/records.js';
import { type Context, type IronicClient, looking, within } from '../client.js';
import { nodeFields, nodeSchema } from '../schema/node.js';
import { timeoutOf } from '../schema/timeouts.js';
import { type Goal, isBeingReleased, isInUse } from '../states/states.js';
import { release, settled, step, walk } from '../states/walk.js';
import { guarded } from './guard.js';
import { planNode, refusedDestruction, validateNode, withTarget } from './node-plan.js';
import { targetOf, valuesOf } from './node-values.js';
import { changes, creation, fieldsWhen, filledValues, isAsPlanned } from './record.js';

const limits = { create: '60m', update: '60m', delete: '60m' } as const;

function secretsOf(config: ObjectValue): JsonObject {
  const given = config['driver_info_wo'];
  return isObject(given) ? (jsonOf(given) as JsonObject) : {};
}

async function setTraits(client: IronicClient, uuid: string, values: ObjectValue, at: Limits): Promise<void> {
  const traits = textsOf(values, 'traits');
  await client.api.put(`/v1/nodes/${uuid}/traits`, { traits: traits ?? [] }, at);
}

/** A node that is there already, word for word as it would be made, was left by an apply that was interrupted. */
async function takeOver(
  client: IronicClient,
  planned: ObjectValue,
  refusal: unknown,
  at: Limits,
): Promise<{ readonly record: NodeRecord; readonly diagnostics: readonly Diagnostic[] }> {
  const name = textOf(planned, 'name');
  if (!(refusal instanceof ApiFailure) || refusal.status !== 409 || name === null) throw refusal;
  const record = await client.nodes.now(name, at);
  if (record === null) throw refusal;
  const { provision_state: state, instance_uuid: instance } = record;
  if (!isAsPlanned(nodeFields, record, planned) || isInUse(state) || instance !== null) {
    throw new ApiFailure(
      `Ironic has a node ${name} already (${record.uuid}, ${state}); import it: terraform import ADDRESS ${record.uuid}`,
      { status: 409 },
    );
  }
  const summary = `node ${name} was there already, as configured, and was taken over`;
  const detail = `${record.uuid}: an interrupted apply leaves such nodes. Nothing else should manage it.`;
  return { record, diagnostics: [{ severity: 'warning', summary, detail }] };
}

async function make(client: IronicClient, planned: ObjectValue, config: ObjectValue, at: Limits) {
  const body = creation(nodeFields, planned);
  const secrets = secretsOf(config);
  const driverInfo = { ...(body['driver_info'] as JsonObject | undefined), ...secrets };
  const whole = Object.keys(driverInfo).length === 0 ? body : { ...body, driver_info: driverInfo };
  try {
    return { record: await client.api.post<NodeRecord>('/v1/nodes', whole, at), diagnostics: [] };
  } catch (error) {
    const found = await takeOver(client, planned, error, at);
    await patch(client, found.record.uuid, secretPatch(secrets), at);
    return found;
  }
}

function secretPatch(secrets: JsonObject): readonly PatchOperation[] {
  return Object.entries(secrets).map(([key, value]) => ({
    op: 'add',
    path: `/driver_info/${pointerStep(key)}`,
    value,
  }));
}

async function patch(
  client: IronicClient,
  uuid: string,
  operations: readonly PatchOperation[],
  at: Limits,
  query = '',
): Promise<void> {
  if (operations.length === 0) return;
  await client.api.patch<NodeRecord>(`/v1/nodes/${uuid}${query}`, operations, at);
}

async function create(planned: ObjectValue, context: Context, config: ObjectValue): Promise<Outcome> {
  const { client } = context;
  const { api } = client;
  const at = within(context, timeoutOf(planned, 'create', limits));
  const doing = `node ${textOf(planned, 'name') ?? 'without a name'} is not enrolled`;
  let made: NodeRecord | null = null;
  return guarded<Outcome>(
    doing,
    async () => {
      const { record, diagnostics } = await make(client, planned, config, at);
      client.nodes.changed();
      made = record;
      await patch(client, record.uuid, changes(fieldsWhen(nodeFields, 'patch'), record, {}, planned), at);
      if (planned['traits'] !== null) await setTraits(client, record.uuid, planned, at);
      const there = await walk(api, record.uuid, targetOf(planned), at);
      await patch(client, record.uuid, changes(fieldsWhen(nodeFields, 'end'), there, {}, planned), at);
      await maintain(client, record.uuid, {}, planned, at);
      return { values: { id: record.uuid, ...filledValues(nodeFields, there, planned) }, diagnostics };
    },
    (diagnostic, error) => {
      // What was interrupted is found again by its name; what failed is there to be looked at.
      if (made === null || (error as Error).name === 'AbortError') return { diagnostics: [diagnostic] };
      const values = { id: made.uuid, ...filledValues(nodeFields, made, planned) };
      return { values, diagnostics: [diagnostic] };
    },
  );
}

async function read(state: ObjectValue, context: Context): Promise<Found> {
  const id = needText(state, 'id');
  return guarded<Found>(
    `node ${textOf(state, 'name') ?? id} cannot be read`,
    async () => {
      const record = await context.client.nodes.seen(id, looking(context));
      return { values: record === null ? null : valuesOf(record, state) };
    },
    (diagnostic) => ({ values: state, diagnostics: [diagnostic] }),
  );
}

/** Begins or ends maintenance. A patch would take no reason with it. */
async function maintain(
  { api }: IronicClient,
  uuid: string,
  prior: ObjectValue,
  planned: ObjectValue,
  at: Limits,
): Promise<void> {
  const path = `/v1/nodes/${uuid}/maintenance`;
  const isKept = prior['maintenance'] === true;
  const reason = planned['maintenance_reason'];
  if (planned['maintenance'] === false && isKept) await api.delete(path, at);
  if (planned['maintenance'] !== true) return;
  const isSaid = typeof reason === 'string' && reason !== prior['maintenance_reason'];
  if (!isKept || isSaid) await api.put(path, typeof reason === 'string' ? { reason } : {}, at);
}

/** Maintenance is ended before anything else, and begun after it: Ironic leaves a node in it alone. */
function isEnding(prior: ObjectValue, planned: ObjectValue): boolean {
  return prior['maintenance'] === true && planned['maintenance'] !== true;
}

function areSent(prior: ObjectValue, planned: ObjectValue): boolean {
  return ['driver_info_wo_version', 'driver'].some((name) => prior[name] !== planned[name]);
}

function traitsDiffer(prior: ObjectValue, planned: ObjectValue): boolean {
  const texts = [prior, planned].map((values) => [...(textsOf(values, 'traits') ?? [])].sort().join(','));
  return texts[0] !== texts[1];
}

async function update(
  planned: ObjectValue,
  prior: ObjectValue,
  context: Context,
  config: ObjectValue,
): Promise<Outcome> {
  const { client } = context;
  const { api } = client;
  const id = needText(prior, 'id');
  const at = within(context, timeoutOf(planned, 'update', limits));
  const work = async (): Promise<Outcome> => {
    const record = await settled(api, id, 'updated', at);
    const [first, last] = [fieldsWhen(nodeFields, 'create', 'patch'), fieldsWhen(nodeFields, 'end')];
    if (isEnding(prior, planned)) await maintain(client, id, prior, planned, at);
    const secrets = areSent(prior, planned) ? secretPatch(secretsOf(config)) : [];
    const query = prior['driver'] === planned['driver'] ? '' : '?reset_interfaces=True';
    await patch(client, id, [...changes(first, record, prior, planned), ...secrets], at, query);
    if (traitsDiffer(prior, planned)) await setTraits(client, id, planned, at);
    const moved = prior['provision'] !== planned['provision'];
    const there = moved ? await advance(client, record, targetOf(planned), at) : record;
    await patch(client, id, changes(last, there, prior, planned), at);
    if (!isEnding(prior, planned)) await maintain(client, id, prior, planned, at);
    client.nodes.changed();
    const now = await api.get<NodeRecord>(`/v1/nodes/${id}`, at);
    return { values: filledValues(nodeFields, now, planned) };
  };
  return guarded<Outcome>(`node ${textOf(planned, 'name') ?? id} is not as planned`, work, (diagnostic) => {
    client.nodes.changed();
    return { diagnostics: [diagnostic] };
  });
}

async function advance(
  { api }: IronicClient,
  record: NodeRecord,
  target: Goal,
  at: Limits,
): Promise<NodeRecord> {
  // In use it is further than any target, and to enroll nothing leads back.
  if (target === 'enroll' || isInUse(record.provision_state)) return record;
  return walk(api, record.uuid, target, at);
}

async function destroy(state: ObjectValue, context: Context): Promise<readonly Diagnostic[]> {
  const { client } = context;
  const { api } = client;
  const id = needText(state, 'id');
  const at = within(context, timeoutOf(state, 'delete', limits));
  const work = async (): Promise<readonly Diagnostic[]> => {
    const found = await client.nodes.now(id, at);
    if (found === null) return [];
    const refused = refusedDestruction(found, state);
    if (refused.length > 0) return refused;
    if (isInUse(found.provision_state)) await release(api, id, at);
    const node = await settled(api, id, 'deleted', at);
    if (node.maintenance && node.fault !== null) await api.delete(`/v1/nodes/${id}/maintenance`, at);
    if (isBeingReleased(node.provision_state) || node.provision_state === 'inspect failed') {
      await step(api, id, 'manage', at);
    }
    await remove(client, id, at);
    return [];
  };
  return guarded<readonly Diagnostic[]>(
    `node ${textOf(state, 'name') ?? id} is not destroyed`,
    async () => {
      const found = await work();
      client.nodes.changed();
      return found;
    },
    (diagnostic) => [diagnostic],
  );
}

/** An Ironic may be set up to delete no node that is available. */
async function remove({ api }: IronicClient, id: string, at: Limits): Promise<void> {
  try {
    await api.delete(`/v1/nodes/${id}`, at);
  } catch (error) {
    const isRefused =
      error instanceof ApiFailure &&
      error.status === 409 &&
      /provision state "available"/.test(error.message);
    if (!isRefused) throw error;
    await step(api, id, 'manage', at);
    await api.delete(`/v1/nodes/${id}`, at);
  }
}

async function importNode(id: string, context: Context): Promise<Found> {
  return guarded<Found>(
    `node ${id} cannot be imported`,
    async () => {
      const record = await context.client.nodes.now(id, looking(context));
      if (record !== null) return { values: valuesOf(record, undefined) };
      return { values: null, diagnostics: [{ summary: `Ironic has no node ${JSON.stringify(id)}` }] };
    },
    (diagnostic) => ({ values: null, diagnostics: [diagnostic] }),
  );
}

const crud: Crud<IronicClient> = {
  validate: validateNode,
  customize: async (answer, request, context) =>
    guarded<PlanAnswer>(
      'the node cannot be planned',
      () => planNode(answer, request, context),
      (diagnostic) => ({ ...answer, diagnostics: [diagnostic] }),
    ),
  create,
  read,
  update,
  delete: destroy,
  import: importNode,
};

/** `ironic_node`. */
export function nodeResource(): ResourceServer<IronicClient> {
  const server = crudResource(nodeSchema, {}, crud);
  return { ...server, plan: (request, context) => server.plan(withTarget(request), context) };
}
