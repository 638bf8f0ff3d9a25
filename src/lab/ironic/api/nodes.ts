import { createHmac } from 'node:crypto';
import type { Json } from '../../../protocol/json.js';
import { apiRefusal } from '../../refusal.js';
import type { Request } from '../call.js';
import { settled } from '../provision-state.js';
import type { DriverInfo, NodeRecord, ProvisionState } from '../records.js';

/** What a node is entered with. */
export type NodeSettings = Pick<
  NodeRecord,
  | 'name'
  | 'driver'
  | 'driverInfo'
  | 'properties'
  | 'extra'
  | 'resourceClass'
  | 'conductorGroup'
  | 'owner'
  | 'interfaces'
  | 'automatedClean'
>;

/** Keys whose values Ironic masks in every answer. */
const isSecret = (key: string) => /password|secret|token|credential/i.test(key);

/** Driver information cut down to what may be kept: secrets as Ironic masks them, and a digest keyed by the lab's salt. */
export function readDriverInfo(values: Readonly<Record<string, Json>>, salt: string): DriverInfo {
  const shown = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, isSecret(key) ? '******' : value]),
  );
  const text = JSON.stringify(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
  return { shown, digest: createHmac('sha256', salt).update(text).digest('hex') };
}

/** Enters a node, in the state `enroll`. */
export function createNode({ world, now }: Request, settings: NodeSettings): NodeRecord {
  const { name } = settings;
  if (name !== null && world.nodesByName.get(name).length > 0) {
    throw apiRefusal(409, `A node with name ${name} already exists.`);
  }
  if (settings.owner !== null) {
    // Measured without authentication, where every caller is a project of its own.
    throw apiRefusal(
      403,
      'Cannot create a node as a project scoped admin with an owner other than your own project.',
    );
  }
  const uuid = world.nextUuid('nodes');
  const node: NodeRecord = {
    ...settings,
    uuid,
    instanceInfo: {},
    isProtected: false,
    maintenance: false,
    provisionState: 'enroll',
    course: [],
    target: null,
    lastError: null,
    powerState: 'power off',
    instanceUuid: null,
    server: name !== null && world.store.get('servers', name) !== undefined ? name : null,
    configDriveDigest: null,
    configDriveBytes: 0,
    createdAt: now,
    updatedAt: now,
  };
  world.store.put('nodes', uuid, node);
  return node;
}

/** States in which a resource class may be changed, as Ironic lists them in its refusal. */
const classChangeable: readonly ProvisionState[] = ['enroll', 'inspecting', 'manageable', 'available'];

/** Changes a node: all that is asked, or nothing. */
export function patchNode(
  { world, now }: Request,
  named: NodeRecord,
  change: Partial<NodeRecord>,
): NodeRecord {
  const node = settled(world, named, now);
  const { resourceClass } = change;
  const isClassChanged =
    resourceClass !== undefined && resourceClass !== node.resourceClass && node.resourceClass !== null;
  if (isClassChanged && !classChangeable.includes(node.provisionState)) {
    throw apiRefusal(
      409,
      `Node ${node.uuid} can not have resource_class updated unless it is in one of allowed (enroll, inspecting, inspect wait, manageable, available) states.`,
    );
  }
  return world.updateNode(node.uuid, { ...change, updatedAt: now });
}

/** States in which a node may be deleted. */
const deletable: readonly ProvisionState[] = ['enroll', 'manageable', 'available'];

/** Deletes a node with its ports. In maintenance Ironic lets any go that is not protected. */
export function deleteNode({ world, now }: Request, named: NodeRecord): void {
  const node = settled(world, named, now);
  if (node.isProtected) {
    throw apiRefusal(403, `Node ${node.uuid} is protected and can not be undeployed, rebuilt or deleted.`);
  }
  if (!deletable.includes(node.provisionState) && !node.maintenance) {
    throw apiRefusal(
      409,
      `Can not delete node "${node.uuid}" while it is in provision state "${node.provisionState}". Valid provision states to perform deletion are: ['available', 'manageable', 'enroll', 'adopt failed']`,
    );
  }
  for (const { uuid } of world.portsByNode.get(node.uuid)) world.store.remove('ports', uuid);
  world.store.remove('nodes', node.uuid);
}
