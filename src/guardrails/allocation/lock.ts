import type { AllocationRule } from '../types.js';

const rule = { tier: 'allocation', severity: 'error', mayAcknowledge: false } as const;

/** What the lock reports: found where a definition is held against what was decided before. */
export const lockRules: readonly AllocationRule[] = [
  {
    ...rule,
    id: 'lock/removal-by-omission',
    title: 'a slot leaves by release, not by being left out',
    rationale:
      'what is left out is destroyed by the next apply, in whatever order Terraform finds; a release erases first',
    source: 'read in the MAAS source: a deployed machine is deleted without a check and runs on unerased',
  },
  {
    ...rule,
    id: 'lock/machine-omitted',
    title: 'a machine leaves in state retired, not by being left out',
    rationale: 'MAAS deletes a deployed machine without a check: the server runs on, unreleased and unerased',
    source: 'measured against MAAS 3.5.13',
  },
  {
    ...rule,
    id: 'lock/machine-exchanged',
    title: 'machines in service keep their names',
    rationale:
      'where two servers change names, the provisioner is told the BMC and the boot NIC of the one for the other: the next release powers off and erases the wrong server',
    source: 'how Terraform plans: both are updated in place; the boot NIC of each machine is in the lock',
  },
  {
    ...rule,
    id: 'lock/machine-claimed',
    title: 'a machine that is still claimed does not leave',
    rationale: 'its claim is destroyed first, since nothing releases a machine that MAAS no longer knows',
    source: 'measured against MAAS 3.5.13',
  },
  {
    ...rule,
    id: 'lock/machine-left',
    severity: 'warning',
    title: 'a machine that was taken out is enrolled again only on purpose',
    rationale:
      'it left unerased or out of reach, so it may hold a tenant’s data and must not come back by standing in the inventory',
    source: 'how rackform keeps tombstones',
  },
  {
    ...rule,
    id: 'lock/not-imported',
    title: 'what was adopted is imported before anything is done to it',
    rationale:
      'Terraform can neither release nor reimage a server that its state does not hold, and a state without it does not mean that the server is gone: it would run on, unreleased and unerased',
    source: 'how Terraform plans: a resource that is in neither state nor configuration is nobody’s',
  },
  {
    ...rule,
    id: 'lock/network-changed',
    title: 'the network of a slot in service changes by a reimage only',
    rationale: 'MAAS refuses changes of NICs, bonds and links on a deployed machine',
    source:
      'measured: "Cannot unlink subnet interface because the machine is not New, Ready, Allocated, or Broken."',
  },
  {
    ...rule,
    id: 'lock/network-in-use',
    title: 'a managed network stays where it is while slots in service are on it',
    rationale:
      'the network stack is applied first: MAAS deletes a VLAN or subnet without protest and every link on it, and each later plan of the claims stops at a link that is gone',
    source:
      'measured: zone, subnet and VLAN go while in use; "cannot find link (404) on the network interface" stops every plan',
  },
  {
    ...rule,
    id: 'lock/hand-over-without-erase',
    title: 'a machine goes to another tenant only erased',
    rationale:
      'a destroy reads the erase mode from the state, so the mode must have been applied before the release',
    source: 'read in the provider source',
  },
  {
    ...rule,
    id: 'lock/tenant-changed',
    title: 'a cluster in service keeps its tenant',
    rationale:
      'a change of tenant is a hand-over: by itself it reimages and erases nothing, so the new tenant would get the servers with what the old one left on them',
    source: 'how Terraform plans: no attribute of a deployment names the tenant',
  },
  {
    ...rule,
    id: 'lock/provisioner-changed',
    title: 'a site in service keeps its provisioner',
    rationale:
      'every resource is of another type with another provisioner, so one apply destroys all servers that were made before',
    source: 'how Terraform plans: a resource that left the configuration is destroyed',
  },
  {
    ...rule,
    id: 'lock/stale',
    title: 'the lock fits the definition',
    rationale:
      'a synthesis from a lock that does not fit would decide by itself, and differently on the next machine',
    source: 'how rackform decides once',
  },
  {
    ...rule,
    id: 'lock/edited',
    title: 'the lock is as rackform wrote it',
    rationale: 'a lock changed by hand may give an address or a machine twice; it is never reshuffled to fit',
    source: 'how rackform decides once',
  },
  {
    ...rule,
    id: 'lock/conflict',
    title: 'the lock has no conflict markers',
    rationale: 'two branches decided differently; which one holds is not for rackform to guess',
    source: 'how rackform decides once',
  },
  {
    ...rule,
    id: 'lock/newer',
    title: 'the lock was written by this version of rackform or an older one',
    rationale: 'a newer one may hold what this version does not know and would lose',
    source: 'how rackform decides once',
  },
];
