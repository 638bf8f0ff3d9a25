import type { Issue } from '../../errors.js';
import { awaitsImport, isActive, newMachine } from '../lock/lock.js';
import { leftUnerased } from '../lock/lock-actions.js';
import type { Lock, LockMachine } from '../lock/lock-types.js';
import { exchangedNames, withBootMacs } from './exchanged-names.js';
import type { FitInput } from './fit-input.js';

/** A machine that left the inventory by omission. */
export function omitted(site: string, asset: string, slot: string | null): Issue {
  return {
    code: 'lock/machine-omitted',
    severity: 'error',
    message: `machine ${asset} left the inventory while ${slot === null ? 'the provisioner knows it' : `slot ${slot} holds it`}`,
    at: { document: `lock/${site}`, path: ['machines', asset] },
    hint:
      slot === null
        ? `put it back with state: retired, or run rackform lock --release ${asset} --reason "..."`
        : `put it back; with state: retired its slot moves to another machine first`,
  };
}

/** Fits the enrolments: every machine that stands at the site is known, and none leaves while a slot may hold it. */
export function fitMachines(
  input: FitInput,
  lock: Lock,
): { readonly lock: Lock; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const states = new Map(input.site.machines.map((machine) => [machine.asset, machine.state]));
  const kept = lock.machines.flatMap((machine): readonly LockMachine[] => {
    const state = states.get(machine.asset);
    const isDeclared = state !== undefined && state !== 'retired' && state !== 'adopted';
    if (
      isDeclared ||
      machine.claim !== null ||
      machine.phase === 'leaving' ||
      input.isMachineSetAside(machine.asset)
    ) {
      if (
        state === undefined &&
        machine.claim !== null &&
        !input.isMachineSetAside(machine.asset) &&
        // Of a slot that stays it is said where the slot is fitted; one that is being given back still runs on it.
        !lock.slots.some((slot) => slot.asset === machine.asset && isActive(slot))
      ) {
        issues.push(omitted(lock.site, machine.asset, machine.claim));
      }
      return [machine];
    }
    if (!input.context.isMachineInService(machine.asset) || awaitsImport(machine)) return [];
    if (state === undefined) {
      issues.push(omitted(lock.site, machine.asset, null));
      return [machine];
    }
    return [{ ...machine, phase: 'leaving' }];
  });
  const known = new Set(kept.map((machine) => machine.asset));
  const gone = new Map(lock.tombstones.map((tombstone) => [tombstone.key, tombstone.reason]));
  const unknown = input.site.machines.filter(
    (machine) => machine.state !== 'retired' && machine.state !== 'adopted' && !known.has(machine.asset),
  );
  for (const machine of unknown) {
    const reason = gone.get(`machine/${machine.asset}`);
    if (reason !== undefined) issues.push(left(lock.site, machine.asset, reason));
  }
  const added = unknown
    .filter((machine) => !gone.has(`machine/${machine.asset}`))
    .map((machine) => newMachine(machine.asset));
  const exchanged = exchangedNames(input, lock);
  issues.push(...exchanged);
  return {
    lock: {
      ...lock,
      // What is known stays while it is in doubt.
      machines: exchanged.length > 0 ? [...kept, ...added] : withBootMacs([...kept, ...added], input.site),
    },
    issues,
  };
}

/** A machine that was taken out does not come back by standing in the inventory: it may hold a tenant’s data. */
function left(site: string, asset: string, reason: string): Issue {
  return {
    code: 'lock/machine-left',
    severity: 'warning',
    message: `machine ${asset} ${reason}, and is not enrolled again by itself`,
    at: { document: `site/${site}`, path: ['machines', asset] },
    hint: `take it out of the inventory or set state: retired; or ${reason === leftUnerased ? 'wipe it and ' : ''}run rackform lock --prune ${asset} to enrol it anew`,
  };
}
