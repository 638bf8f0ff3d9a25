import type { EraseMode } from '../../definition/scalars.js';

/** How thorough an erase is; `quick` leaves all but the ends of a disk. */
const grade: Readonly<Record<EraseMode, number>> = { none: 0, quick: 1, full: 2, secure: 3 };

/** True where one erase is as thorough as another. */
export function isAtLeast(mode: EraseMode, wanted: EraseMode): boolean {
  return grade[mode] >= grade[wanted];
}

/** Reads what the lock recorded: null and `not-erased` count as none. */
export function recordedErase(recorded: string | null): EraseMode {
  return recorded !== null && Object.hasOwn(grade, recorded) ? (recorded as EraseMode) : 'none';
}
