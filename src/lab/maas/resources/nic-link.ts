import type { ObjectValue } from '../../../protocol/value.js';
import { Refusal } from '../../refusal.js';
import { flagOf, needText, textOf } from '../../values.js';
import { findInterface, linkSubnet, unlinkSubnet } from '../api/interfaces.js';
import { findSubnet } from '../api/networks.js';
import { findMachine, type MaasCall } from '../call.js';
import type { LinkMode } from '../records.js';
import type { MaasResource } from '../resource.js';

function readLink(call: MaasCall, state: ObjectValue, id: string): ObjectValue {
  const machine = call.machine(needText(state, 'machine'));
  const nic = findInterface(machine, needText(state, 'network_interface'));
  const link = nic.links.find((one) => String(one.id) === id);
  if (link === undefined) {
    throw new Refusal(
      `cannot find link (${id}) on the network interface (${nic.id}) from machine (${machine.systemId})`,
    );
  }
  return { id, mode: link.mode, ip_address: link.address };
}

export const nicLink: MaasResource = {
  machineOf: (values) => textOf(values, 'machine'),
  create: async (planned, call) => {
    const name = needText(planned, 'machine');
    const link = await call.request(
      'interface.link_subnet',
      { machine: call.machine(name).hostname },
      (request) => {
        const machine = findMachine(request, name);
        const nic = findInterface(machine, needText(planned, 'network_interface'));
        return linkSubnet(request, machine, nic, findSubnet(request, needText(planned, 'subnet')), {
          mode: (textOf(planned, 'mode') ?? 'AUTO') as LinkMode,
          address: textOf(planned, 'ip_address'),
          defaultGateway: flagOf(planned, 'default_gateway') ?? false,
        });
      },
    );
    return readLink(call, planned, String(link.id));
  },
  read: (state, call) => readLink(call, state, needText(state, 'id')),
  delete: async (state, call) => {
    const name = needText(state, 'machine');
    await call.request('interface.unlink_subnet', { machine: call.machine(name).hostname }, (request) => {
      const machine = findMachine(request, name);
      const nic = findInterface(machine, needText(state, 'network_interface'));
      unlinkSubnet(request, machine, nic, Number(needText(state, 'id')));
    });
  },
};
