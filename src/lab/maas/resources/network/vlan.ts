import { flagOf, needText, numberOf, textOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { formRefusal, invalidChoice, noSuch, Refusal } from '../../../refusal.js';
import {
  createVlan,
  deleteVlan,
  findFabric,
  findVlan,
  updateVlan,
  type VlanSettings,
} from '../../api/networks.js';
import type { MaasCall, Request } from '../../call.js';
import type { MaasResource } from '../../resource.js';

/** What MAAS calls the absence of a space. */
export const noSpace = 'undefined';

function readVlan(call: MaasCall, id: string): ObjectValue {
  const { store } = call.maas.world;
  const found = store.get('vlans', id);
  if (found === undefined) throw noSuch('VLAN');
  const space = found.space === null ? undefined : store.get('spaces', String(found.space));
  return { name: found.name, mtu: found.mtu, dhcp_on: found.dhcpOn, space: space?.name ?? noSpace };
}

function spaceOf({ world }: Request, name: string): number | null {
  if (name === '' || name === noSpace) return null;
  const found = world.by.spacesByName.get(name)[0] ?? world.store.get('spaces', name);
  if (found === undefined) throw formRefusal({ space: invalidChoice(name) });
  return found.id;
}

function settingsOf(request: Request, planned: ObjectValue): VlanSettings {
  const [name, mtu, space] = [textOf(planned, 'name'), numberOf(planned, 'mtu'), textOf(planned, 'space')];
  const dhcpOn = flagOf(planned, 'dhcp_on');
  return {
    ...(name === null ? {} : { name }),
    ...(mtu === null ? {} : { mtu }),
    ...(space === null ? {} : { space: spaceOf(request, space) }),
    ...(dhcpOn === null ? {} : { dhcpOn }),
  };
}

export const vlan: MaasResource = {
  create: async (planned, call) => {
    const { id } = await call.request('vlans.create', {}, (request) =>
      createVlan(
        request,
        findFabric(request, needText(planned, 'fabric')),
        numberOf(planned, 'vid') ?? 0,
        settingsOf(request, planned),
      ),
    );
    return { id: String(id), ...readVlan(call, String(id)) };
  },
  read: (state, call) => readVlan(call, needText(state, 'id')),
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    await call.request('vlan.update', {}, (request) => updateVlan(request, id, settingsOf(request, planned)));
    return readVlan(call, id);
  },
  delete: async (state, call) => {
    await call.request('vlan.delete', {}, (request) => deleteVlan(request, needText(state, 'id')));
  },
  import: (id, call) => {
    const [fabricName = '', name = '', ...rest] = id.split(':');
    if (fabricName === '' || name === '' || rest.length > 0) {
      throw new Refusal(`unexpected format of ID ("${id}"), expected FABRIC:VLAN`);
    }
    return call.read((request) => {
      const fabric = findFabric(request, fabricName);
      const found = findVlan(request, fabric, name);
      return { id: String(found.id), fabric: String(fabric.id), vid: found.vid };
    });
  },
};
