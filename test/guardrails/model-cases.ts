import { item, named, slotsIn } from '../support/inventory-fixture.js';
import type { Case } from './case.js';

/** Faults that show once slots are on machines. */
export const modelCases: readonly Case[] = [
  {
    rule: 'enrolment/abandoned-without-mac',
    title: 'a machine that IPMI enrolled without one',
    change: (model) => {
      const machine = named(model.site.machines, 'gpu-1');
      machine.bmc.protocol = 'ipmi';
      for (const nic of machine.nics) nic.mac = null;
      for (const enrolment of model.enrolments)
        if (enrolment.asset === 'gpu-1') enrolment.protocol = 'manual';
    },
    finds: [
      'gpu-1 | machine "gpu-1" was abandoned, and the MAC address of its boot NIC "eno1" is not known | site/dc1:machines.gpu-1.nics.eno1.mac',
    ],
  },
  {
    rule: 'spread/control-in-one-rack',
    title: 'all in one of two racks',
    change: (model) => {
      for (const asset of ['cpu-1', 'cpu-2', 'cpu-3']) named(model.site.machines, asset).rack = 'r01';
    },
    finds: [
      'train-a | the control plane of cluster "train-a" ("train-a-control-001", "train-a-control-002" and "train-a-control-003") stands in rack "r01" alone | cluster/train-a:pools.control.placement',
    ],
  },
  {
    rule: 'spread/one-rack-site',
    title: 'all in the only rack',
    change: (model) => {
      for (const machine of model.site.machines) machine.rack = 'r01';
    },
    finds: [
      'train-a | the control plane of cluster "train-a" stands in rack "r01", the only one with machines | cluster/train-a:pools.control.placement',
    ],
  },
  {
    rule: 'spread/control-on-one-feed',
    title: 'one feed',
    change: (model) => {
      for (const rack of model.site.racks) rack.feeds = rack.feeds.slice(0, 1);
    },
    finds: [
      'train-a | every machine of the control plane of cluster "train-a" is fed by "a" alone | cluster/train-a:pools.control.placement',
    ],
  },
  {
    rule: 'spread/control-quorum',
    title: 'two machines',
    change: (model) => {
      item(model.clusters).slots.splice(2, 1);
    },
    finds: [
      'train-a | the control plane of cluster "train-a" has 2 machines, which survive as many failures as 1 | cluster/train-a:pools.control.count',
    ],
  },
  {
    rule: 'tenancy/machine-in-two-clusters',
    title: 'a machine in two slots',
    change: (model) => {
      item(slotsIn(model, 'gpu'), 1).asset = 'gpu-1';
    },
    finds: [
      'gpu-1 | machine "gpu-1" fills slots "train-a-gpu-001" and "train-a-gpu-002" | cluster/train-a:pools.gpu.machines',
    ],
  },
  {
    rule: 'tenancy/foreign-network',
    title: 'another tenant’s links and rails',
    change: (model) => {
      named(model.site.networks, 'in-band').tenant = 'blue';
      named(model.site.networks, 'rail-0').tenant = 'blue';
    },
    finds: [
      'train-a/control | pool "train-a/control" of tenant "red" is on network "in-band" of tenant "blue" | cluster/train-a:pools.control.networks.in-band',
      'train-a/gpu | pool "train-a/gpu" of tenant "red" is on network "in-band" of tenant "blue" | cluster/train-a:pools.gpu.networks.in-band',
      'train-a/gpu | pool "train-a/gpu" of tenant "red" is on network "rail-0" of tenant "blue" | cluster/train-a:pools.gpu.rails',
    ],
  },
  {
    rule: 'tenancy/bmc-network',
    title: 'a link to BMCs',
    change: (model) => {
      item(item(item(slotsIn(model, 'gpu')).ports).links).network = 'bmc';
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" is on network "bmc", which has purpose bmc | cluster/train-a:pools.gpu.networks.bmc',
    ],
  },
  {
    rule: 'tenancy/on-provisioning-network',
    title: 'two tenants, one on PXE',
    change: (model) => {
      item(slotsIn(model, 'control')).tenant = 'blue';
      item(item(item(slotsIn(model, 'gpu')).ports).links).network = 'pxe';
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has an address on provisioning network "pxe" | cluster/train-a:pools.gpu.networks.pxe',
    ],
  },
  {
    rule: 'tenancy/shared-vlan',
    title: 'two tenants on one network',
    change: (model) => {
      item(slotsIn(model, 'control')).tenant = 'blue';
    },
    finds: [
      'in-band | network "in-band" has machines of tenants "blue" and "red", by clusters "train-a" | site/dc1:networks.in-band',
      'storage | network "storage" has machines of tenants "blue" and "red", by clusters "train-a" | site/dc1:networks.storage',
    ],
  },
  {
    rule: 'erase/weak',
    title: 'nothing erased at a site with tenants',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) slot.release.erase = 'none';
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" is released with erase "none", and the site has other tenants | cluster/train-a:pools.gpu.release.erase',
    ],
  },
  {
    rule: 'erase/weak',
    title: 'quick erase in a shared cluster',
    change: (model) => {
      item(model.clusters).mode = 'shared';
      for (const slot of slotsIn(model, 'gpu')) slot.release.erase = 'quick';
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" is shared and released with erase "quick" | cluster/train-a:pools.gpu.release.erase',
    ],
  },
  {
    rule: 'erase/timeout',
    title: 'ten minutes for large disks',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu'))
        slot.release = { erase: 'full', scripts: [], timeoutMinutes: 10 };
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" gives a release 10 minutes, and erase full of its disks may take 145 | cluster/train-a:pools.gpu.release.timeoutMinutes',
    ],
  },
  {
    rule: 'mtu/above-network',
    title: 'a link above its network',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu'))
        for (const port of slot.ports) {
          port.mtu = 9100;
          item(port.links).mtu = 9100;
        }
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has MTU 9100 on network "in-band", which has 9000 | cluster/train-a:pools.gpu.networks.in-band.mtu',
      'train-a/gpu | pool "train-a/gpu" has MTU 9100 on network "storage", which has 9000 | cluster/train-a:pools.gpu.networks.storage.mtu',
    ],
  },
  {
    rule: 'mtu/above-network',
    title: 'a rail above its network',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) item(slot.rails).mtu = 9100;
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has MTU 9100 on network "rail-0", which has 9000 | cluster/train-a:pools.gpu.rails.mtu',
    ],
  },
  {
    rule: 'mtu/above-network',
    title: 'a link above its port',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) item(slot.ports).mtu = 1500;
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has MTU 9000 on "in-band" over port "eno1" with 1500 | cluster/train-a:pools.gpu.networks.in-band.mtu',
    ],
  },
  {
    rule: 'mtu/uneven',
    title: 'a pool with 1500',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) item(item(slot.ports, 1).links).mtu = 1500;
    },
    finds: ['storage | slots on network "storage" have MTU 1500 and 9000 | site/dc1:networks.storage.mtu'],
  },
  {
    rule: 'bond/uneven-speed',
    title: '10 and 25 Gb/s',
    change: (model) => {
      item(named(model.site.machines, 'gpu-1').nics, 1).gbps = 10;
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" bonds NICs of 10 and 25 Gb/s in "bond-stor" | cluster/train-a:pools.gpu.networks',
    ],
  },
  {
    rule: 'bond/one-nic',
    title: 'a bond of one',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) item(slot.ports, 1).nics.pop();
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has bond "bond-stor" of 1 NIC | cluster/train-a:pools.gpu.networks',
    ],
  },
  {
    rule: 'bond/lacp-on-boot-nic',
    title: 'the boot NIC in an LACP bond',
    change: (model) => {
      for (const machine of model.site.machines) machine.bootNic = 'ens1';
    },
    finds: [
      'train-a/control | pool "train-a/control" has boot NIC "ens1" in LACP bond "bond-stor" | cluster/train-a:pools.control.networks.storage.bond',
      'train-a/gpu | pool "train-a/gpu" has boot NIC "ens1" in LACP bond "bond-stor" | cluster/train-a:pools.gpu.networks.storage.bond',
    ],
  },
  {
    rule: 'port/two-links',
    title: 'two networks on one interface',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) {
        const links = item(slot.ports).links;
        links.push({ ...item(links), network: 'pxe', gateway: false });
      }
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has networks "in-band" and "pxe" on interface "eno1.100" | cluster/train-a:pools.gpu.networks.pxe',
    ],
  },
  {
    rule: 'port/infiniband',
    title: 'an InfiniBand port',
    change: (model) => {
      item(named(model.site.machines, 'gpu-1').nics).kind = 'infiniband';
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has InfiniBand port "eno1" on a network of MAAS | cluster/train-a:pools.gpu.networks',
    ],
  },
  {
    rule: 'port/tagged-only',
    title: 'no native VLAN',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) item(slot.ports).untagged.network = null;
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has tagged networks only on boot NIC "eno1" | cluster/train-a:pools.gpu.networks',
    ],
  },
  {
    rule: 'slot/no-subnet',
    title: 'links without addresses',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu'))
        for (const port of slot.ports) for (const link of port.links) link.mode = 'none';
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" is on no network with a subnet, so MAAS does not deploy it | cluster/train-a:pools.gpu.networks',
    ],
  },
  {
    rule: 'slot/duplicate-name',
    title: 'two slots of one name',
    change: (model) => {
      item(slotsIn(model, 'gpu'), 1).name = 'train-a-gpu-001';
    },
    finds: [
      'train-a-gpu-001 | slot "train-a-gpu-001" is in pool "gpu" of cluster "train-a" and in pool "gpu" of cluster "train-a" | cluster/train-a:pools.gpu',
    ],
  },
  {
    rule: 'slot/duplicate-name',
    title: 'a machine of that name',
    change: (model) => {
      named(model.site.machines, 'gpu-3').asset = 'train-a-gpu-001';
    },
    finds: ['train-a-gpu-001 | slot "train-a-gpu-001" has the name of a machine | cluster/train-a:pools.gpu'],
  },
  {
    rule: 'slot/name-too-long',
    title: 'a long label',
    change: (model) => {
      item(slotsIn(model, 'gpu')).name = `${'x'.repeat(60)}-001`;
    },
    finds: [
      'train-a/gpu | host name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-001" has 64 characters, and DNS takes 63 | cluster/train-a:pools.gpu',
    ],
  },
  {
    rule: 'slot/name-too-long',
    title: 'a long domain',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) slot.fqdn = `${slot.name}.${'example.'.repeat(30)}net`;
    },
    finds: [
      'train-a/gpu | host name "train-a-gpu-001.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.example.net" has 259 characters, and DNS takes 253 | cluster/train-a:pools.gpu',
    ],
  },
  {
    rule: 'slot/unfit-machine',
    title: 'a machine in repair',
    change: (model) => {
      named(model.site.machines, 'gpu-1').state = 'repair';
    },
    finds: [
      'train-a-gpu-001 | slot "train-a-gpu-001" is on machine "gpu-1" in state repair | site/dc1:machines.gpu-1.state',
    ],
  },
  {
    rule: 'gateway/two',
    title: 'two default routes',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu'))
        Object.assign(item(item(slot.ports, 1).links), { gateway: true, gatewayAddress: '10.40.0.1' });
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has IPv4 default gateways on networks "in-band" and "storage" | cluster/train-a:pools.gpu.networks.storage.gateway',
    ],
  },
  {
    rule: 'gateway/none',
    title: 'no default route',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) item(item(slot.ports).links).gateway = false;
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has no default gateway on any network | cluster/train-a:pools.gpu.networks',
    ],
  },
  {
    rule: 'gateway/unknown',
    title: 'a default route to nowhere',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) item(item(slot.ports).links).gatewayAddress = null;
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has its default gateway on network "in-band", whose subnet has none | cluster/train-a:pools.gpu.networks.in-band.gateway',
    ],
  },
  {
    rule: 'address/duplicate',
    title: 'another slot’s address',
    change: (model) => {
      item(item(item(slotsIn(model, 'gpu'), 1).ports).links).address = '198.51.100.21';
    },
    finds: [
      '198.51.100.21 | address 198.51.100.21 of slot "train-a-gpu-002" on network "in-band" already belongs to slot "train-a-gpu-001" | site/dc1:networks.in-band',
    ],
  },
  {
    rule: 'address/duplicate',
    title: 'the gateway’s address',
    change: (model) => {
      item(item(slotsIn(model, 'gpu')).rails).address = '203.0.113.1';
    },
    finds: [
      '203.0.113.1 | address 203.0.113.1 of slot "train-a-gpu-001" on network "rail-0" already belongs to the gateway of network "rail-0" | site/dc1:networks.rail-0',
    ],
  },
  {
    rule: 'address/in-dynamic-range',
    title: 'an address that DHCP gives out',
    change: (model) => {
      item(item(named(model.site.networks, 'in-band').subnets).ranges).type = 'dynamic';
      item(item(named(model.site.networks, 'in-band').subnets).ranges).from = '198.51.100.22';
    },
    finds: [
      'train-a-gpu-002 | address 198.51.100.22 of slot "train-a-gpu-002" lies in dynamic range "hosts" (198.51.100.22 to 198.51.100.99) of network "in-band" | site/dc1:networks.in-band.subnets.main.ranges.hosts',
    ],
  },
  {
    rule: 'kernel/pci-realloc',
    title: 'on and off',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) slot.kernel.options.push('pci=noaer,realloc');
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has both pci=realloc and pci=realloc=off | cluster/train-a:pools.gpu.kernel.options',
    ],
  },
  {
    rule: 'kernel/key-twice',
    title: 'two values',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) slot.kernel.options.push('iommu=soft');
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" sets kernel option iommu=pt and iommu=soft | cluster/train-a:pools.gpu.kernel.options',
    ],
  },
  {
    rule: 'kernel/global-conflict',
    title: 'another value in MAAS',
    change: (model) => {
      model.site.provisioner.settings.push({ key: 'kernel_opts', value: 'quiet iommu=nopt console=ttyS1' });
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" sets kernel option iommu=pt, and kernel_opts of MAAS sets iommu=nopt | cluster/train-a:pools.gpu.kernel.options',
    ],
  },
  {
    rule: 'kernel/acs-off-with-vms',
    title: 'VMs without isolation',
    change: (model) => {
      named(item(model.clusters).pools, 'gpu').runs = 'vm';
    },
    finds: ['train-a/gpu | pool "train-a/gpu" runs VMs with ACS off | cluster/train-a:pools.gpu.kernel.acs'],
  },
  {
    rule: 'kernel/iommu-missing',
    title: 'no iommu=pt',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) slot.kernel.options = ['iommu=nopt'];
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has GPUs and no kernel option iommu=pt | cluster/train-a:pools.gpu.kernel.options',
    ],
  },
  {
    rule: 'kernel/huge-pages',
    title: 'all memory in huge pages',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu'))
        slot.kernel.options.push('default_hugepagesz=1G', 'hugepagesz=1G', 'hugepages=1024');
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" sets aside 1024 GiB as huge pages on machines with 1024 GiB | cluster/train-a:pools.gpu.kernel.hugePages1GiB',
    ],
  },
  {
    rule: 'mig/in-training',
    title: 'slices in a training cluster',
    change: (model) => {
      named(item(model.clusters).pools, 'gpu').runs = 'mig';
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" of preset dedicated-training runs mig | cluster/train-a:pools.gpu.runs',
    ],
  },
  {
    rule: 'mig/not-capable',
    title: 'slices of an MI210',
    change: (model) => {
      named(item(model.clusters).pools, 'gpu').runs = 'mig';
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" runs MIG on "MI210", which has none | cluster/train-a:pools.gpu.runs',
    ],
  },
  {
    rule: 'mig/not-capable',
    title: 'slices without GPUs',
    change: (model) => {
      named(item(model.clusters).pools, 'control').runs = 'mig';
    },
    finds: [
      'train-a/control | pool "train-a/control" runs MIG on machines without GPUs | cluster/train-a:pools.control.runs',
    ],
  },
  {
    rule: 'mig/with-rails',
    title: 'slices with rails',
    change: (model) => {
      named(item(model.clusters).pools, 'gpu').runs = 'mig';
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" runs MIG and has compute rails | cluster/train-a:pools.gpu.rails',
    ],
  },
  {
    rule: 'storage/no-scratch-disk',
    title: 'scratch without a disk',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu'))
        if (slot.storage.scratch !== null) slot.storage.scratch.disks = [];
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" wants scratch, and hardware profile "gpu-2u" has no disk with role scratch | cluster/train-a:pools.gpu.storage.scratch',
    ],
  },
  {
    rule: 'release/scripts-unsupported',
    title: 'scripts with MAAS 3.4',
    change: (model) => {
      model.site.provisioner.serverVersion = '3.4';
      for (const slot of slotsIn(model, 'gpu')) slot.release.scripts = ['wipe'];
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has release scripts, and MAAS is 3.4 | cluster/train-a:pools.gpu.release.scripts',
    ],
  },
  {
    rule: 'slot/newer-provider',
    title: 'erase, release scripts and a name of a VLAN interface with provider 2.4',
    change: (model) => {
      model.site.provisioner.providerVersion = '2.4.0';
      for (const cluster of model.clusters)
        for (const slot of cluster.slots) {
          slot.release.erase = slot.pool === 'gpu' ? 'secure' : 'none';
          slot.release.scripts = [];
          for (const port of slot.ports)
            for (const link of port.links) link.interface = `${port.name}.${link.vid}`;
        }
      const [slot] = slotsIn(model, 'gpu');
      if (slot === undefined) throw new Error('no slot');
      slot.release.scripts = ['wipe'];
      const port = item(slot.ports);
      Object.assign(item(port.links), { tagged: true, vid: 4000, interface: 'vlan4000' });
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has release.erase secure, which needs canonical/maas 2.7.2 or later: 2.4.0 has no erase at release (release_params) | cluster/train-a:pools.gpu.release.erase',
      'train-a/gpu | pool "train-a/gpu" has release scripts, which needs canonical/maas 2.7.2 or later: 2.4.0 has no scripts at release (release_params.scripts) | cluster/train-a:pools.gpu.release.scripts',
      'train-a/gpu | pool "train-a/gpu" has VLAN interface vlan4000 on eno1, which needs canonical/maas 2.7.2 or later: 2.4.0 has no names of VLAN interfaces | cluster/train-a:pools.gpu.networks',
    ],
  },
  {
    rule: 'tests/no-gpu-test',
    title: 'GPU machines',
    change: (model) => {
      void model;
    },
    finds: [
      'train-a | no test of MAAS looks at the GPUs of the 2 GPU machines of cluster "train-a" | cluster/train-a:',
    ],
  },
  {
    rule: 'pool/mixed-hardware',
    title: 'two GPU profiles',
    change: (model) => {
      named(model.site.machines, 'gpu-2').hardware.profile = 'gpu-4u';
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has machines of 2 hardware profiles: "gpu-2u" and "gpu-4u" | cluster/train-a:pools.gpu.hardware',
    ],
  },
  {
    rule: 'pool/mixed-hardware',
    title: 'two architectures',
    change: (model) => {
      named(model.site.machines, 'cpu-2').hardware.cpu.architecture = 'arm64';
    },
    finds: [
      'train-a/control | pool "train-a/control" has machines of 2 architectures: "amd64" and "arm64" | cluster/train-a:pools.control.hardware',
    ],
  },
  {
    rule: 'pool/spares-missing',
    title: 'no spare left',
    change: (model) => {
      named(item(model.clusters).pools, 'gpu').sparesAvailable = 0;
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" asks for 1 spare, and 0 fitting machines are free | cluster/train-a:pools.gpu.spares',
    ],
  },
  {
    rule: 'pool/over-scalable-unit',
    title: '33 machines with H100',
    change: (model) => {
      const { gpus } = named(model.site.machines, 'gpu-1').hardware;
      if (gpus !== null) gpus.model = 'H100-SXM-80GB';
      const [first] = slotsIn(model, 'gpu');
      for (let i = 3; i < 34; i += 1)
        if (first !== undefined) item(model.clusters).slots.push({ ...first, name: `train-a-gpu-0${i}` });
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has 33 machines with H100-SXM-80GB on its rails, and a scalable unit has 32 | cluster/train-a:pools.gpu.count',
    ],
  },
  {
    rule: 'rails/uneven',
    title: 'a machine without its second rail',
    change: (model) => {
      item(slotsIn(model, 'gpu')).rails.pop();
    },
    finds: [
      'train-a/gpu | slots of pool "train-a/gpu" are on different rails | cluster/train-a:pools.gpu.rails',
    ],
  },
  {
    rule: 'rails/no-address',
    title: 'rails without addresses',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) item(slot.rails).address = null;
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has no address on rail network "rail-0" | cluster/train-a:pools.gpu.rails',
    ],
  },
  {
    rule: 'user-data/large',
    title: '100 KiB',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) slot.userData = { write_files: ['x'.repeat(102_400)] };
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has 100 KiB of user data for each machine | cluster/train-a:pools.gpu.userData',
    ],
  },
];
