import { needText, textOf } from '../../../protocol/attributes.js';
import { objectOf } from '../../../protocol/json.js';
import type { ObjectValue } from '../../../protocol/value.js';
import { Refusal } from '../../refusal.js';
import type { LabResource } from '../../resource.js';
import type { IronicCall } from '../call.js';
import { makeAvailable, prepare, provision } from '../workflow.js';

/** The provider has no limit of its own; the lab would otherwise wait for ever. */
const limitMs = 24 * 3_600_000;
/** How often the provider undeploys and deploys again by itself. Measured. */
const tries = 4;

function readDeployment(state: ObjectValue, call: IronicCall): ObjectValue {
  const name = needText(state, 'node_uuid');
  const found = call.read(({ world }) => world.nodesByName.get(name)[0] ?? world.store.get('nodes', name));
  if (found === undefined)
    throw new Refusal(`Resource not found: [GET nodes/${name}]: 404 Node ${name} could not be found.`);
  const { provisionState, lastError, instanceInfo } = call.node(found.uuid);
  const wanted = objectOf(state, 'instance_info');
  // Ironic does not give capabilities back as they were set.
  const { capabilities: _, ...given } = wanted;
  const kept = Object.fromEntries(Object.keys(given).map((key) => [key, instanceInfo[key] ?? null]));
  return {
    id: name,
    instance_info: Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== null)),
    provision_state: provisionState,
    last_error: lastError ?? '',
  };
}

export const deployment: LabResource<IronicCall> = {
  machineOf: (values) => textOf(values, 'node_uuid'),
  create: async (planned, call, record) => {
    const name = needText(planned, 'node_uuid');
    const node = call.node(name);
    await makeAvailable(call, node.uuid, limitMs);
    await prepare(call, node, planned, objectOf(planned, 'instance_info'));
    record({ id: name });
    for (let attempt = 1; ; attempt += 1) {
      try {
        await provision(call, node.uuid, 'active', limitMs);
        return readDeployment(planned, call);
      } catch (error) {
        if (attempt === tries || call.node(node.uuid).provisionState !== 'deploy failed') throw error;
        // This empties instance_info, which the next try does not send again.
        await provision(call, node.uuid, 'deleted', limitMs);
      }
    }
  },
  read: readDeployment,
  delete: async (state, call) => {
    const { uuid, provisionState } = call.node(needText(state, 'node_uuid'));
    if (provisionState === 'clean failed') {
      await provision(call, uuid, 'manage', limitMs);
      await provision(call, uuid, 'provide', limitMs);
      return;
    }
    if (provisionState === 'available') return;
    // A node that is seen in `clean wait` is one that the provider knows no way on from.
    await provision(call, uuid, 'deleted', limitMs, ['deleting', 'cleaning']);
  },
};
