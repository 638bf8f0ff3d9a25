import { z } from 'zod';
import { Acknowledgement } from './acknowledgement.js';
import { BmcProtocol, HardwareOverrides } from './hardware.js';
import { Cidr, DnsLabel, DnsName, IpAddress, Mac, Mtu, NicName, VlanId, Watts } from './scalars.js';

/** `managed`: rackform creates it. `existing`: it is there already and looked up. `external`: the provisioner never sees it. */
export const NetworkMode = z.enum(['managed', 'existing', 'external']);
export type NetworkMode = z.output<typeof NetworkMode>;
export const NetworkPurpose = z.enum(['bmc', 'provisioning', 'in-band', 'storage', 'rail', 'front-end']);
export type NetworkPurpose = z.output<typeof NetworkPurpose>;

export const Feed = z.strictObject({
  capacityWatts: Watts.meta({
    description: 'Rated capacity of the feed in watts (breaker), before derating.',
  }),
});

export const Rack = z.strictObject({
  module: DnsLabel.optional().meta({ description: 'Module of the data center. Default: none.' }),
  units: z.int().min(1).max(60).optional().meta({ description: 'Height in rack units. Default: 42.' }),
  feeds: z
    .record(DnsLabel, Feed)
    .optional()
    .meta({ description: 'Power feeds by name. Default: not stated, and power is not checked.' }),
  derate: z
    .number()
    .positive()
    .max(1)
    .optional()
    .meta({
      description:
        'Share of a feed usable for continuous load. Default: 0.8 (US NEC 210; IEC feeds are often rated at 1).',
    }),
  otherWatts: z
    .number()
    .min(0)
    .optional()
    .meta({ description: 'Draw of switches and the rest in watts. Default: 0.' }),
  otherUnits: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Units taken by switches and the rest. Default: 0.' }),
  maxWeightKg: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'Load limit in kg. Default: not stated.' }),
  cooling: z.enum(['air', 'rear-door', 'liquid']).optional().meta({ description: 'Cooling. Default: air.' }),
  zone: DnsLabel.optional().meta({
    description: 'MAAS zone of the machines in the rack. Default: `default`.',
  }),
});

export const Module = z.strictObject({
  budgetWatts: Watts.optional().meta({ description: 'IT watts of the module. Default: not stated.' }),
  description: z.string().optional(),
});

export const Fabric = z.strictObject({
  mode: z
    .enum(['managed', 'existing'])
    .optional()
    .meta({ description: 'Created or looked up. Default: existing.' }),
});

export const IpRange = z.strictObject({
  type: z.enum(['dynamic', 'reserved', 'static']).meta({
    description:
      'dynamic: MAAS gives it out by DHCP. reserved: kept free. static: slots take their addresses here.',
  }),
  from: IpAddress.meta({ description: 'First address.' }),
  to: IpAddress.meta({ description: 'Last address, inclusive.' }),
  comment: z.string().optional(),
});

export const Subnet = z.strictObject({
  cidr: Cidr,
  gateway: IpAddress.optional().meta({ description: 'Default gateway. Default: none.' }),
  dns: z.array(IpAddress).optional().meta({ description: 'DNS servers. Default: the MAAS ones.' }),
  ranges: z
    .record(DnsLabel, IpRange)
    .optional()
    .meta({ description: 'Ranges by name. Default: slots may take any free address of the prefix.' }),
});

export const Dhcp = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('rack-controller'),
    primary: DnsName.meta({ description: 'Host name of the MAAS rack controller.' }),
    secondary: DnsName.optional(),
  }),
  z.strictObject({
    by: z.literal('relay'),
    to: DnsLabel.meta({ description: 'Network whose DHCP serves this one.' }),
  }),
  z.strictObject({ by: z.literal('external') }),
]);

/** One VLAN with its subnets. Its name is its identity; number and prefix may change. */
export const Network = z.strictObject({
  purpose: NetworkPurpose,
  rail: z.int().min(0).max(63).optional().meta({ description: 'Number of the rail, for purpose rail.' }),
  mode: NetworkMode.optional().meta({ description: 'Default: existing; external for purpose rail and bmc.' }),
  fabric: DnsLabel.optional().meta({ description: 'MAAS fabric. Needed unless mode is external.' }),
  vlan: z
    .union([VlanId, z.strictObject({ pool: DnsLabel })], {
      error: 'must be a VLAN id (0 to 4094) or { pool: NAME }',
    })
    .optional()
    .meta({
      description:
        '802.1Q id, or a pool that the lock takes a number from. Default: 0, the untagged VLAN of the fabric.',
    }),
  tagged: z
    .boolean()
    .optional()
    .meta({ description: 'Whether servers see the VLAN with a tag. Default: true where vlan is not 0.' }),
  mtu: Mtu.optional().meta({ description: 'Layer-2 MTU on hosts in bytes. Default: 1500.' }),
  switchMtu: Mtu.optional().meta({ description: 'MTU of the switches in bytes. Default: not stated.' }),
  tenant: DnsLabel.optional().meta({ description: 'The one tenant of this VLAN. Default: any.' }),
  space: DnsLabel.optional().meta({ description: 'MAAS space. Default: none.' }),
  addressing: z
    .enum(['shared', 'point-to-point'])
    .optional()
    .meta({
      description:
        'point-to-point: a /31 (RFC 3021) or /127 for each slot, host on the odd address. Default: shared.',
    }),
  subnets: z.record(DnsLabel, Subnet).optional(),
  dhcp: Dhcp.optional().meta({ description: 'Who answers DHCP. Default: nobody.' }),
});

export const Image = z.strictObject({
  series: z
    .string()
    .min(1)
    .meta({ description: 'What MAAS deploys: `noble`, `ubuntu/noble`, `custom/<name>`.' }),
  hweKernel: z
    .string()
    .optional()
    .meta({ description: 'MAAS kernel such as `ga-24.04`. Default: the one of the series.' }),
});

export const CredentialSet = z.strictObject({
  description: z.string().optional(),
});

export const Provisioner = z.strictObject({
  type: z.enum(['maas', 'dry-run']).meta({ description: 'What the Terraform is for. ironic follows.' }),
  providerVersion: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, { error: 'must be a version such as 2.8.0' })
    .optional()
    .meta({ description: 'Version of the Terraform provider. Default: 2.8.0 for maas.' }),
  serverVersion: z
    .string()
    .regex(/^\d+\.\d+(\.\d+)?$/, { error: 'must be a version such as 3.5' })
    .optional()
    .meta({ description: 'Version of MAAS. Default: 3.5.' }),
  apiUrl: z.url().optional().meta({ description: 'MAAS URL. Default: MAAS_API_URL of the environment.' }),
  settings: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'MAAS configuration keys that rackform sets (maas_configuration). Default: none.' }),
});

export const MachineState = z.enum(['available', 'spare', 'repair', 'quarantine', 'retired', 'adopted']);
export type MachineState = z.output<typeof MachineState>;

export const MachineNic = z.strictObject({
  mac: Mac.optional().meta({
    description: 'Hardware address. Default: not known, and the NIC cannot be used.',
  }),
  switch: z.string().min(1).optional(),
  port: z.string().min(1).optional(),
});

export const Bmc = z.strictObject({
  protocol: BmcProtocol.optional().meta({ description: 'Default: the profile’s.' }),
  address: IpAddress.optional().meta({ description: 'IP address, bare: MAAS answers 500 to a URL.' }),
  credentials: DnsLabel.optional().meta({
    description: 'Credential set. Default: defaults.credentials of the site.',
  }),
  nodeId: z.string().optional().meta({ description: 'Redfish system id, where one BMC serves several.' }),
});

export const Machine = z.strictObject({
  serial: z.string().min(1).optional(),
  rack: DnsLabel.optional(),
  unit: z
    .int()
    .min(1)
    .max(60)
    .optional()
    .meta({ description: 'Lowest rack unit, counted from 1 at the bottom.' }),
  profile: DnsLabel.optional().meta({
    description: 'Hardware profile. Default: defaults.profile of the site.',
  }),
  state: MachineState.optional().meta({ description: 'Default: available.' }),
  zone: DnsLabel.optional().meta({ description: 'MAAS zone. Default: the rack’s.' }),
  bmc: Bmc.optional(),
  bootNic: NicName.optional().meta({
    description: 'NIC that boots by PXE. Default: the profile’s NIC with role boot.',
  }),
  nics: z.record(NicName, MachineNic).optional(),
  overrides: HardwareOverrides.optional().meta({ description: 'What differs from the profile.' }),
});
export type MachineInput = z.input<typeof Machine>;

/** A data center, or one module of it. Knows nothing of clusters. */
export const Site = z.strictObject({
  description: z.string().optional(),
  domain: DnsName.meta({ description: 'DNS domain of the slots.' }),
  domainMode: z
    .enum(['managed', 'existing'])
    .optional()
    .meta({ description: 'Whether rackform creates the domain in MAAS or it is there. Default: managed.' }),
  provisioner: Provisioner,
  ntp: z
    .array(z.string().min(1))
    .optional()
    .meta({ description: 'NTP servers, set in MAAS. Default: left as MAAS has them.' }),
  modules: z.record(DnsLabel, Module).optional(),
  racks: z.record(DnsLabel, Rack).optional(),
  fabrics: z.record(DnsLabel, Fabric).optional(),
  vlanPools: z.record(DnsLabel, z.strictObject({ from: VlanId, to: VlanId })).optional(),
  networks: z.record(DnsLabel, Network).optional(),
  zones: z
    .record(
      DnsLabel,
      z.strictObject({
        mode: z.enum(['managed', 'existing']).optional(),
        description: z.string().optional(),
      }),
    )
    .optional()
    .meta({ description: 'MAAS zones. Default mode: managed.' }),
  images: z.record(DnsLabel, Image).optional(),
  credentials: z
    .record(DnsLabel, CredentialSet)
    .optional()
    .meta({ description: 'Credential sets by name. Only names: the secrets are Terraform variables.' }),
  defaults: z
    .strictObject({
      image: DnsLabel.optional(),
      credentials: DnsLabel.optional(),
      profile: DnsLabel.optional(),
    })
    .optional(),
  machines: z.record(DnsLabel, Machine).optional(),
  acknowledge: z.array(Acknowledgement).optional(),
});
export type SiteInput = z.input<typeof Site>;
