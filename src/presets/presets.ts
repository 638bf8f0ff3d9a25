import type { z } from 'zod';
import type { ClusterBodyInput } from '../definition/cluster.js';
import { DedicatedTrainingOptions, dedicatedTraining } from './dedicated-training.js';
import { SharedInferenceOptions, sharedInference } from './shared-inference.js';

/** A preset: options in, plain cluster input out. */
export interface Preset {
  readonly name: string;
  readonly description: string;
  readonly options: z.ZodType;
  /** @param options already checked with `options` */
  readonly expand: (options: never) => ClusterBodyInput;
}

/** All presets by name. */
export const presets: Readonly<Record<string, Preset>> = {
  'dedicated-training': {
    name: 'dedicated-training',
    description:
      'One tenant owns every machine, full-time, straight on the metal: control, GPU and login pools.',
    options: DedicatedTrainingOptions,
    expand: dedicatedTraining,
  },
  'shared-inference': {
    name: 'shared-inference',
    description:
      'The operator owns every machine, and its users share them in containers and MIG slices: control, GPU and MIG pools.',
    options: SharedInferenceOptions,
    expand: sharedInference,
  },
};
