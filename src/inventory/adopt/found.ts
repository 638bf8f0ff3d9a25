import type { DocumentMap } from '../emit.js';
import type { ImportedMachine } from '../imported/machine.js';

/** A machine that a provisioner knows, and what runs on it. */
export interface FoundServer {
  readonly machine: ImportedMachine;
  /** Ids by which its enrolment is imported, by thing. */
  readonly ids: FoundIds;
  /** Null where nothing is deployed on it. */
  readonly deployed: FoundDeployment | null;
}

/** Import ids by thing, `machine` or `nic/eno1`. */
export type FoundIds = Readonly<Record<string, string>>;

export interface FoundDeployment {
  /** What the provisioner groups it by. */
  readonly group: string;
  readonly image: FoundImage;
  /** Ids by which the deployment and its NICs are imported, by thing. */
  readonly ids: FoundIds;
  readonly ports: readonly FoundPort[];
}

/** An image by the name that the site gets for it. */
export interface FoundImage {
  readonly name: string;
  readonly document: DocumentMap;
}

/** A NIC, or a bond of several, with its addresses. */
export interface FoundPort {
  /** Names of its NICs, sorted. */
  readonly nics: readonly string[];
  readonly bond: FoundBond | null;
  /** At most one on each network. */
  readonly links: readonly FoundLink[];
}

export interface FoundBond {
  /** Null where it is not imported. */
  readonly id: string | null;
  /** As a definition says it. */
  readonly document: DocumentMap;
}

export interface FoundLink {
  /** Network of the site. */
  readonly network: string;
  readonly subnet: string | null;
  readonly isTagged: boolean;
  /** Id of the VLAN interface; null where there is none, or none is imported. */
  readonly id: string | null;
  readonly mode: 'static' | 'dhcp' | 'none';
  /** Null where none is known or kept. */
  readonly address: string | null;
  readonly isGateway: boolean;
  /** Null for that of the network. */
  readonly mtu: number | null;
}
