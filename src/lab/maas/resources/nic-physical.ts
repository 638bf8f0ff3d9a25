import type { ObjectValue } from '../../../protocol/value.js';
import { needText, numberOf, textOf, textsOf } from '../../values.js';
import {
  adoptNic,
  changeInterface,
  effectiveMtu,
  findInterface,
  type InterfaceSettings,
} from '../api/interfaces.js';
import { findMachine, type MaasCall } from '../call.js';
import type { MaasResource } from '../resource.js';

/** What all kinds of interfaces may say. */
export function interfaceSettings(planned: ObjectValue): InterfaceSettings {
  const [name, vlan, mtu] = [textOf(planned, 'name'), numberOf(planned, 'vlan'), numberOf(planned, 'mtu')];
  const tags = textsOf(planned, 'tags');
  return {
    ...(name === null ? {} : { name }),
    ...(vlan === null ? {} : { vlan }),
    ...(mtu === null ? {} : { mtu }),
    ...(tags === null ? {} : { tags }),
  };
}

function readNic(call: MaasCall, machineName: string, id: string): ObjectValue {
  const machine = call.machine(machineName);
  const nic = findInterface(machine, id);
  return {
    id: String(nic.id),
    name: nic.name,
    vlan: nic.vlan,
    mtu: effectiveMtu(machine, nic),
    tags: nic.tags,
  };
}

export const nicPhysical: MaasResource = {
  machineOf: (values) => textOf(values, 'machine'),
  create: async (planned, call) => {
    const name = needText(planned, 'machine');
    const { hostname } = call.machine(name);
    const nic = await call.request('interfaces.create_physical', { machine: hostname }, (request) =>
      adoptNic(
        request,
        findMachine(request, name),
        needText(planned, 'mac_address').toLowerCase(),
        interfaceSettings(planned),
      ),
    );
    return readNic(call, name, String(nic.id));
  },
  read: (state, call) => readNic(call, needText(state, 'machine'), needText(state, 'id')),
  update: async (planned, prior, call) => {
    const [name, id] = [needText(prior, 'machine'), needText(prior, 'id')];
    await call.request('interface.update', { machine: call.machine(name).hostname }, (request) => {
      const machine = findMachine(request, name);
      changeInterface(request, machine, findInterface(machine, id), interfaceSettings(planned));
    });
    return readNic(call, name, id);
  },
  delete: async (state, call) => {
    const [name, id] = [needText(state, 'machine'), needText(state, 'id')];
    await call.request('interface.disconnect', { machine: call.machine(name).hostname }, (request) => {
      const machine = findMachine(request, name);
      request.world.updateInterface(machine, findInterface(machine, id).id, { links: [], vlan: null });
    });
  },
};
