import { needText, textsOf } from '../../../../protocol/attributes.js';
import { createBond, findInterface } from '../../api/interfaces.js';
import { interfaceSettings, madeInterface } from './interface-values.js';

/** As MAAS sets them where nobody does. */
const own = {
  accept_ra: false,
  bond_downdelay: 0,
  bond_lacp_rate: 'fast',
  bond_miimon: 100,
  bond_mode: 'active-backup',
  bond_num_grat_arp: 1,
  bond_updelay: 0,
  bond_xmit_hash_policy: 'layer2',
} as const;

/** Parents are taken by name, id or MAC address and read back as names: what is not a name is replaced at every plan. */
export const nicBond = madeInterface({
  idWord: 'BOND_INTERFACE_ID',
  request: 'bond',
  own,
  attributes: ['name', 'mac_address', 'mtu', 'tags', 'vlan', 'parents', ...Object.keys(own)],
  create: (request, machine, planned) => {
    const parents = (textsOf(planned, 'parents') ?? []).map((name) => findInterface(machine, name));
    return createBond(
      request,
      machine,
      // The provider leaves out what is no NIC, without a word.
      parents.filter(({ type }) => type === 'physical'),
      { ...interfaceSettings(planned, own), name: needText(planned, 'name') },
    );
  },
});
