import { coursesOf } from '../maas/courses.js';
import { fits } from '../scenario/chance.js';
import type { FaultOf, FaultPicker } from '../scenario/picker.js';
import type { Fault, FaultKind } from '../scenario/schema.js';
import type { ServerRecord } from '../server.js';
import type { Durations, Step } from '../steps.js';
import type { IronicMetal, Went } from './metal.js';
import type { NodeRecord } from './records.js';

/** Automated cleaning erases disks whole; their own secure erase is taken where they have one. */
const cleaned = { erase: true, secure: true, quick: false };

function went(steps: readonly Step[], failure: string | null = null): Went {
  return { steps, isEndless: false, failure };
}

/**
 * Servers whose figures and faults a scenario gives. They boot, are inspected, written and erased as behind a MAAS.
 *
 * @param serverOf the server that a node is
 */
export function ironicMetal(
  durations: Durations,
  picker: FaultPicker,
  serverOf: (node: NodeRecord) => ServerRecord,
): IronicMetal {
  const courses = coursesOf(durations);
  const happens = (
    kind: FaultKind,
    name: string,
    node: NodeRecord,
    now: number,
    applies?: (fault: Fault) => boolean,
  ) => {
    const machine = node.name ?? node.uuid;
    return (
      picker.pick(kind, { name, machine, now, ...(applies === undefined ? {} : { applies }) }).length > 0
    );
  };
  return {
    bmcProblem: (node, now) =>
      happens('bmc-unreachable', 'bmc', node, now)
        ? 'Unable to connect to the BMC: connection timed out'
        : null,
    inspect: (node, now) =>
      went(
        courses.commission(serverOf(node)),
        happens('commissioning-fails', 'node.inspect', node, now) ? 'Inspection timed out' : null,
      ),
    clean: (node, now) =>
      went(
        courses.release({ powerType: node.driver }, serverOf(node), cleaned),
        happens('erase-fails', 'node.clean', node, now)
          ? 'Agent returned error for clean step erase_devices'
          : null,
      ),
    deploy: (node, now) => {
      const steps = courses.deploy(serverOf(node));
      const image = String(node.instanceInfo['image_source'] ?? '');
      const isWanted = (fault: Fault) => {
        const { image: wanted } = fault as FaultOf<'image-not-found'>;
        return wanted === undefined || fits(wanted, image);
      };
      const name = 'node.active';
      if (happens('image-not-found', name, node, now, isWanted))
        return went([], `Image ${image} could not be found.`);
      if (happens('deploy-hangs', name, node, now)) return { ...went(steps), isEndless: true };
      const isFailure = happens('deploy-fails', name, node, now);
      return went(steps, isFailure ? 'Agent returned error for deploy step write_image' : null);
    },
  };
}
