import { cell, create, drop, set } from './edit.js';
import { faultsOf } from './fault.js';

const project = 'rackform.yaml';
const north = 'sites/north/site.yaml';
const south = 'sites/south/site.yaml';
const gpu = 'hardware/gpu-1u.yaml';
const cpu = 'hardware/cpu-1u.yaml';

/** Another tenant’s cluster, on a machine that is free. */
const BENCH = `tenant: ops
mode: dedicated
pools:
  cpu: { role: login, count: 1, networks: { in-band: { gateway: true } } }
`;

/** Faults that only Ironic knows. */
export const ironicFaults = faultsOf(
  'ironic',
  ['image/no-checksum', 'an image without a checksum', drop(north, ['images', 'noble', 'checksum'])],
  [
    'image/weak-checksum',
    'an image with an MD5 sum',
    set(north, ['images', 'noble', 'checksum'], `md5:${'5f'.repeat(16)}`),
  ],
  [
    'image/for-another-provisioner',
    'an image for MAAS',
    set(north, ['images', 'noble'], { series: 'ubuntu/noble' }),
  ],
  [
    'node/port-without-switch',
    'a NIC that Ironic cannot switch',
    cell('sites/south/machines.csv', 'gpu-b01', 'nics.eno1.switch', ''),
  ],
  [
    'node/interface',
    'an interface of another vendor',
    set(gpu, ['ironic', 'interfaces', 'boot'], 'idrac-redfish-virtual-media'),
  ],
  ['node/hardware-type', 'a hardware type that is gone', set(gpu, ['ironic', 'hardwareType'], 'ibmc')],
  [
    'node/resource-class',
    'two resource classes that Nova cannot tell apart',
    set(cpu, ['ironic'], { resourceClass: 'baremetal.gpu_a100-2' }),
  ],
  [
    'provisioner/cleaning-off',
    'cleaning that is off, where nodes keep it so',
    set(south, ['provisioner', 'cleaning'], 'none'),
  ],
  [
    'provisioner/ironic-release',
    'a release that is not out',
    set(north, ['provisioner', 'release'], '2031.1'),
  ],
  [
    'provisioner/microversion',
    'an API version that Ironic does not have',
    set(north, ['provisioner', 'microversion'], '1.400'),
  ],
  [
    'provisioner/provider-version',
    'a provider that does not start',
    set(south, ['provisioner', 'providerVersion'], '1.0.0'),
  ],
  [
    'ironic/erase-by-release',
    'a dropped erase: cleaning that is off',
    set(north, ['provisioner', 'cleaning'], 'none'),
  ],
  [
    'tenancy/flat-network',
    'a second tenant on a flat network',
    set(project, ['tenants', 'ops'], {}),
    set(project, ['deployments', 2], { cluster: 'bench', site: 'north' }),
    create('clusters/bench.yaml', BENCH),
    set('clusters/train-b.yaml', ['options', 'controlNodes'], 1),
  ],
  [
    'disk/no-root-hint',
    'a root disk left to chance',
    drop(gpu, ['disks', 'nvme0n1', 'hint']),
    drop(gpu, ['disks', 'nvme0n1', 'role']),
  ],
  [
    'boot/secure-boot-ipxe',
    'Secure Boot by iPXE',
    set(cpu, ['boot', 'secureBoot'], true),
    set(cpu, ['ironic'], { interfaces: { boot: 'ipxe' } }),
  ],
  ['sites/duplicate-host-name', 'one domain at two sites', set(south, ['domain'], 'north.example.net')],
  [
    'sites/duplicate-mac',
    'a MAC address at two sites',
    cell('sites/south/machines.csv', 'gpu-b01', 'nics.eno1.mac', '02:00:5e:21:01:00'),
  ],
  ['bmc/ipmi', 'BMCs spoken to by IPMI without a reason', drop(north, ['acknowledge'])],
  [
    'erase/thirty-minutes',
    'an erase that takes longer than the provider waits',
    drop(south, ['acknowledge', 2]),
  ],
);
