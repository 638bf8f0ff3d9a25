import { IRONIC_PASSING_STATES } from '../../facts/ironic-states.js';

/** A state that a node may be left in, or is found in. In the words of Ironic, as all of this file. */
export type Verb = 'manage' | 'provide' | 'active' | 'rebuild' | 'deleted' | 'abort' | 'clean' | 'inspect';

const passing: ReadonlySet<string> = new Set(IRONIC_PASSING_STATES);

/** True where the node gets elsewhere by itself: it is waited for. */
export function isPassing(state: string): boolean {
  return passing.has(state);
}

/** True where Ironic takes the request that ends the waiting: somebody's ramdisk does not come. */
export function isAbortable(state: string): boolean {
  return state === 'clean wait' || state === 'inspect wait';
}

/** States of a node that somebody has a server on, or may have: not to be deleted, nor enrolled anew. */
const inUse: ReadonlySet<string> = new Set([
  'active',
  'deploying',
  'wait call-back',
  'deploy failed',
  'deploy hold',
  'error',
  'rescue',
  'rescuing',
  'rescue wait',
  'rescue failed',
  'unrescuing',
  'unrescue failed',
  'servicing',
  'service wait',
  'service failed',
  'service hold',
  'adopting',
]);

/** True where a server runs on the node, or was about to. */
export function isInUse(state: string): boolean {
  return inUse.has(state);
}

/** States of a node between one use and the next. */
const beingReleased: ReadonlySet<string> = new Set([
  'deleting',
  'cleaning',
  'clean wait',
  'clean failed',
  'clean hold',
]);

/** True where a node that was in use is on its way to the next one, or stuck on it. */
export function isBeingReleased(state: string): boolean {
  return beingReleased.has(state);
}

/** What a walk leads to. */
export type Goal = 'enroll' | 'manageable' | 'available' | 'active';

/**
 * What is asked for next, by the state that the node is in. A state that is in no row is left to people: the walk
 * ends there. That of `active` goes on from a failed deployment, which is tried again.
 */
const steps: Readonly<Record<Goal, Readonly<Record<string, Verb>>>> = {
  enroll: {},
  manageable: {
    enroll: 'manage',
    available: 'manage',
    'inspect failed': 'manage',
    'clean failed': 'manage',
    'adopt failed': 'manage',
  },
  available: {
    enroll: 'manage',
    manageable: 'provide',
    'inspect failed': 'manage',
    'clean failed': 'manage',
    'adopt failed': 'manage',
  },
  active: {
    enroll: 'manage',
    manageable: 'provide',
    'inspect failed': 'manage',
    'clean failed': 'manage',
    available: 'active',
    'deploy failed': 'active',
  },
};

/** The next request on the way to a goal; null where it is reached, or where there is no way. */
export function nextVerb(goal: Goal, state: string): Verb | null {
  return state === goal ? null : (steps[goal][state] ?? null);
}

/** States from which a server is released by asking for it. */
const releasable: ReadonlySet<string> = new Set([
  'active',
  'deploy failed',
  'wait call-back',
  'error',
  'rescue',
  'rescue failed',
  'rescue wait',
  'unrescue failed',
  'service failed',
  'service wait',
]);

/** True where Ironic takes the request to release the server. */
export function isReleasable(state: string): boolean {
  return releasable.has(state);
}

/** Where each request leads when all goes well. */
export const leadsTo: Readonly<Record<Verb, string>> = {
  manage: 'manageable',
  provide: 'available',
  active: 'active',
  rebuild: 'active',
  deleted: 'available',
  abort: 'clean failed',
  clean: 'manageable',
  inspect: 'manageable',
};

/** What the next apply does about a node that is stuck, in words for people. */
const waysOn: Readonly<Record<string, string>> = {
  'deploy failed':
    'The next apply deploys it again: as it is where the deployment is in the state untainted (terraform untaint), else after it was released and cleaned.',
  'clean failed':
    'Ironic has put it into maintenance. The next apply ends that, makes it manageable and cleans it again.',
  'inspect failed': 'The next apply makes it manageable again.',
  enroll: 'Ironic could not reach it with its driver_info. The next apply tries again.',
};

/** What to do about a node that did not get where it was to go. */
export function wayOn(state: string): string {
  return (
    waysOn[state] ?? `See openstack baremetal node show for what Ironic has to say of a node in ${state}.`
  );
}
