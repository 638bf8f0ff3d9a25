import type { AdoptedModel } from '../types.js';
import { awaitsImport } from './lock.js';
import type { LockMachine, LockSlot } from './lock-types.js';

/** What the model says of what was adopted; null where nothing was. */
export function adoptedModel(
  locked: Pick<LockSlot | LockMachine, 'adopted' | 'phase'>,
  isLeftAlone: boolean,
): AdoptedModel | null {
  if (locked.adopted === null) return null;
  return { ids: locked.adopted, isImported: !awaitsImport(locked), isLeftAlone };
}
