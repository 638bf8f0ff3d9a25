import { z } from 'zod';
import { Acknowledgement } from './acknowledgement.js';
import { Architecture, GpuVendor, NicRole } from './hardware.js';
import { DnsLabel, EraseMode, Mtu, NicName } from './scalars.js';
import { Mig, WorkloadTenant } from './sharing.js';
import { ClusterSoftware } from './software.js';

export const PoolRole = z.enum(['control', 'gpu', 'cpu', 'storage', 'login']);
export type PoolRole = z.output<typeof PoolRole>;

/** What a machine must have to fill a slot of the pool. All that is given must hold. */
export const HardwareRequirement = z.strictObject({
  profiles: z.array(DnsLabel).min(1).optional().meta({ description: 'One of these profiles. Default: any.' }),
  gpus: z
    .strictObject({
      count: z
        .int()
        .min(0)
        .max(32)
        .optional()
        .meta({ description: 'At least so many GPUs; 0 means none at all. Default: any number.' }),
      vendor: GpuVendor.optional().meta({ description: 'GPU vendor. Default: any.' }),
      model: z.string().optional().meta({ description: 'GPU model. Default: any.' }),
      memoryGB: z
        .number()
        .positive()
        .optional()
        .meta({ description: 'At least so many GB on each GPU. Default: any.' }),
      migCapable: z
        .boolean()
        .optional()
        .meta({ description: 'Whether the GPUs can be cut into MIG instances. Default: either.' }),
    })
    .optional()
    .meta({ description: 'GPUs that a machine must have. Default: any.' }),
  memoryGiB: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'At least so much RAM in GiB. Default: any.' }),
  cores: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'At least so many cores in all sockets. Default: any.' }),
  architecture: Architecture.optional().meta({ description: 'CPU architecture. Default: any.' }),
});

export const Bond = z.strictObject({
  mode: z
    .enum([
      '802.3ad',
      'active-backup',
      'balance-xor',
      'balance-rr',
      'broadcast',
      'balance-tlb',
      'balance-alb',
    ])
    .optional()
    .meta({ description: 'Linux bond mode. Default: 802.3ad.' }),
  lacpRate: z.enum(['slow', 'fast']).optional().meta({ description: 'LACP rate. Default: fast.' }),
  hashPolicy: z
    .enum(['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4'])
    .optional()
    .meta({ description: 'Transmit hash. Default: layer3+4.' }),
  miimonMs: z
    .int()
    .min(0)
    .max(10000)
    .optional()
    .meta({ description: 'Link monitor interval in ms. Default: 100.' }),
  lacpFallback: z.boolean().optional().meta({
    description: 'The switches force one member up without LACP, so that PXE works. Default: false.',
  }),
  required: z.boolean().optional().meta({
    description:
      'Refuse a machine with fewer than two NICs for it. Default: false: a single NIC is used plain.',
  }),
});

/** How a slot is on one network. The key is a network’s name or a purpose, and then the site says which. */
export const Attachment = z.strictObject({
  roles: z.array(NicRole).min(1).optional().meta({
    description: 'NICs to use: the first role that the machine has. Default: by the purpose of the network.',
  }),
  nics: z
    .array(NicName)
    .min(1)
    .optional()
    .meta({ description: 'NICs by name, in place of roles. Default: by roles.' }),
  bond: Bond.optional().meta({ description: 'Bond the NICs. Default: no bond, the first NIC is used.' }),
  addressing: z.enum(['static', 'dhcp', 'auto', 'none']).optional().meta({
    description: 'static: from the lock. auto: MAAS picks at deploy. none: link up. Default: static.',
  }),
  gateway: z
    .boolean()
    .optional()
    .meta({ description: 'The default route goes here. Default: true for in-band where no other has it.' }),
  subnet: DnsLabel.optional().meta({ description: 'Subnet of the network. Default: its only one.' }),
  mtu: Mtu.optional().meta({ description: 'MTU in bytes. Default: the network’s.' }),
  optional: z.boolean().optional().meta({
    description:
      'Leave it out where the site has no such network or the machine no such NIC. Default: false.',
  }),
});

export const Rails = z.strictObject({
  enabled: z
    .boolean()
    .optional()
    .meta({ description: 'Configure compute rails at first boot. Default: true.' }),
  mtu: Mtu.optional().meta({ description: 'MTU in bytes. Default: the network’s.' }),
  required: z
    .boolean()
    .optional()
    .meta({ description: 'Refuse a site or machine without rails. Default: false: what is there is used.' }),
});

export const Storage = z.strictObject({
  layout: z.enum(['flat', 'lvm', 'bcache', 'blank', 'custom']).optional().meta({
    description: 'Storage layout of the root disk. The MAAS provider can do flat only. Default: flat.',
  }),
  rootDisk: z
    .string()
    .optional()
    .meta({ description: 'Disk for root. Default: the boot disk that MAAS picks.' }),
  raid: z
    .array(
      z.strictObject({
        level: z.enum(['0', '1', '5', '6', '10']).meta({ description: 'RAID level.' }),
        disks: z.array(z.string()).min(1).meta({ description: 'Disks by name.' }),
      }),
    )
    .optional()
    .meta({ description: 'Software RAID by the provisioner. Default: none.' }),
  scratch: z
    .strictObject({
      mount: z
        .string()
        .regex(/^\/[a-z0-9/_-]+$/, { error: 'must be an absolute path' })
        .optional()
        .meta({ description: 'Mount point. Default: /scratch.' }),
      filesystem: z.enum(['xfs', 'ext4']).optional().meta({ description: 'File system. Default: xfs.' }),
      stripe: z
        .boolean()
        .optional()
        .meta({ description: 'Stripe all scratch disks into one (RAID 0). Default: true.' }),
    })
    .optional()
    .meta({ description: 'Scratch on the disks with role scratch, made at first boot. Default: none.' }),
});

export const Kernel = z.strictObject({
  options: z
    .array(z.string().regex(/^[^\s"]+$/, { error: 'must be one kernel option without spaces or quotes' }))
    .optional()
    .meta({ description: 'Kernel command line, one option each. Default: none.' }),
  hugePages1GiB: z
    .int()
    .min(0)
    .max(4096)
    .optional()
    .meta({ description: 'Huge pages of 1 GiB. Default: 0.' }),
  sysctl: z
    .record(
      z.string().regex(/^[a-z0-9_.-]+$/i),
      z.union([z.string(), z.number()], { error: 'must be text or a number' }),
    )
    .optional()
    .meta({ description: 'sysctl values at first boot. Default: none.' }),
  acs: z.enum(['on', 'off', 'firmware']).optional().meta({
    description:
      'PCIe access control. off for GPUDirect on metal, on for VMs. Default: firmware, left alone.',
  }),
});

/** How a machine is given back. In the state from the first day, since a destroy reads it from there. */
export const Release = z.strictObject({
  erase: EraseMode.optional().meta({
    description:
      'secure: the drive’s own erase, MAAS overwrites where it has none. full: overwrite. quick: first and last 2 MiB, not secure. none. Default: secure.',
  }),
  scripts: z
    .array(z.string().min(1))
    .optional()
    .meta({ description: 'MAAS release scripts (MAAS >= 3.5). Default: none.' }),
  timeoutMinutes: z
    .int()
    .min(10)
    .max(20160)
    .optional()
    .meta({ description: 'How long a release may take, in minutes. Default: from the disks.' }),
});

export const Pool = z.strictObject({
  role: PoolRole.meta({ description: 'What the machines do; decides where they are placed.' }),
  count: z
    .int()
    .min(0)
    .max(4096)
    .optional()
    .meta({ description: 'Slots. Default: as many as machines are named.' }),
  machines: z
    .array(DnsLabel)
    .min(1)
    .optional()
    .meta({ description: 'Machines by asset name. Default: rackform chooses.' }),
  hardware: HardwareRequirement.optional().meta({
    description: 'What a machine must have. Default: anything will do.',
  }),
  racks: z.array(DnsLabel).min(1).optional().meta({ description: 'Only these racks. Default: all.' }),
  spares: z
    .int()
    .min(0)
    .max(512)
    .optional()
    .meta({ description: 'Machines to keep free for replacements. Default: 0.' }),
  placement: z.enum(['pack', 'spread']).optional().meta({
    description:
      'pack: fill rack by rack. spread: over racks, then feeds. Default: spread for control, pack otherwise.',
  }),
  runs: z
    .enum(['metal', 'containers', 'mig', 'vm'])
    .optional()
    .meta({ description: 'What workloads run on. Default: metal.' }),
  mig: Mig.optional().meta({
    description:
      'How GPUs are cut, for runs: mig. Checked, and done: by the GPU operator under Kubernetes, by machines at boot elsewhere. Default: not said.',
  }),
  image: DnsLabel.optional().meta({ description: 'Image of the site. Default: defaults.image of the site.' }),
  kernel: Kernel.optional().meta({
    description: 'Kernel command line and settings. Default: as the image has them.',
  }),
  storage: Storage.optional().meta({ description: 'Root and scratch. Default: a flat root.' }),
  networks: z
    .record(DnsLabel, Attachment)
    .optional()
    .meta({ description: 'By network name or purpose. Default: none.' }),
  rails: Rails.optional().meta({
    description: 'Compute rails. Default: configured where site and machine have them.',
  }),
  userData: z.record(z.string(), z.unknown()).optional().meta({
    description:
      'cloud-config of your own, merged with rackform’s. No secrets: it is in plan and state in clear. Default: none.',
  }),
  release: Release.optional().meta({ description: 'How machines are given back. Default: the cluster’s.' }),
});
export type PoolInput = z.input<typeof Pool>;

/** What a cluster is once its preset is written out. */
export const ClusterBody = z.strictObject({
  mode: z
    .enum(['dedicated', 'shared'])
    .meta({ description: 'dedicated: one tenant owns the machines. shared: the operator does.' }),
  pools: z.record(DnsLabel, Pool).meta({ description: 'Pools by name.' }),
  release: Release.optional().meta({
    description: 'How machines are given back. Default: erased by the drives themselves.',
  }),
  workloadTenants: z.record(DnsLabel, WorkloadTenant).optional().meta({
    description:
      'Who shares a cluster of mode shared, by name: each gets a namespace with what is written of it. Default: none.',
  }),
  software: ClusterSoftware.optional().meta({
    description:
      'What runs on the machines, put there after they are deployed. Default: drivers of their GPUs.',
  }),
});
export type ClusterBodyInput = z.input<typeof ClusterBody>;

/** Every field of `ClusterBody`, each optional; merged field by field, lists replaced whole. */
export const ClusterOverrides = z.strictObject({
  mode: ClusterBody.shape.mode.optional(),
  pools: z
    .record(DnsLabel, Pool.partial())
    .optional()
    .meta({ description: 'Pools by name; a new name is a new pool. Default: as the preset has them.' }),
  release: Release.optional().meta({
    description: 'How machines are given back. Default: as the preset has it.',
  }),
  workloadTenants: ClusterBody.shape.workloadTenants,
  software: ClusterBody.shape.software,
});
export type ClusterOverridesInput = z.input<typeof ClusterOverrides>;

/** A cluster as the user writes it. Names no site. */
export const Cluster = z.strictObject({
  description: z.string().optional().meta({ description: 'For people. Default: none.' }),
  tenant: DnsLabel.meta({ description: 'Tenant of the machines.' }),
  preset: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Preset that writes pools. Default: none, pools in full.' }),
  options: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'Options of the preset. Default: none.' }),
  overrides: ClusterOverrides.optional().meta({
    description: 'Wins over the preset, field by field. Default: nothing.',
  }),
  mode: ClusterBody.shape.mode.optional().meta({
    description:
      'dedicated: one tenant owns the machines. shared: the operator does. Default: the preset’s; required without one.',
  }),
  pools: z
    .record(DnsLabel, Pool)
    .optional()
    .meta({ description: 'Pools by name. Default: the preset’s; required without one.' }),
  release: Release.optional().meta({ description: 'How machines are given back. Default: the preset’s.' }),
  workloadTenants: ClusterBody.shape.workloadTenants,
  software: ClusterBody.shape.software,
  acknowledge: z
    .array(Acknowledgement)
    .optional()
    .meta({ description: 'Findings that are accepted. Default: none.' }),
});
export type ClusterInput = z.input<typeof Cluster>;
