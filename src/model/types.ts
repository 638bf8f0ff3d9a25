import type { PoolRole } from '../definition/cluster.js';
import type { BmcProtocol, NicRole } from '../definition/hardware.js';
import type { EraseMode } from '../definition/scalars.js';
import type { MachineState, NetworkMode, NetworkPurpose } from '../definition/site.js';
import type { ImageModel, IronicNodeModel, IronicSiteModel } from './ironic-types.js';
import type { SiteSoftwareModel, SoftwareModel } from './software-types.js';

/** Hardware of one machine: profile and overrides merged, defaults filled in. */
export interface HardwareModel {
  readonly profile: string;
  /** Null where the profile does not say. */
  readonly units: number | null;
  readonly weightKg: number | null;
  readonly cpu: {
    readonly sockets: number;
    readonly coresPerSocket: number;
    readonly threadsPerCore: number;
    readonly architecture: 'amd64' | 'arm64' | 'ppc64el';
  };
  readonly memoryGiB: number;
  readonly gpus: {
    readonly vendor: 'amd' | 'nvidia' | 'intel';
    readonly model: string;
    readonly count: number;
    readonly memoryGB: number;
    readonly migCapable: boolean;
    readonly watts: number | null;
  } | null;
  readonly disks: readonly DiskModel[];
  readonly power: {
    readonly psus: number | null;
    readonly psusNeeded: number | null;
    readonly psuWatts: number | null;
    readonly maxWatts: number | null;
  };
  readonly boot: { readonly mode: 'uefi' | 'bios'; readonly secureBoot: boolean };
}

export interface DiskModel {
  readonly name: string;
  readonly type: 'nvme' | 'ssd' | 'hdd';
  readonly sizeGB: number;
  readonly role: 'root' | 'scratch' | 'data';
  readonly hint: {
    readonly serial: string | null;
    readonly wwn: string | null;
    readonly model: string | null;
    readonly sizeGB: number | null;
  };
}

export interface NicModel {
  readonly name: string;
  /** Lower case with colons; null where the definition does not know it. */
  readonly mac: string | null;
  readonly kind: 'ethernet' | 'infiniband';
  readonly gbps: number | null;
  readonly roles: readonly NicRole[];
  readonly rail: number | null;
  readonly switch: string | null;
  readonly port: string | null;
}

/** A physical server. Its asset name is its identity. */
export interface MachineModel {
  readonly asset: string;
  readonly serial: string | null;
  readonly rack: string | null;
  readonly unit: number | null;
  readonly zone: string;
  readonly state: MachineState;
  readonly hardware: HardwareModel;
  readonly nics: readonly NicModel[];
  readonly bootNic: string | null;
  readonly nvlinkDomain: string | null;
  readonly bmc: {
    readonly protocol: BmcProtocol;
    readonly address: string | null;
    readonly credentials: string | null;
    readonly nodeId: string | null;
  };
  /** Null where the provisioner is not Ironic. */
  readonly ironic: IronicNodeModel | null;
}

export interface RackModel {
  readonly name: string;
  readonly module: string | null;
  readonly units: number;
  readonly feeds: readonly { readonly name: string; readonly capacityWatts: number }[];
  readonly derate: number;
  readonly otherWatts: number;
  readonly otherUnits: number;
  readonly maxWeightKg: number | null;
  readonly cooling: 'air' | 'rear-door' | 'liquid';
  readonly zone: string;
}

export interface SubnetModel {
  readonly name: string;
  readonly cidr: string;
  readonly gateway: string | null;
  readonly dns: readonly string[];
  readonly ranges: readonly {
    readonly name: string;
    readonly type: 'dynamic' | 'reserved' | 'static';
    readonly from: string;
    readonly to: string;
    readonly comment: string | null;
  }[];
}

export type DhcpModel =
  | { readonly by: 'rack-controller'; readonly primary: string; readonly secondary: string | null }
  | { readonly by: 'relay'; readonly to: string }
  | { readonly by: 'external' }
  | { readonly by: 'nobody' };

export interface NetworkModel {
  readonly name: string;
  readonly purpose: NetworkPurpose;
  readonly rail: number | null;
  readonly mode: NetworkMode;
  readonly fabric: string | null;
  /** Resolved: given, or from the pool by way of the lock. 0 is the untagged VLAN of the fabric. */
  readonly vid: number;
  readonly vlanPool: string | null;
  /** VXLAN VNI on the switches. */
  readonly vni: number | null;
  /** InfiniBand P_Key without membership bit; null for the default partition, or a tenant's own on each rail. */
  readonly pkey: number | null;
  readonly tagged: boolean;
  readonly mtu: number;
  readonly switchMtu: number | null;
  readonly tenant: string | null;
  readonly space: string | null;
  readonly addressing: 'shared' | 'point-to-point';
  readonly subnets: readonly SubnetModel[];
  readonly dhcp: DhcpModel;
}

export interface ProvisionerModel {
  readonly type: 'maas' | 'ironic' | 'dry-run';
  readonly providerVersion: string;
  readonly serverVersion: string;
  readonly apiUrl: string | null;
  readonly settings: readonly { readonly key: string; readonly value: string }[];
  /** Null where the provisioner is not Ironic. */
  readonly ironic: IronicSiteModel | null;
}

export type StateModel =
  | { readonly type: 'local'; readonly path: string }
  | {
      readonly type: 's3';
      readonly bucket: string;
      readonly region: string;
      readonly prefix: string;
      readonly endpoint: string | null;
      readonly encrypt: boolean;
      readonly useLockfile: boolean;
    }
  | { readonly type: 'http'; readonly address: string; readonly locking: boolean }
  | { readonly type: 'pg'; readonly schema: string };

/** What tenants share on purpose. */
export interface SharedServiceModel {
  readonly name: string;
  readonly networks: readonly string[];
  readonly nvlinkDomains: readonly string[];
  /** Null: all. */
  readonly tenants: readonly string[] | null;
  readonly reason: string;
}

/** The site part of a model: all that is known before anything is allocated. */
export interface SiteInventory {
  readonly organization: string;
  readonly name: string;
  readonly domain: string;
  readonly domainMode: 'managed' | 'existing';
  readonly provisioner: ProvisionerModel;
  /** Sites of one domain are routed together; null for none. */
  readonly routingDomain: string | null;
  readonly state: StateModel;
  readonly ntp: readonly string[];
  /** Where machines get packages from. */
  readonly software: SiteSoftwareModel;
  readonly modules: readonly { readonly name: string; readonly budgetWatts: number | null }[];
  readonly racks: readonly RackModel[];
  readonly fabrics: readonly { readonly name: string; readonly mode: 'managed' | 'existing' }[];
  readonly vlanPools: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  readonly networks: readonly NetworkModel[];
  readonly zones: readonly {
    readonly name: string;
    readonly mode: 'managed' | 'existing';
    readonly description: string | null;
  }[];
  readonly images: readonly ImageModel[];
  readonly credentials: readonly string[];
  readonly tenants: readonly {
    readonly name: string;
    readonly id: number | null;
    readonly handOverErase: EraseMode;
  }[];
  /** What is added to the id of a tenant in each fabric; null where numbers are as written. */
  readonly tenantNumbers: {
    readonly vlan: readonly { readonly purpose: NetworkPurpose; readonly base: number }[];
    readonly vni: number | null;
    readonly pkey: number | null;
    readonly nvlink: number | null;
  };
  /** Exceptions that hold at this site. */
  readonly sharedServices: readonly SharedServiceModel[];
  /** By asset name. */
  readonly machines: readonly MachineModel[];
}

/** Phase of a slot in the lock. `planned` covers what is in service too, until evidence was given; see `inService`. */
export type SlotPhase = 'planned' | 'in-service' | 'releasing' | 'released';

/** What others made, which is taken over as it is. */
export interface AdoptedModel {
  /** Import id of each thing by its name, `nic/eno1`; what has none is not made. */
  readonly ids: Readonly<Record<string, string>>;
  /** True once a state is known to hold all of it: nothing is imported any more. */
  readonly isImported: boolean;
  /** False where it must take what rackform says, to be let go. */
  readonly isLeftAlone: boolean;
}

export interface BondModel {
  readonly mode: string;
  readonly lacpRate: 'slow' | 'fast';
  readonly hashPolicy: string;
  readonly miimonMs: number;
  readonly lacpFallback: boolean;
}

/** One address of a slot on one network. At most one a port or VLAN interface (MAAS: one link a NIC). */
export interface LinkModel {
  readonly network: string;
  readonly fabric: string;
  readonly vid: number;
  readonly tagged: boolean;
  /** Interface in the operating system: the port, or `<port>.<vid>` where tagged. */
  readonly interface: string;
  readonly mtu: number;
  readonly mode: 'static' | 'dhcp' | 'auto' | 'none';
  /** Prefix of the subnet (MAAS takes no subnet by name). Null where the network has none: then no link is made. */
  readonly subnet: string | null;
  /** For static: from the lock, without prefix length. */
  readonly address: string | null;
  readonly prefixLength: number | null;
  readonly gateway: boolean;
  readonly gatewayAddress: string | null;
  readonly dns: readonly string[];
}

/** A NIC, or a bond over several, with all networks on it. */
export interface PortModel {
  readonly name: string;
  readonly bond: BondModel | null;
  /** One NIC, or the members of the bond in name order. */
  readonly nics: readonly { readonly name: string; readonly mac: string }[];
  /** Largest MTU of its links: MAAS reads the effective one back. */
  readonly mtu: number;
  /** VLAN of the port itself; every NIC of a bond stands in it too. */
  readonly untagged: { readonly network: string | null; readonly fabric: string; readonly vid: number };
  /** Untagged first, then by VLAN id. */
  readonly links: readonly LinkModel[];
}

/** A compute rail of a slot: configured at first boot, never in MAAS. */
export interface RailModel {
  readonly rail: number;
  readonly network: string;
  readonly nic: string;
  readonly mac: string | null;
  readonly kind: 'ethernet' | 'infiniband';
  /** For InfiniBand: the partition, without membership bit; null for the default one. */
  readonly pkey: number | null;
  readonly address: string | null;
  readonly prefixLength: number | null;
  /** Next hop: the gateway of the subnet, or the other end of a point-to-point link. */
  readonly gateway: string | null;
  /** Prefixes of rails that are not on the link, reached by way of the gateway with a rule for this source. */
  readonly routes: readonly string[];
  /** Number of the policy routing table: 100 + rail. */
  readonly table: number;
  readonly mtu: number;
}

export interface ScratchModel {
  readonly mount: string;
  readonly filesystem: 'xfs' | 'ext4';
  readonly stripe: boolean;
  readonly disks: readonly DiskModel[];
}

/** How the GPUs of a machine are cut. Those that no entry names stay whole. */
export interface MigModel {
  readonly strategy: 'single' | 'mixed';
  /** As the definition has them, profiles by the names of this GPU; whether they fit is for the guardrails. */
  readonly layout: readonly {
    readonly devices: readonly number[];
    readonly instances: readonly { readonly profile: string; readonly count: number }[];
  }[];
}

export interface ReleaseModel {
  readonly erase: EraseMode;
  readonly scripts: readonly string[];
  readonly timeoutMinutes: number;
}

/** A numbered place in a pool, filled by a machine. */
export interface SlotModel {
  /** `<cluster>-<pool>-<number of three digits or more>`: host name, and identity of the claim. */
  readonly name: string;
  readonly cluster: string;
  readonly pool: string;
  readonly number: number;
  readonly role: PoolRole;
  readonly tenant: string;
  readonly asset: string;
  readonly generation: number;
  readonly phase: SlotPhase;
  /** False once released: the claim is no longer declared. */
  readonly isDeclared: boolean;
  /** True while the slot stays on a machine that was given up, until the state is known to release it without erase. */
  readonly isAbandoned: boolean;
  /** Machines that it was on and is not yet known to have let go. */
  readonly lettingGo: readonly string[];
  /** Name of its claim stack. */
  readonly stack: string;
  readonly fqdn: string;
  readonly ports: readonly PortModel[];
  readonly rails: readonly RailModel[];
  readonly image: ImageModel;
  readonly kernel: {
    readonly options: readonly string[];
    readonly sysctl: readonly { readonly key: string; readonly value: string }[];
    readonly acs: 'on' | 'off' | 'firmware';
  };
  readonly storage: { readonly layout: 'flat'; readonly scratch: ScratchModel | null };
  /** The NVLink domain of its machine; partition null where the tenant has none of its own. */
  readonly nvlink: { readonly domain: string; readonly partition: number | null } | null;
  /** Null where the pool says nothing of it, or the machine has no GPU. */
  readonly mig: MigModel | null;
  readonly release: ReleaseModel;
  /** The user’s own cloud-config, as written. */
  readonly userData: Readonly<Record<string, unknown>>;
  readonly deployTimeoutMinutes: number;
  /** Null where rackform deployed it, or will. */
  readonly adopted: AdoptedModel | null;
  /** Addresses by which DNS knows the slot: of the link with the gateway, else the first static one. */
  readonly dnsAddress: string | null;
}

export interface PoolModel {
  readonly name: string;
  readonly role: PoolRole;
  readonly runs: 'metal' | 'containers' | 'mig' | 'vm';
  readonly count: number;
  readonly spares: number;
  readonly placement: 'pack' | 'spread';
  /** Free machines, spare ones among them, that could fill a slot of this pool. */
  readonly sparesAvailable: number;
  readonly slots: readonly string[];
}

/** Who shares a cluster without having its machines. */
export interface WorkloadTenantModel {
  readonly name: string;
  readonly namespace: string;
  /** Groups that may edit its namespace. */
  readonly groups: readonly string[];
  /** Pools that are its alone. */
  readonly pools: readonly string[];
  readonly quota: {
    readonly gpus: number;
    /** By the names of the cluster's GPUs; slices that no pool makes as they were written. */
    readonly slices: readonly { readonly profile: string; readonly count: number }[];
  };
}

export interface ClusterModel {
  readonly name: string;
  readonly tenant: string;
  readonly mode: 'dedicated' | 'shared';
  readonly preset: string | null;
  readonly scheduler: 'none' | 'slurm' | 'kubernetes';
  readonly pools: readonly PoolModel[];
  /** By name. */
  readonly workloadTenants: readonly WorkloadTenantModel[];
  readonly software: SoftwareModel;
  /** By name. */
  readonly slots: readonly SlotModel[];
}

/** A machine that the provisioner knows, and in which state. */
export interface EnrolmentModel {
  readonly asset: string;
  readonly stack: string;
  /** False for a machine that is leaving: no longer declared, entry kept until evidence. */
  readonly isDeclared: boolean;
  /**
   * How its BMC is spoken to. `manual` for an abandoned machine whatever its inventory says: with it
   * applied first, MAAS finishes a release without waiting for a BMC that no longer answers.
   */
  readonly protocol: BmcProtocol;
  /** How long commissioning may take; a big server needs more than the provider's 30 minutes. */
  readonly timeoutMinutes: number;
  /** Null where rackform enrolled it, or will. */
  readonly adopted: AdoptedModel | null;
}

export interface StackModel {
  /** `<site>-network`, `<site>-enrolment-01`, `<site>-<cluster>-claim-01`: also the folder and the id in CDKTF. */
  readonly name: string;
  readonly kind: 'network' | 'enrolment' | 'claim';
  readonly cluster: string | null;
  readonly shard: number | null;
  /** Key of its state, `<site>/<cluster or site>/<stack>`. */
  readonly stateKey: string;
}

/** A site fully resolved with all its clusters. Nothing is left to default; frozen; prints as JSON. */
export interface SiteModel {
  readonly formatVersion: 1;
  readonly site: SiteInventory;
  readonly clusters: readonly ClusterModel[];
  readonly enrolments: readonly EnrolmentModel[];
  /** In the order of apply. Those in the lock stay here, empty, until shown empty. */
  readonly stacks: readonly StackModel[];
}
