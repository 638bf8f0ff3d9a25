import type { JsonObject } from '../../protocol/json.js';
import type { IronicApi, Limits } from '../api/client.js';
import { pauses } from '../api/clock.js';
import { type NodeRecord, nodeLabel } from '../api/records.js';
import {
  type Goal,
  isAbortable,
  isPassing,
  isReleasable,
  leadsTo,
  nextVerb,
  type Verb,
  wayOn,
} from './states.js';

/** A node did not get where it was to go. */
export class WalkFailure extends Error {
  override readonly name = 'WalkFailure';
  /** What to do about it. */
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}

/** More steps than any way has: Ironic then leads in a circle. */
const mostSteps = 12;

async function look(api: IronicApi, uuid: string, limits: Limits): Promise<NodeRecord> {
  return api.get<NodeRecord>(`/v1/nodes/${uuid}`, limits);
}

function stuck(node: NodeRecord, aim: string): WalkFailure {
  const { provision_state: state, last_error: lastError, maintenance, maintenance_reason: reason } = node;
  const why = lastError === null ? '' : `: ${lastError}`;
  const kept = maintenance ? ` The node is in maintenance${reason === null ? '' : ` (${reason})`}.` : '';
  return new WalkFailure(
    `node ${nodeLabel(node)} is in "${state}" and not ${aim}${why}`,
    `${wayOn(state)}${kept}`,
  );
}

/** Ironic answers before it has aborted. */
const abortLimitMs = 15_000;

/** @returns false where the node is still in its state at the deadline */
async function hasLeft(
  api: IronicApi,
  { uuid, provision_state: state }: NodeRecord,
  limits: Limits,
): Promise<boolean> {
  for (const pause of pauses()) {
    const node = await look(api, uuid, limits);
    if (node.provision_state !== state) return true;
    if (api.clock.now() + pause > limits.deadline) return false;
    await api.clock.sleep(pause, limits.signal);
  }
  throw new Error('unreachable');
}

/** What is left waiting for a ramdisk that does not come is aborted, so that the next apply finds a way on. */
async function giveUp(api: IronicApi, node: NodeRecord, aim: string, { signal }: Limits): Promise<never> {
  const { provision_state: state } = node;
  if (isAbortable(state)) {
    const now = api.clock.now();
    await api.put(
      `/v1/nodes/${node.uuid}/states/provision`,
      { target: 'abort' },
      { signal, deadline: now + abortLimitMs },
    );
    const isAborted = await hasLeft(api, node, { signal, deadline: now + abortLimitMs });
    throw new WalkFailure(
      `node ${nodeLabel(node)} was in "${state}" until the time limit and did not become ${aim}; ` +
        (isAborted ? 'it was aborted' : 'Ironic aborts it when its step ends'),
      'Its ramdisk did not report back: look at its console. The next apply begins there again.',
    );
  }
  throw new WalkFailure(
    `node ${nodeLabel(node)} is still in "${state}" at the time limit, on its way to ${aim}`,
    'The next apply goes on waiting. Raise the limit in timeouts where this is how long it takes.',
  );
}

/**
 * Waits until a node is in a state that does not end by itself, and nobody holds it.
 *
 * @throws {WalkFailure} at the time limit
 */
export async function settled(
  api: IronicApi,
  uuid: string,
  aim: string,
  limits: Limits,
): Promise<NodeRecord> {
  let before = '';
  for (const pause of pauses()) {
    const node = await look(api, uuid, limits);
    const { provision_state: state } = node;
    if (state !== before) api.say(`node ${nodeLabel(node)}: ${state}`);
    before = state;
    if (!isPassing(state)) return node;
    if (api.clock.now() + pause > limits.deadline) await giveUp(api, node, aim, limits);
    await api.clock.sleep(pause, limits.signal, limits.deadline);
  }
  throw new Error('unreachable');
}

/** Asks for a change of the node's provision state; the answer comes before it is made. */
export async function ask(
  api: IronicApi,
  uuid: string,
  verb: Verb,
  limits: Limits,
  more: JsonObject = {},
): Promise<void> {
  api.say(`node ${uuid}: asked for ${verb}`);
  await api.put(`/v1/nodes/${uuid}/states/provision`, { target: verb, ...more }, limits);
}

/** Asks, and waits for where it leads. @throws {WalkFailure} where it leads elsewhere */
export async function step(
  api: IronicApi,
  uuid: string,
  verb: Verb,
  limits: Limits,
  more: JsonObject = {},
): Promise<NodeRecord> {
  await ask(api, uuid, verb, limits, more);
  const node = await settled(api, uuid, leadsTo[verb], limits);
  if (node.provision_state !== leadsTo[verb]) throw stuck(node, leadsTo[verb]);
  return node;
}

/** Ironic sets maintenance itself where cleaning fails, and then refuses to go on. */
async function endFault(api: IronicApi, node: NodeRecord, limits: Limits): Promise<void> {
  if (!node.maintenance || node.fault === null) return;
  await api.delete(`/v1/nodes/${node.uuid}/maintenance`, limits);
}

/** Asks for the last step of a way, e.g. with the image to deploy. */
export type LastStep = (node: NodeRecord) => Promise<void>;

/**
 * Leads a node to a goal by whatever is still missing, from wherever it is.
 *
 * @param last takes the step that reaches `active`
 * @throws {WalkFailure} where it gets stuck, with Ironic's last error
 */
export async function walk(
  api: IronicApi,
  uuid: string,
  goal: Goal,
  limits: Limits,
  last?: LastStep,
): Promise<NodeRecord> {
  let node = await settled(api, uuid, goal, limits);
  for (let taken = 0; node.provision_state !== goal; taken += 1) {
    const verb = nextVerb(goal, node.provision_state);
    if (verb === null || taken === mostSteps) throw stuck(node, goal);
    await endFault(api, node, limits);
    if (verb === 'active' && last !== undefined) {
      await last(node);
      node = await settled(api, uuid, goal, limits);
      if (node.provision_state !== goal) throw stuck(node, goal);
    } else {
      node = await step(api, uuid, verb, limits);
    }
  }
  return node;
}

/**
 * Releases the server of a node: until the node is available, through cleaning where Ironic cleans.
 *
 * @throws {WalkFailure} where it gets stuck
 */
export async function release(api: IronicApi, uuid: string, limits: Limits): Promise<NodeRecord> {
  const found = await look(api, uuid, limits);
  if (isReleasable(found.provision_state)) await ask(api, uuid, 'deleted', limits);
  else if (found.provision_state === 'deploying') {
    const node = await settled(api, uuid, 'available', limits);
    if (isReleasable(node.provision_state)) await ask(api, uuid, 'deleted', limits);
  }
  const node = await settled(api, uuid, 'available', limits);
  // Stuck in this very attempt: to try again at once would hide it.
  if (found.provision_state !== 'clean failed' && node.provision_state === 'clean failed') {
    throw stuck(node, 'available');
  }
  return walk(api, uuid, 'available', limits);
}
