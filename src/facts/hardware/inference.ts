import { gpus, managementNic, nvme, storageNics } from './parts.js';
import type { ProfileFacts } from './profile.js';

const mlperf = { source: 'MLPerf Inference 4.1 system descriptions (read)', mark: 'V' } as const;
const rackBom = { source: 'a public rack bill of materials for Supermicro servers', mark: 'S' } as const;
const bootRole = {
  source: 'which NIC boots is set in the firmware; override bootNic where another does',
  mark: 'M',
} as const;
const gpuTable = { source: 'GPU table of this kit, which names its own sources', mark: 'S' } as const;

/** Servers with GPUs on PCIe and no fabric of their own for them. NICs are named by what they are for. */
export const inferenceServers: Readonly<Record<string, ProfileFacts>> = {
  'asus-esc4000a-e12-h100-nvl': {
    manufacturer: 'ASUS',
    model: 'ESC4000A-E12',
    units: 2,
    cpu: { sockets: 1, coresPerSocket: 96, model: 'AMD EPYC 9654' },
    memoryGiB: 768,
    gpus: gpus(4, 'H100-NVL-94GB'),
    // The source names a ConnectX-7 and not its speed.
    nics: managementNic(),
    disks: { ...nvme('os', 1, 3800, 'root'), ...nvme('nvme', 1, 7700, 'scratch') },
    sources: { '*': mlperf, gpus: gpuTable, 'nics.mgmt0.roles': bootRole },
  },
  'hpe-dl380a-gen11-l40s': {
    manufacturer: 'HPE',
    model: 'ProLiant DL380a Gen11',
    units: 2,
    cpu: { sockets: 2, coresPerSocket: 60, model: 'Intel Xeon Platinum 8580' },
    memoryGiB: 1024,
    gpus: gpus(4, 'L40S'),
    nics: { ...managementNic(100), ...storageNics(1, 100) },
    disks: nvme('nvme', 1, 6000, 'root'),
    sources: {
      '*': mlperf,
      gpus: gpuTable,
      nics: { source: 'one adapter with two ports of the seven that fit (read)', mark: 'V' },
      'nics.mgmt0.roles': bootRole,
    },
  },
  'supermicro-as-5126gs-tnrt2': {
    manufacturer: 'Supermicro',
    model: 'AS-5126GS-TNRT2',
    units: 5,
    cpu: { sockets: 2, coresPerSocket: 64, model: 'AMD EPYC 9555' },
    memoryGiB: 1536,
    gpus: gpus(8, 'RTX-PRO-6000'),
    // Two east-west ports for eight GPUs are no rails, one to a GPU: what they are for is the user's to say.
    nics: { ...managementNic(400), ...storageNics(1, 400), ew0: { gbps: 400 }, ew1: { gbps: 400 } },
    disks: { ...nvme('os', 1, 480, 'root'), ...nvme('nvme', 1, 15_360, 'scratch') },
    power: { maxWatts: 6529 },
    sources: { '*': rackBom, gpus: gpuTable, 'nics.mgmt0.roles': bootRole },
  },
};
