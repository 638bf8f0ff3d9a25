import { cell, drop, replace, rows, set, swapCells } from './edit.js';
import { laterFaultsOf } from './fault.js';

const site = 'sites/dc1/site.yaml';
const machines = 'sites/dc1/machines.csv';
const cluster = 'clusters/train-a.yaml';
const lock = 'locks/dc1.yaml';

/** Faults made after the first apply: what they would do to servers in service. */
export const inServiceFaults = laterFaultsOf(
  'training',
  [
    'lock/machine-omitted',
    'a machine struck from the list',
    rows(machines, (table) => table.filter(({ name }) => name !== 'gpu-r01-n05')),
  ],
  [
    'lock/machine-omitted',
    'reindexed nodes: all names shifted by one',
    rows(machines, (table) =>
      table.map((row) => ({
        ...row,
        name: (row['name'] ?? '').replace(/\d$/, (digit) => String(Number(digit) + 1)),
      })),
    ),
  ],
  [
    'lock/machine-exchanged',
    'reindexed nodes: two machines with each other’s names',
    swapCells(machines, 'gpu-r01-n01', 'gpu-r01-n02', /^name$/),
  ],
  ['lock/removal-by-omission', 'a cluster made smaller', set(cluster, ['options', 'gpuNodes'], 4)],
  ['lock/removal-by-omission', 'a pool left out', set(cluster, ['options', 'loginNodes'], 0)],
  ['lock/tenant-changed', 'a cluster given to another tenant', set(cluster, ['tenant'], 'platform')],
  ['lock/provisioner-changed', 'another provisioner', set(site, ['provisioner'], { type: 'dry-run' })],
  [
    'lock/network-changed',
    'bonds taken apart',
    set(cluster, ['options', 'bond'], false),
    drop(cluster, ['options', 'lacpFallback']),
  ],
  [
    'lock/network-in-use',
    'a VLAN moved under servers in service',
    set(site, ['networks', 'in-band', 'vlan'], 111),
  ],
  [
    'lock/stale',
    'a machine in service sent to repair, and not locked',
    cell(machines, 'gpu-r01-n01', 'state', 'repair'),
  ],
  ['lock/stale', 'a cluster made larger, and not locked', set(cluster, ['options', 'gpuNodes'], 7)],
  [
    'lock/edited',
    'an address of the lock changed by hand',
    replace(lock, '"in-band":"203.0.113.11"', '"in-band":"203.0.113.99"'),
  ],
  ['lock/conflict', 'a lock with conflict markers', replace(lock, /^slots:/m, '<<<<<<< main\nslots:')],
  ['lock/newer', 'a lock of a newer rackform', replace(lock, /^version: 1/m, 'version: 2')],
  ['lock/removal-by-omission', 'a deployment left out', set('rackform.yaml', ['deployments'], [])],
);
