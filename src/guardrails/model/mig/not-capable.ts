import { quote } from '../../support/groups.js';
import { machinesByAsset, poolFindings, poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** MIG on a GPU that has none. */
export const migNotCapable: ModelRule = {
  tier: 'model',
  id: 'mig/not-capable',
  severity: 'error',
  mayAcknowledge: false,
  title: 'MIG is asked of GPUs that have it',
  rationale:
    'L40S, L4, T4 and all AMD GPUs cannot be cut: the mode cannot be switched on, and no slice ever shows up',
  source: 'NVIDIA MIG user guide (read)',
  *check(model) {
    const machines = machinesByAsset(model);
    const sliced = new Set(
      poolsOf(model).flatMap(({ cluster, pool }) =>
        pool.runs === 'mig' ? [`${cluster.name}/${pool.name}`] : [],
      ),
    );
    yield* poolFindings(
      model,
      ['runs'],
      function* (slot) {
        const machine = machines.get(slot.asset);
        if (machine === undefined || !sliced.has(`${slot.cluster}/${slot.pool}`)) return;
        const { gpus } = machine.hardware;
        if (gpus === null) yield 'runs MIG on machines without GPUs';
        else if (!gpus.migCapable) yield `runs MIG on ${quote(gpus.model)}, which has none`;
      },
      'use runs: containers, or machines whose profile says migCapable: true',
    );
  },
};
