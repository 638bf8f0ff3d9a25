import { needText, textOf, textsOf } from '../../protocol/attributes.js';
import { objectOf } from '../../protocol/json.js';
import type { ObjectValue } from '../../protocol/value.js';
import { Refusal } from '../refusal.js';
import type { LabResource } from '../resource.js';
import type { IronicCall, Request } from './call.js';
import { settled } from './provision-state.js';
import type { AllocationRecord } from './records.js';

/** The node that an allocation gets: the first that is available, of the class, and among the candidates. */
function place({ world, now }: Request, resourceClass: string, candidates: readonly string[]) {
  return world.store
    .all('nodes')
    .map((node) => settled(world, node, now))
    .find(
      (node) =>
        node.provisionState === 'available' &&
        node.resourceClass === resourceClass &&
        !node.maintenance &&
        (candidates.length === 0 || candidates.includes(node.uuid) || candidates.includes(node.name ?? '')) &&
        world.allocationsByNode.get(node.uuid).length === 0,
    );
}

function readAllocation(state: ObjectValue, call: IronicCall): ObjectValue {
  const id = needText(state, 'id');
  const found = call.read(({ world }) => world.store.get('allocations', id));
  // An undeployment takes its allocation with it; the provider then stops at the 404.
  if (found === undefined) throw new Refusal(`Resource not found: Allocation ${id} could not be found.`);
  return { node_uuid: found.node ?? '', state: found.state, last_error: found.lastError ?? '' };
}

/** `ironic_allocation_v1` and `ironic_allocation`: alike in both public dialects. */
export const allocation: LabResource<IronicCall> = {
  create: async (planned, call, record) => {
    const resourceClass = needText(planned, 'resource_class');
    const candidateNodes = textsOf(planned, 'candidate_nodes') ?? [];
    const { uuid } = await call.request('allocations.create', {}, (request) => {
      const node = place(request, resourceClass, candidateNodes);
      const made: AllocationRecord = {
        uuid: request.world.nextUuid('allocations'),
        name: textOf(planned, 'name'),
        resourceClass,
        candidateNodes,
        traits: textsOf(planned, 'traits') ?? [],
        extra: objectOf(planned, 'extra'),
        node: node?.uuid ?? null,
        state: node === undefined ? 'error' : 'active',
        lastError:
          node === undefined
            ? 'Failed to process allocation: no available nodes match the resource class'
            : null,
      };
      request.world.store.put('allocations', made.uuid, made);
      return made;
    });
    record({ id: uuid });
    return readAllocation({ ...planned, id: uuid }, call);
  },
  read: readAllocation,
  delete: async (state, call) => {
    const id = needText(state, 'id');
    await call.request('allocation.delete', {}, ({ world }) => world.store.remove('allocations', id));
  },
};
