import { needText, textOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { Refusal } from '../../../refusal.js';
import { adoptNic, changeInterface, disconnectInterface, interfaceById } from '../../api/interfaces.js';
import { findMachine, type MaasCall } from '../../call.js';
import type { MaasResource } from '../../resource.js';
import { interfaceSettings, interfaceValues, splitId } from './interface-values.js';

/** The MAC address is compared without case, and stays as it was written. */
function readNic(call: MaasCall, state: ObjectValue, id: string): ObjectValue {
  const machine = call.machine(needText(state, 'machine'));
  const { parents: _, mac_address: mac, ...values } = interfaceValues(machine, interfaceById(machine, id));
  const written = textOf(state, 'mac_address');
  return { ...values, mac_address: written?.toLowerCase() === mac ? written : mac };
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
    return readNic(call, planned, String(nic.id));
  },
  read: (state, call) => readNic(call, state, needText(state, 'id')),
  update: async (planned, prior, call) => {
    const [name, id] = [needText(prior, 'machine'), needText(prior, 'id')];
    await call.request('interface.update', { machine: call.machine(name).hostname }, (request) => {
      const machine = findMachine(request, name);
      changeInterface(request, machine, interfaceById(machine, id), interfaceSettings(planned));
    });
    return readNic(call, planned, id);
  },
  delete: async (state, call) => {
    const [name, id] = [needText(state, 'machine'), needText(state, 'id')];
    await call.request('interface.disconnect', { machine: call.machine(name).hostname }, (request) => {
      const machine = findMachine(request, name);
      disconnectInterface(request, machine, interfaceById(machine, id));
    });
  },
  import: (id, call) => {
    const [name, nic] = splitId(id, '/', 'MACHINE/NETWORK_INTERFACE');
    const { interfaces, systemId } = call.machine(name);
    const found = interfaces.find(
      (one) =>
        one.type === 'physical' &&
        (one.mac === nic.toLowerCase() || one.name === nic || String(one.id) === nic),
    );
    if (found === undefined) {
      throw new Refusal(`physical network interface (${nic}) was not found on machine (${systemId})`);
    }
    return { id: String(found.id), machine: name, mac_address: found.mac };
  },
};
