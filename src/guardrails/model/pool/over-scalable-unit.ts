import { quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { machinesByAsset, poolName, poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Nodes of one scalable unit, by GPU. */
const UNITS: readonly (readonly [gpu: RegExp, nodes: number])[] = [
  [/B300/i, 64],
  [/H100|H200|B200/i, 32],
];

/** A GPU pool larger than one leaf layer serves. */
export const poolOverScalableUnit: ModelRule = {
  tier: 'model',
  id: 'pool/over-scalable-unit',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a GPU pool with rails fits one scalable unit, or its fabric is built for more',
  rationale:
    'rail r of every machine goes to leaf r of its unit; beyond 32 (H100, H200, B200) or 64 (B300; 72 with XDR InfiniBand) machines a second unit with its own leafs and spines is needed',
  source: 'NVIDIA SuperPOD reference architectures (read); other designs differ',
  *check(model) {
    const machines = machinesByAsset(model);
    for (const { cluster, pool, slots } of poolsOf(model)) {
      const railed = slots.filter((slot) => slot.rails.length > 0);
      const gpu = machines.get(railed[0]?.asset ?? '')?.hardware.gpus?.model;
      const unit = UNITS.find(([pattern]) => gpu !== undefined && pattern.test(gpu));
      if (gpu === undefined || unit === undefined || railed.length <= unit[1]) continue;
      const of = { cluster: cluster.name, pool: pool.name };
      yield {
        subject: poolName(of),
        message: `pool ${quote(poolName(of))} has ${railed.length} machines with ${gpu} on its rails, and a scalable unit has ${unit[1]}`,
        at: poolAt(of, 'count'),
        hint: 'acknowledge it where the fabric has leafs and spines for all of them',
      };
    }
  },
};
