import type { Mark } from './figure.js';

/** What is tried on a machine before it is used, and by which test of each provisioner. */
export interface MachineTest {
  readonly part: 'disks' | 'memory' | 'cpu' | 'gpus';
  readonly why: string;
  /** Test of MAAS by name; null where it ships none. */
  readonly maas: string | null;
  /** Cleaning step of the ramdisk of Ironic, in the order of running. */
  readonly ironic: string;
  /** What the step reads of `driver_info` for how long it runs, with its default in seconds. */
  readonly ironicTime: { readonly key: string; readonly defaultSec: number };
  readonly source: string;
  readonly mark: Mark;
}

const source =
  'built-in scripts of MAAS (read); ironic-python-agent 13.0.0, hardware.py and burnin.py (read): all at priority 0';

/** All of them, in the order of running. What a machine has is compared by the acceptance check, not here. */
export const machineTests: readonly MachineTest[] = [
  {
    part: 'memory',
    why: 'faults that show under load only',
    maas: 'memtester',
    ironic: 'burnin_memory',
    ironicTime: { key: 'agent_burnin_vm_timeout', defaultSec: 86_400 },
    source,
    mark: 'V',
  },
  {
    part: 'cpu',
    why: 'heat and power at full load',
    maas: 'stress-ng-cpu-long',
    ironic: 'burnin_cpu',
    ironicTime: { key: 'agent_burnin_cpu_timeout', defaultSec: 86_400 },
    source,
    mark: 'V',
  },
  {
    part: 'disks',
    why: 'disks that say themselves that they fail; of Ironic, writing over all of them',
    maas: 'smartctl-validate',
    ironic: 'burnin_disk',
    ironicTime: { key: 'agent_burnin_fio_disk_runtime', defaultSec: 0 },
    source,
    mark: 'V',
  },
  {
    part: 'gpus',
    why: 'the count of GPUs, and each at full load; CUDA only, with gpu-burn in the ramdisk',
    maas: null,
    ironic: 'burnin_gpu',
    ironicTime: { key: 'agent_burnin_gpu_timeout', defaultSec: 86_400 },
    source,
    mark: 'V',
  },
];
