import { bootPair, gpus, managementNic, nvme, rails, storageNics } from './parts.js';
import type { ProfileFacts } from './profile.js';

const basePod = { source: 'NVIDIA DGX BasePOD core components (read)', mark: 'V' } as const;
const psuPage = { source: 'NVIDIA DGX H100 power page, as summarised by others', mark: 'S' } as const;
const b200Guide = { source: 'NVIDIA DGX B200 user guide (read)', mark: 'V' } as const;
const b200Others = { source: 'NVIDIA DGX B200 data, as summarised by others', mark: 'S' } as const;
const mlperf = { source: 'MLPerf Inference 4.1 system descriptions (read)', mark: 'V' } as const;
const dellFactory = {
  source: 'Dell AI Factory with NVIDIA design guide, as noted by others',
  mark: 'S',
} as const;
const rackBom = { source: 'a public rack bill of materials for Supermicro servers', mark: 'S' } as const;
const bootRole = {
  source: 'which NIC boots is set in the firmware; override bootNic where another does',
  mark: 'M',
} as const;
const gpuTable = { source: 'GPU table of this kit, which names its own sources', mark: 'S' } as const;

const dgxPower = { psus: 6, psusNeeded: 4, psuWatts: 3300, maxWatts: 10_200 };

function dgxHopper(model: string, gpu: string): ProfileFacts {
  return {
    manufacturer: 'NVIDIA',
    model,
    units: 8,
    cpu: { sockets: 2, coresPerSocket: 56, model: 'Intel Xeon Platinum 8480C' },
    memoryGiB: 2048,
    gpus: gpus(8, gpu),
    nics: {
      ...rails(8, 400),
      ...storageNics(2, 400),
      ...managementNic(400),
      mgmt1: { gbps: 400, roles: ['management'] },
    },
    disks: { ...bootPair(1920), ...nvme('nvme', 8, 3840, 'scratch') },
    power: dgxPower,
    sources: {
      '*': basePod,
      memoryGiB: { source: '2 TB in the source, as 2,048 GiB of DIMMs', mark: 'D' },
      gpus: gpuTable,
      'nics.mgmt0.roles': bootRole,
      'disks.nvme0': { source: '8 disks of 3.84 TB, general knowledge', mark: 'M' },
      power: psuPage,
    },
  };
}

/** Servers with eight GPUs and a fabric of their own for them. NICs are named by what they are for. */
export const trainingServers: Readonly<Record<string, ProfileFacts>> = {
  'dgx-h100': dgxHopper('DGX H100', 'H100-SXM-80GB'),
  'dgx-h200': dgxHopper('DGX H200', 'H200-SXM-141GB'),
  'dgx-b200': {
    manufacturer: 'NVIDIA',
    model: 'DGX B200',
    units: 10,
    weightKg: 142.4,
    cpu: { sockets: 2, coresPerSocket: 56, model: 'Intel Xeon Platinum 8570' },
    memoryGiB: 2048,
    gpus: gpus(8, 'B200'),
    nics: {
      ...rails(8, 400),
      stor0: { gbps: 400, kind: 'infiniband', roles: ['storage'] },
      stor1: { gbps: 400, kind: 'infiniband', roles: ['storage'] },
      ...managementNic(400),
      mgmt1: { gbps: 400, roles: ['management'] },
    },
    disks: { ...bootPair(1920), ...nvme('nvme', 8, 3840, 'scratch') },
    power: { psus: 6, psusNeeded: 5, psuWatts: 3300, maxWatts: 14_300 },
    sources: {
      '*': b200Guide,
      memoryGiB: { source: '2 TB in the source (up to 4), as 2,048 GiB of DIMMs', mark: 'D' },
      weightKg: b200Others,
      gpus: gpuTable,
      'nics.stor0': {
        source:
          'each of two BlueField-3 has a 400 GbE and an InfiniBand port (read); who uses which is a choice',
        mark: 'V',
      },
      'nics.mgmt0.roles': bootRole,
      'power.psusNeeded': b200Others,
    },
  },
  'supermicro-as-8125gs-tnhr-h100': {
    manufacturer: 'Supermicro',
    model: 'AS-8125GS-TNHR',
    units: 8,
    cpu: { sockets: 2, coresPerSocket: 48, model: 'AMD EPYC 9474F' },
    memoryGiB: 1536,
    gpus: gpus(8, 'H100-SXM-80GB'),
    nics: { ...rails(8, 400), ...storageNics(1, 400), ...managementNic(10) },
    disks: nvme('nvme', 1, 15_360, 'root'),
    power: { maxWatts: 10_040 },
    sources: {
      '*': mlperf,
      units: rackBom,
      gpus: gpuTable,
      'nics.mgmt0.roles': bootRole,
      power: { source: 'sum of the components of the H200 build, whose GPUs draw the same', mark: 'S' },
    },
  },
  'supermicro-as-8125gs-tnmr2-mi300x': {
    manufacturer: 'Supermicro',
    model: 'AS-8125GS-TNMR2',
    units: 8,
    cpu: { sockets: 2, coresPerSocket: 32, model: 'AMD EPYC 9374F' },
    memoryGiB: 1536,
    gpus: gpus(8, 'MI300X'),
    nics: { ...rails(8, 400), ...managementNic(10) },
    disks: { ...nvme('os', 1, 900, 'root'), ...nvme('nvme', 2, 3500, 'scratch') },
    sources: {
      '*': mlperf,
      units: { source: 'general knowledge', mark: 'M' },
      'nics.rail0': {
        source: 'eight ConnectX-7 in a training build, general knowledge; the machine described had one',
        mark: 'M',
      },
      'nics.mgmt0.roles': bootRole,
    },
  },
  'dell-xe9680-h200': {
    manufacturer: 'Dell',
    model: 'PowerEdge XE9680',
    units: 6,
    cpu: { sockets: 2, coresPerSocket: 32, model: 'Intel Xeon Platinum 8562Y+' },
    memoryGiB: 2048,
    gpus: gpus(8, 'H200-SXM-141GB'),
    nics: { ...rails(8, 400), ...storageNics(1, 200), ...managementNic(200) },
    disks: nvme('nvme', 1, 7680, 'root'),
    power: { psus: 6, psuWatts: 2800, maxWatts: 10_200 },
    sources: {
      '*': dellFactory,
      'nics.mgmt0.roles': bootRole,
      'power.maxWatts': { source: 'planning figure in the same guide', mark: 'S' },
    },
  },
  'dell-xe9680-mi300x': {
    manufacturer: 'Dell',
    model: 'PowerEdge XE9680',
    units: 6,
    cpu: { sockets: 2, coresPerSocket: 40, model: 'Intel Xeon Platinum 8460Y+' },
    memoryGiB: 2048,
    gpus: gpus(8, 'MI300X'),
    nics: { ...rails(8, 400), ...storageNics(1, 400), ...managementNic(400) },
    disks: nvme('nvme', 1, 7680, 'root'),
    power: { psus: 6, psuWatts: 2800 },
    sources: {
      '*': mlperf,
      units: dellFactory,
      'nics.mgmt0.roles': bootRole,
      disks: dellFactory,
      power: dellFactory,
    },
  },
};
