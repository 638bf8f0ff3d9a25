import { z } from 'zod';
import { IronicHardware } from './ironic.js';
import { DiskName, NicName, Watts } from './scalars.js';

export const Architecture = z.enum(['amd64', 'arm64', 'ppc64el']);
export const GpuVendor = z.enum(['amd', 'nvidia', 'intel']);
/** What a NIC is for. `rail` also needs the number of its rail. */
export const NicRole = z.enum(['boot', 'management', 'storage', 'front-end', 'rail']);
export type NicRole = z.output<typeof NicRole>;
export const DiskRole = z.enum(['root', 'scratch', 'data']);

export const Cpu = z.strictObject({
  sockets: z.int().min(1).max(16).meta({ description: 'CPU sockets.' }),
  coresPerSocket: z.int().min(1).max(512).meta({ description: 'Cores in one socket.' }),
  threadsPerCore: z.int().min(1).max(8).optional().meta({ description: 'Threads of one core. Default: 2.' }),
  architecture: Architecture.optional().meta({
    description: 'CPU architecture in MAAS words. Default: amd64.',
  }),
  model: z.string().optional().meta({ description: 'CPU model, for people. Default: none.' }),
});

export const Gpus = z.strictObject({
  vendor: GpuVendor.meta({ description: 'GPU vendor.' }),
  model: z
    .string()
    .min(1)
    .meta({ description: 'GPU model, one name for each GPU, e.g. MI300X or H100-SXM-80GB.' }),
  count: z.int().min(1).max(32).meta({ description: 'GPUs in one machine.' }),
  memoryGB: z.number().positive().meta({ description: 'Memory of one GPU in GB, as marketed.' }),
  formFactor: z
    .enum(['sxm', 'oam', 'pcie', 'superchip'])
    .optional()
    .meta({ description: 'How the GPU is mounted. Default: not stated.' }),
  migCapable: z
    .boolean()
    .optional()
    .meta({ description: 'Whether the GPU can be cut into MIG instances. Default: false.' }),
  watts: Watts.optional().meta({ description: 'Board power of one GPU in watts. Default: not stated.' }),
});

export const Nic = z.strictObject({
  gbps: z.number().positive().optional().meta({ description: 'Link speed in Gb/s. Default: not stated.' }),
  kind: z
    .enum(['ethernet', 'infiniband'])
    .optional()
    .meta({ description: 'Link layer. InfiniBand ports stay out of MAAS. Default: ethernet.' }),
  roles: z.array(NicRole).optional().meta({
    description: 'What the NIC is for; exactly one NIC of a machine has boot. Default: none, unused.',
  }),
  rail: z
    .int()
    .min(0)
    .max(63)
    .optional()
    .meta({ description: 'Number of the compute rail, for a NIC with role rail. Default: none.' }),
});

/** Root device hints: what tells this disk from its neighbours. */
export const DiskHint = z.strictObject({
  serial: z.string().optional().meta({ description: 'Serial number. Default: not known.' }),
  wwn: z.string().optional().meta({ description: 'World wide name. Default: not known.' }),
  model: z.string().optional().meta({ description: 'Model, as the disk reports it. Default: not known.' }),
  sizeGB: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'Size in GB (10^9 bytes). Default: not known.' }),
});

export const Disk = z.strictObject({
  type: z
    .enum(['nvme', 'ssd', 'hdd'])
    .meta({ description: 'Kind of disk; decides how long an erase may take.' }),
  sizeGB: z.number().positive().meta({ description: 'Size in GB (10^9 bytes).' }),
  role: DiskRole.optional().meta({ description: 'What the disk is for. Default: data, never touched.' }),
  hint: DiskHint.optional().meta({ description: 'What identifies the disk. Default: nothing.' }),
});

export const Power = z.strictObject({
  psus: z.int().min(1).max(24).optional().meta({ description: 'Power supplies. Default: not stated.' }),
  psusNeeded: z
    .int()
    .min(1)
    .max(24)
    .optional()
    .meta({ description: 'Power supplies needed at full load. Default: not stated.' }),
  psuWatts: Watts.optional().meta({
    description: 'Rating of one power supply in watts. Default: not stated.',
  }),
  maxWatts: Watts.optional().meta({
    description: 'Most that the machine draws, in watts. Default: not stated, and power checks say so.',
  }),
});

export const BmcProtocol = z.enum(['redfish', 'ipmi', 'manual']);
export type BmcProtocol = z.output<typeof BmcProtocol>;

export const Boot = z.strictObject({
  mode: z.enum(['uefi', 'bios']).optional().meta({ description: 'Firmware boot mode. Default: uefi.' }),
  secureBoot: z.boolean().optional().meta({ description: 'Secure Boot on. Default: false.' }),
});

const figures = {
  units: z.int().min(1).max(60).optional().meta({
    description: 'Height in rack units. Default: not stated, and space in the rack is not checked.',
  }),
  weightKg: z.number().positive().optional().meta({ description: 'Weight in kg. Default: not stated.' }),
  cpu: Cpu.meta({ description: 'Processors.' }),
  memoryGiB: z.number().positive().meta({ description: 'RAM in GiB (1024^3 bytes).' }),
  gpus: Gpus.optional().meta({ description: 'GPUs. Default: none.' }),
  nics: z.record(NicName, Nic).meta({ description: 'NICs by interface name. The BMC is not a NIC.' }),
  disks: z.record(DiskName, Disk).meta({ description: 'Disks by a name inside the machine.' }),
  power: Power.optional().meta({
    description: 'Power supplies and draw. Default: not stated, and power checks say so.',
  }),
  bmc: z
    .strictObject({
      protocol: BmcProtocol.optional().meta({
        description:
          'How MAAS speaks to the BMC; manual: not at all, power is switched by hand. Default: redfish.',
      }),
    })
    .optional()
    .meta({
      description: 'How the BMC is spoken to. Default: protocol redfish.',
    }),
  boot: Boot.optional().meta({ description: 'How the firmware boots. Default: UEFI without Secure Boot.' }),
  ironic: IronicHardware.optional().meta({
    description: 'What Ironic alone asks for. Default: by BMC protocol and site.',
  }),
};

/** What one model of server is. */
export const HardwareProfile = z.strictObject({
  manufacturer: z.string().min(1).optional().meta({ description: 'For people. Default: none.' }),
  model: z.string().min(1).optional().meta({ description: 'For people. Default: none.' }),
  ...figures,
  sources: z
    .record(
      z.string(),
      z.strictObject({
        source: z.string().meta({ description: 'Where the figure comes from.' }),
        mark: z.enum(['V', 'S', 'D', 'M', '?']).meta({ description: 'How sure it is.' }),
      }),
    )
    .optional()
    .meta({
      description:
        'Where figures come from, by field; `*` for all the rest. Marks: V seen in the primary source, S secondary, D derived, M general knowledge, ? uncertain. Default: not said.',
    }),
});
export type HardwareProfileInput = z.input<typeof HardwareProfile>;

/** What is different on one machine from its profile. Any figure, merged field by field. */
export const HardwareOverrides = z.strictObject({
  units: figures.units,
  weightKg: figures.weightKg,
  cpu: Cpu.partial().optional().meta({ description: 'Processors. Default: the profile’s.' }),
  memoryGiB: figures.memoryGiB
    .optional()
    .meta({ description: 'RAM in GiB (1024^3 bytes). Default: the profile’s.' }),
  gpus: Gpus.partial().optional().meta({ description: 'GPUs. Default: the profile’s.' }),
  nics: z
    .record(NicName, Nic)
    .optional()
    .meta({ description: 'NICs by interface name. Default: the profile’s.' }),
  disks: z
    .record(DiskName, Disk.partial())
    .optional()
    .meta({ description: 'Disks by name. Default: the profile’s.' }),
  power: Power.optional().meta({ description: 'Power supplies and draw. Default: the profile’s.' }),
  bmc: figures.bmc,
  boot: Boot.optional().meta({ description: 'How the firmware boots. Default: the profile’s.' }),
  ironic: figures.ironic,
});
