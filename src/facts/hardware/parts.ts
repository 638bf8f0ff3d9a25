import { InternalError } from '../../errors.js';
import { gpuByModel } from '../gpus.js';
import type { DiskFacts, NicFacts, ProfileFacts } from './profile.js';

/** GPUs of a server by their canonical name; memory, form, MIG and watts are those of the GPU table. */
export function gpus(count: number, model: string): NonNullable<ProfileFacts['gpus']> {
  const gpu = gpuByModel(model);
  if (gpu === undefined || gpu.vendor === null || gpu.memoryGB === null)
    throw new InternalError(`the hardware catalog names GPU "${model}", which the GPU table does not have`);
  return {
    vendor: gpu.vendor,
    model,
    count,
    memoryGB: gpu.memoryGB,
    migCapable: gpu.migCapable,
    ...(gpu.formFactor === null ? {} : { formFactor: gpu.formFactor }),
    ...(gpu.watts === null ? {} : { watts: gpu.watts }),
  };
}

/** `rail0` and on, one for each GPU. */
export function rails(count: number, gbps: number): Record<string, NicFacts> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, rail) => [`rail${rail}`, { gbps, roles: ['rail' as const], rail }]),
  );
}

/** `mgmt0`, the NIC that boots and carries the in-band network. */
export function managementNic(gbps?: number): Record<string, NicFacts> {
  return { mgmt0: { ...(gbps === undefined ? {} : { gbps }), roles: ['boot', 'management'] } };
}

/** `stor0` and on. */
export function storageNics(count: number, gbps: number): Record<string, NicFacts> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`stor${index}`, { gbps, roles: ['storage' as const] }]),
  );
}

/** NVMe disks `<name>0` and on, all of one size and use. */
export function nvme(
  name: string,
  count: number,
  sizeGB: number,
  role: NonNullable<DiskFacts['role']>,
): Record<string, DiskFacts> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${name}${index}`, { type: 'nvme' as const, sizeGB, role }]),
  );
}

/**
 * Disks of a mirror made in firmware or left as they are: MAAS installs on the first, and cannot mirror the boot
 * disk itself.
 */
export function bootPair(sizeGB: number): Record<string, DiskFacts> {
  return { os0: { type: 'nvme', sizeGB, role: 'root' }, os1: { type: 'nvme', sizeGB } };
}
