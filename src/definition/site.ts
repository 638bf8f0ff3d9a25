import { z } from 'zod';
import { Acknowledgement } from './acknowledgement.js';
import { BmcProtocol, HardwareOverrides } from './hardware.js';
import { Provisioner } from './provisioner.js';
import { Cidr, DnsLabel, DnsName, IpAddress, Mac, Mtu, NicName, VlanId, Watts } from './scalars.js';
import { SiteSoftware } from './software.js';
import { PKey, TenantNumbers, Vni } from './tenancy.js';

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
  derate: z.number().positive().max(1).optional().meta({
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
  description: z.string().optional().meta({ description: 'For people. Default: none.' }),
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
  comment: z.string().optional().meta({ description: 'Comment in MAAS. Default: none.' }),
});

export const Subnet = z.strictObject({
  cidr: Cidr.meta({ description: 'Prefix of the subnet, without host bits.' }),
  gateway: IpAddress.optional().meta({ description: 'Default gateway. Default: none.' }),
  dns: z.array(IpAddress).optional().meta({ description: 'DNS servers. Default: the MAAS ones.' }),
  ranges: z
    .record(DnsLabel, IpRange)
    .optional()
    .meta({ description: 'Ranges by name. Default: slots may take any free address of the prefix.' }),
});

export const Dhcp = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('rack-controller').meta({ description: 'Who answers: a MAAS rack controller.' }),
    primary: DnsName.meta({ description: 'Host name of the MAAS rack controller.' }),
    secondary: DnsName.optional().meta({
      description: 'Host name of the second rack controller. Default: none.',
    }),
  }),
  z.strictObject({
    by: z
      .literal('relay')
      .meta({ description: 'Who answers: the DHCP of another network, through a relay.' }),
    to: DnsLabel.meta({ description: 'Network whose DHCP serves this one.' }),
  }),
  z.strictObject({
    by: z.literal('external').meta({ description: 'Who answers: a server that is not of MAAS.' }),
  }),
]);

/** One VLAN with its subnets. Its name is its identity; number and prefix may change. */
export const Network = z.strictObject({
  purpose: NetworkPurpose.meta({
    description: 'What the network is for. One purpose may have several networks.',
  }),
  rail: z
    .int()
    .min(0)
    .max(63)
    .optional()
    .meta({ description: 'Number of the rail, for purpose rail. Default: none.' }),
  mode: NetworkMode.optional().meta({
    description:
      'managed: rackform creates it. existing: it is in MAAS and looked up. external: MAAS never sees it. Default: existing; external for purpose rail and bmc.',
  }),
  fabric: DnsLabel.optional().meta({
    description: 'MAAS fabric. Needed unless mode is external. Default: none.',
  }),
  vlan: z
    .union([VlanId, z.strictObject({ pool: DnsLabel.meta({ description: 'VLAN pool of the site.' }) })], {
      error: 'must be a VLAN id (0 to 4094) or { pool: NAME }',
    })
    .optional()
    .meta({
      description:
        '802.1Q id, or a pool that the lock takes a number from. Default: by tenantNumbers for the network of a tenant; else 0, the untagged VLAN of the fabric.',
    }),
  vni: Vni.optional().meta({
    description:
      'VXLAN VNI of the network on the switches, which rackform does not configure. Default: by tenantNumbers; else none.',
  }),
  pkey: PKey.optional().meta({
    description:
      'InfiniBand P_Key without membership bit; the subnet manager is told of it by others. Default: by tenantNumbers; else the default partition.',
  }),
  tagged: z
    .boolean()
    .optional()
    .meta({ description: 'Whether servers see the VLAN with a tag. Default: true where vlan is not 0.' }),
  mtu: Mtu.optional().meta({ description: 'Layer-2 MTU on hosts in bytes. Default: 1500.' }),
  switchMtu: Mtu.optional().meta({ description: 'MTU of the switches in bytes. Default: not stated.' }),
  tenant: DnsLabel.optional().meta({ description: 'The one tenant of this VLAN. Default: any.' }),
  space: DnsLabel.optional().meta({ description: 'MAAS space. Default: none.' }),
  addressing: z.enum(['shared', 'point-to-point']).optional().meta({
    description:
      'point-to-point: a /31 (RFC 3021) or /127 for each slot, host on the odd address. Default: shared.',
  }),
  subnets: z.record(DnsLabel, Subnet).optional().meta({ description: 'Subnets by name. Default: none.' }),
  dhcp: Dhcp.optional().meta({ description: 'Who answers DHCP. Default: nobody.' }),
});

/** An operating system, as each provisioner names it: a site says those that its own needs. */
export const Image = z.strictObject({
  series: z.string().min(1).optional().meta({
    description: 'What MAAS deploys: `noble`, `ubuntu/noble`, `custom/<name>`. Default: none, not for MAAS.',
  }),
  hweKernel: z
    .string()
    .optional()
    .meta({ description: 'MAAS kernel such as `ga-24.04`. Default: the one of the series.' }),
  url: z
    .string()
    .regex(/^(?:https?|file):\/\/\S+$/, { error: 'must be an http, https or file URL of an image' })
    .optional()
    .meta({ description: 'Whole-disk image that Ironic deploys. Default: none, not for Ironic.' }),
  checksum: z
    .string()
    .regex(/^(?:sha512:[0-9a-f]{128}|sha256:[0-9a-f]{64}|md5:[0-9a-f]{32})$/i, {
      error: 'must be sha512:, sha256: or md5: and the digest in hexadecimal',
    })
    .optional()
    .meta({ description: 'Digest of what url holds, `sha256:<hex>`. Default: none.' }),
  diskFormat: z
    .enum(['qcow2', 'raw'])
    .optional()
    .meta({ description: 'Format of what url holds. Default: as Ironic finds it.' }),
});

export const CredentialSet = z.strictObject({
  description: z.string().optional().meta({ description: 'For people. Default: none.' }),
});

export const MachineState = z.enum(['available', 'spare', 'repair', 'quarantine', 'retired', 'adopted']);
export type MachineState = z.output<typeof MachineState>;

export const MachineNic = z.strictObject({
  mac: Mac.optional().meta({
    description: 'Hardware address. Default: not known, and the NIC cannot be used.',
  }),
  switch: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Switch that it is plugged into. Default: not known.' }),
  port: z.string().min(1).optional().meta({ description: 'Port of the switch. Default: not known.' }),
});

export const Bmc = z.strictObject({
  protocol: BmcProtocol.optional().meta({
    description: 'How MAAS speaks to the BMC. Default: the profile’s.',
  }),
  address: IpAddress.optional().meta({
    description: 'IP address, bare: MAAS answers 500 to a URL. Default: not known.',
  }),
  credentials: DnsLabel.optional().meta({
    description: 'Credential set. Default: defaults.credentials of the site.',
  }),
  nodeId: z
    .string()
    .regex(/^[^/\s]+$/, { error: 'must be a Redfish system id such as System.Embedded.1, without its path' })
    .optional()
    .meta({ description: 'Redfish system id, where one BMC serves several. Default: the only one.' }),
});

export const Machine = z.strictObject({
  serial: z.string().min(1).optional().meta({ description: 'Serial number. Default: not known.' }),
  rack: DnsLabel.optional().meta({ description: 'Rack of the site. Default: not known.' }),
  unit: z
    .int()
    .min(1)
    .max(60)
    .optional()
    .meta({ description: 'Lowest rack unit, counted from 1 at the bottom. Default: not known.' }),
  profile: DnsLabel.optional().meta({
    description: 'Hardware profile. Default: defaults.profile of the site.',
  }),
  state: MachineState.optional().meta({
    description:
      'available: may be given to a slot. spare: kept for replacements. repair, quarantine: its slot moves away, it stays enrolled. retired: leaves. adopted: run by somebody else, never enrolled. Default: available.',
  }),
  zone: DnsLabel.optional().meta({ description: 'MAAS zone. Default: the rack’s.' }),
  nvlinkDomain: DnsLabel.optional().meta({
    description:
      'NVLink domain that its GPUs share with those of other machines, such as the rack of an NVL72. Default: none.',
  }),
  bmc: Bmc.optional().meta({ description: 'Its management controller. Default: not known.' }),
  bootNic: NicName.optional().meta({
    description: 'NIC that boots by PXE. Default: the profile’s NIC with role boot.',
  }),
  nics: z
    .record(NicName, MachineNic)
    .optional()
    .meta({ description: 'NICs by interface name, as the profile names them. Default: none known.' }),
  overrides: HardwareOverrides.optional().meta({
    description: 'What differs from the profile. Default: nothing.',
  }),
});
export type MachineInput = z.input<typeof Machine>;

/** A data center, or one module of it. Knows nothing of clusters. */
export const Site = z.strictObject({
  description: z.string().optional().meta({ description: 'For people. Default: none.' }),
  domain: DnsName.meta({ description: 'DNS domain of the slots.' }),
  domainMode: z
    .enum(['managed', 'existing'])
    .optional()
    .meta({ description: 'Whether rackform creates the domain in MAAS or it is there. Default: managed.' }),
  provisioner: Provisioner.meta({ description: 'Who installs the servers.' }),
  routingDomain: DnsLabel.optional().meta({
    description:
      'Sites of one routing domain reach each other’s prefixes, so that none of them may overlap. Default: none, its prefixes are its own.',
  }),
  ntp: z
    .array(z.string().min(1))
    .optional()
    .meta({ description: 'NTP servers, set in MAAS. Default: left as MAAS has them.' }),
  software: SiteSoftware.optional().meta({
    description: 'Where machines get packages from. Default: from the vendors.',
  }),
  modules: z
    .record(DnsLabel, Module)
    .optional()
    .meta({ description: 'Modules of the data center by name. Default: none.' }),
  racks: z
    .record(DnsLabel, Rack)
    .optional()
    .meta({ description: 'Racks by name. Default: none, and nothing is known of units and power.' }),
  fabrics: z
    .record(DnsLabel, Fabric)
    .optional()
    .meta({ description: 'MAAS fabrics by name. Default: none.' }),
  vlanPools: z
    .record(
      DnsLabel,
      z.strictObject({
        from: VlanId.meta({ description: 'First number.' }),
        to: VlanId.meta({ description: 'Last number, inclusive.' }),
      }),
    )
    .optional()
    .meta({ description: 'Ranges of VLAN ids that the lock takes numbers from. Default: none.' }),
  tenantNumbers: TenantNumbers.optional().meta({
    description: 'How the id of a tenant becomes its number in each fabric. Default: numbers are as written.',
  }),
  networks: z.record(DnsLabel, Network).optional().meta({ description: 'Networks by name. Default: none.' }),
  zones: z
    .record(
      DnsLabel,
      z.strictObject({
        mode: z
          .enum(['managed', 'existing'])
          .optional()
          .meta({ description: 'Created or looked up. Default: managed.' }),
        description: z.string().optional().meta({ description: 'Description in MAAS. Default: none.' }),
      }),
    )
    .optional()
    .meta({ description: 'MAAS zones by name. Default: none but MAAS’s own.' }),
  images: z.record(DnsLabel, Image).optional().meta({ description: 'Images by name. Default: none.' }),
  credentials: z.record(DnsLabel, CredentialSet).optional().meta({
    description: 'Credential sets by name. Only names: the secrets are Terraform variables. Default: none.',
  }),
  defaults: z
    .strictObject({
      image: DnsLabel.optional().meta({ description: 'Image of pools that name none. Default: none.' }),
      credentials: DnsLabel.optional().meta({
        description: 'Credential set of machines that name none. Default: none.',
      }),
      profile: DnsLabel.optional().meta({
        description: 'Profile of machines that name none. Default: none.',
      }),
    })
    .optional()
    .meta({ description: 'What holds where nothing is said. Default: nothing.' }),
  machines: z
    .record(DnsLabel, Machine)
    .optional()
    .meta({ description: 'Machines by asset name, here or in machines.csv. Default: none.' }),
  acknowledge: z
    .array(Acknowledgement)
    .optional()
    .meta({ description: 'Findings that are accepted. Default: none.' }),
});
export type SiteInput = z.input<typeof Site>;
