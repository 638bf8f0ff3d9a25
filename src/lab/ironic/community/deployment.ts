import { blocksOf, needText, textOf } from '../../../protocol/attributes.js';
import { objectOf } from '../../../protocol/json.js';
import type { ObjectValue } from '../../../protocol/value.js';
import { Refusal } from '../../refusal.js';
import type { LabResource } from '../../resource.js';
import type { IronicCall } from '../call.js';
import { makeAvailable, prepare, provision } from '../workflow.js';

/** Every change of state has this limit, which nothing sets. */
const limitMs = 30 * 60_000;
/** When the provider looks at a node for the first time. Measured. */
const firstLookMs = 15_000;

export const deployment: LabResource<IronicCall> = {
  machineOf: (values) => textOf(values, 'node_uuid'),
  create: async (planned, call) => {
    const name = needText(planned, 'node_uuid');
    const found = call.read(({ world }) => world.nodesByName.get(name)[0] ?? world.store.get('nodes', name));
    if (found === undefined) throw new Refusal(`Node not found: ${name}`);
    const node = call.node(name);
    if (node.provisionState === 'deploy failed') {
      await call.pause(firstLookMs);
      throw new Refusal('terminal failure state: deploy failed');
    }
    await makeAvailable(call, node.uuid, limitMs);
    // The one request that carries instance_info is the one that carries fixed_ips.
    const fixed = blocksOf(planned, 'fixed_ips').map((one) => textOf(one, 'ip_address') ?? '');
    const info =
      fixed.length === 0 ? {} : { ...objectOf(planned, 'instance_info'), fixed_ips: fixed.join(',') };
    await prepare(call, node, planned, info);
    await provision(call, node.uuid, 'active', limitMs);
    return { id: name, ...stateOf(call, node.uuid) };
  },
  read: (state, call) => {
    const name = textOf(state, 'node_uuid') ?? needText(state, 'id');
    const found = call.read(({ world }) => world.nodesByName.get(name)[0] ?? world.store.get('nodes', name));
    // A node that is gone is a warning in the provider's log, and the deployment stays.
    return found === undefined ? {} : stateOf(call, found.uuid);
  },
  delete: async (state, call) => {
    const name = needText(state, 'id');
    const found = call.read(({ world }) => world.nodesByName.get(name)[0] ?? world.store.get('nodes', name));
    if (found === undefined) throw new Refusal('failed to get node');
    const node = call.node(name);
    if (node.provisionState === 'clean failed') throw new Refusal('terminal failure state: clean failed');
    if (node.provisionState === 'deploy failed' || node.provisionState === 'available') return;
    if (node.isProtected) {
      // Ironic refuses at once; the provider does not say so and tries until its limit.
      await call.pause(limitMs);
      throw new Refusal('timeout waiting for node to be undeployed');
    }
    await provision(call, node.uuid, 'deleted', limitMs);
  },
  // Whatever the id is, and nothing else: the node is looked for when the deployment is read.
  import: (id) => ({ id }),
};

function stateOf(call: IronicCall, uuid: string): ObjectValue {
  const { provisionState, lastError } = call.node(uuid);
  return { provision_state: provisionState, last_error: lastError ?? '' };
}
