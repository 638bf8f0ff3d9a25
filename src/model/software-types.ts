import type { RepositoryName } from '../facts/package-sources.js';

/** A mirror that a site names. Null where the vendor’s own value holds. */
export interface MirrorModel {
  readonly name: RepositoryName;
  readonly url: string;
  readonly suite: string | null;
  readonly components: readonly string[] | null;
  readonly key: string | null;
}

export interface SiteSoftwareModel {
  readonly offline: boolean;
  readonly mirrors: readonly MirrorModel[];
  /** Where archives of RKE2 come from; null where nobody says. */
  readonly rke2: string | null;
  /** Helm repository of the GPU operator; null where nobody says. */
  readonly charts: string | null;
  /** Registry inside the site; null: images come from where they are published. */
  readonly registry: { readonly url: string; readonly username: string | null } | null;
}

/** A package repository as machines use it. */
export interface RepositoryModel {
  readonly name: RepositoryName;
  readonly url: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** Null: none is fetched, the machine trusts it already. */
  readonly key: string | null;
}

interface DriverOf {
  /** Group of the machines, by vendor, GPU, system and architecture: `nvidia-h100-sxm-80gb`. */
  readonly name: string;
  readonly gpu: string;
  readonly gpusPerMachine: number;
  /** Machines that get it. */
  readonly slots: readonly string[];
  readonly repositories: readonly RepositoryModel[];
  /** Repositories of which it is not known where they are. */
  readonly missingRepositories: readonly RepositoryName[];
}

export interface NvidiaDriverModel extends DriverOf {
  readonly vendor: 'nvidia';
  readonly version: string;
  readonly modules: 'open' | 'proprietary';
  /** GPUs joined by NVSwitch: fabric manager of the driver’s own version runs. */
  readonly fabricManager: boolean;
  /** From NVLink 5 on the NVLink subnet manager beside it. */
  readonly subnetManager: boolean;
  readonly gpuDirect: 'dma-buf' | 'peermem';
  readonly cuda: string | null;
  readonly dcgm: string;
  readonly containerToolkit: string | null;
}

export interface AmdDriverModel extends DriverOf {
  readonly vendor: 'amd';
  readonly rocm: string;
  /** Release of the kernel driver. */
  readonly amdgpu: string;
  readonly parameters: readonly { readonly key: string; readonly value: string }[];
  /** False: cores are kept out of C2. */
  readonly deepIdle: boolean;
  /** Values of the host that the GPUs ask for; those of a pool win. */
  readonly sysctl: readonly { readonly key: string; readonly value: string }[];
}

/** Software of GPUs of one kind. */
export type DriverModel = NvidiaDriverModel | AmdDriverModel;

export interface MountModel {
  readonly path: string;
  readonly from: string;
  readonly options: readonly string[];
}

export interface SlurmNodeModel {
  readonly slot: string;
  readonly partition: string;
  readonly address: string | null;
  readonly sockets: number;
  readonly coresPerSocket: number;
  readonly threadsPerCore: number;
  /** What it certainly reports. */
  readonly memoryMiB: number;
  /** Taken by huge pages, and for no job. */
  readonly reservedMiB: number;
  readonly gpus: { readonly type: string; readonly count: number; readonly files: string } | null;
  /** On its way out: no new jobs. */
  readonly isLeaving: boolean;
}

export interface SlurmModel {
  readonly stateDir: string;
  /** The first is the primary one. */
  readonly controllers: readonly string[];
  readonly login: readonly string[];
  readonly nodes: readonly SlurmNodeModel[];
  readonly partitions: readonly { readonly name: string; readonly isDefault: boolean }[];
}

/** A machine of Kubernetes. */
export interface KubernetesNodeModel {
  readonly slot: string;
  readonly role: 'server' | 'agent';
  readonly address: string | null;
  readonly architecture: 'amd64' | 'arm64' | 'ppc64el';
  readonly labels: readonly { readonly key: string; readonly value: string }[];
  /** The workload tenant whose pods alone run there; null where all share it. */
  readonly tenant: string | null;
  /** Of the link by which machines reach each other, in bytes. */
  readonly mtu: number;
  /** On its way out. */
  readonly isLeaving: boolean;
}

export interface KubernetesModel {
  /** Of RKE2, `v1.35.7+rke2r1`. */
  readonly version: string;
  /** Where it is reached; null where no address of a server is known. */
  readonly apiAddress: string | null;
  /** By what machines reach it: the address, else the host name of the first server; null without a server. */
  readonly apiHost: string | null;
  /** True where no machine has the address for its own: kube-vip holds it. */
  readonly isVirtual: boolean;
  readonly ingressAddress: string | null;
  readonly domain: string;
  readonly podPrefix: string;
  readonly servicePrefix: string;
  /** Version of its chart; null for none. */
  readonly gpuOperator: string | null;
  /** One for all machines: mixed where any pool needs it. */
  readonly migStrategy: 'none' | 'single' | 'mixed';
  /** By name of the slot; the first server begins the cluster. */
  readonly nodes: readonly KubernetesNodeModel[];
}

/** A switch of the tree that schedulers place jobs by: made of racks and rail units, not of boxes. */
export interface TopologySwitch {
  readonly name: string;
  /** Switches below it; or machines, never both. */
  readonly switches: readonly string[];
  readonly slots: readonly string[];
}

export interface SoftwareModel {
  readonly drivers: readonly DriverModel[];
  readonly mounts: readonly MountModel[];
  /** Null for another scheduler. */
  readonly slurm: SlurmModel | null;
  /** Null for another scheduler. */
  readonly kubernetes: KubernetesModel | null;
  readonly secretStore: {
    readonly type: 'ansible-vault' | 'hashicorp-vault' | 'sops';
    readonly path: string;
  };
  /** Leaves first. */
  readonly topology: readonly TopologySwitch[];
}
