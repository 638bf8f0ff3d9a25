import { expect, test } from 'vitest';
import { diffSites } from '../../src/model/sites-diff.js';
import type { SiteModel } from '../../src/model/types.js';
import { changed, item, type Mutable, named, slotsIn } from '../support/inventory-fixture.js';

/** Fields of a cluster as lines, values beside each other; those that differ are marked. */
function lines(models: readonly SiteModel[], cluster = 'train-a'): string {
  return diffSites(models, cluster)
    .fields.map(({ field, values, differs }) => `${differs ? '*' : ' '} ${field}: ${values.join(' / ')}`)
    .join('\n');
}

const rowsOf = (models: readonly SiteModel[], cluster?: string) =>
  lines(models, cluster)
    .split('\n')
    .filter((line) => line.startsWith('*'))
    .map((line) => line.slice(2));

/** A second site, in all that a diff shows another than the first. */
function other(model: Mutable<SiteModel>): void {
  model.site.name = 'dc2';
  model.site.domain = 'dc2.example.net';
  Object.assign(model.site.provisioner, { type: 'ironic', providerVersion: '0.1.0', serverVersion: '29.0' });
  const cluster = item(model.clusters);
  Object.assign(cluster, { mode: 'shared', preset: 'shared-inference', scheduler: 'kubernetes' });
  cluster.workloadTenants.push({
    name: 'lab',
    namespace: 'ns-lab',
    groups: ['lab-users'],
    pools: ['gpu'],
    quota: {
      gpus: 2,
      slices: [
        { profile: '1g.10gb', count: 7 },
        { profile: '3g.40gb', count: 1 },
      ],
    },
  });
  Object.assign(cluster.software, {
    drivers: [
      { vendor: 'nvidia', gpu: 'H100', version: '580' },
      { vendor: 'amd', gpu: 'MI210', rocm: '6.4' },
    ],
    mounts: [{ path: '/home', from: 'nfs:/home' }],
    slurm: { stateDir: '/var/spool/slurm' },
    kubernetes: { version: 'v1.35.7+rke2r1', apiAddress: '192.0.2.9', isVirtual: true, nodes: [] },
    secretStore: { type: 'vault' },
  });
  Object.assign(item(cluster.pools, 1), { runs: 'mig', spares: 2 });
  const [first, second] = slotsIn(model, 'gpu');
  if (first === undefined || second === undefined) throw new Error('the fixture has two GPU slots');
  for (const slot of [first, second]) {
    Object.assign(slot.kernel, {
      sysctl: [
        { key: 'vm.swappiness', value: '1' },
        { key: 'vm.nr_hugepages', value: '8' },
      ],
    });
    slot.mig = {
      strategy: 'mixed',
      layout: [
        { devices: [0, 1], instances: [{ profile: '1g.10gb', count: 7 }] },
        {
          devices: [2],
          instances: [
            { profile: '3g.40gb', count: 1 },
            { profile: '4g.40gb', count: 1 },
          ],
        },
      ],
    } as never;
    slot.userData = { packages: ['jq'], runcmd: [] };
    slot.nvlink = { domain: 'rack-7', partition: 1 };
  }
  item(second.rails, 1).mtu = 4200;
  second.storage.scratch = null;
  second.deployTimeoutMinutes = 90;
  Object.assign(item(first.ports), {
    bond: { mode: '802.3ad', lacpRate: 'fast', hashPolicy: 'layer3+4', miimonMs: 100, lacpFallback: true },
  });
  for (const slot of slotsIn(model, 'control'))
    for (const link of item(slot.ports).links)
      Object.assign(link, { gateway: false, dns: ['192.0.2.1', '192.0.2.2'] });
  named(model.site.networks, 'in-band').vni = 10_100;
}

test('compares what a cluster came to, field by field, networks by their purpose', () => {
  expect(lines([changed(() => {}), changed(other)])).toMatchInlineSnapshot(`
    "* mode: dedicated / shared
      pools.control.count: 3 / 3
      pools.control.deployTimeoutMinutes: 60 / 60
      pools.control.hardware.architecture: amd64 / amd64
      pools.control.hardware.cores: 64 / 64
      pools.control.hardware.disks: 1 / 1
      pools.control.hardware.gpus: none / none
      pools.control.hardware.memoryGiB: 512 / 512
      pools.control.hardware.profile: cpu-1u / cpu-1u
      pools.control.image.hweKernel: ga-24.04 / ga-24.04
      pools.control.image.name: noble / noble
      pools.control.image.series: ubuntu/noble / ubuntu/noble
      pools.control.kernel.acs: firmware / firmware
      pools.control.networks.in-band.addressing: static / static
      pools.control.networks.in-band.bond: none / none
    * pools.control.networks.in-band.dns:  / 192.0.2.1, 192.0.2.2
    * pools.control.networks.in-band.gateway: 198.51.100.1 / none
      pools.control.networks.in-band.mtu: 9000 / 9000
      pools.control.networks.in-band.network: in-band / in-band
      pools.control.networks.in-band.nics: 1 / 1
      pools.control.networks.in-band.subnet: 198.51.100.0/24 / 198.51.100.0/24
      pools.control.networks.in-band.tagged: true / true
      pools.control.networks.in-band.vlan: 100 / 100
    * pools.control.networks.in-band.vni:  / 10100
      pools.control.networks.storage.addressing: static / static
      pools.control.networks.storage.bond: 802.3ad / 802.3ad
      pools.control.networks.storage.gateway: none / none
      pools.control.networks.storage.mtu: 9000 / 9000
      pools.control.networks.storage.network: storage / storage
      pools.control.networks.storage.nics: 2 / 2
      pools.control.networks.storage.subnet: 10.40.0.0/24 / 10.40.0.0/24
      pools.control.networks.storage.tagged: true / true
      pools.control.networks.storage.vlan: 1001 / 1001
      pools.control.placement: spread / spread
      pools.control.rails.count: 0 / 0
      pools.control.release.erase: secure / secure
      pools.control.release.timeoutMinutes: 20160 / 20160
      pools.control.role: control / control
      pools.control.runs: metal / metal
      pools.control.spares: 0 / 0
      pools.control.sparesAvailable: 0 / 0
      pools.control.storage.layout: flat / flat
      pools.gpu.count: 2 / 2
    * pools.gpu.deployTimeoutMinutes: 60 / 60 | 90
      pools.gpu.hardware.architecture: amd64 / amd64
      pools.gpu.hardware.cores: 64 / 64
      pools.gpu.hardware.disks: 2 / 2
      pools.gpu.hardware.gpus: 2x MI210 / 2x MI210
      pools.gpu.hardware.memoryGiB: 1024 / 1024
      pools.gpu.hardware.profile: gpu-2u / gpu-2u
      pools.gpu.image.hweKernel: ga-24.04 / ga-24.04
      pools.gpu.image.name: noble / noble
      pools.gpu.image.series: ubuntu/noble / ubuntu/noble
      pools.gpu.kernel.acs: off / off
      pools.gpu.kernel.options: iommu=pt, pci=realloc=off, console=tty0, console=ttyS0 / iommu=pt, pci=realloc=off, console=tty0, console=ttyS0
    * pools.gpu.kernel.sysctl:  / vm.swappiness=1, vm.nr_hugepages=8
    * pools.gpu.mig.layout:  / 2 GPUs: 7x 1g.10gb, 1 GPUs: 1x 3g.40gb + 1x 4g.40gb
    * pools.gpu.mig.strategy:  / mixed
      pools.gpu.networks.in-band.addressing: static / static
    * pools.gpu.networks.in-band.bond: none / 802.3ad | none
      pools.gpu.networks.in-band.gateway: 198.51.100.1 / 198.51.100.1
      pools.gpu.networks.in-band.mtu: 9000 / 9000
      pools.gpu.networks.in-band.network: in-band / in-band
      pools.gpu.networks.in-band.nics: 1 / 1
      pools.gpu.networks.in-band.subnet: 198.51.100.0/24 / 198.51.100.0/24
      pools.gpu.networks.in-band.tagged: true / true
      pools.gpu.networks.in-band.vlan: 100 / 100
    * pools.gpu.networks.in-band.vni:  / 10100
      pools.gpu.networks.storage.addressing: static / static
      pools.gpu.networks.storage.bond: 802.3ad / 802.3ad
      pools.gpu.networks.storage.gateway: none / none
      pools.gpu.networks.storage.mtu: 9000 / 9000
      pools.gpu.networks.storage.network: storage / storage
      pools.gpu.networks.storage.nics: 2 / 2
      pools.gpu.networks.storage.subnet: 10.40.0.0/24 / 10.40.0.0/24
      pools.gpu.networks.storage.tagged: true / true
      pools.gpu.networks.storage.vlan: 1001 / 1001
    * pools.gpu.nvlinkDomain:  / rack-7
      pools.gpu.placement: pack / pack
      pools.gpu.rails.count: 2 / 2
    * pools.gpu.rails.mtu: 9000 / 9000 | 9000, 4200
      pools.gpu.release.erase: secure / secure
      pools.gpu.release.timeoutMinutes: 20160 / 20160
      pools.gpu.role: gpu / gpu
    * pools.gpu.runs: metal / mig
    * pools.gpu.spares: 1 / 2
      pools.gpu.sparesAvailable: 1 / 1
      pools.gpu.storage.layout: flat / flat
      pools.gpu.storage.scratch.disks: 1 / 1
      pools.gpu.storage.scratch.filesystem: xfs / xfs
      pools.gpu.storage.scratch.mount: /scratch / /scratch
      pools.gpu.storage.scratch.stripe: true / true
    * pools.gpu.userData:  / packages, runcmd
    * preset: dedicated-training / shared-inference
    * scheduler: slurm / kubernetes
    * site.domain: dc1.example.net / dc2.example.net
    * site.provisioner.providerVersion: 2.8.0 / 0.1.0
    * site.provisioner.serverVersion: 3.5 / 29.0
    * site.provisioner.type: maas / ironic
    * software.drivers:  / H100 580, MI210 ROCm 6.4
    * software.kubernetes.apiAddress:  / 192.0.2.9
    * software.kubernetes.version:  / v1.35.7+rke2r1
    * software.mounts:  / /home from nfs:/home
    * software.secretStore: ansible-vault / vault
    * software.slurmStateDir:  / /var/spool/slurm
      tenant: red / red
    * workloadTenants.lab.groups:  / lab-users
    * workloadTenants.lab.namespace:  / ns-lab
    * workloadTenants.lab.pools:  / gpu
    * workloadTenants.lab.quota.gpus:  / 2
    * workloadTenants.lab.quota.slices:  / 7x 1g.10gb, 1x 3g.40gb"
  `);
});

test('shows of one site what is there, and nothing as different', () => {
  const diff = diffSites([changed(other)], 'train-a');
  expect({ ...diff, fields: diff.fields.filter(({ differs }) => differs) }).toEqual({
    cluster: 'train-a',
    sites: ['dc2'],
    fields: [],
  });
  expect(diff.fields.length).toBeGreaterThan(100);
});

test('a site without the cluster has none of its fields', () => {
  const elsewhere = changed((model) => {
    item(model.clusters).name = 'another';
  });
  expect(diffSites([elsewhere], 'train-a').fields).toEqual([]);
  const rows = rowsOf([changed(() => {}), elsewhere]);
  expect(rows).toContain('tenant: red / ');
  expect(rows.filter((row) => row.startsWith('pools.'))).toEqual([]);
});

test('of a pool without slots at one site only the settings that both have are compared', () => {
  const without = (change: (model: Mutable<SiteModel>) => void) =>
    rowsOf([
      changed(() => {}),
      changed((model) => {
        change(model);
        item(
          model.clusters.flatMap(({ pools }) => pools),
          1,
        ).count = 0;
      }),
    ]);
  const gone = without((model) => {
    item(model.clusters).slots = item(model.clusters).slots.filter(({ pool }) => pool !== 'gpu');
  });
  const released = without((model) => {
    for (const slot of slotsIn(model, 'gpu')) slot.isDeclared = false;
  });
  expect(gone).toEqual(['pools.gpu.count: 2 / 0']);
  expect(released).toEqual(gone);
});

test('of a machine that is not there no hardware is shown, and a network that is not by its name', () => {
  const rows = rowsOf([
    changed(() => {}),
    changed((model) => {
      for (const slot of slotsIn(model, 'control')) slot.asset = 'not-there';
      for (const slot of slotsIn(model, 'control')) item(item(slot.ports, 1).links).network = 'left';
    }),
  ]);
  expect(rows).toMatchInlineSnapshot(`
    [
      "pools.control.hardware.architecture: amd64 / ",
      "pools.control.hardware.cores: 64 / ",
      "pools.control.hardware.disks: 1 / ",
      "pools.control.hardware.gpus: none / ",
      "pools.control.hardware.memoryGiB: 512 / ",
      "pools.control.hardware.profile: cpu-1u / ",
      "pools.control.networks.left.addressing:  / static",
      "pools.control.networks.left.bond:  / 802.3ad",
      "pools.control.networks.left.gateway:  / none",
      "pools.control.networks.left.mtu:  / 9000",
      "pools.control.networks.left.network:  / left",
      "pools.control.networks.left.nics:  / 2",
      "pools.control.networks.left.subnet:  / 10.40.0.0/24",
      "pools.control.networks.left.tagged:  / true",
      "pools.control.networks.left.vlan:  / 1001",
      "pools.control.networks.storage.addressing: static / ",
      "pools.control.networks.storage.bond: 802.3ad / ",
      "pools.control.networks.storage.gateway: none / ",
      "pools.control.networks.storage.mtu: 9000 / ",
      "pools.control.networks.storage.network: storage / ",
      "pools.control.networks.storage.nics: 2 / ",
      "pools.control.networks.storage.subnet: 10.40.0.0/24 / ",
      "pools.control.networks.storage.tagged: true / ",
      "pools.control.networks.storage.vlan: 1001 / ",
    ]
  `);
});
