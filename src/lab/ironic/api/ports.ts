import { apiRefusal } from '../../refusal.js';
import type { Request } from '../call.js';
import { settled } from '../provision-state.js';
import type { PortRecord, ProvisionState } from '../records.js';

export function createPort({ world }: Request, settings: Omit<PortRecord, 'uuid'>): PortRecord {
  if (world.portsByAddress.get(settings.address).length > 0) {
    throw apiRefusal(409, `A port with MAC address ${settings.address} already exists.`);
  }
  const port = { ...settings, uuid: world.nextUuid('ports') };
  world.store.put('ports', port.uuid, port);
  return port;
}

/** States in which a port's own settings may be changed; elsewhere the node must be in maintenance. */
const changeable: readonly ProvisionState[] = ['enroll', 'inspecting', 'manageable'];
const guarded = ['address', 'pxeEnabled', 'localLink', 'physicalNetwork', 'portGroup'] as const;

/** Changes a port. @throws {Refusal} where the state of its node does not allow it */
export function patchPort(
  { world, now }: Request,
  port: PortRecord,
  change: Partial<PortRecord>,
): PortRecord {
  const node = settled(world, world.node(port.node), now);
  const changed = guarded.filter(
    (key) => Object.hasOwn(change, key) && JSON.stringify(change[key]) !== JSON.stringify(port[key]),
  );

  const isRefused = !changeable.includes(node.provisionState) && !node.maintenance;
  if (changed.length > 0 && isRefused) {
    throw apiRefusal(
      409,
      `Cannot update ${changed.join(', ')} of port ${port.uuid} while node ${node.uuid} is in ${node.provisionState} state.`,
    );
  }
  const next = { ...port, ...change };
  world.store.put('ports', port.uuid, next);
  return next;
}
