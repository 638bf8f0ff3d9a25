import { SITE } from './definition.js';
import type { Edit } from './edit.js';
import { type Spec, to } from './spec.js';

/** Takes a NIC from the machines of the profile that is changed. */
function withoutNic(nic: string): readonly Edit[] {
  return Array.from({ length: 8 }, (_, index) => ({
    place: ['sites', SITE, 'machines', `gpu-0${index + 1}`, 'nics', nic],
    value: undefined,
  }));
}

/** Fields that a profile and the overrides of a machine have alike. */
const figures: Readonly<Record<string, Spec>> = {
  units: to(3),
  weightKg: to(35),
  'cpu.sockets': to(1),
  'cpu.coresPerSocket': to(64),
  'cpu.threadsPerCore': to(1),
  'cpu.model': to('another'),
  memoryGiB: {
    values: [
      { value: 1024, says: 'to more' },
      { value: 128, says: 'to less than the pool wants' },
    ],
  },
  'gpus.model': to('MI300X'),
  'gpus.count': {
    values: [
      { value: 8, says: 'to more' },
      { value: 2, says: 'to fewer than the pool wants' },
    ],
  },
  'gpus.memoryGB': {
    values: [
      { value: 128, says: 'to more' },
      { value: 32, says: 'to less than the pool wants' },
    ],
  },
  'gpus.watts': to(350),
  'nics.*.gbps': to(100),
  'nics.*.roles': to([], ['management', 'front-end']),
  'disks.*.sizeGB': to(1920),
  'disks.*.hint.serial': to('S1'),
  'disks.*.hint.wwn': to('eui.0001'),
  'disks.*.hint.model': to('another model'),
  'disks.*.hint.sizeGB': to(1920),
  'power.psus': to(4),
  'power.psusNeeded': to(2),
  'power.psuWatts': to(3500),
  'power.maxWatts': to(2500),
};

/** @param cpu a map and a name in it: a profile or machine without GPUs, whose BMC speaks IPMI */
function below(
  prefix: string,
  cpu: readonly [map: string, name: string],
  free: string,
): Readonly<Record<string, Spec>> {
  const [map] = cpu;
  const plain = { [map]: cpu[1] };
  const unused = { [map]: free };
  const hint = (value: unknown, says: string) => ({
    others: [{ value, says, names: { [`${prefix}.disks`]: 'fast' } }],
  });
  const rail = { [`${prefix}.nics`]: 'ens2' };
  const scratch = { [`${prefix}.disks`]: 'fast' };
  return {
    ...Object.fromEntries(Object.entries(figures).map(([field, spec]) => [`${prefix}.${field}`, spec])),
    [`${prefix}.nics.*.rail`]: { ...to(5), names: rail },
    [`${prefix}.nics.*.kind`]: {
      others: [{ value: 'infiniband', says: 'to infiniband, of a rail', names: rail }],
    },
    [`${prefix}.disks.*.role`]: {
      others: [{ value: 'data', says: 'to data, of a scratch disk', names: scratch }],
    },
    [`${prefix}.disks.*.hint.model`]: {
      ...figures['disks.*.hint.model'],
      ...hint('m', 'to another, of a scratch disk'),
    },
    [`${prefix}.disks.*.hint.sizeGB`]: {
      ...figures['disks.*.hint.sizeGB'],
      ...hint(1, 'to another, of a scratch disk'),
    },
    [`${prefix}.cpu.architecture`]: {
      others: [{ value: 'arm64', says: 'to arm64, where no pool asks for another', names: plain }],
    },
    [`${prefix}.boot.mode`]: {
      others: [{ value: 'bios', says: 'to bios, with a BMC by ipmi', names: plain }],
    },
    [`${prefix}.gpus.model`]: {
      ...figures['gpus.model'],
      others: [{ value: 'MI300X', says: 'to MI300X, where no slot is', names: unused }],
    },
    [`${prefix}.gpus.vendor`]: {
      others: [{ value: 'nvidia', says: 'to nvidia, where no slot is', names: unused }],
    },
    [`${prefix}.nics.*`]: {
      others: [
        { value: { gbps: 10 }, says: 'added', names: { [`${prefix}.nics`]: 'eno9' } },
        ...(prefix === 'hardware.*'
          ? [{ value: undefined, says: 'left out, and of its machines', also: withoutNic('eno2') }]
          : []),
      ],
    },
    [`${prefix}.disks.*`]: {
      others: [
        {
          value: { type: 'nvme', sizeGB: 3840, role: 'scratch', hint: { model: 'made up 3840 c' } },
          says: 'added, for scratch',
          names: { [`${prefix}.disks`]: 'fastest' },
        },
      ],
    },
  };
}

const manyDisks =
  'a disk of a profile is as many disks as machines have it: it belongs into overrides of a machine';

/** Hardware profiles, and what one machine has otherwise. */
export const hardwareSpecs: Readonly<Record<string, Spec>> = {
  ...below('hardware.*', ['hardware', 'cpu-node'], 'gpu-more'),
  ...below('machines.*.overrides', ['machines', 'cpu-04'], 'gpu-08'),
  'hardware.*.disks.*.hint.serial': { ...figures['disks.*.hint.serial'], reason: manyDisks },
  'hardware.*.disks.*.hint.wwn': { ...figures['disks.*.hint.wwn'], reason: manyDisks },
  'machines.*.overrides.disks.*.hint.serial': {
    values: [{ value: 'S1' }],
    others: [
      { value: 'S2', says: 'to S2, of a scratch disk', names: { 'machines.*.overrides.disks': 'fast' } },
    ],
  },
  'machines.*.overrides.disks.*.hint.wwn': {
    values: [{ value: 'eui.0001' }],
    others: [
      {
        value: 'eui.0002',
        says: 'to eui.0002, of a scratch disk',
        names: { 'machines.*.overrides.disks': 'fast' },
      },
    ],
  },
  'hardware.*': {
    others: [
      {
        value: { cpu: { sockets: 1, coresPerSocket: 8 }, memoryGiB: 64, nics: {}, disks: {} },
        says: 'added',
        names: { hardware: 'another' },
      },
    ],
  },
  'hardware.*.sources.*': {
    values: [{ value: { source: 'made up', mark: 'V' }, says: 'added' }],
    names: { 'hardware.*.sources': 'units' },
  },
};
