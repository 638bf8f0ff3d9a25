import type { ServerRecord } from '../server.js';
import type { Step } from '../steps.js';
import type {
  BootSourceRecord,
  RepositoryRecord,
  ScriptRecord,
  SelectionRecord,
  SshKeyRecord,
  UserRecord,
} from './registry-records.js';

/** What a simulated MAAS keeps, table by table. Ids are MAAS's own: numbers, and system ids of machines. */
export interface MaasTables {
  /** Last number given out, by table. */
  readonly counters: { readonly last: number };
  readonly fabrics: FabricRecord;
  readonly vlans: VlanRecord;
  readonly spaces: SpaceRecord;
  readonly subnets: SubnetRecord;
  readonly ranges: RangeRecord;
  readonly routes: RouteRecord;
  readonly pools: NamedRecord;
  readonly zones: NamedRecord;
  readonly domains: DomainRecord;
  readonly dnsRecords: DnsRecordRecord;
  readonly tags: TagRecord;
  /** By key. */
  readonly settings: SettingRecord;
  /** By system id. */
  readonly rackControllers: RackControllerRecord;
  readonly images: ImageRecord;
  /** The only one. */
  readonly bootSources: BootSourceRecord;
  readonly selections: SelectionRecord;
  /** By name. */
  readonly users: UserRecord;
  readonly sshKeys: SshKeyRecord;
  readonly repositories: RepositoryRecord;
  /** By name. */
  readonly scripts: ScriptRecord;
  /** By system id. */
  readonly devices: DeviceRecord;
  /** By system id. */
  readonly machines: MachineRecord;
  /** The metal, by asset name: what there is to be found, whether MAAS knows it or not. */
  readonly servers: ServerRecord;
  readonly [table: string]: object;
}

export interface FabricRecord {
  readonly id: number;
  readonly name: string;
}

export interface VlanRecord {
  readonly id: number;
  readonly fabric: number;
  /** 0 is the untagged VLAN of its fabric. */
  readonly vid: number;
  readonly name: string;
  readonly mtu: number;
  /** Id of its space. */
  readonly space: number | null;
  readonly dhcpOn: boolean;
  /** System ids. */
  readonly primaryRack: string | null;
  readonly secondaryRack: string | null;
  /** Id of the VLAN that DHCP is relayed to. */
  readonly relayVlan: number | null;
}

export interface SpaceRecord {
  readonly id: number;
  readonly name: string;
}

export interface SubnetRecord {
  readonly id: number;
  readonly name: string;
  readonly cidr: string;
  readonly vlan: number;
  readonly gateway: string | null;
  readonly dnsServers: readonly string[];
  readonly allowDns: boolean;
  readonly allowProxy: boolean;
  readonly rdnsMode: number;
}

export interface RangeRecord {
  readonly id: number;
  readonly subnet: number;
  readonly type: 'dynamic' | 'reserved';
  readonly start: string;
  readonly end: string;
  readonly comment: string;
}

export interface RouteRecord {
  readonly id: number;
  /** Ids of subnets. */
  readonly source: number;
  readonly destination: number;
  readonly gateway: string;
  readonly metric: number;
}

export interface NamedRecord {
  readonly id: number;
  readonly name: string;
  readonly description: string;
}

export interface DomainRecord {
  readonly id: number;
  readonly name: string;
  readonly ttl: number | null;
  readonly authoritative: boolean;
  readonly isDefault: boolean;
}

export interface DnsRecordRecord {
  readonly id: number;
  readonly type: string;
  readonly fqdn: string;
  readonly data: string;
  readonly ttl: number | null;
}

export interface TagRecord {
  readonly name: string;
  readonly comment: string;
  readonly definition: string;
  readonly kernelOpts: string;
  /** System ids. */
  readonly machines: readonly string[];
}

export interface SettingRecord {
  readonly key: string;
  readonly value: string;
}

export interface RackControllerRecord {
  readonly systemId: string;
  readonly hostname: string;
  /** The VLANs that it stands on, each as `<fabric name>/<number>`, whether MAAS knows them yet or not. */
  readonly stands: readonly string[];
}

/** An operating system image that is imported. */
export interface ImageRecord {
  /** As `distro_series` names it, e.g. `ubuntu/noble`. */
  readonly name: string;
  /** e.g. `amd64`. */
  readonly architectures: readonly string[];
}

/** Something with an address that MAAS neither powers nor installs. */
export interface DeviceRecord {
  readonly systemId: string;
  readonly hostname: string;
  readonly domain: string;
  readonly zone: string;
  readonly description: string;
  readonly interfaces: readonly InterfaceRecord[];
}

/** States of a machine in MAAS, in its own words. */
export type MachineStatus =
  | 'New'
  | 'Commissioning'
  | 'Failed commissioning'
  | 'Testing'
  | 'Failed testing'
  | 'Ready'
  | 'Allocated'
  | 'Deploying'
  | 'Deployed'
  | 'Failed deployment'
  | 'Releasing'
  | 'Failed releasing'
  | 'Disk erasing'
  | 'Failed disk erasing'
  | 'Broken';

/** What a machine is on its way to. */
export interface TransitionRecord {
  readonly to: MachineStatus;
  /** Virtual time, in milliseconds; null: never, since nobody answers. */
  readonly at: number | null;
  /** What it goes through until then. */
  readonly steps: readonly Step[];
}

export type LinkMode = 'STATIC' | 'AUTO' | 'DHCP' | 'LINK_UP';

export interface LinkRecord {
  readonly id: number;
  readonly mode: LinkMode;
  readonly subnet: number;
  readonly address: string | null;
  readonly defaultGateway: boolean;
}

export interface InterfaceRecord {
  readonly id: number;
  readonly name: string;
  readonly type: 'physical' | 'bond' | 'vlan' | 'bridge';
  readonly mac: string;
  /** Id; null: in no VLAN. */
  readonly vlan: number | null;
  readonly mtu: number | null;
  readonly tags: readonly string[];
  /** Ids of the interfaces below. */
  readonly parents: readonly number[];
  readonly links: readonly LinkRecord[];
  /** Settings of bonds and bridges, by the attribute of their resource. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

export interface PartitionRecord {
  readonly id: number;
  readonly uuid: string;
  readonly sizeBytes: number;
  readonly bootable: boolean;
  readonly tags: readonly string[];
  readonly filesystem: FilesystemRecord | null;
}

export interface FilesystemRecord {
  readonly type: string;
  readonly label: string;
  readonly mountPoint: string;
  readonly mountOptions: string;
}

export interface DiskRecord {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly idPath: string;
  readonly model: string;
  readonly serial: string;
  readonly sizeBytes: number;
  readonly blockSize: number;
  readonly isBoot: boolean;
  readonly tags: readonly string[];
  readonly filesystem: FilesystemRecord | null;
  readonly partitions: readonly PartitionRecord[];
}

/** A RAID or a volume group over disks and partitions. */
export interface VolumeRecord {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly kind: 'raid' | 'volume-group';
  readonly level: string | null;
  /** Ids. */
  readonly disks: readonly number[];
  readonly partitions: readonly number[];
  readonly spareDisks: readonly number[];
  readonly sparePartitions: readonly number[];
  readonly filesystem: FilesystemRecord | null;
}

export interface LogicalVolumeRecord {
  readonly id: number;
  readonly name: string;
  readonly group: number;
  readonly sizeBytes: number;
  readonly filesystem: FilesystemRecord | null;
}

/** What runs on a machine. User data is kept by its size and digest only: it may hold what nobody should read. */
export interface DeploymentRecord {
  readonly series: string;
  readonly hweKernel: string | null;
  readonly isEphemeral: boolean;
  readonly userDataBytes: number;
  readonly userDataDigest: string | null;
  readonly kernelOptions: string;
  /** What the release that ends it was asked to erase; null before. */
  readonly at: number;
}

export interface MachineRecord {
  readonly systemId: string;
  readonly hostname: string;
  readonly domain: string;
  readonly status: MachineStatus;
  readonly transition: TransitionRecord | null;
  readonly architecture: string;
  readonly minHweKernel: string;
  readonly pool: string;
  readonly zone: string;
  readonly powerType: string;
  readonly powerAddress: string | null;
  /** Of all power parameters, keyed with a salt of the lab: to tell a change and a double, not to be read. */
  readonly powerDigest: string;
  readonly pxeMac: string | null;
  /** Asset name of the server that it was found to be; null until commissioned. */
  readonly server: string | null;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly interfaces: readonly InterfaceRecord[];
  readonly disks: readonly DiskRecord[];
  readonly volumes: readonly VolumeRecord[];
  readonly logicalVolumes: readonly LogicalVolumeRecord[];
  readonly deployment: DeploymentRecord | null;
}
