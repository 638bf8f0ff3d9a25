import { needText, numberOf } from '../../../../protocol/attributes.js';
import { createVlanInterface } from '../../api/interfaces.js';
import { findFabric, findVlan } from '../../api/networks.js';
import { interfaceSettings, madeInterface, parentOf } from './interface-values.js';

const own = { accept_ra: false } as const;

/** The VLAN is taken by number or id and read back by id: a number is replaced at every plan. */
export const nicVlan = madeInterface({
  idWord: 'VLAN_ID',
  request: 'vlan',
  own,
  attributes: ['name', 'mtu', 'tags', 'vlan', 'fabric', 'parent', ...Object.keys(own)],
  create: (request, machine, planned) => {
    const fabric = findFabric(request, needText(planned, 'fabric'));
    const { id: vlan } = findVlan(request, fabric, String(numberOf(planned, 'vlan')));
    return createVlanInterface(request, machine, parentOf(machine, planned), {
      ...interfaceSettings(planned, own),
      vlan,
    });
  },
  moved: (machine, planned) => ({ parents: [parentOf(machine, planned).id] }),
});
