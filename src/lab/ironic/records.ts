import type { Json, JsonObject } from '../../protocol/json.js';
import type { ServerRecord } from '../server.js';
import type { Step } from '../steps.js';

/** What a simulated Ironic keeps, table by table. */
export interface IronicTables {
  /** By UUID. */
  readonly nodes: NodeRecord;
  readonly ports: PortRecord;
  readonly portGroups: PortGroupRecord;
  readonly allocations: AllocationRecord;
  /** As the API shows them. */
  readonly deployTemplates: JsonObject;
  readonly runbooks: JsonObject;
  /** What clean steps and inspections left, by UUID of the node. */
  readonly nodeWork: object;
  /** The metal, by asset name. */
  readonly servers: ServerRecord;
  /** Last number given out, by table. */
  readonly counters: { readonly last: number };
  readonly [table: string]: object;
}

/** Provision states that a node is seen in, in Ironic's own words. */
export type ProvisionState =
  | 'enroll'
  | 'verifying'
  | 'manageable'
  | 'inspecting'
  | 'inspect failed'
  | 'cleaning'
  | 'clean wait'
  | 'clean failed'
  | 'available'
  | 'deploying'
  | 'deploy failed'
  | 'active'
  | 'deleting';

/** A stage of a way through provision states. */
export interface Stage {
  readonly state: ProvisionState;
  /** Virtual time; null: never. */
  readonly endsAt: number | null;
  readonly steps: readonly Step[];
}

/** Strings of `driver_info`: what holds a secret is kept as a digest only, and shown as Ironic masks it. */
export interface DriverInfo {
  readonly shown: Readonly<Record<string, Json>>;
  readonly digest: string;
}

export interface NodeRecord {
  readonly uuid: string;
  readonly name: string | null;
  readonly driver: string;
  readonly driverInfo: DriverInfo;
  readonly properties: Readonly<Record<string, Json>>;
  readonly extra: Readonly<Record<string, Json>>;
  readonly instanceInfo: Readonly<Record<string, Json>>;
  readonly resourceClass: string | null;
  readonly conductorGroup: string;
  readonly owner: string | null;
  /** By attribute, e.g. `boot_interface`. */
  readonly interfaces: Readonly<Record<string, string>>;
  readonly automatedClean: boolean | null;
  readonly isProtected: boolean;
  readonly maintenance: boolean;
  readonly provisionState: ProvisionState;
  /** What is still to come after the present state ends, the present one first; empty where nothing is under way. */
  readonly course: readonly Stage[];
  /** State after the course. */
  readonly target: ProvisionState | null;
  readonly lastError: string | null;
  readonly powerState: 'power on' | 'power off';
  readonly instanceUuid: string | null;
  /** Asset name of the server that it is; null where no inventory has it. */
  readonly server: string | null;
  /** Of the config drive, which may hold what nobody should read. */
  readonly configDriveDigest: string | null;
  readonly configDriveBytes: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Fields that are kept and nothing is made of, as the API has them; absent where no client wrote any. */
  readonly more?: Readonly<Record<string, Json>>;
}

export interface PortRecord {
  readonly uuid: string;
  readonly node: string;
  readonly address: string;
  readonly pxeEnabled: boolean;
  readonly physicalNetwork: string | null;
  readonly localLink: Readonly<Record<string, Json>>;
  readonly portGroup: string | null;
  readonly extra: Readonly<Record<string, Json>>;
  readonly isSmartNic: boolean;
  readonly more?: Readonly<Record<string, Json>>;
}

export interface PortGroupRecord {
  readonly uuid: string;
  readonly node: string;
  readonly name: string | null;
  readonly address: string | null;
  readonly mode: string;
  readonly extra: Readonly<Record<string, Json>>;
  readonly more?: Readonly<Record<string, Json>>;
}

export interface AllocationRecord {
  readonly uuid: string;
  readonly name: string | null;
  readonly resourceClass: string;
  readonly candidateNodes: readonly string[];
  readonly traits: readonly string[];
  readonly extra: Readonly<Record<string, Json>>;
  readonly node: string | null;
  readonly state: 'active' | 'error';
  readonly lastError: string | null;
}
