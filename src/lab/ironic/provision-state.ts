import { apiRefusal } from '../refusal.js';
import { exactly } from '../steps.js';
import type { Request } from './call.js';
import type { Went } from './metal.js';
import type { NodeRecord, ProvisionState, Stage } from './records.js';
import type { IronicWorld } from './world.js';

/** What can be asked of a node's provision state. */
export const VERBS = ['manage', 'provide', 'inspect', 'clean', 'active', 'rebuild', 'deleted'] as const;
export type Verb = (typeof VERBS)[number];

/** From where each verb may be asked. Ironic 39, `states.py`. */
const allowedFrom: Readonly<Record<Verb, readonly ProvisionState[]>> = {
  manage: ['enroll', 'available', 'clean failed', 'inspect failed'],
  provide: ['manageable'],
  inspect: ['manageable'],
  clean: ['manageable'],
  active: ['available', 'deploy failed'],
  rebuild: ['active', 'deploy failed'],
  deleted: ['active', 'deploy failed', 'deploying'],
};

/** The node as it is by now: states that are over by then have ended. Writes it back where it changed. */
export function settled(world: IronicWorld, node: NodeRecord, now: number): NodeRecord {
  const rest = node.course.filter(({ endsAt }) => endsAt === null || endsAt > now);
  if (rest.length === node.course.length) return node;
  const [next] = rest;
  if (next !== undefined) return world.updateNode(node.uuid, { course: rest, provisionState: next.state });
  return world.updateNode(node.uuid, {
    course: [],
    provisionState: node.target ?? node.provisionState,
    target: null,
  });
}

/**
 * Asks for another provision state.
 *
 * @throws {Refusal} where the present one does not allow it, or the node is protected or its BMC does not answer
 */
export function changeProvisionState(request: Request, named: NodeRecord, verb: Verb): NodeRecord {
  const { world, now } = request;
  const node = settled(world, named, now);
  if ((verb === 'deleted' || verb === 'rebuild') && node.isProtected) {
    throw apiRefusal(403, `Node ${node.uuid} is protected and can not be undeployed, rebuilt or deleted.`);
  }
  if (!allowedFrom[verb].includes(node.provisionState)) {
    throw apiRefusal(
      400,
      `The requested action "${verb}" can not be performed on node "${node.uuid}" while it is in state "${node.provisionState}".`,
    );
  }
  const { course, target, lastError, change } = wayOf(request, node, verb);
  const moved = world.updateNode(node.uuid, {
    ...change,
    course,
    target,
    lastError,
    provisionState: course[0]?.state ?? target,
    updatedAt: now,
  });
  return settled(world, moved, now);
}

interface Way {
  readonly course: readonly Stage[];
  readonly target: ProvisionState;
  readonly lastError: string | null;
  readonly change: Partial<NodeRecord>;
}

function wayOf(request: Request, node: NodeRecord, verb: Verb): Way {
  const { metal, now } = request;
  const problem = metal.bmcProblem(node, now);
  /** Nothing can be done to a server whose BMC does not answer. */
  const done = (went: Went): Went =>
    problem === null ? went : { steps: [], isEndless: false, failure: problem };
  const quick = (target: ProvisionState): Way => ({ course: [], target, lastError: null, change: {} });
  switch (verb) {
    case 'manage':
      if (node.provisionState !== 'enroll') return quick('manageable');
      return problem === null
        ? { ...quick('manageable'), course: [moment('verifying', now)] }
        : {
            ...quick('enroll'),
            lastError: `Failed to get power state for node ${node.uuid}. Error: ${problem}`,
          };
    case 'inspect':
      return one(request, 'inspecting', done(metal.inspect(node, now)), 'manageable', 'inspect failed');
    case 'clean':
      return one(request, 'cleaning', done(metal.clean(node, now)), 'manageable', 'clean failed');
    case 'provide':
      if (node.automatedClean === false) return quick('available');
      return one(request, 'cleaning', done(metal.clean(node, now)), 'available', 'clean failed');
    case 'active':
    case 'rebuild':
      return one(request, 'deploying', done(metal.deploy(node, now)), 'active', 'deploy failed');
    case 'deleted':
      return undeploy(request, node, done(metal.clean(node, now)));
    default:
      return verb satisfies never;
  }
}

function one(
  { now }: Request,
  state: ProvisionState,
  { steps, isEndless, failure }: Went,
  good: ProvisionState,
  bad: ProvisionState,
): Way {
  const length = steps.reduce((sum, { typical }) => sum + typical, 0);
  return {
    course: [{ state, endsAt: isEndless ? null : now + length, steps }],
    target: failure === null ? good : bad,
    lastError: failure,
    change: {},
  };
}

/** A stage that takes the conductor a moment and the server no part in. */
function moment(state: ProvisionState, now: number): Stage {
  return { state, endsAt: now + momentMs, steps: [{ name: state, ...exactly(momentMs) }] };
}

const momentMs = 2000;

/** Undeployed first, then cleaned; what was deployed is forgotten at once. */
function undeploy(request: Request, node: NodeRecord, clean: Went): Way {
  const { world, now } = request;
  for (const { uuid } of world.allocationsByNode.get(node.uuid)) world.store.remove('allocations', uuid);
  const forgotten = { instanceInfo: {}, instanceUuid: null, configDriveDigest: null, configDriveBytes: 0 };
  const deleting = moment('deleting', now);
  if (node.automatedClean === false) {
    return { course: [deleting], target: 'available', lastError: null, change: forgotten };
  }
  const cleaning = one({ ...request, now: now + momentMs }, 'cleaning', clean, 'available', 'clean failed');
  return { ...cleaning, course: [deleting, ...cleaning.course], change: forgotten };
}
