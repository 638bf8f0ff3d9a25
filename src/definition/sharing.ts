import { z } from 'zod';
import { DnsLabel } from './scalars.js';

/** A MIG profile as NVIDIA names it (`1g.10gb`, `1g.10gb+me`), or its slices alone (`1g`): the GPU's own profile of that size. */
export const SliceName = z.string().regex(/^[1-9]g(?:\.[1-9]\d*gb(?:[+-][a-z]+(?:\.[a-z]+)?)?)?$/, {
  error: 'must be a MIG profile such as 1g.10gb or 1g.10gb+me, or its slices alone such as 1g',
});

/** MIG instances by profile. */
export const Slices = z.record(SliceName, z.int().min(1).max(131072));

/** How the GPUs of a pool are cut. Checked against the table of the GPU in each slot's machine. */
export const Mig = z.strictObject({
  strategy: z.enum(['single', 'mixed']).optional().meta({
    description:
      'How instances are offered (k8s-device-plugin). single: as nvidia.com/gpu, all GPUs cut alike into one profile. mixed: as nvidia.com/mig-<profile>. Default: single where the layout allows it, mixed otherwise.',
  }),
  layout: z
    .array(
      z.strictObject({
        devices: z.array(z.int().min(0).max(31)).min(1).optional().meta({
          description: 'GPUs by index, counted from 0. Default: all that no other entry names.',
        }),
        slices: Slices.meta({
          description:
            'Instances on each of these GPUs: a profile (1g.10gb), or slices alone (1g), which mean the GPU’s own profile of least memory, so that one layout fits several GPUs.',
        }),
      }),
    )
    .optional()
    .meta({
      description: 'What each GPU is cut into; GPUs that no entry names stay whole. Default: nothing is cut.',
    }),
});

/** Who shares a cluster without having its machines: a namespace, and what of the GPUs it may use. */
export const WorkloadTenant = z.strictObject({
  description: z.string().optional().meta({ description: 'For people. Default: none.' }),
  namespace: DnsLabel.optional().meta({ description: 'Kubernetes namespace. Default: the name.' }),
  groups: z
    .array(z.string().regex(/^[^\s]+$/, { error: 'must be one word' }))
    .optional()
    .meta({
      description:
        'Groups, as the identity provider of the cluster names them, that may edit its namespace. Default: none.',
    }),
  pools: z.array(DnsLabel).min(1).optional().meta({
    description:
      'Pools whose machines it has to itself: nobody else’s pods run there, and its own nowhere else. Default: it shares all others.',
  }),
  quota: z
    .strictObject({
      gpus: z.int().min(0).max(16384).optional().meta({ description: 'Whole GPUs. Default: none.' }),
      slices: Slices.optional().meta({
        description: 'MIG instances by profile, or by slices alone as in a layout. Default: none.',
      }),
    })
    .optional()
    .meta({ description: 'What it may use at most. Default: no GPU.' }),
});
