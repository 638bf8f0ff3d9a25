import { apiRefusal } from '../refusal.js';
import type { Request } from './call.js';
import type { Course, NodeRecord, ProvisionState } from './records.js';
import type { IronicWorld } from './world.js';

/** What can be asked of a node's provision state. */
export type Verb = 'manage' | 'provide' | 'inspect' | 'clean' | 'active' | 'deleted';

/** From where each verb may be asked. Ironic 39, `states.py`. */
const allowedFrom: Readonly<Record<Verb, readonly ProvisionState[]>> = {
  manage: ['enroll', 'available', 'clean failed', 'inspect failed'],
  provide: ['manageable'],
  inspect: ['manageable'],
  clean: ['manageable'],
  active: ['available', 'deploy failed'],
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
  if (verb === 'deleted' && node.isProtected) {
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
  readonly course: Course;
  readonly target: ProvisionState;
  readonly lastError: string | null;
  readonly change: Partial<NodeRecord>;
}

function wayOf(request: Request, node: NodeRecord, verb: Verb): Way {
  const { metal, now } = request;
  const problem = metal.bmcProblem(node);
  const quick = (target: ProvisionState): Way => ({ course: [], target, lastError: null, change: {} });
  switch (verb) {
    case 'manage':
      if (node.provisionState !== 'enroll') return quick('manageable');
      return problem === null
        ? { ...quick('manageable'), course: [{ state: 'verifying', endsAt: now + 2000 }] }
        : {
            ...quick('enroll'),
            lastError: `Failed to get power state for node ${node.uuid}. Error: ${problem}`,
          };
    case 'inspect':
      return one(request, 'inspecting', metal.inspect(node), 'manageable', 'inspect failed');
    case 'clean':
      return one(request, 'cleaning', metal.clean(node), 'manageable', 'clean failed');
    case 'provide':
      if (node.automatedClean === false) return quick('available');
      return one(request, 'cleaning', metal.clean(node), 'available', 'clean failed');
    case 'active':
      return one(request, 'deploying', metal.deploy(node), 'active', 'deploy failed');
    case 'deleted':
      return undeploy(request, node);
    default:
      return verb satisfies never;
  }
}

function one(
  { now }: Request,
  state: ProvisionState,
  went: { readonly milliseconds: number | null; readonly failure: string | null },
  good: ProvisionState,
  bad: ProvisionState,
): Way {
  const endsAt = went.milliseconds === null ? null : now + went.milliseconds;
  return {
    course: [{ state, endsAt }],
    target: went.failure === null ? good : bad,
    lastError: went.failure,
    change: {},
  };
}

/** Undeployed first, then cleaned; what was deployed is forgotten at once. */
function undeploy(request: Request, node: NodeRecord): Way {
  const { world, metal, now } = request;
  for (const { uuid } of world.allocationsByNode.get(node.uuid)) world.store.remove('allocations', uuid);
  const forgotten = { instanceInfo: {}, instanceUuid: null, configDriveDigest: null, configDriveBytes: 0 };
  const deleted = now + 2000;
  const deleting = { state: 'deleting' as const, endsAt: deleted };
  if (node.automatedClean === false) {
    return { course: [deleting], target: 'available', lastError: null, change: forgotten };
  }
  const cleaning = one(
    { ...request, now: deleted },
    'cleaning',
    metal.clean(node),
    'available',
    'clean failed',
  );
  return { ...cleaning, course: [deleting, ...cleaning.course], change: forgotten };
}
