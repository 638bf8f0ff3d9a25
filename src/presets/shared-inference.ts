import { z } from 'zod';
import type { ClusterBodyInput, PoolInput } from '../definition/cluster.js';
import { GpuVendor } from '../definition/hardware.js';
import { DnsLabel } from '../definition/scalars.js';
import { Mig, WorkloadTenant } from '../definition/sharing.js';
import { hostDeviceOptions } from '../facts/kernel.js';

/** Options of the preset `shared-inference`. */
export const SharedInferenceOptions = z.strictObject({
  gpuNodes: z
    .int()
    .min(0)
    .max(2048)
    .optional()
    .meta({ description: 'GPU machines whose GPUs are given to containers whole. Default: 0.' }),
  migNodes: z
    .int()
    .min(0)
    .max(2048)
    .optional()
    .meta({ description: 'GPU machines whose GPUs are cut into MIG slices. Default: 0.' }),
  gpu: z
    .strictObject({
      vendor: GpuVendor.optional().meta({ description: 'GPU vendor. Default: nvidia.' }),
      model: z.string().optional().meta({ description: 'GPU model. Default: any of the vendor.' }),
      count: z
        .int()
        .min(1)
        .max(32)
        .optional()
        .meta({ description: 'At least so many GPUs in a machine. Default: 1.' }),
      memoryGB: z
        .number()
        .positive()
        .optional()
        .meta({ description: 'At least so many GB on each GPU. Default: any.' }),
    })
    .optional()
    .meta({ description: 'GPUs that the machines must have. Default: any of NVIDIA.' }),
  mig: Mig.optional().meta({
    description:
      'How the GPUs of migNodes are cut. Default: 3g, 2g and two 1g on each, which GPUs of seven slices have.',
  }),
  controlNodes: z
    .int()
    .min(1)
    .max(9)
    .optional()
    .meta({ description: 'Control machines without GPU, spread over racks and feeds. Default: 3.' }),
  spares: z
    .int()
    .min(0)
    .max(512)
    .optional()
    .meta({ description: 'Machines to keep free for each GPU pool that has any. Default: 0.' }),
  network: DnsLabel.optional().meta({
    description: 'The one network of all machines, by its name or purpose. Default: front-end.',
  }),
  rails: z.boolean().optional().meta({
    description: 'Compute rails for whole GPUs; slices have no use for them. Default: false.',
  }),
  bond: z.boolean().optional().meta({
    description: 'LACP bond where a machine has two NICs for the network. Default: true.',
  }),
  lacpFallback: z.boolean().optional().meta({
    description:
      'The switches force one member of a bond up without LACP, so that a NIC of it can PXE boot. Default: false.',
  }),
  image: DnsLabel.optional().meta({
    description: 'Image of the site for all pools. Default: defaults.image of the site.',
  }),
  workloadTenants: z.record(DnsLabel, WorkloadTenant).optional().meta({
    description: 'Who shares the cluster, by name. Default: none.',
  }),
});
export type SharedInferenceOptionsInput = z.input<typeof SharedInferenceOptions>;

/** One of each size: what NVIDIA's own configurations call balanced, on a GPU of seven slices. */
const balanced: NonNullable<SharedInferenceOptionsInput['mig']> = {
  layout: [{ slices: { '1g': 2, '2g': 1, '3g': 1 } }],
};

/**
 * Shared inference cluster: the operator's platform is the tenant of the machines, and its users are workload tenants
 * with a namespace and a share of whole GPUs or MIG slices. One network, no rails unless asked for; control nodes
 * without GPU spread over racks; erased on every release.
 *
 * @returns plain input for `defineCluster`: print it, diff it, spread it.
 */
export function sharedInference(options: SharedInferenceOptionsInput): ClusterBodyInput {
  const bond =
    options.bond === false
      ? {}
      : { bond: { mode: '802.3ad' as const, lacpFallback: options.lacpFallback ?? false } };
  const common = {
    networks: { [options.network ?? 'front-end']: { ...bond, addressing: 'static', gateway: true } },
    ...(options.image === undefined ? {} : { image: options.image }),
  } satisfies Partial<PoolInput>;
  const vendor = options.gpu?.vendor ?? 'nvidia';
  const gpus = { ...options.gpu, vendor, count: options.gpu?.count ?? 1 };
  const gpuPool = (count: number) => ({
    role: 'gpu' as const,
    count,
    spares: count === 0 ? 0 : (options.spares ?? 0),
    placement: 'pack' as const,
    kernel: { options: [...hostDeviceOptions[vendor]] },
    ...common,
  });
  return {
    mode: 'shared',
    pools: {
      control: {
        role: 'control',
        count: options.controlNodes ?? 3,
        placement: 'spread',
        hardware: { gpus: { count: 0 } },
        runs: 'containers',
        ...common,
        rails: { enabled: false },
      },
      // Pools of none stay pools: slots on their way out need them until they are gone.
      gpu: {
        ...gpuPool(options.gpuNodes ?? 0),
        runs: 'containers',
        hardware: { gpus },
        rails: { enabled: options.rails ?? false },
      },
      mig: {
        ...gpuPool(options.migNodes ?? 0),
        runs: 'mig',
        hardware: { gpus: { ...gpus, migCapable: true } },
        mig: options.mig ?? balanced,
        rails: { enabled: false },
      },
    },
    release: { erase: 'secure' },
    workloadTenants: options.workloadTenants ?? {},
    software: { scheduler: 'kubernetes' },
  };
}
