import type { SlotPhase } from '../types.js';

/**
 * Ids by which what a machine or slot had before rackform is imported, by thing: `machine`, `instance`, `nic/eno1`,
 * `bond/bond-mgmt`, `vlan/storage`. What has no id here Terraform does not have.
 */
export type ImportIds = Readonly<Record<string, string>>;

/** One slot in the lock. */
export interface LockSlot {
  /** Slot name, unique at the site. */
  readonly name: string;
  readonly cluster: string;
  readonly pool: string;
  readonly number: number;
  readonly asset: string;
  readonly generation: number;
  /** Claim shard, from 1. */
  readonly shard: number;
  readonly phase: SlotPhase;
  /** Network name to address, without prefix length. */
  readonly addresses: Readonly<Record<string, string>>;
  /**
   * Digest of ports, links and static addresses as made with this generation. NICs of a deployed machine
   * cannot be changed (MAAS answers 409), so a slot in service whose digest would move needs a reimage.
   */
  readonly network: string;
  /** Digest of the content deployed with this generation; null until known. */
  readonly content: string | null;
  /** Erase mode that the state is known to carry, by evidence; null before. */
  readonly erase: string | null;
  /** Why it is being released. */
  readonly reason: string | null;
  /** Where its server was deployed by others and is taken over as it is, until it is reimaged; null otherwise. */
  readonly adopted: ImportIds | null;
}

/** One machine in the lock. */
export interface LockMachine {
  readonly asset: string;
  /** Enrolment shard, from 1. */
  readonly shard: number;
  readonly phase: 'planned' | 'in-service' | 'leaving';
  /** Tenant of the last claim; null before the first. */
  readonly tenant: string | null;
  /** Slot that holds it, also one that has moved away and is not yet known to have let go; null when free. */
  readonly claim: string | null;
  /** How the last claim ended, or is to end while `claim` stands: an erase mode or `not-erased`; null when not known. */
  readonly erased: string | null;
  /** Why it was given up with a BMC that no longer answers; null otherwise. */
  readonly abandoned: string | null;
  /** MAC address of its boot NIC when last locked, which tells whether names changed places; null when not known. */
  readonly bootMac: string | null;
  /** Where it was enrolled by others and is taken over as it is; null otherwise. */
  readonly adopted: ImportIds | null;
}

/** A number taken from a pool. */
export interface LockNumber {
  /** `vlan/<network>`. */
  readonly key: string;
  readonly pool: string;
  readonly value: number;
}

/** Something that is gone, kept so that its name and number are not used again unnoticed. */
export interface LockTombstone {
  /** `slot/<name>`, `machine/<asset>` or `stack/<name>`. */
  readonly key: string;
  readonly reason: string;
}

/** The allocations of one site. Lists are sorted by name, so that the same content gives the same bytes. */
export interface Lock {
  readonly formatVersion: 1;
  readonly site: string;
  /** Type of the provisioner that the stacks are made for; null before the first lock, or where an older one says nothing. */
  readonly provisioner: string | null;
  readonly stacks: readonly string[];
  readonly machines: readonly LockMachine[];
  readonly numbers: readonly LockNumber[];
  readonly slots: readonly LockSlot[];
  readonly tombstones: readonly LockTombstone[];
}
