import { flagOf, needText, textOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { Refusal } from '../../../refusal.js';
import { findInterface, ownerOf } from '../../api/interfaces.js';
import { linkSubnet, setDefaultGateway, unlinkSubnet } from '../../api/links.js';
import { findSubnet } from '../../api/networks.js';
import { findMachine, type MaasCall } from '../../call.js';
import type { LinkMode } from '../../records.js';
import type { MaasResource } from '../../resource.js';

function ownerName(values: ObjectValue): { readonly machine: string } | { readonly device: string } {
  const machine = textOf(values, 'machine');
  return machine ? { machine } : { device: needText(values, 'device') };
}

function subjectOf(call: MaasCall, values: ObjectValue) {
  return { machine: call.read((request) => ownerOf(request, ownerName(values))).hostname };
}

function readLink(call: MaasCall, state: ObjectValue, id: string): ObjectValue {
  const node = call.read((request) => ownerOf(request, ownerName(state)));
  const nic = findInterface(node, needText(state, 'network_interface'));
  const link = nic.links.find((one) => String(one.id) === id);
  if (link === undefined) {
    throw new Refusal(
      `cannot find link (${id}) on the network interface (${nic.id}) from machine (${node.systemId})`,
    );
  }
  return { id, ip_address: link.address ?? '' };
}

export const nicLink: MaasResource = {
  machineOf: (values) => textOf(values, 'machine') ?? textOf(values, 'device'),
  create: async (planned, call) => {
    const link = await call.request('interface.link_subnet', subjectOf(call, planned), (request) => {
      const node = ownerOf(request, ownerName(planned));
      const nic = findInterface(node, needText(planned, 'network_interface'));
      return linkSubnet(request, node, nic, findSubnet(request, needText(planned, 'subnet')), {
        mode: (textOf(planned, 'mode') ?? 'AUTO') as LinkMode,
        address: textOf(planned, 'ip_address') || null,
        defaultGateway: flagOf(planned, 'default_gateway') ?? false,
      });
    });
    return readLink(call, planned, String(link.id));
  },
  read: (state, call) => readLink(call, state, needText(state, 'id')),
  /** The link of the state on the machine of the plan, which need not be the same. */
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    const machine = textOf(planned, 'machine');
    if (machine) {
      const subject = subjectOf(call, planned);
      const nicOf = (values: ObjectValue) => needText(values, 'network_interface');
      await call.request('machine.clear_default_gateways', subject, (request) => {
        const node = findMachine(request, machine);
        setDefaultGateway(request, node, findInterface(node, nicOf(planned)), null);
      });
      if (flagOf(planned, 'default_gateway') === true) {
        await call.request('interface.set_default_gateway', subject, (request) => {
          const node = findMachine(request, machine);
          setDefaultGateway(request, node, findInterface(node, nicOf(planned)), Number(id));
        });
      }
    }
    return readLink(call, planned, id);
  },
  delete: async (state, call) => {
    await call.request('interface.unlink_subnet', subjectOf(call, state), (request) => {
      const node = ownerOf(request, ownerName(state));
      const nic = findInterface(node, needText(state, 'network_interface'));
      unlinkSubnet(request, node, nic, Number(needText(state, 'id')));
    });
  },
};
