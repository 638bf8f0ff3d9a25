import type { Findings } from './output/result.js';

/** Networks of an inventory that has none. */
export const noNetworks: Findings['networks'] = {
  document: {
    '#main': 'in-band:  # fill in: the untagged network that machines boot on, with purpose in-band',
    '#bmc': 'bmc:  # fill in: the prefix of the BMC addresses, with purpose bmc, to have them checked',
  },
  count: 0,
  fillIn: ['the network that machines boot on'],
};
