import { z } from 'zod';
import type { RepositoryName } from '../facts/package-sources.js';
import { Cidr, DnsName, IpAddress } from './scalars.js';

/** A version of digits and dots. */
const Version = z.string().regex(/^\d+(?:\.\d+){0,3}$/, { error: 'must be a version such as 13.0' });
const AbsolutePath = z
  .string()
  .max(255)
  .regex(/^(?:\/[A-Za-z0-9_.-]+)+$/, { error: 'must be an absolute path without spaces' });

const HttpUrl = z.string().regex(/^https?:\/\/[^\s@]+$/, {
  error: 'must be an http or https URL without credentials',
});

export const Repository = z.strictObject({
  url: z
    .string()
    .regex(/^(?:https?|file):\/\/[^\s@]+$/, {
      error: 'must be an http, https or file URL without credentials',
    })
    .meta({ description: 'Where the mirror is.' }),
  suite: z
    .string()
    .regex(/^[^\s]+$/, { error: 'must be one word' })
    .optional()
    .meta({ description: 'Suite of the mirror; `/` for a flat one. Default: the vendor’s.' }),
  components: z
    .array(z.string().regex(/^[^\s]+$/, { error: 'must be one word' }))
    .optional()
    .meta({ description: 'Components of the mirror. Default: the vendor’s.' }),
  key: z
    .string()
    .regex(/^(?:https?|file):\/\/[^\s@]+$/, {
      error: 'must be an http, https or file URL without credentials',
    })
    .optional()
    .meta({ description: 'Public key that signs it. Default: the vendor’s, none at an offline site.' }),
});

/** A registry of container images inside a site. */
export const Registry = z.strictObject({
  url: z
    .string()
    .regex(/^https?:\/\/[^\s@/]+$/, { error: 'must be an http or https URL without path and credentials' })
    .meta({ description: 'Where it is. It mirrors docker.io, ghcr.io, nvcr.io and registry.k8s.io.' }),
  username: z
    .string()
    .regex(/^[^\s:"]+$/, { error: 'must be one word' })
    .optional()
    .meta({
      description: 'Who logs in; the password is the secret `registry_password`. Default: nobody, without.',
    }),
});

/** What a site says of the software on its machines. */
export const SiteSoftware = z.strictObject({
  offline: z
    .boolean()
    .optional()
    .meta({ description: 'Machines reach no vendor, only the repositories named here. Default: false.' }),
  repositories: z
    .strictObject({
      nvidia: Repository.optional().meta({
        description: 'NVIDIA drivers, CUDA, DCGM. Default: NVIDIA’s own.',
      }),
      'nvidia-container-toolkit': Repository.optional().meta({
        description: 'NVIDIA container toolkit. Default: NVIDIA’s own.',
      }),
      amdgpu: Repository.optional().meta({ description: 'Kernel driver of AMD GPUs. Default: AMD’s own.' }),
      rocm: Repository.optional().meta({ description: 'ROCm. Default: AMD’s own.' }),
    } satisfies Record<RepositoryName, z.ZodType>)
    .optional()
    .meta({ description: 'Mirrors of package repositories. Default: the vendors’ own.' }),
  rke2: HttpUrl.optional().meta({
    description:
      'Folder with one folder a version of RKE2, each with its archives and sha256 sums. Default: Rancher’s own, none at an offline site.',
  }),
  charts: HttpUrl.optional().meta({
    description:
      'Helm repository with the chart of the GPU operator. Default: NVIDIA’s own, none at an offline site.',
  }),
  registry: Registry.optional().meta({
    description: 'Registry that machines get container images from. Default: each image’s own.',
  }),
});

export const NvidiaSoftware = z.strictObject({
  driver: z
    .string()
    .regex(/^\d{3}(?:\.\d+){1,2}$/, { error: 'must be a driver version in full, such as 580.126.20' })
    .optional()
    .meta({ description: 'Version of the driver and of fabric manager. Default: the one rackform pins.' }),
  cuda: z
    .union([Version, z.literal('none')], { error: 'must be a version such as 13.0, or none' })
    .optional()
    .meta({ description: 'CUDA toolkit on the machines; none: jobs bring their own. Default: none.' }),
  containerToolkit: z
    .union([Version, z.literal('none')], { error: 'must be a version such as 1.17.8, or none' })
    .optional()
    .meta({ description: 'NVIDIA container toolkit. Default: the one rackform pins.' }),
  gpuDirect: z.enum(['dma-buf', 'peermem']).optional().meta({
    description: 'How NICs reach GPU memory. Default: dma-buf, peermem with proprietary kernel modules.',
  }),
});

export const AmdSoftware = z.strictObject({
  rocm: z
    .string()
    .regex(/^\d+\.\d+(?:\.\d+)?$/, { error: 'must be a ROCm version such as 7.2.3' })
    .optional()
    .meta({
      description: 'ROCm; the kernel driver that goes with it follows. Default: the one rackform pins.',
    }),
  parameters: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_]*$/, { error: 'must be a parameter of amdgpu' }),
      z.union([z.int(), z.string().regex(/^[^\s"]+$/)], { error: 'must be a number or one word' }),
    )
    .optional()
    .meta({
      description:
        'Parameters of the kernel module amdgpu. Default: none; AMD’s guides for MI200 and MI300 ask for none.',
    }),
  deepIdle: z.boolean().optional().meta({
    description:
      'Whether cores of AMD CPUs may enter C2. Default: false for MI200 and MI300, as AMD’s guides have it; true for others.',
  }),
});

export const Mount = z.strictObject({
  from: z
    .string()
    .regex(/^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\/[^\s]*$/, { error: 'must be HOST:/PATH' })
    .meta({ description: 'NFS server and what it exports, HOST:/PATH.' }),
  options: z
    .array(z.string().regex(/^[^\s,]+$/, { error: 'must be one mount option' }))
    .optional()
    .meta({ description: 'Mount options. Default: nfsvers=4.2, hard, noatime.' }),
});

export const SlurmSoftware = z.strictObject({
  stateDir: AbsolutePath.optional().meta({
    description:
      'Where slurmctld keeps its state. On a mount, every control machine is a controller; else the first one alone. Default: /var/spool/slurmctld.',
  }),
});

/** Kubernetes of a cluster with scheduler kubernetes. Control machines are its servers. */
export const KubernetesSoftware = z.strictObject({
  version: z
    .string()
    .regex(/^v1\.\d+\.\d+\+rke2r\d+$/, { error: 'must be a version of RKE2 such as v1.35.7+rke2r1' })
    .optional()
    .meta({ description: 'Version of RKE2. Default: the one rackform pins.' }),
  apiAddress: IpAddress.optional().meta({
    description:
      'Address of the API: a free one of a network of the control machines, held by one of them at a time; or one that a load balancer has. Default: that of the first control machine.',
  }),
  ingressAddress: IpAddress.optional().meta({
    description: 'Address that requests of users come in by, a free one as above. Default: none.',
  }),
  domain: DnsName.optional().meta({
    description: 'Domain of what workload tenants serve. Default: CLUSTER.DOMAIN-OF-THE-SITE.',
  }),
  podPrefix: Cidr.optional().meta({ description: 'Prefix of pods. Default: 10.42.0.0/16.' }),
  servicePrefix: Cidr.optional().meta({ description: 'Prefix of services. Default: 10.43.0.0/16.' }),
  gpuOperator: z
    .union(
      [
        z.string().regex(/^v\d+\.\d+\.\d+$/, { error: 'must be a version such as v26.3.0' }),
        z.literal('none'),
      ],
      { error: 'must be a version such as v26.3.0, or none' },
    )
    .optional()
    .meta({
      description:
        'Version of the NVIDIA GPU operator; none: machines cut their GPUs themselves, and what offers them to pods is yours. Default: the one rackform pins where there are GPUs of NVIDIA.',
    }),
});

export const SecretStore = z.strictObject({
  type: z
    .enum(['ansible-vault', 'hashicorp-vault', 'sops'])
    .optional()
    .meta({ description: 'Where secrets are looked up when Ansible runs. Default: ansible-vault.' }),
  path: z
    .string()
    .regex(/^[A-Za-z0-9_./-]+$/, { error: 'must be a path of letters, digits, _, ., / and -' })
    .optional()
    .meta({
      description:
        'hashicorp-vault: path in the KV engine `secret`. sops: file, seen from the playbook. Default: rackform/CLUSTER, secrets/CLUSTER.sops.yaml.',
    }),
});

/** What runs on the machines of a cluster. */
export const ClusterSoftware = z.strictObject({
  scheduler: z.enum(['none', 'slurm', 'kubernetes']).optional().meta({
    description: 'Scheduler of jobs or of containers. Default: none.',
  }),
  nvidia: NvidiaSoftware.optional().meta({
    description: 'For machines with GPUs of NVIDIA. Default: the versions rackform pins.',
  }),
  amd: AmdSoftware.optional().meta({
    description: 'For machines with GPUs of AMD. Default: the versions rackform pins.',
  }),
  mounts: z
    .record(AbsolutePath, Mount)
    .optional()
    .meta({ description: 'NFS file systems by mount point, on every machine. Default: none.' }),
  kubernetes: KubernetesSoftware.optional().meta({
    description: 'For scheduler kubernetes. Default: the versions rackform pins.',
  }),
  slurm: SlurmSoftware.optional().meta({ description: 'For scheduler slurm. Default: nothing said.' }),
  secretStore: SecretStore.optional().meta({
    description:
      'Store of the secrets that software needs; rackform writes references only. Default: ansible-vault.',
  }),
});
