import { flagOf, needText, textOf } from '../../../protocol/attributes.js';
import { dynamicOf, objectOf } from '../../../protocol/json.js';
import type { ObjectValue } from '../../../protocol/value.js';
import { apiRefusal } from '../../refusal.js';
import type { LabResource } from '../../resource.js';
import { createPort, patchPort } from '../api/ports.js';
import type { IronicCall } from '../call.js';
import type { PortRecord } from '../records.js';

function settingsOf(planned: ObjectValue): Omit<PortRecord, 'uuid' | 'node'> {
  return {
    address: needText(planned, 'address').toLowerCase(),
    pxeEnabled: flagOf(planned, 'pxe_enabled') ?? false,
    physicalNetwork: textOf(planned, 'physical_network'),
    localLink: objectOf(planned, 'local_link_connection'),
    portGroup: textOf(planned, 'port_group_uuid'),
    extra: objectOf(planned, 'extra'),
    isSmartNic: flagOf(planned, 'is_smart_nic') ?? false,
  };
}

function readPort(state: ObjectValue, call: IronicCall): ObjectValue {
  const id = needText(state, 'id');
  const found = call.read(({ world }) => world.store.get('ports', id));
  if (found === undefined) throw apiRefusal(404, `Port ${id} could not be found.`);
  return {
    address:
      textOf(state, 'address')?.toLowerCase() === found.address ? textOf(state, 'address') : found.address,
    node_uuid: textOf(state, 'node_uuid') ?? found.node,
    pxe_enabled: found.pxeEnabled,
    physical_network: found.physicalNetwork,
    local_link_connection: dynamicOf(found.localLink, state['local_link_connection']),
    port_group_uuid: found.portGroup,
    extra: dynamicOf(found.extra, state['extra']),
    is_smart_nic: found.isSmartNic,
  };
}

export const port: LabResource<IronicCall> = {
  machineOf: (values) => textOf(values, 'node_uuid'),
  create: async (planned, call) => {
    const node = call.node(needText(planned, 'node_uuid'));
    const { uuid } = await call.request(
      'ports.create',
      node.name === null ? {} : { machine: node.name },
      (request) => createPort(request, { ...settingsOf(planned), node: node.uuid }),
    );
    return { id: uuid, ...readPort({ ...planned, id: uuid }, call) };
  },
  read: readPort,
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    await call.request('port.update', {}, (request) => {
      const found = request.world.store.get('ports', id);
      if (found === undefined) throw apiRefusal(404, `Port ${id} could not be found.`);
      return patchPort(request, found, settingsOf(planned));
    });
    return readPort({ ...planned, id }, call);
  },
  delete: async (state, call) => {
    const id = needText(state, 'id');
    await call.request('port.delete', {}, ({ world }) => world.store.remove('ports', id));
  },
};
