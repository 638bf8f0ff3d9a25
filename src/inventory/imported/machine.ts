import type { ImportedHardware } from './parts.js';
import type { Place } from './source/fields.js';

/** One machine as an inventory has it; null where that is not known. */
export interface ImportedMachine {
  readonly name: string;
  readonly place: Place;
  readonly serial: string | null;
  /** Rack label as a name. */
  readonly rack: string | null;
  /** Lowest rack unit, where the inventory counts units. */
  readonly unit: number | null;
  /** Number in the rack, which may be a unit or a mere count. */
  readonly position: number | null;
  /** Its cluster or kind, for the name of its hardware where nothing better is known. */
  readonly kind: string | null;
  /** Profile that the inventory itself names. */
  readonly profile: string | null;
  /** False where nothing but the name of a profile, and ports of it, are known: then no profile is written. */
  readonly isDescribed: boolean;
  readonly hardware: ImportedHardware;
  readonly bmc: ImportedBmc;
  /** PDU outlets that feed it, `<pdu>:<outlet>`; meters are none. */
  readonly outlets: readonly string[];
  /** Further cells of its row, by column, such as `state`. */
  readonly cells: Readonly<Record<string, string>>;
}

/** Management controller of a machine. */
export interface ImportedBmc {
  readonly protocol: 'redfish' | 'ipmi' | 'manual' | null;
  readonly address: string | null;
}

/** What only some inventories say of a machine. */
export const nothingMore = {
  unit: null,
  position: null,
  profile: null,
  isDescribed: true,
  cells: {},
} as const;
