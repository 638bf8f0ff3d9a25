import { driverBranch } from '../../../facts/gpu-software.js';
import type { NvidiaDriverModel } from '../../../model/software-types.js';
import type { NodeFile, NodeSoftware } from '../node.js';
import { type Pin, pinFile } from './pins.js';

/**
 * The branch from which on NVIDIA's packages for Ubuntu and Debian go without it in their names.
 *
 * Source: NVIDIA driver installation guide r590, version locking packages for Ubuntu and Debian (its contents read).
 */
const unversionedFrom = 590;

/** Driver, fabric manager, DCGM, CUDA and container toolkit of NVIDIA GPUs. */
export function nvidia(driver: NvidiaDriverModel): Partial<NodeSoftware> {
  const { vendor, name, gpu, gpusPerMachine, slots, repositories, missingRepositories, ...own } = driver;
  const {
    version,
    modules,
    fabricManager,
    subnetManager,
    gpuDirect,
    cuda,
    dcgm,
    containerToolkit,
    ...unmapped
  } = own;
  unmapped satisfies Record<string, never>;
  // Whose it is, and what guardrails tell.
  void [vendor, gpu, gpusPerMachine, slots, missingRepositories];
  const branch = driverBranch(version);
  const suffix = branch < unversionedFrom ? `-${branch}` : '';
  const container = containerToolkit === null ? [] : [`nvidia-container-toolkit=${containerToolkit}-*`];
  const cudaMajor = cuda === null ? Math.min(13, branch < 580 ? 12 : 13) : Number.parseInt(cuda, 10);
  return {
    groups: [name],
    repositories,
    driverPackages: [
      ...(modules === 'open' ? ['nvidia-open'] : ['cuda-drivers']),
      ...(fabricManager ? ['nvidia-fabricmanager', 'libnvidia-nscq'] : []),
      ...(subnetManager ? ['libnvsdm'] : []),
    ]
      .map((own) => `${own}${suffix}=${version}-*`)
      .concat(subnetManager ? ['nvlsm'] : []),
    packages: [
      `datacenter-gpu-manager-${dcgm}-cuda${cudaMajor}`,
      ...(cuda === null ? [] : [`cuda-toolkit-${cuda.split('.').slice(0, 2).join('-')}`]),
      ...container,
    ],
    files: [pinFile(name, pinsOf(driver)), ...modulesFile(name, gpuDirect)],
    driverUnits: [
      'nvidia-persistenced.service',
      ...(fabricManager ? ['nvidia-fabricmanager.service'] : []),
      'nvidia-dcgm.service',
    ],
  };
}

function pinsOf({ version, containerToolkit }: NvidiaDriverModel): readonly Pin[] {
  return [
    {
      why: 'Driver, fabric manager and their libraries, which must be of one version.',
      packages: ['*nvidia*', 'cuda-drivers*', 'libnvsdm*', 'libxnvctrl*'],
      pin: `version ${version}-*`,
      priority: 1001,
    },
    ...(containerToolkit === null
      ? []
      : [
          {
            why: 'Container toolkit.',
            packages: ['nvidia-container-toolkit*', 'libnvidia-container*'],
            pin: `version ${containerToolkit}-*`,
            priority: 1001,
          },
        ]),
  ];
}

/** DMA-BUF needs nothing: the open kernel modules have it. */
function modulesFile(group: string, gpuDirect: NvidiaDriverModel['gpuDirect']): readonly NodeFile[] {
  if (gpuDirect === 'dma-buf') return [];
  return [
    {
      path: '/etc/modules-load.d/rackform-gpu.conf',
      mode: '0644',
      content: '# Written by rackform: NICs reach GPU memory by way of it.\nnvidia-peermem\n',
      group,
      restarts: ['systemd-modules-load.service'],
    },
  ];
}
