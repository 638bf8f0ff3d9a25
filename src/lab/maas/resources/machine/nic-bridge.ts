import { createBridge } from '../../api/interfaces.js';
import { interfaceSettings, madeInterface, parentOf } from './interface-values.js';

/** As MAAS sets them where nobody does. */
const own = { accept_ra: false, bridge_fd: 15, bridge_stp: false, bridge_type: 'standard' } as const;

export const nicBridge = madeInterface({
  idWord: 'BRIDGE_INTERFACE_ID',
  request: 'bridge',
  own,
  attributes: ['name', 'mac_address', 'mtu', 'tags', 'vlan', 'parent', ...Object.keys(own)],
  create: (request, machine, planned) =>
    createBridge(request, machine, parentOf(machine, planned), interfaceSettings(planned, own)),
  moved: (machine, planned) => ({ parents: [parentOf(machine, planned).id] }),
});
