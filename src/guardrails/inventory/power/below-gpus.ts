import { kilowatts } from '../../support/groups.js';
import { hardwareFindings, presentMachines } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** A machine said to draw less than its GPUs alone. */
export const powerBelowGpus: InventoryRule = {
  tier: 'inventory',
  id: 'power/below-gpus',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a machine draws at least what its GPUs draw',
  rationale:
    'a figure below the board power of the GPUs alone is a typing error or an average, and racks are then overfilled',
  source: 'arithmetic; a DGX H100 draws about 1.8 times its GPU boards',
  *check(site) {
    yield* hardwareFindings(
      site,
      presentMachines(site),
      ['power', 'maxWatts'],
      ({ hardware: { gpus, power } }) => {
        const boards = gpus?.watts == null ? 0 : gpus.count * gpus.watts;
        if (power.maxWatts === null || power.maxWatts >= boards) return null;
        return `draws at most ${kilowatts(power.maxWatts)}, less than the ${kilowatts(boards)} of its GPUs alone`;
      },
    );
  },
};
