import { needText, textOf } from '../../../protocol/attributes.js';
import { dynamicOf, objectOf } from '../../../protocol/json.js';
import type { ObjectValue } from '../../../protocol/value.js';
import { apiRefusal } from '../../refusal.js';
import type { LabResource } from '../../resource.js';
import type { IronicCall } from '../call.js';

function readGroup(state: ObjectValue, call: IronicCall): ObjectValue {
  const id = needText(state, 'id');
  const found = call.read(({ world }) => world.store.get('portGroups', id));
  if (found === undefined) throw apiRefusal(404, `Portgroup ${id} could not be found.`);
  return {
    uuid: id,
    name: found.name,
    address: found.address,
    mode: found.mode,
    node_uuid: textOf(state, 'node_uuid') ?? found.node,
    extra: dynamicOf(found.extra, state['extra']),
  };
}

export const portGroup: LabResource<IronicCall> = {
  machineOf: (values) => textOf(values, 'node_uuid'),
  create: async (planned, call) => {
    const node = call.node(needText(planned, 'node_uuid'));
    const uuid = await call.request(
      'portgroups.create',
      node.name === null ? {} : { machine: node.name },
      ({ world }) => {
        const made = {
          uuid: world.nextUuid('portGroups'),
          node: node.uuid,
          name: textOf(planned, 'name'),
          address: textOf(planned, 'address'),
          mode: textOf(planned, 'mode') ?? 'active-backup',
          extra: objectOf(planned, 'extra'),
        };
        world.store.put('portGroups', made.uuid, made);
        return made.uuid;
      },
    );
    return { id: uuid, ...readGroup({ ...planned, id: uuid }, call) };
  },
  read: readGroup,
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    await call.request('portgroup.update', {}, ({ world }) => {
      const found = world.store.get('portGroups', id);
      if (found === undefined) throw apiRefusal(404, `Portgroup ${id} could not be found.`);
      world.store.put('portGroups', id, { ...found, extra: objectOf(planned, 'extra') });
    });
    return readGroup({ ...planned, id }, call);
  },
  delete: async (state, call) => {
    const id = needText(state, 'id');
    await call.request('portgroup.delete', {}, ({ world }) => world.store.remove('portGroups', id));
  },
};
