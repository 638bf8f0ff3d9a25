import { cell, drop, replace, set } from './edit.js';
import { faultsOf } from './fault.js';

const machines = 'sites/dc1/machines.csv';
const site = 'sites/dc1/site.yaml';
const gpu = 'hardware/gpu-2u.yaml';
const cpu = 'hardware/cpu-1u.yaml';

/** Faults of machines, hardware, racks and power. */
export const machineFaults = faultsOf(
  'training',
  [
    'machine/duplicate-mac',
    'a MAC address copied to the next row',
    cell(machines, 'gpu-r01-n02', 'nics.eno1.mac', '02:00:5e:00:01:00'),
  ],
  [
    'machine/duplicate-mac',
    'a MAC address on two NICs of one machine',
    cell(machines, 'gpu-r01-n02', 'nics.ens2.mac', '02:00:5e:10:02:00'),
  ],
  [
    'machine/impossible-mac',
    'a multicast MAC address',
    cell(machines, 'gpu-r01-n02', 'nics.eno1.mac', '03:00:5e:00:02:00'),
  ],
  [
    'SHAPE_INVALID_FORMAT',
    'a MAC address of five octets',
    cell(machines, 'gpu-r01-n02', 'nics.eno1.mac', '02:00:5e:00:02'),
  ],
  ['machine/duplicate-serial', 'a serial number twice', cell(machines, 'gpu-r01-n02', 'serial', 'EX00001')],
  [
    'machine/duplicate-bmc',
    'a BMC address twice',
    cell(machines, 'gpu-r01-n02', 'bmc.address', '192.0.2.10'),
  ],
  ['CSV_DUPLICATE_NAME', 'a machine in two rows', cell(machines, 'gpu-r01-n02', 'name', 'gpu-r01-n01')],
  [
    'machine/duplicate-switch-port',
    'two NICs on one switch port',
    cell(machines, 'gpu-r01-n02', 'nics.eno1.port', 'Ethernet1'),
  ],
  [
    'bmc/outside-network',
    'a BMC address of another network',
    cell(machines, 'gpu-r01-n02', 'bmc.address', '192.0.2.211'),
  ],
  [
    'bmc/on-tenant-network',
    'a BMC on the in-band network',
    cell(machines, 'gpu-r01-n02', 'bmc.address', '203.0.113.90'),
  ],
  ['bmc/no-address', 'a BMC address left out', cell(machines, 'gpu-r01-n02', 'bmc.address', '')],
  ['bmc/no-credentials', 'BMC credentials left out', cell(machines, 'gpu-r01-n02', 'bmc.credentials', '')],
  [
    'bmc/shared-credentials',
    'one BMC password for all machines',
    cell(machines, /^gpu/, 'bmc.credentials', 'cpu-bmc'),
  ],
  ['bmc/ipmi', 'BMCs spoken to by IPMI', set(gpu, ['bmc', 'protocol'], 'ipmi')],
  ['bmc/manual', 'machines that nobody can switch', set(cpu, ['bmc', 'protocol'], 'manual')],
  [
    'boot/no-mac',
    'the MAC address of a boot NIC left out',
    cell(machines, 'gpu-r01-n02', 'nics.eno1.mac', ''),
  ],
  ['boot/no-nic', 'no NIC that boots', set(gpu, ['nics', 'eno1', 'roles'], ['management'])],
  ['boot/not-ethernet', 'a boot NIC that is InfiniBand', set(gpu, ['nics', 'eno1', 'kind'], 'infiniband')],
  [
    'boot/secure-boot-bios',
    'Secure Boot with a BIOS',
    set(cpu, ['boot'], { mode: 'bios', secureBoot: true }),
  ],
  [
    'boot/secure-boot-drivers',
    'Secure Boot with GPU drivers that are not signed',
    set(gpu, ['boot', 'secureBoot'], true),
  ],
  ['rack/unit-overlap', 'two machines in one unit', cell(machines, 'gpu-r01-n02', 'unit', '2')],
  ['rack/unit-outside', 'a machine above its rack', cell(machines, 'gpu-r01-n02', 'unit', '42')],
  ['rack/full', 'more machines than a rack has units', set(site, ['racks', 'r01', 'otherUnits'], 38)],
  [
    'rack/overweight',
    'a rack that cannot bear its machines',
    set(site, ['racks', 'r01', 'maxWeightKg'], 150),
  ],
  [
    'power/over-feeds',
    'an overloaded feed',
    set(site, ['racks', 'r01', 'feeds'], { a: { capacityWatts: 9000 } }),
  ],
  [
    'power/feed-loss',
    'feeds that are too weak for the loss of one',
    set(site, ['racks', 'r01', 'feeds', 'a', 'capacityWatts'], 9000),
  ],
  ['power/psu-spread', 'no power supply to spare', set(gpu, ['power', 'psusNeeded'], 2)],
  ['power/below-gpus', 'a draw that is less than the GPUs’', set(gpu, ['power', 'maxWatts'], 1100)],
  ['power/unknown-draw', 'a draw that nobody knows', drop(gpu, ['power', 'maxWatts'])],
  [
    'power/air-cooling',
    'more heat than air takes away',
    set(gpu, ['power', 'maxWatts'], 9000),
    replace(site, /capacityWatts: 17300/g, 'capacityWatts: 99000'),
  ],
  [
    'power/module-budget',
    'more draw than the module has',
    set(site, ['modules'], { hall: { budgetWatts: 12000 } }),
    set(site, ['racks', 'r01', 'module'], 'hall'),
    set(site, ['racks', 'r02', 'module'], 'hall'),
  ],
  [
    'rails/crossed',
    'swapped rails: the cables of two rails of one machine',
    cell(machines, 'gpu-r01-n02', 'nics.ens1.switch', 'rail-1'),
    cell(machines, 'gpu-r01-n02', 'nics.ens2.switch', 'rail-0'),
  ],
  ['rails/number-twice', 'two NICs on one rail', set(gpu, ['nics', 'ens2', 'rail'], 0)],
  ['rails/no-number', 'a rail NIC without its rail', drop(gpu, ['nics', 'ens4', 'rail'])],
  ['rails/count', 'fewer rails than GPUs', drop(gpu, ['nics', 'ens4'])],
  [
    'machine/nic-without-mac',
    'a rail NIC without a MAC address',
    cell(machines, 'gpu-r01-n02', 'nics.ens3.mac', ''),
  ],
  [
    'machine/nic-without-mac',
    'half a bond without a MAC address',
    cell(machines, 'cpu-r01-n01', 'nics.eno2.mac', ''),
  ],
  [
    'disk/cannot-be-told-apart',
    'a root disk like its neighbours',
    set(gpu, ['disks', 'nvme0n1'], {
      type: 'nvme',
      sizeGB: 3840,
      role: 'root',
      hint: { model: 'Example U.2 3840' },
    }),
  ],
  [
    'storage/no-scratch-disk',
    'no disk for scratch',
    drop(gpu, ['disks', 'nvme1n1', 'role']),
    drop(gpu, ['disks', 'nvme2n1', 'role']),
  ],
  ['bond/uneven-speed', 'a bond of NICs of two speeds', set(gpu, ['nics', 'eno2', 'gbps'], 10)],
  ['SHAPE_UNKNOWN_KEY', 'a field with a typing error', replace(gpu, 'memoryGiB', 'memoryGib')],
  ['REF_UNKNOWN_PROFILE', 'a profile that is not there', cell(machines, 'gpu-r01-n02', 'profile', 'gpu-3u')],
  ['REF_UNKNOWN_RACK', 'a rack that is not there', cell(machines, 'gpu-r01-n02', 'rack', 'r10')],
  [
    'REF_UNKNOWN_CREDENTIALS',
    'a credential set that is not there',
    cell(machines, 'gpu-r01-n02', 'bmc.credentials', 'gpu-bcm'),
  ],
  [
    'REF_UNKNOWN_NIC',
    'a NIC that the profile does not have',
    replace(machines, 'nics.ens4.mac', 'nics.ens5.mac'),
  ],
);
