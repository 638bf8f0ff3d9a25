import { pinned } from '../../src/facts/gpu-software.js';
import type { AmdDriverModel, NvidiaDriverModel } from '../../src/model/software-types.js';
import type { SiteModel } from '../../src/model/types.js';
import { item, type Mutable, slotsIn } from '../support/inventory-fixture.js';
import { amdDriver, nvidiaDriver } from '../support/software-fixture.js';
import type { Case } from './case.js';
import { cut, slice } from './sharing-cases.js';

/** Puts drivers on the GPU machines. */
function drive(model: Mutable<SiteModel>, driver: NvidiaDriverModel | AmdDriverModel): void {
  const slots = slotsIn(model, 'gpu').map(({ name }) => name);
  item(model.clusters).software.drivers = [{ ...JSON.parse(JSON.stringify(driver)), slots }];
}

const nvidia = (changes: Partial<NvidiaDriverModel>) => (model: Mutable<SiteModel>) =>
  drive(model, nvidiaDriver(changes));
const amd = (changes: Partial<AmdDriverModel>) => (model: Mutable<SiteModel>) =>
  drive(model, amdDriver(changes));

const driverAt = 'cluster/train-a:software.nvidia.driver';

/** Faults in the versions of software. */
export const softwareCases: readonly Case[] = [
  {
    rule: 'software/driver-for-gpu',
    title: 'a driver from before the GPU',
    change: nvidia({ gpu: 'B200', version: '550.90.07' }),
    finds: [
      `train-a/nvidia-8x | driver "550.90.07" of cluster "train-a" is not for B200, which needs branch 570 or later | ${driverAt}`,
    ],
  },
  {
    rule: 'software/driver-for-gpu',
    title: 'a driver that has given the GPU up',
    change: nvidia({ gpu: 'V100-SXM2-32GB', version: '590.44.01' }),
    finds: [
      `train-a/nvidia-8x | driver "590.44.01" of cluster "train-a" is not for V100-SXM2-32GB, which branch 580 was the last one for | ${driverAt}`,
    ],
  },
  {
    rule: 'software/driver-for-gpu',
    title: 'MIG from before its branch',
    change: (model) => {
      slice(model, [cut([0, 1], { '1g.10gb': 7 })]);
      drive(model, nvidiaDriver({ gpu: 'A100-SXM-80GB', version: '440.33.01' }));
    },
    finds: [
      `train-a/nvidia-8x | driver "440.33.01" of cluster "train-a" is not for A100-SXM-80GB, which needs branch 450 or later for MIG | ${driverAt}`,
    ],
  },
  {
    rule: 'software/cuda-for-driver',
    title: 'CUDA 13 on a driver of CUDA 12',
    change: nvidia({ version: '570.172.08', cuda: '13.0' }),
    finds: [
      'train-a/nvidia-8x | CUDA "13.0" of cluster "train-a" needs driver branch 580 or later, and the driver is "570.172.08" | cluster/train-a:software.nvidia.cuda',
    ],
  },
  {
    rule: 'software/rocm-for-gpu',
    title: 'ROCm 5 for MI300X',
    change: amd({ gpu: 'MI300X', rocm: '5.7.1' }),
    finds: [
      'train-a/amd-8x | ROCm "5.7.1" of cluster "train-a" came before MI300X, which needs 6.0 or later | cluster/train-a:software.amd.rocm',
    ],
  },
  {
    rule: 'software/no-repository',
    title: 'an image that does not say its system',
    change: amd({ gpu: 'MI300X', missingRepositories: ['amdgpu', 'rocm'] }),
    finds: [
      'train-a/amd-8x | MI300X of cluster "train-a" needs packages from amdgpu and rocm, and the image does not say which system they are for | site/dc1:software.repositories',
    ],
  },
  {
    rule: 'software/no-repository',
    title: 'an offline site without a mirror',
    change: (model) => {
      model.site.software.offline = true;
      drive(model, nvidiaDriver({ missingRepositories: ['nvidia'] }));
    },
    finds: [
      'train-a/nvidia-8x | H100-SXM-80GB of cluster "train-a" needs packages from nvidia, and the offline site "dc1" names no such repository | site/dc1:software.repositories',
    ],
  },
];

/** Versions that look like a fault and are none. */
export const soundSoftwareCases: readonly Case[] = [
  {
    rule: 'software/driver-for-gpu',
    title: 'the last branch that a GPU has',
    change: nvidia({ gpu: 'V100-SXM2-32GB', version: pinned.nvidiaDriver.version }),
    finds: [],
  },
  {
    rule: 'software/driver-for-gpu',
    title: 'the first branch that a GPU has',
    change: nvidia({ gpu: 'B200', version: '570.86.15' }),
    finds: [],
  },
  {
    rule: 'software/cuda-for-driver',
    title: 'a CUDA that is not known yet',
    change: nvidia({ version: '590.44.01', cuda: '14.0' }),
    finds: [],
  },
  {
    rule: 'software/cuda-for-driver',
    title: 'CUDA 12 on a newer driver',
    change: nvidia({ version: '590.44.01', cuda: '12.8' }),
    finds: [],
  },
  {
    rule: 'software/rocm-for-gpu',
    title: 'the first release of a GPU',
    change: amd({ gpu: 'MI300X', rocm: '6.0' }),
    finds: [],
  },
  {
    rule: 'software/rocm-for-gpu',
    title: 'a GPU that is not known',
    change: amd({ gpu: 'MI9', rocm: '1.0' }),
    finds: [],
  },
  { rule: 'software/no-repository', title: 'a mirror for each', change: amd({}), finds: [] },
];
