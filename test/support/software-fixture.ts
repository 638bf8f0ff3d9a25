import type { AmdDriverModel, NvidiaDriverModel } from '../../src/model/software-types.js';

/** A driver of NVIDIA, on no machine unless said. */
export function nvidiaDriver(changes: Partial<NvidiaDriverModel> = {}): NvidiaDriverModel {
  return {
    vendor: 'nvidia',
    name: 'nvidia-8x',
    gpu: 'H100-SXM-80GB',
    gpusPerMachine: 8,
    slots: [],
    repositories: [
      {
        name: 'nvidia',
        url: 'https://mirror.example.net/cuda/',
        suite: '/',
        components: [],
        key: 'https://mirror.example.net/cuda.asc',
      },
    ],
    missingRepositories: [],
    version: '580.126.20',
    modules: 'open',
    fabricManager: true,
    subnetManager: false,
    gpuDirect: 'dma-buf',
    cuda: null,
    dcgm: '4',
    containerToolkit: '1.17.8',
    ...changes,
  };
}

/** ROCm, on no machine unless said. */
export function amdDriver(changes: Partial<AmdDriverModel> = {}): AmdDriverModel {
  return {
    vendor: 'amd',
    name: 'amd-8x',
    gpu: 'MI210',
    gpusPerMachine: 8,
    slots: [],
    repositories: [],
    missingRepositories: [],
    rocm: '7.2.3',
    amdgpu: '30.30.3',
    parameters: [],
    deepIdle: true,
    sysctl: [],
    ...changes,
  };
}
