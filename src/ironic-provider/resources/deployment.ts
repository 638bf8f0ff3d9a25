import { flagOf, needText, textOf } from '../../protocol/attributes.js';
import { type Crud, crudResource, type Found, type Outcome } from '../../protocol/crud.js';
import { type JsonObject, jsonOf } from '../../protocol/json.js';
import type { Diagnostic, PlanAnswer, ResourceServer } from '../../protocol/provider.js';
import { type ObjectValue, Unknown } from '../../protocol/value.js';
import type { Limits } from '../api/client.js';
import { ApiFailure } from '../api/failure.js';
import { type NodeRecord, nodeLabel, type PatchOperation } from '../api/records.js';
import { type Context, type IronicClient, looking, within } from '../client.js';
import { deploymentSchema, deploymentTimeouts, REIMAGE_WAYS } from '../schema/deployment.js';
import { timeoutOf, timeoutProblems } from '../schema/timeouts.js';
import { isBeingReleased, isInUse } from '../states/states.js';
import { ask, release, settled, step, walk } from '../states/walk.js';
import { claimOf } from './claim.js';
import { contentDigest, deployRequest, imageOf, instanceInfo } from './deployment-content.js';
import { planDeployment } from './deployment-plan.js';
import { guarded } from './guard.js';

function validate(config: ObjectValue): readonly Diagnostic[] {
  const found: Diagnostic[] = [...timeoutProblems(config)];
  const by = config['reimage_by'];
  if (typeof by === 'string' && !REIMAGE_WAYS.some((way) => way === by)) {
    found.push({
      summary: `reimage_by ${JSON.stringify(by)} is none of ${REIMAGE_WAYS.join(', ')}`,
      path: ['reimage_by'],
    });
  }
  if (config['preserve_ephemeral'] === true && by !== 'rebuild' && !(by instanceof Unknown)) {
    const summary = 'preserve_ephemeral keeps something only with reimage_by = "rebuild"';
    found.push({ summary, path: ['preserve_ephemeral'] });
  }
  if ((config['release_runbook'] ?? null) !== null && (config['release_clean_steps'] ?? null) !== null) {
    const summary = 'release_runbook stands in place of release_clean_steps: give one of them';
    found.push({ summary, path: ['release_runbook'] });
  }
  return found;
}

function patchNode(
  { api }: IronicClient,
  uuid: string,
  operations: readonly PatchOperation[],
  at: Limits,
): Promise<NodeRecord> {
  return api.patch<NodeRecord>(`/v1/nodes/${uuid}`, operations, at);
}

/** Writes what is to be deployed into the node. Ironic takes an instance id only where there is none: one claim wins. */
async function claim(
  client: IronicClient,
  node: NodeRecord,
  values: ObjectValue,
  instance: string,
  at: Limits,
): Promise<void> {
  await patchNode(
    client,
    node.uuid,
    [
      { op: 'add', path: '/instance_info', value: instanceInfo(values) },
      ...(node.instance_uuid === instance
        ? []
        : [{ op: 'add', path: '/instance_uuid', value: instance } as const]),
    ],
    at,
  );
}

/** Takes a claim back whose deployment Ironic refuses to begin. */
async function unclaim(client: IronicClient, uuid: string, at: Limits): Promise<void> {
  const operations: readonly PatchOperation[] = [
    { op: 'remove', path: '/instance_uuid' },
    { op: 'add', path: '/instance_info', value: {} },
  ];
  await patchNode(client, uuid, operations, at);
}

async function deploy(
  client: IronicClient,
  uuid: string,
  values: ObjectValue,
  instance: string,
  at: Limits,
): Promise<NodeRecord> {
  const { api } = client;
  return walk(api, uuid, 'active', at, async (node) => {
    await claim(client, node, values, instance, at);
    try {
      await ask(api, uuid, 'active', at, deployRequest(values));
    } catch (error) {
      if (error instanceof ApiFailure && node.provision_state === 'available')
        await unclaim(client, uuid, at);
      throw error;
    }
  });
}

async function rebuild(
  client: IronicClient,
  uuid: string,
  values: ObjectValue,
  at: Limits,
): Promise<NodeRecord> {
  const keep = flagOf(values, 'preserve_ephemeral') === true ? { preserve_ephemeral: true } : {};
  const value = { ...instanceInfo(values), ...keep };
  await patchNode(client, uuid, [{ op: 'add', path: '/instance_info', value }], at);
  return step(client.api, uuid, 'rebuild', at, deployRequest(values));
}

async function protect(
  client: IronicClient,
  node: NodeRecord,
  values: ObjectValue,
  at: Limits,
): Promise<boolean> {
  const wanted = flagOf(values, 'protected');
  if (wanted === null || wanted === node.protected) return node.protected;
  await patchNode(client, node.uuid, [{ op: 'add', path: '/protected', value: wanted }], at);
  return wanted;
}

function inUse(node: NodeRecord): ApiFailure {
  const by = node.instance_uuid === null ? '' : ` by instance ${node.instance_uuid}`;
  return new ApiFailure(`node ${nodeLabel(node)} is in use${by} (${node.provision_state})`, { status: 409 });
}

async function create(planned: ObjectValue, context: Context): Promise<Outcome> {
  const { client } = context;
  const ident = needText(planned, 'node');
  const at = within(context, timeoutOf(planned, 'create', deploymentTimeouts));
  const digest = contentDigest(planned) ?? '';
  let claimed: { readonly id: string; readonly instance_uuid: string } | null = null;
  const work = async (): Promise<Outcome> => {
    const node = await client.nodes.now(ident, at);
    if (node === null) throw new ApiFailure(`Ironic has no node ${JSON.stringify(ident)}`, { status: 404 });
    const instance = claimOf(node.uuid, digest);
    const isOurs = node.instance_uuid === instance;
    if (!isOurs && (node.instance_uuid !== null || isInUse(node.provision_state))) throw inUse(node);
    claimed = { id: node.uuid, instance_uuid: instance };
    const there = await deploy(client, node.uuid, planned, instance, at);
    const isProtected = await protect(client, there, planned, at);
    client.nodes.changed();
    return {
      values: { ...claimed, deployed_digest: digest, provision_state: 'active', protected: isProtected },
    };
  };
  return guarded<Outcome>(`node ${ident} is not deployed`, work, async (diagnostic) => {
    client.nodes.changed();
    const left = claimed === null ? null : await whatIsLeft(client, claimed, context);
    // Recorded where it failed, and then tainted: what is still on its way is found again by its claim.
    return left === null ? { diagnostics: [diagnostic] } : { values: left, diagnostics: [diagnostic] };
  });
}

/** A deployment that failed, as it is in Ironic; null where there is none, or it is still on its way. */
async function whatIsLeft(
  client: IronicClient,
  claimed: { readonly id: string; readonly instance_uuid: string },
  { signal }: Context,
): Promise<ObjectValue | null> {
  if (signal.aborted) return null;
  const node = await client.nodes.now(claimed.id, { signal, deadline: client.api.clock.now() + 30_000 });
  if (node?.provision_state !== 'deploy failed' || node.instance_uuid !== claimed.instance_uuid) return null;
  return { ...claimed, protected: node.protected };
}

/** True where what a node runs is, or was, the deployment of a state. */
function isSame(node: NodeRecord, state: ObjectValue): boolean {
  const { provision_state: now, instance_uuid: instance } = node;
  const own = textOf(state, 'instance_uuid');
  if (own === null) return isInUse(now);
  // Ironic forgets the instance before it cleans; the release is not over until that is.
  return instance === own || (instance === null && isBeingReleased(now));
}

async function read(state: ObjectValue, context: Context): Promise<Found> {
  const { client } = context;
  const id = needText(state, 'id');
  return guarded<Found>(
    `the deployment of node ${textOf(state, 'node') ?? id} cannot be read`,
    async () => {
      const node = await client.nodes.seen(id, looking(context));
      if (node === null || !isSame(node, state)) {
        for (const name of [id, textOf(state, 'node')]) if (name !== null) client.lostHere.add(name);
        return { values: null };
      }
      client.deployedHere.add(id);
      return {
        values: { ...state, provision_state: node.provision_state, protected: node.protected },
      };
    },
    (diagnostic) => ({ values: state, diagnostics: [diagnostic] }),
  );
}

async function update(planned: ObjectValue, prior: ObjectValue, context: Context): Promise<Outcome> {
  const { client } = context;
  const id = needText(prior, 'id');
  const at = within(context, timeoutOf(planned, 'update', deploymentTimeouts));
  const isDeployed = planned['provision_state'] instanceof Unknown;
  const work = async (): Promise<Outcome> => {
    const found = await settled(client.api, id, 'active', at);
    const digest = contentDigest(planned) ?? '';
    const node = isDeployed ? await deployAgain(client, found, planned, prior, at) : found;
    const isProtected = await protect(client, node, planned, at);
    client.nodes.changed();
    return {
      values: {
        protected: isProtected,
        ...(isDeployed && { provision_state: node.provision_state }),
        ...(planned['deployed_digest'] instanceof Unknown && { deployed_digest: digest }),
        ...(planned['pending_reimage'] instanceof Unknown && {
          pending_reimage: digest !== prior['deployed_digest'],
        }),
      },
    };
  };
  return guarded<Outcome>(`node ${textOf(planned, 'node') ?? id} is not as planned`, work, (diagnostic) => {
    client.nodes.changed();
    return { diagnostics: [diagnostic] };
  });
}

async function deployAgain(
  client: IronicClient,
  node: NodeRecord,
  planned: ObjectValue,
  prior: ObjectValue,
  at: Limits,
): Promise<NodeRecord> {
  const isContentSame = contentDigest(planned) === prior['deployed_digest'];
  const isSaid = prior['generation'] !== planned['generation'];
  if (node.provision_state === 'active') {
    // What was waited for has come by itself.
    return isContentSame && !isSaid ? node : rebuild(client, node.uuid, planned, at);
  }
  const own = textOf(prior, 'instance_uuid') ?? claimOf(node.uuid, contentDigest(planned) ?? '');
  return deploy(client, node.uuid, planned, own, at);
}

/** Clean steps or a runbook, after Ironic's own cleaning and before anybody else gets the node. */
async function cleanAfterwards(
  client: IronicClient,
  uuid: string,
  state: ObjectValue,
  at: Limits,
): Promise<void> {
  const runbook = textOf(state, 'release_runbook');
  const steps = jsonOf(state['release_clean_steps']);
  if (runbook === null && steps === null) return;
  const how: JsonObject = runbook === null ? { clean_steps: steps } : { runbook };
  await step(client.api, uuid, 'manage', at);
  await step(client.api, uuid, 'clean', at, how);
  await step(client.api, uuid, 'provide', at);
}

async function destroy(state: ObjectValue, context: Context): Promise<readonly Diagnostic[]> {
  const { client } = context;
  const id = needText(state, 'id');
  const at = within(context, timeoutOf(state, 'delete', deploymentTimeouts));
  const work = async (): Promise<readonly Diagnostic[]> => {
    const found = await client.nodes.now(id, at);
    if (found === null || !isSame(found, state)) return [];
    if (found.protected) {
      const summary = `node ${nodeLabel(found)} is protected, and its server is not released`;
      return [{ summary, detail: 'Set protected = false, or unset it in Ironic, in an apply before.' }];
    }
    const released = await release(client.api, id, at);
    // A claim whose deployment never began.
    if (released.instance_uuid !== null) await unclaim(client, id, at);
    await cleanAfterwards(client, id, state, at);
    return [];
  };
  return guarded<readonly Diagnostic[]>(
    `node ${textOf(state, 'node') ?? id} is not released`,
    async () => {
      const found = await work();
      client.nodes.changed();
      return found;
    },
    (diagnostic) => {
      client.nodes.changed();
      return [diagnostic];
    },
  );
}

async function importDeployment(id: string, context: Context): Promise<Found> {
  return guarded<Found>(
    `the deployment of node ${id} cannot be imported`,
    async () => {
      const node = await context.client.nodes.now(id, looking(context));
      if (node === null) {
        return { values: null, diagnostics: [{ summary: `Ironic has no node ${JSON.stringify(id)}` }] };
      }
      if (!isInUse(node.provision_state)) {
        const summary = `node ${nodeLabel(node)} is in ${node.provision_state}: there is no deployment to import`;
        return { values: null, diagnostics: [{ summary }] };
      }
      return {
        values: {
          id: node.uuid,
          // As a configuration names it; one that names its id is the same node at plan.
          node: nodeLabel(node),
          image: imageOf(node.instance_info),
          instance_uuid: node.instance_uuid,
          provision_state: node.provision_state,
          protected: node.protected,
          deployed_digest: '',
          pending_reimage: false,
        },
      };
    },
    (diagnostic) => ({ values: null, diagnostics: [diagnostic] }),
  );
}

const crud: Crud<IronicClient> = {
  validate,
  customize: async (answer, request, context) =>
    guarded<PlanAnswer>(
      'the deployment cannot be planned',
      () => planDeployment(answer, request, context),
      (diagnostic) => ({ ...answer, diagnostics: [diagnostic] }),
    ),
  create,
  read,
  update,
  delete: destroy,
  import: importDeployment,
};

/** `ironic_deployment`. */
export function deploymentResource(): ResourceServer<IronicClient> {
  return crudResource(deploymentSchema, {}, crud);
}
