import { apiRefusal } from '../refusal.js';
import { releaseMachine } from './api/machines.js';
import { findMachine, type Request, type SimulatedMaas } from './call.js';
import type { MachineRecord, MachineStatus } from './records.js';

/** What becomes of what is aborted. */
const aborted: Partial<Record<MachineStatus, MachineStatus>> = {
  Commissioning: 'New',
  Testing: 'Failed testing',
  Deploying: 'Allocated',
  Releasing: 'Failed releasing',
  'Disk erasing': 'Failed disk erasing',
};

function change(
  maas: SimulatedMaas,
  operation: string,
  machine: string,
  work: (request: Request, found: MachineRecord) => MachineRecord,
): MachineRecord {
  const { world, metal, clock, events } = maas;
  const request = { world, metal, now: clock.now };
  const { record, hostname } = world.store.transact(() => {
    const found = findMachine(request, machine);
    return { record: work(request, found), hostname: found.hostname };
  });
  events.add({
    type: 'request',
    at: clock.now,
    request: `machine.${operation}`,
    subject: { machine: hostname },
    refused: null,
  });
  return record;
}

/**
 * Stops what a machine is at, as an operator does by `maas PROFILE machine abort SYSTEM_ID`.
 *
 * @throws {Refusal} where it is at nothing
 */
export function abortByHand(maas: SimulatedMaas, machine: string): MachineRecord {
  return change(maas, 'abort', machine, ({ world }, found) => {
    const status = aborted[found.status];
    if (status === undefined) {
      throw apiRefusal(400, `Cannot abort in state ${found.status}`);
    }
    return world.updateMachine(found.systemId, { status, transition: null });
  });
}

/**
 * Releases a machine, as an operator does by `maas PROFILE machine release SYSTEM_ID`.
 *
 * @throws {Refusal} where its state does not allow it
 */
export function releaseByHand(maas: SimulatedMaas, machine: string, erase = false): MachineRecord {
  return change(maas, 'release', machine, (request, found) =>
    releaseMachine(request, found, { erase, secure: false, quick: false }),
  );
}
