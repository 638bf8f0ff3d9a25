import type { AllocationRule } from '../types.js';

const rule = { tier: 'allocation', severity: 'error', mayAcknowledge: false } as const;

/** What the allocation itself reports: found where machines, addresses and numbers are given out. */
export const allocationRules: readonly AllocationRule[] = [
  {
    ...rule,
    id: 'allocation/not-enough-machines',
    title: 'a pool has as many fitting machines as slots',
    rationale:
      'a slot without a machine cannot be deployed, and a smaller cluster than asked for is no answer',
    source: 'how rackform fills slots',
  },
  {
    ...rule,
    id: 'allocation/explicit-machine-unusable',
    title: 'machines that a pool names are there and fit to be used',
    rationale:
      'a machine that is named, and is in repair or held by another slot, is not replaced by one that nobody named',
    source: 'how rackform fills slots',
  },
  {
    ...rule,
    id: 'allocation/machine-claimed-twice',
    title: 'no machine is named by two pools',
    rationale: 'a server has no hypervisor: it is one slot’s alone',
    source: 'how rackform fills slots',
  },
  {
    ...rule,
    id: 'allocation/machine-does-not-fit',
    title: 'the machine of a slot still fits what its pool asks for',
    rationale:
      'a machine in service is not taken away because a requirement changed; it is released on purpose or the requirement is put back',
    source: 'how rackform fills slots',
  },
  {
    ...rule,
    id: 'allocation/addresses-exhausted',
    title: 'a network has an address for every slot on it',
    rationale: 'addresses come from the static ranges of a subnet, or from its free ones where it has none',
    source: 'how rackform gives addresses',
  },
  {
    ...rule,
    id: 'allocation/vlan-pool-exhausted',
    title: 'a VLAN pool has a number for every network that takes one',
    rationale: 'numbers in use by other networks and those of the lock are not given out again',
    source: 'how rackform gives VLAN numbers',
  },
];
