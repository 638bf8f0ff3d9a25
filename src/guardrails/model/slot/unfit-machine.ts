import { quote } from '../../support/groups.js';
import { machineAt } from '../../support/places.js';
import { machinesByAsset, slotsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A slot on a machine that is not fit to be used. */
export const slotUnfitMachine: ModelRule = {
  tier: 'model',
  id: 'slot/unfit-machine',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'slots are filled by machines in state available or spare',
  rationale:
    'a machine in repair or quarantine moves its slot to a spare; where none is free it stays, and the cluster counts on a machine that is not there',
  source: 'how rackform fills slots',
  *check(model) {
    const machines = machinesByAsset(model);
    for (const slot of slotsOf(model)) {
      const machine = machines.get(slot.asset);
      if (machine === undefined || machine.state === 'available' || machine.state === 'spare') continue;
      yield {
        subject: slot.name,
        message: `slot ${quote(slot.name)} is on machine ${quote(machine.asset)} in state ${machine.state}`,
        at: machineAt(model.site, machine.asset, 'state'),
        hint: 'add a machine that fits the pool, or lower its count',
      };
    }
  },
};
