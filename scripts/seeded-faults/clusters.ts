import { cell, drop, replace, set } from './edit.js';
import { faultsOf } from './fault.js';

const site = 'sites/dc1/site.yaml';
const cluster = 'clusters/train-a.yaml';
const project = 'rackform.yaml';
const machines = 'sites/dc1/machines.csv';
const gpu = ['overrides', 'pools', 'gpu'] as const;

/** Faults of a cluster, its tenant, its site’s provisioner and the state. */
export const clusterFaults = faultsOf(
  'training',
  [
    'erase/weak',
    'a dropped erase: servers given back as they are',
    set(cluster, ['overrides', 'release'], { erase: 'none' }),
  ],
  [
    'erase/weak',
    'an erase of the first and last 2 MiB',
    set(cluster, ['overrides', 'release'], { erase: 'quick' }),
  ],
  [
    'erase/timeout',
    'a release that is given up before the disks are erased',
    set(cluster, ['overrides', 'release'], { erase: 'full', timeoutMinutes: 10 }),
  ],
  [
    'site/weak-hand-over',
    'a hand-over without an erase',
    set(project, ['tenants', 'research', 'handOver', 'erase'], 'none'),
  ],
  ['allocation/not-enough-machines', 'more nodes than machines', set(cluster, ['options', 'gpuNodes'], 9)],
  [
    'allocation/not-enough-machines',
    'GPUs that no machine has',
    set(cluster, ['options', 'gpu', 'memoryGB'], 128),
  ],
  ['pool/spares-missing', 'more spares than machines', set(cluster, ['options', 'spares'], 3)],
  ['spread/control-quorum', 'a control plane of two', set(cluster, ['options', 'controlNodes'], 2)],
  [
    'spread/control-in-one-rack',
    'a control plane in one rack',
    set(cluster, ['overrides', 'pools', 'control'], { racks: ['r03'] }),
    cell(machines, 'cpu-r03-n03', 'state', ''),
  ],
  ['bond/lacp-on-boot-nic', 'LACP on a boot NIC', drop(cluster, ['options', 'lacpFallback'])],
  ['kernel/huge-pages', 'huge pages that take all memory', set(cluster, ['options', 'hugePages1GiB'], 512)],
  [
    'kernel/key-twice',
    'a kernel option with two values',
    set(cluster, [...gpu, 'kernel', 'options'], ['iommu=pt', 'iommu=off']),
  ],
  [
    'kernel/pci-realloc',
    'kernel options against each other',
    set(cluster, [...gpu, 'kernel', 'options'], ['iommu=pt', 'pci=realloc', 'pci=realloc=off']),
  ],
  ['kernel/iommu-missing', 'GPUs without iommu=pt', set(cluster, [...gpu, 'kernel', 'options'], ['quiet'])],
  [
    'kernel/acs-off-with-vms',
    'VMs without PCIe access control',
    set(cluster, [...gpu, 'runs'], 'vm'),
    set(cluster, [...gpu, 'kernel', 'acs'], 'off'),
  ],
  [
    'kernel/global-conflict',
    'kernel options of MAAS against those of a pool',
    set(site, ['provisioner', 'settings', 'kernel_opts'], 'iommu=off'),
  ],
  ['tests/no-gpu-test', 'GPUs that nobody tests', drop(cluster, ['acknowledge'])],
  [
    'ACKNOWLEDGE_UNKNOWN_RULE',
    'a rule accepted that is none',
    set(cluster, ['acknowledge', 0, 'rule'], 'tests/no-gpu-tests'),
  ],
  ['REF_UNKNOWN_PRESET', 'a preset that is none', set(cluster, ['preset'], 'dedicated-trainig')],
  [
    'PRESET_UNKNOWN_OPTION',
    'an option that the preset does not have',
    set(cluster, ['options', 'gpuNode'], 6),
  ],
  ['REF_UNKNOWN_IMAGE', 'an image that is not there', set(cluster, ['options', 'image'], 'nobel')],
  ['REF_UNKNOWN_TENANT', 'a tenant that is not there', set(cluster, ['tenant'], 'reserch')],
  [
    'REF_UNKNOWN_CLUSTER',
    'a cluster that is not there',
    replace(project, 'cluster: train-a', 'cluster: train-b'),
  ],
  ['REF_UNKNOWN_SITE', 'a site that is not there', replace(project, 'site: dc1', 'site: dc9')],
  [
    'PROJECT_DUPLICATE_DEPLOYMENT',
    'a cluster twice at one site',
    replace(project, '    site: dc1\n', '    site: dc1\n  - { cluster: train-a, site: dc1 }\n'),
  ],
  ['mig/in-training', 'GPUs cut up in a training cluster', set(cluster, [...gpu, 'runs'], 'mig')],
  [
    'workload/in-dedicated',
    'workload tenants of a dedicated cluster',
    set(cluster, ['overrides', 'workloadTenants'], { chat: {} }),
  ],
  [
    'user-data/large',
    'user data that is too long',
    set(cluster, [...gpu, 'userData'], {
      write_files: [{ path: '/etc/long', content: 'all work and no play '.repeat(4000) }],
    }),
  ],
  [
    'provisioner/provider-version',
    'a provider that redeploys fleets',
    set(site, ['provisioner', 'providerVersion'], '2.7.1'),
  ],
  [
    'provisioner/server-version',
    'a MAAS that is too old',
    set(site, ['provisioner', 'serverVersion'], '3.2'),
  ],
  [
    'provisioner/storage-layout',
    'another storage layout for all',
    set(site, ['provisioner', 'settings', 'default_storage_layout'], 'lvm'),
  ],
  [
    'provisioner/quick-erase',
    'quick erase for all',
    set(site, ['provisioner', 'settings', 'disk_erase_with_quick_erase'], 'true'),
  ],
  [
    'provisioner/setting-said-twice',
    'NTP servers said twice',
    set(site, ['provisioner', 'settings', 'ntp_servers'], '192.0.2.5'),
  ],
  [
    'site/state-unprotected',
    'state with BMC passwords in clear',
    set(project, ['state'], { type: 's3', bucket: 'state', region: 'eu-1', encrypt: false }),
  ],
  [
    'site/kernel-series',
    'the kernel of another series',
    set(site, ['images', 'noble', 'hweKernel'], 'ga-22.04'),
  ],
  [
    'image/for-another-provisioner',
    'an image for Ironic',
    set(site, ['images', 'noble'], {
      url: 'https://images.example.net/noble.qcow2',
      checksum: `sha256:${'5f'.repeat(32)}`,
    }),
  ],
);
