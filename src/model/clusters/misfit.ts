import type { MachineModel } from '../types.js';
import type { PoolPlan } from './clusters.js';

/** Why a machine cannot fill a slot of the pool; null where it can. Says nothing of its state. */
export function misfit(plan: PoolPlan, machine: MachineModel): string | null {
  const { pool } = plan;
  const wanted = pool.hardware;
  const { hardware } = machine;
  if (pool.machines !== undefined && !pool.machines.includes(machine.asset))
    return 'is not one of the pool’s machines';
  if (pool.racks !== undefined && (machine.rack === null || !pool.racks.includes(machine.rack))) {
    return `stands in ${machine.rack ?? 'no known rack'}, not in ${pool.racks.join(' or ')}`;
  }
  if (wanted?.profiles !== undefined && !wanted.profiles.includes(hardware.profile)) {
    return `is a ${hardware.profile}, not a ${wanted.profiles.join(' or ')}`;
  }
  const cores = hardware.cpu.sockets * hardware.cpu.coresPerSocket;
  if (wanted?.cores !== undefined && cores < wanted.cores)
    return `has ${cores} cores, fewer than ${wanted.cores}`;
  if (wanted?.memoryGiB !== undefined && hardware.memoryGiB < wanted.memoryGiB) {
    return `has ${hardware.memoryGiB} GiB of RAM, less than ${wanted.memoryGiB}`;
  }
  if (wanted?.architecture !== undefined && hardware.cpu.architecture !== wanted.architecture) {
    return `is ${hardware.cpu.architecture}, not ${wanted.architecture}`;
  }
  return gpuMisfit(plan, hardware.gpus);
}

function gpuMisfit(plan: PoolPlan, gpus: MachineModel['hardware']['gpus']): string | null {
  const wanted =
    plan.pool.hardware?.gpus ??
    (plan.pool.role === 'gpu' && plan.pool.machines === undefined ? { count: 1 } : undefined);
  if (wanted === undefined) return null;
  if (wanted.count === 0) return gpus === null ? null : `has ${gpus.count} GPUs, and the pool wants none`;
  if (gpus === null) return 'has no GPU';
  if (wanted.count !== undefined && gpus.count < wanted.count)
    return `has ${gpus.count} ${gpus.count === 1 ? 'GPU' : 'GPUs'}, fewer than ${wanted.count}`;
  if (wanted.vendor !== undefined && gpus.vendor !== wanted.vendor)
    return `has GPUs of ${gpus.vendor}, not ${wanted.vendor}`;
  if (wanted.model !== undefined && gpus.model !== wanted.model)
    return `has ${gpus.model} GPUs, not ${wanted.model}`;
  if (wanted.memoryGB !== undefined && gpus.memoryGB < wanted.memoryGB) {
    return `has ${gpus.memoryGB} GB on a GPU, less than ${wanted.memoryGB}`;
  }
  if (wanted.migCapable !== undefined && gpus.migCapable !== wanted.migCapable) {
    return `has ${gpus.model} GPUs, which ${gpus.migCapable ? 'can' : 'cannot'} be cut into MIG instances`;
  }
  return null;
}
