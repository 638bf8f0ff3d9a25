import { listed, quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { machinesByAsset, poolName, poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Different machines in one pool. */
export const poolMixedHardware: ModelRule = {
  tier: 'model',
  id: 'pool/mixed-hardware',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'GPU machines of a pool are alike, and all machines of a pool have one architecture',
  rationale: 'collective operations wait for the slowest machine, and one image fits one architecture',
  source: 'general knowledge',
  *check(model) {
    const machines = machinesByAsset(model);
    for (const { cluster, pool, slots } of poolsOf(model)) {
      const hardware = slots.flatMap((slot) => machines.get(slot.asset)?.hardware ?? []);
      const kinds = new Set(
        hardware.map(({ profile, cpu }) => (pool.role === 'gpu' ? profile : cpu.architecture)),
      );
      if (kinds.size < 2) continue;
      const of = { cluster: cluster.name, pool: pool.name };
      yield {
        subject: poolName(of),
        message: `pool ${quote(poolName(of))} has machines of ${kinds.size} ${pool.role === 'gpu' ? 'hardware profiles' : 'architectures'}: ${listed([...kinds])}`,
        at: poolAt(of, 'hardware'),
        hint: 'name one profile in hardware.profiles, and make a second pool for the others',
      };
    }
  },
};
