import { z } from 'zod';
import type { ClusterBodyInput, PoolInput } from '../definition/cluster.js';
import { GpuVendor } from '../definition/hardware.js';
import { DnsLabel } from '../definition/scalars.js';
import { trainingKernelOptions } from '../facts/kernel.js';

/** Options of the preset `dedicated-training`. */
export const DedicatedTrainingOptions = z.strictObject({
  gpuNodes: z.int().min(1).max(2048).meta({ description: 'GPU machines.' }),
  gpu: z
    .strictObject({
      vendor: GpuVendor,
      model: z.string().optional().meta({ description: 'GPU model. Default: any of the vendor.' }),
      count: z
        .int()
        .min(1)
        .max(32)
        .optional()
        .meta({ description: 'At least so many GPUs in a machine. Default: 8.' }),
      memoryGB: z
        .number()
        .positive()
        .optional()
        .meta({ description: 'At least so many GB on each GPU. Default: any.' }),
    })
    .meta({ description: 'GPUs that the machines must have.' }),
  controlNodes: z
    .int()
    .min(1)
    .max(9)
    .optional()
    .meta({ description: 'Control machines, spread over racks and feeds. Default: 3.' }),
  loginNodes: z.int().min(0).max(64).optional().meta({ description: 'Login machines. Default: 1.' }),
  spares: z
    .int()
    .min(0)
    .max(512)
    .optional()
    .meta({ description: 'GPU machines to keep free for replacements. Default: 0.' }),
  image: DnsLabel.optional().meta({
    description: 'Image of the site for all pools. Default: defaults.image of the site.',
  }),
  bond: z.boolean().optional().meta({
    description: 'LACP bond on in-band and storage where a machine has two NICs for it. Default: true.',
  }),
  lacpFallback: z.boolean().optional().meta({
    description:
      'The switches force one member of a bond up without LACP, so that a NIC of it can PXE boot. Default: false.',
  }),
  scratch: z.boolean().optional().meta({ description: 'NVMe scratch on GPU machines. Default: true.' }),
  hugePages1GiB: z
    .int()
    .min(0)
    .max(4096)
    .optional()
    .meta({ description: 'Huge pages of 1 GiB on GPU machines. Default: 0, transparent ones only.' }),
});
export type DedicatedTrainingOptionsInput = z.input<typeof DedicatedTrainingOptions>;

/**
 * Dedicated training cluster: one tenant owns every machine, straight on the metal. GPU pool with its compute
 * rails, control nodes spread over racks and feeds, login nodes; no MIG, no VM; erased when released.
 *
 * @returns plain input for `defineCluster`: print it, diff it, spread it.
 */
export function dedicatedTraining(options: DedicatedTrainingOptionsInput): ClusterBodyInput {
  const bond =
    options.bond === false
      ? {}
      : { bond: { mode: '802.3ad' as const, lacpFallback: options.lacpFallback ?? false } };
  const networks: PoolInput['networks'] = {
    'in-band': { ...bond, addressing: 'static', gateway: true },
    storage: { ...bond, addressing: 'static', optional: true },
  };
  const common = {
    runs: 'metal' as const,
    networks,
    ...(options.image === undefined ? {} : { image: options.image }),
  };
  return {
    mode: 'dedicated',
    pools: {
      control: { role: 'control', count: options.controlNodes ?? 3, placement: 'spread', ...common },
      gpu: {
        role: 'gpu',
        count: options.gpuNodes,
        spares: options.spares ?? 0,
        placement: 'pack',
        hardware: { gpus: { ...options.gpu, count: options.gpu.count ?? 8 } },
        kernel: {
          options: [...trainingKernelOptions[options.gpu.vendor]],
          hugePages1GiB: options.hugePages1GiB ?? 0,
          acs: 'off',
        },
        ...(options.scratch === false ? {} : { storage: { layout: 'flat', scratch: {} } }),
        rails: { enabled: true },
        ...common,
      },
      // A pool of none stays a pool: slots on their way out need it until they are gone.
      login: { role: 'login', count: options.loginNodes ?? 1, ...common },
    },
    release: { erase: 'secure' },
    software: { scheduler: 'slurm' },
  };
}
