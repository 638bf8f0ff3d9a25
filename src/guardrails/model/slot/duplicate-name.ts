import { slotName } from '../../../model/names.js';
import type { SlotModel } from '../../../model/types.js';
import { quote, repeated } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { slotsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Two hosts of one name. */
export const slotDuplicateName: ModelRule = {
  tier: 'model',
  id: 'slot/duplicate-name',
  severity: 'error',
  mayAcknowledge: false,
  title: 'every host name occurs once at a site',
  rationale:
    'cluster "a-b" with pool "c" and cluster "a" with pool "b-c" name their slots alike, and a slot may be named as a machine is: one DNS name then means two servers',
  source: 'measured: "Node with this Hostname already exists."',
  *check(model) {
    const slots = slotsOf(model);
    for (const { key, first, again } of repeated(slots, (slot) => slot.name)) {
      yield {
        subject: key,
        message: `slot ${quote(key)} is in pool ${quote(again.pool)} of cluster ${quote(again.cluster)} and in pool ${quote(first.pool)} of cluster ${quote(first.cluster)}`,
        at: poolAt(again),
        hint: 'rename a pool or a cluster',
      };
    }
    const assets = new Set(model.site.machines.map((machine) => machine.asset));
    const holders = new Map(slots.map((slot) => [slot.asset, slot]));
    for (const slot of slots) {
      if (!assets.has(slot.name) || isNameKept(slot, holders.get(slot.name))) continue;
      yield {
        subject: slot.name,
        message: `slot ${quote(slot.name)} has the name of a machine`,
        at: poolAt(slot),
        hint: 'rename the pool or the machine',
      };
    }
  },
};

/** An adopted slot is called as its server always was, which means one server while no other slot has that machine. */
function isNameKept(slot: SlotModel, holder: SlotModel | undefined): boolean {
  const isAdopted = slot.name !== slotName(slot.cluster, slot.pool, slot.number);
  return isAdopted && (holder === undefined || holder === slot);
}
