import { numberOf, numbersOf, textOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { noSuch, Refusal } from '../../../refusal.js';
import { serveDhcp, stopDhcp } from '../../api/dhcp.js';
import type { MaasCall, Request } from '../../call.js';
import type { VlanRecord } from '../../records.js';
import type { MaasResource } from '../../resource.js';

/** Fabric by id, VLAN by number: names are not taken here. */
function vlanOf({ world }: Pick<Request, 'world'>, values: ObjectValue): VlanRecord {
  const key = `${numberOf(values, 'fabric')}/${numberOf(values, 'vlan')}`;
  const found = world.by.vlansByNumber.get(key)[0];
  if (found === undefined) throw noSuch('VLAN');
  return found;
}

function serve(request: Request, planned: ObjectValue): void {
  serveDhcp(request, vlanOf(request, planned).id, {
    primaryRack: textOf(planned, 'primary_rack_controller') || null,
    secondaryRack: textOf(planned, 'secondary_rack_controller') || null,
    relayVlan: numberOf(planned, 'relay_vlan') || null,
  });
}

/** The provider itself looks whether there is anything to serve. */
function checkServed({ world }: Request, planned: ObjectValue): void {
  for (const id of numbersOf(planned, 'ip_ranges') ?? []) {
    const range = world.store.get('ranges', String(id));
    if (range === undefined) throw noSuch('IPRange');
    if (range.type !== 'dynamic') throw new Refusal(`IP range ${id} is not dynamic`);
  }
  for (const id of numbersOf(planned, 'subnets') ?? []) {
    if (world.store.get('subnets', String(id)) === undefined) throw noSuch('Subnet');
    const ranges = world.by.rangesBySubnet.get(String(id));
    if (!ranges.some(({ type }) => type === 'dynamic')) {
      throw new Refusal(`subnet ${id} does not have any dynamic IP ranges`);
    }
  }
}

function readDhcp(call: MaasCall, state: ObjectValue): ObjectValue {
  const found = vlanOf(call.maas, state);
  return {
    primary_rack_controller: found.primaryRack ?? '',
    secondary_rack_controller: found.secondaryRack ?? '',
    relay_vlan: found.relayVlan ?? 0,
  };
}

export const vlanDhcp: MaasResource = {
  create: async (planned, call) => {
    await call.request('vlan.update', {}, (request) => {
      checkServed(request, planned);
      serve(request, planned);
    });
    return { id: String(numberOf(planned, 'vlan')), ...readDhcp(call, planned) };
  },
  read: (state, call) => readDhcp(call, state),
  update: async (planned, prior, call) => {
    for (const name of ['ip_ranges', 'subnets'] as const) {
      const [before, after] = [prior, planned].map((values) => [...(numbersOf(values, name) ?? [])].sort());
      if (String(before) === String(after)) continue;
      throw new Refusal(
        `Changing '${name}' from [${before?.join(' ')}] to [${after?.join(' ')}] is not allowed. Please recreate the resource.`,
      );
    }
    await call.request('vlan.update', {}, (request) => serve(request, planned));
    return readDhcp(call, planned);
  },
  delete: async (state, call) => {
    await call.request('vlan.update', {}, (request) => stopDhcp(request, vlanOf(request, state).id));
  },
};
