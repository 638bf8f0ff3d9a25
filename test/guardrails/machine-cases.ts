import { disk, item, named } from '../support/inventory-fixture.js';
import type { Case } from './case.js';

/** Faults of machines, racks, power, boot and the site. */
export const machineCases: readonly Case[] = [
  {
    rule: 'machine/duplicate-mac',
    title: 'another machine’s MAC',
    change: ({ site }) => {
      item(named(site.machines, 'cpu-2').nics).mac = '02:00:5e:00:01:00';
    },
    finds: [
      'cpu-2 | MAC address 02:00:5e:00:01:00 of NIC "eno1" already belongs to NIC "eno1" of "cpu-1" | site/dc1:machines.cpu-2.nics.eno1.mac',
    ],
  },
  {
    rule: 'machine/duplicate-mac',
    title: 'one MAC on two NICs of a machine',
    change: ({ site }) => {
      item(named(site.machines, 'cpu-2').nics, 1).mac = '02:00:5e:00:02:00';
    },
    finds: [
      'cpu-2 | MAC address 02:00:5e:00:02:00 of NIC "ens1" already belongs to NIC "eno1" of "cpu-2" | site/dc1:machines.cpu-2.nics.ens1.mac',
    ],
  },
  {
    rule: 'machine/duplicate-serial',
    title: 'another machine’s serial number',
    change: ({ site }) => {
      named(site.machines, 'cpu-3').serial = 'SN-1';
    },
    finds: ['cpu-3 | serial number "SN-1" already belongs to "cpu-1" | site/dc1:machines.cpu-3.serial'],
  },
  {
    rule: 'machine/duplicate-bmc',
    title: 'another machine’s BMC',
    change: ({ site }) => {
      named(site.machines, 'cpu-2').bmc.address = '192.0.2.11';
    },
    finds: [
      'cpu-2 | BMC address 192.0.2.11 already belongs to "cpu-1" | site/dc1:machines.cpu-2.bmc.address',
    ],
  },
  {
    rule: 'machine/duplicate-bmc',
    title: 'one IPMI address with node ids, which IPMI does not know',
    change: ({ site }) => {
      for (const [index, asset] of ['cpu-1', 'cpu-2'].entries())
        Object.assign(named(site.machines, asset).bmc, {
          protocol: 'ipmi',
          address: '192.0.2.50',
          nodeId: `node-${index}`,
        });
    },
    finds: [
      'cpu-2 | BMC address 192.0.2.50 already belongs to "cpu-1" | site/dc1:machines.cpu-2.bmc.address',
    ],
  },
  {
    rule: 'machine/duplicate-bmc',
    title: 'one address written in two ways',
    change: ({ site }) => {
      named(site.machines, 'cpu-1').bmc.address = '2001:db8::1';
      named(site.machines, 'cpu-2').bmc.address = '2001:DB8:0::1';
    },
    finds: [
      'cpu-2 | BMC address 2001:DB8:0::1 already belongs to "cpu-1" | site/dc1:machines.cpu-2.bmc.address',
    ],
  },
  {
    rule: 'machine/duplicate-switch-port',
    title: 'another NIC’s port',
    change: ({ site }) => {
      item(named(site.machines, 'cpu-3').nics).port = 'Ethernet2/0';
    },
    finds: [
      'cpu-3 | port "Ethernet2/0" of switch "leaf-r02" already has NIC "eno1" of "cpu-2" | site/dc1:machines.cpu-3.nics.eno1.port',
    ],
  },
  {
    rule: 'machine/duplicate-disk',
    title: 'another disk’s serial number',
    change: ({ site }) => {
      for (const asset of ['gpu-1', 'gpu-2'])
        item(named(site.machines, asset).hardware.disks).hint.serial = 'D-1';
    },
    finds: [
      'gpu-2 | serial "D-1" of disk "os" already belongs to disk "os" of "gpu-1" | site/dc1:machines.gpu-2.overrides.disks.os.hint.serial',
    ],
  },
  {
    rule: 'machine/duplicate-disk',
    title: 'a WWN in a profile',
    change: ({ site }) => {
      for (const asset of ['gpu-1', 'gpu-2', 'gpu-3'])
        item(named(site.machines, asset).hardware.disks).hint.wwn = '0x5000';
    },
    finds: [
      'gpu-2u | hardware profile "gpu-2u" gives disk "os" the wwn "0x5000", which only one disk can have | hardware/gpu-2u:disks.os.hint.wwn',
    ],
  },
  {
    rule: 'machine/impossible-mac',
    title: 'a group address',
    change: ({ site }) => {
      item(named(site.machines, 'cpu-1').nics).mac = '03:00:5e:00:00:01';
    },
    finds: [
      'cpu-1 | MAC address 03:00:5e:00:00:01 of NIC "eno1" is a group address | site/dc1:machines.cpu-1.nics.eno1.mac',
    ],
  },
  {
    rule: 'machine/impossible-mac',
    title: 'all zeros',
    change: ({ site }) => {
      item(named(site.machines, 'cpu-1').nics).mac = '00:00:00:00:00:00';
    },
    finds: [
      'cpu-1 | MAC address 00:00:00:00:00:00 of NIC "eno1" is all zeros | site/dc1:machines.cpu-1.nics.eno1.mac',
    ],
  },
  {
    rule: 'machine/impossible-mac',
    title: '8 octets on an Ethernet NIC',
    change: ({ site }) => {
      item(named(site.machines, 'cpu-1').nics).mac = '02:00:5e:ff:fe:00:00:01';
    },
    finds: [
      'cpu-1 | MAC address 02:00:5e:ff:fe:00:00:01 of NIC "eno1" has 8 octets, and Ethernet has 6 | site/dc1:machines.cpu-1.nics.eno1.mac',
    ],
  },
  {
    rule: 'rack/unit-overlap',
    title: 'a machine in the upper unit of another',
    change: ({ site }) => {
      named(site.machines, 'cpu-2').unit = 11;
    },
    finds: [
      'cpu-2 | "cpu-2" at unit 11 of rack "r02" stands where "gpu-2" has units 10 to 11 | site/dc1:machines.cpu-2.unit',
    ],
  },
  {
    rule: 'rack/unit-overlap',
    title: 'a wrong height in a profile, which is one problem',
    change: ({ site }) => {
      for (const { hardware } of site.machines) if (hardware.gpus === null) hardware.units = 9;
    },
    finds: [
      'cpu-1u | machines of hardware profile "cpu-1u", 9 units high, stand in units of others | hardware/cpu-1u:units',
    ],
  },
  {
    rule: 'rack/unit-outside',
    title: 'a machine above the rack',
    change: ({ site }) => {
      named(site.machines, 'gpu-1').unit = 42;
    },
    finds: [
      'gpu-1 | "gpu-1" of 2 units at unit 42 ends at unit 43, and rack "r01" has 42 | site/dc1:machines.gpu-1.unit',
    ],
  },
  {
    rule: 'rack/unit-outside',
    title: 'most machines above a low rack, which is one problem',
    change: ({ site }) => {
      named(site.racks, 'r02').units = 4;
    },
    finds: ['r02 | rack "r02" has 4 units, and 3 of 4 machines stand higher | site/dc1:racks.r02.units'],
  },
  {
    rule: 'rack/full',
    title: 'a rack of few units',
    change: ({ site }) => {
      named(site.racks, 'r02').units = 7;
    },
    finds: ['r02 | rack "r02" has 7 units, and 4 machines with 2 other units need 8 | site/dc1:racks.r02'],
  },
  {
    rule: 'rack/overweight',
    title: 'a rack that bears little',
    change: ({ site }) => {
      named(site.racks, 'r02').maxWeightKg = 100;
    },
    finds: [
      'r02 | the machines of rack "r02" weigh 120 kg, and it bears 100 kg | site/dc1:racks.r02.maxWeightKg',
    ],
  },
  {
    rule: 'power/over-feeds',
    title: 'feeds for less than the machines',
    change: ({ site }) => {
      for (const feed of named(site.racks, 'r02').feeds) feed.capacityWatts = 3000;
    },
    finds: [
      'r02 | rack "r02" draws up to 6.3 kW with 4 machines, and its feeds carry 4.8 kW (derated by 0.8) | site/dc1:racks.r02.feeds',
    ],
  },
  {
    rule: 'power/over-feeds',
    title: 'a wrong draw in a profile, which is one problem',
    change: ({ site }) => {
      site.racks.push({ ...named(site.racks, 'r01'), name: 'r03' });
      named(site.machines, 'gpu-3').rack = 'r03';
      for (const { hardware } of site.machines) if (hardware.gpus !== null) hardware.power.maxWatts = 20_000;
    },
    finds: [
      'gpu-2u | machines of hardware profile "gpu-2u", 20 kW each, draw more than the feeds of their racks carry | hardware/gpu-2u:power.maxWatts',
    ],
  },
  {
    rule: 'power/feed-loss',
    title: 'feeds that carry the rack only together',
    change: ({ site }) => {
      for (const feed of named(site.racks, 'r02').feeds) feed.capacityWatts = 6000;
    },
    finds: [
      'r02 | rack "r02" draws up to 6.3 kW, and without its largest feed 4.8 kW are left | site/dc1:racks.r02.feeds',
    ],
  },
  {
    rule: 'power/psu-spread',
    title: 'machines that need all their power supplies',
    change: ({ site }) => {
      for (const { hardware } of site.machines) if (hardware.gpus !== null) hardware.power.psusNeeded = 2;
    },
    finds: [
      'gpu-2u | hardware profile "gpu-2u" needs 2 of its 2 power supplies, and of 2 feeds the loss of one leaves 1 | hardware/gpu-2u:power.psusNeeded',
    ],
  },
  {
    rule: 'power/unknown-draw',
    title: 'a profile without watts',
    change: ({ site }) => {
      for (const { hardware } of site.machines) if (hardware.gpus !== null) hardware.power.maxWatts = null;
    },
    finds: [
      'gpu-2u | hardware profile "gpu-2u" does not say what it draws, so 3 machines of it count as 0 W | hardware/gpu-2u:power.maxWatts',
    ],
  },
  {
    rule: 'power/below-gpus',
    title: 'less than the GPUs draw',
    change: ({ site }) => {
      for (const { hardware } of site.machines) if (hardware.gpus !== null) hardware.power.maxWatts = 500;
    },
    finds: [
      'gpu-2u | hardware profile "gpu-2u" draws at most 0.5 kW, less than the 0.6 kW of its GPUs alone | hardware/gpu-2u:power.maxWatts',
    ],
  },
  {
    rule: 'power/below-gpus',
    title: 'less on one machine of the profile',
    change: ({ site }) => {
      named(site.machines, 'gpu-2').hardware.power.maxWatts = 500;
    },
    finds: [
      'gpu-2 | machine "gpu-2" draws at most 0.5 kW, less than the 0.6 kW of its GPUs alone | site/dc1:machines.gpu-2.overrides.power.maxWatts',
    ],
  },
  {
    rule: 'power/air-cooling',
    title: 'a hot rack',
    change: ({ site }) => {
      named(site.racks, 'r01').otherWatts = 40_000;
    },
    finds: ['r01 | rack "r01" draws up to 42.9 kW and is cooled by air | site/dc1:racks.r01.cooling'],
  },
  {
    rule: 'power/module-budget',
    title: 'a small module',
    change: ({ site }) => {
      named(site.modules, 'm1').budgetWatts = 5000;
    },
    finds: ['m1 | module "m1" has 5 kW, and its racks draw up to 9.7 kW | site/dc1:modules.m1.budgetWatts'],
  },
  {
    rule: 'bmc/no-address',
    title: 'no address',
    change: ({ site }) => {
      named(site.machines, 'cpu-1').bmc.address = null;
    },
    finds: [
      'cpu-1 | machine "cpu-1" has no BMC address, so it cannot be enrolled | site/dc1:machines.cpu-1.bmc.address',
    ],
  },
  {
    rule: 'bmc/no-address',
    title: 'none at all: one omission',
    change: ({ site }) => {
      for (const machine of site.machines) machine.bmc.address = null;
    },
    finds: [
      'dc1 | 6 machines of site "dc1" have no BMC address, so they cannot be enrolled | site/dc1:machines',
    ],
  },
  {
    rule: 'bmc/no-credentials',
    title: 'one machine without',
    change: ({ site }) => {
      named(site.machines, 'cpu-1').bmc.credentials = null;
    },
    finds: [
      'cpu-1 | machine "cpu-1" names no credential set for its BMC | site/dc1:machines.cpu-1.bmc.credentials',
    ],
  },
  {
    rule: 'bmc/no-credentials',
    title: 'no machine with',
    change: ({ site }) => {
      for (const { bmc } of site.machines) bmc.credentials = null;
    },
    finds: [
      'dc1 | no machine of site "dc1" names a credential set for its BMC | site/dc1:defaults.credentials',
    ],
  },
  {
    rule: 'bmc/manual',
    title: 'one manual machine',
    change: ({ site }) => {
      named(site.machines, 'cpu-1').bmc.protocol = 'manual';
    },
    finds: [
      'cpu-1 | machine "cpu-1" has manual power, so every commissioning, deployment and release waits for somebody to switch it | site/dc1:machines.cpu-1.bmc.protocol',
    ],
  },
  {
    rule: 'bmc/manual',
    title: 'a manual profile',
    change: ({ site }) => {
      for (const { bmc, hardware } of site.machines) if (hardware.gpus !== null) bmc.protocol = 'manual';
    },
    finds: [
      'gpu-2u | hardware profile "gpu-2u" has manual power, so every commissioning, deployment and release waits for somebody to switch it | hardware/gpu-2u:bmc.protocol',
    ],
  },
  {
    rule: 'bmc/ipmi',
    title: 'one machine with IPMI',
    change: ({ site }) => {
      named(site.machines, 'cpu-1').bmc.protocol = 'ipmi';
    },
    finds: [
      'cpu-1 | machine "cpu-1" speaks IPMI, which root on the host can mostly take over | site/dc1:machines.cpu-1.bmc.protocol',
    ],
  },
  {
    rule: 'bmc/shared-credentials',
    title: 'one set for all',
    change: ({ site }) => {
      for (const { bmc } of site.machines) bmc.credentials = 'bmc-r01';
    },
    finds: [
      'bmc-r01 | credential set "bmc-r01" serves the BMCs of all 6 machines | site/dc1:credentials.bmc-r01',
    ],
  },
  {
    rule: 'bmc/outside-network',
    title: 'one address elsewhere',
    change: ({ site }) => {
      named(site.machines, 'cpu-1').bmc.address = '10.99.0.1';
    },
    finds: [
      'cpu-1 | BMC address 10.99.0.1 of "cpu-1" is outside of network "bmc" | site/dc1:machines.cpu-1.bmc.address',
    ],
  },
  {
    rule: 'bmc/outside-network',
    title: 'a wrong prefix, which is one problem',
    change: ({ site }) => {
      item(named(site.networks, 'bmc').subnets).cidr = '10.99.0.0/24';
    },
    finds: [
      'bmc | 6 of 6 BMC addresses lie outside of network "bmc" (10.99.0.0/24) | site/dc1:networks.bmc.subnets',
    ],
  },
  {
    rule: 'bmc/on-tenant-network',
    title: 'an address among tenants',
    change: ({ site }) => {
      named(site.machines, 'cpu-1').bmc.address = '198.51.100.200';
    },
    finds: [
      'cpu-1 | BMC address 198.51.100.200 of "cpu-1" lies in "in-band", a network with purpose in-band | site/dc1:machines.cpu-1.bmc.address',
    ],
  },
  {
    rule: 'boot/no-nic',
    title: 'no boot NIC',
    change: ({ site }) => {
      named(site.machines, 'cpu-1').bootNic = null;
    },
    finds: ['cpu-1 | machine "cpu-1" has no NIC to boot from | site/dc1:machines.cpu-1.bootNic'],
  },
  {
    rule: 'boot/no-mac',
    title: 'a boot NIC without a MAC',
    change: ({ site }) => {
      item(named(site.machines, 'cpu-1').nics).mac = null;
    },
    finds: ['cpu-1 | boot NIC "eno1" of "cpu-1" has no MAC address | site/dc1:machines.cpu-1.nics.eno1.mac'],
  },
  {
    rule: 'boot/not-ethernet',
    title: 'an InfiniBand boot NIC',
    change: ({ site }) => {
      item(named(site.machines, 'cpu-1').nics).kind = 'infiniband';
    },
    finds: [
      'cpu-1 | machine "cpu-1" boots from "eno1", an InfiniBand port | site/dc1:machines.cpu-1.bootNic',
    ],
  },
  {
    rule: 'boot/secure-boot-bios',
    title: 'Secure Boot with bios in a profile',
    change: ({ site }) => {
      for (const { hardware } of site.machines)
        if (hardware.gpus === null) hardware.boot = { mode: 'bios', secureBoot: true };
    },
    finds: [
      'cpu-1u | hardware profile "cpu-1u" asks for Secure Boot with boot mode bios | hardware/cpu-1u:boot.mode',
    ],
  },
  {
    rule: 'boot/secure-boot-drivers',
    title: 'Secure Boot with GPUs',
    change: ({ site }) => {
      for (const { hardware } of site.machines) if (hardware.gpus !== null) hardware.boot.secureBoot = true;
    },
    finds: [
      'gpu-2u | hardware profile "gpu-2u" has GPUs and Secure Boot, so unsigned GPU drivers do not load | hardware/gpu-2u:boot.secureBoot',
    ],
  },
  {
    rule: 'disk/cannot-be-told-apart',
    title: 'a scratch disk like the root disk',
    change: ({ site }) => {
      for (const { hardware } of site.machines)
        if (hardware.gpus !== null)
          hardware.disks = [disk('a', 'nvme', 3840, 'root'), disk('b', 'nvme', 3840, 'scratch')];
    },
    finds: [
      'gpu-2u | hardware profile "gpu-2u" has disks "a" (root) and "b" (scratch) that no hint or size tells apart | hardware/gpu-2u:disks',
    ],
  },
  {
    rule: 'rails/no-number',
    title: 'a rail NIC without its rail',
    change: ({ site }) => {
      item(named(site.machines, 'gpu-1').nics, 3).rail = null;
    },
    finds: [
      'gpu-1 | machine "gpu-1" has NIC "rail0" with role rail and no rail number | site/dc1:machines.gpu-1.overrides.nics',
    ],
  },
  {
    rule: 'rails/number-twice',
    title: 'two NICs on rail 0',
    change: ({ site }) => {
      item(named(site.machines, 'gpu-1').nics, 4).rail = 0;
    },
    finds: [
      'gpu-1 | machine "gpu-1" has NICs "rail0" and "rail1" on rail 0 | site/dc1:machines.gpu-1.overrides.nics',
    ],
  },
  {
    rule: 'rails/count',
    title: 'one rail for two GPUs',
    change: ({ site }) => {
      for (const machine of site.machines) machine.nics = machine.nics.filter(({ rail }) => rail !== 1);
    },
    finds: ['gpu-2u | hardware profile "gpu-2u" has 1 compute rail for 2 GPUs | hardware/gpu-2u:nics'],
  },
  {
    rule: 'rails/crossed',
    title: 'two rail cables of one machine swapped',
    change: ({ site }) => {
      for (const asset of ['gpu-1', 'gpu-2', 'gpu-3']) {
        const { nics } = named(site.machines, asset);
        item(nics, 3).switch = asset === 'gpu-2' ? 'rail-b' : 'rail-a';
        item(nics, 4).switch = asset === 'gpu-2' ? 'rail-a' : 'rail-b';
      }
    },
    finds: [
      'gpu-2 | NIC "rail1" of "gpu-2" brings rail 1 to switch "rail-a", which has rail 0 of "gpu-1" and "gpu-3" | site/dc1:machines.gpu-2.nics.rail1.switch',
      'gpu-2 | NIC "rail0" of "gpu-2" brings rail 0 to switch "rail-b", which has rail 1 of "gpu-1" and "gpu-3" | site/dc1:machines.gpu-2.nics.rail0.switch',
    ],
  },
  {
    rule: 'machine/nic-without-mac',
    title: 'half a bond without an address',
    change: ({ site }) => {
      item(named(site.machines, 'cpu-2').nics, 2).mac = null;
    },
    finds: [
      'cpu-2 | NIC "ens2" of "cpu-2" has role storage and no MAC address | site/dc1:machines.cpu-2.nics.ens2.mac',
    ],
  },
  {
    rule: 'site/default-zone-managed',
    title: 'the default zone',
    change: ({ site }) => {
      site.zones.push({ name: 'default', mode: 'managed', description: null });
    },
    finds: [
      'default | zone "default" has mode managed, and every MAAS has it already | site/dc1:zones.default',
    ],
  },
  {
    rule: 'site/reserved-name',
    title: 'a fabric named as MAAS does',
    change: ({ site }) => {
      named(site.fabrics, 'data').name = 'fabric-7';
    },
    finds: [
      'fabric-7 | fabric "fabric-7" is created under a name that MAAS keeps for its own | site/dc1:fabrics.fabric-7',
    ],
  },
  {
    rule: 'site/reserved-name',
    title: 'a space named as MAAS does',
    change: ({ site }) => {
      named(site.networks, 'storage').space = 'space-1';
    },
    finds: [
      'storage | space "space-1" of network "storage" has a name that MAAS keeps for its own | site/dc1:networks.storage.space',
    ],
  },
  {
    rule: 'provisioner/setting-said-twice',
    title: 'NTP servers as a field and as a setting',
    change: ({ site }) => {
      site.ntp = ['192.0.2.123'];
      site.provisioner.settings.push({ key: 'ntp_servers', value: '192.0.2.124' });
    },
    finds: [
      'ntp_servers | ntp and provisioner.settings.ntp_servers both set the NTP servers of MAAS | site/dc1:provisioner.settings.ntp_servers',
    ],
  },
  {
    rule: 'site/kernel-series',
    title: 'a kernel of another release',
    change: ({ site }) => {
      item(site.images).hweKernel = 'hwe-22.04';
    },
    finds: [
      'noble | image "noble" has series "ubuntu/noble" (24.04) and kernel "hwe-22.04" | site/dc1:images.noble.hweKernel',
    ],
  },
  {
    rule: 'site/state-unprotected',
    title: 'a bucket without encryption and locks',
    change: ({ site }) => {
      site.state = {
        type: 's3',
        bucket: 'b',
        region: 'r',
        prefix: 'p',
        endpoint: null,
        encrypt: false,
        useLockfile: false,
      };
    },
    finds: [
      's3 | state in s3 is not encrypted | project:state.encrypt',
      's3 | state in s3 is not locked | project:state.useLockfile',
    ],
  },
  {
    rule: 'site/state-unprotected',
    title: 'plain http without locks',
    change: ({ site }) => {
      site.state = { type: 'http', address: 'http://state.example.net', locking: false };
    },
    finds: [
      'http | state goes over http without encryption | project:state.address',
      'http | state over http is not locked | project:state.locking',
    ],
  },
  {
    rule: 'site/weak-hand-over',
    title: 'a quick hand-over',
    change: ({ site }) => {
      named(site.tenants, 'blue').handOverErase = 'quick';
    },
    finds: [
      'blue | machines of tenant "blue" go to others after erase "quick" | project:tenants.blue.handOver.erase',
    ],
  },
  {
    rule: 'provisioner/provider-version',
    title: 'a version that redeploys fleets',
    change: ({ site }) => {
      site.provisioner.providerVersion = '2.7.0';
    },
    finds: [
      'dc1 | version 2.7.0 of the provider canonical/maas plans to redeploy every instance after an upgrade (provider issue 409) | site/dc1:provisioner.providerVersion',
    ],
  },
  {
    rule: 'provisioner/provider-version',
    title: 'an old version',
    change: ({ site }) => {
      site.provisioner.providerVersion = '2.6.0';
    },
    finds: [
      'dc1 | version 2.6.0 of the provider canonical/maas is older than 2.7.2 and not 2.4.0, and its schema is not known | site/dc1:provisioner.providerVersion',
    ],
  },
  {
    rule: 'provisioner/newer-provider',
    title: 'what provider 2.4 does not have',
    change: ({ site }) => {
      site.provisioner.providerVersion = '2.4.0';
      site.provisioner.settings = [{ key: 'kernel_opts', value: 'quiet' }];
      site.ntp = ['ntp.example.net'];
      site.zones = [
        { name: 'made', mode: 'managed', description: null },
        { name: 'there', mode: 'existing', description: null },
      ];
      const network = named(site.networks, 'in-band');
      network.mode = 'managed';
      network.dhcp = { by: 'rack-controller', primary: 'rack-1', secondary: null };
      const machine = named(site.machines, 'cpu-1');
      machine.bmc.protocol = 'ipmi';
      item(machine.nics).mac = null;
    },
    finds: [
      'kernel_opts | setting "kernel_opts" needs canonical/maas 2.7.2 or later: 2.4.0 has no settings of MAAS (maas_configuration) | site/dc1:provisioner.settings.kernel_opts',
      'ntp_servers | ntp needs canonical/maas 2.7.2 or later: 2.4.0 has no settings of MAAS (maas_configuration) | site/dc1:ntp',
      'made | managed zone "made" needs canonical/maas 2.7.2 or later: 2.4.0 has no zones (maas_zone) | site/dc1:zones.made',
      'in-band | network "in-band" needs canonical/maas 2.7.2 or later: 2.4.0 has no DHCP on a VLAN (maas_vlan_dhcp) | site/dc1:networks.in-band.dhcp',
      'cpu-1 | machine "cpu-1" needs canonical/maas 2.7.2 or later: 2.4.0 has no enrolment without the MAC address of the boot NIC | site/dc1:machines.cpu-1.nics.eno1.mac',
    ],
  },
  {
    rule: 'provisioner/bmc-account',
    title: 'a provider that cannot leave the BMC alone',
    change: ({ site }) => {
      site.provisioner.providerVersion = '2.4.0';
    },
    finds: [
      'dc1 | canonical/maas 2.4.0 cannot keep MAAS from making an account of its own on each BMC, and a later change of a machine writes the declared one back | site/dc1:provisioner.providerVersion',
    ],
  },
  {
    rule: 'provisioner/provider-version',
    title: 'an unknown version',
    change: ({ site }) => {
      site.provisioner.providerVersion = '3.0.0';
    },
    finds: [
      'dc1 | version 3.0.0 of the provider canonical/maas is not below 3.0.0, and its schema is not known | site/dc1:provisioner.providerVersion',
    ],
  },
  {
    rule: 'provisioner/server-version',
    title: 'an old MAAS',
    change: ({ site }) => {
      site.provisioner.serverVersion = '3.4.2';
    },
    finds: [
      'dc1 | MAAS 3.4.2 is older than 3.5, the oldest that was tried | site/dc1:provisioner.serverVersion',
    ],
  },
  {
    rule: 'provisioner/refused-setting',
    title: 'a key that the provider refuses',
    change: ({ site }) => {
      site.provisioner.settings.push({ key: 'maas_auto_ipmi_workaround_flags', value: 'x' });
    },
    finds: [
      'maas_auto_ipmi_workaround_flags | the provider refuses the setting "maas_auto_ipmi_workaround_flags" | site/dc1:provisioner.settings.maas_auto_ipmi_workaround_flags',
    ],
  },
  {
    rule: 'provisioner/storage-layout',
    title: 'blank disks',
    change: ({ site }) => {
      site.provisioner.settings.push({ key: 'default_storage_layout', value: 'blank' });
    },
    finds: [
      'default_storage_layout | default_storage_layout is "blank", and rackform deploys on a flat root | site/dc1:provisioner.settings.default_storage_layout',
    ],
  },
  {
    rule: 'provisioner/quick-erase',
    title: 'quick erase',
    change: ({ site }) => {
      site.provisioner.settings.push({ key: 'disk_erase_with_quick_erase', value: 'true' });
    },
    finds: [
      'disk_erase_with_quick_erase | disk_erase_with_quick_erase is "true", so drives without an erase of their own keep their data | site/dc1:provisioner.settings.disk_erase_with_quick_erase',
    ],
  },
  {
    rule: 'network/existing-in-managed-fabric',
    title: 'a network to be looked up in a fabric to be created',
    change: ({ site }) => {
      for (const network of site.networks) network.mode = network.name === 'pxe' ? 'existing' : 'managed';
      named(site.fabrics, 'hosts').mode = 'managed';
    },
    finds: [
      'pxe | network "pxe" has mode existing, and its fabric "hosts" is created by rackform | site/dc1:networks.pxe.mode',
    ],
  },
  {
    rule: 'provisioner/erase-always',
    title: 'erase on every release',
    change: ({ site }) => {
      site.provisioner.settings.push({ key: 'enable_disk_erasing_on_release', value: 'true' });
    },
    finds: [
      'enable_disk_erasing_on_release | enable_disk_erasing_on_release is "true", so every release erases whatever its pool says | site/dc1:provisioner.settings.enable_disk_erasing_on_release',
    ],
  },
];
