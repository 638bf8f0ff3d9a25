import type { Mark } from './figure.js';

/** How AMD asks for the host of its GPUs to be set. */
export interface AmdHostFacts {
  readonly gpus: RegExp;
  /** False: cores are kept out of C2, so that the network is fast at once. */
  readonly deepIdle: boolean;
  readonly sysctl: Readonly<Record<string, string>>;
  readonly source: string;
  readonly mark: Mark;
}

/**
 * Neither guide asks for a parameter of the kernel module: its defaults are theirs. `pci=realloc=off` and `iommu=pt` are
 * options of the kernel, which a pool has.
 */
const guides: readonly AmdHostFacts[] = [
  {
    gpus: /^MI2\d\d/,
    deepIdle: false,
    sysctl: {},
    source: 'ROCm/amdgpu-docs, MI200 system optimization: operating system settings (read)',
    mark: 'V',
  },
  {
    gpus: /^MI3\d\d/,
    deepIdle: false,
    // Memory is not moved between sockets under applications that place it themselves.
    sysctl: { 'kernel.numa_balancing': '0' },
    source: 'ROCm/amdgpu-docs, MI300X system optimization: operating system settings (read)',
    mark: 'V',
  },
];

/** How the host of a GPU is to be set; undefined where no guide is known. */
export function amdHostFacts(model: string): AmdHostFacts | undefined {
  return guides.find(({ gpus }) => gpus.test(model));
}
