import type { Json, JsonObject } from '../../../protocol/json.js';
import type { Request } from '../call.js';
import type { NodeRecord } from '../records.js';

/** What clean steps and inspections left on a node: kept beside it, as the driver of a real one does. */
interface Work {
  readonly settings: Readonly<Record<string, string>>;
  readonly target: JsonObject;
  readonly raid: JsonObject;
  readonly inspectedAt: string | null;
}

const none: Work = { settings: {}, target: {}, raid: {}, inspectedAt: null };

interface Kept {
  readonly done: Work;
  /** What there is once the request that is under way has succeeded; null where none is. */
  readonly coming: Work | null;
  /** True once somebody ended the maintenance that Ironic began when cleaning failed. */
  readonly isFaultEnded?: boolean;
}

/** States of a node whose last request failed, or is not over. */
const unfinished: ReadonlySet<string> = new Set([
  'clean failed',
  'cleaning',
  'clean wait',
  'inspect failed',
  'inspecting',
  'inspect wait',
]);

function keptOf({ world }: Request, { uuid }: NodeRecord): Kept {
  return (world.store.get('nodeWork', uuid) as Kept | undefined) ?? { done: none, coming: null };
}

function workOf(request: Request, node: NodeRecord): Work {
  const { done, coming } = keptOf(request, node);
  return coming === null || unfinished.has(node.provisionState) ? done : coming;
}

function keep({ world }: Request, { uuid }: NodeRecord, kept: Kept): void {
  world.store.put('nodeWork', uuid, kept);
}

function stepOn(work: Work, step: JsonObject): Work {
  const args = (step['args'] ?? {}) as JsonObject;
  switch (`${String(step['interface'])}.${String(step['step'])}`) {
    case 'bios.apply_configuration': {
      const settings = (args['settings'] ?? []) as readonly {
        readonly name: string;
        readonly value: string;
      }[];
      // The fake driver of Ironic forgets what is not named.
      return { ...work, settings: Object.fromEntries(settings.map(({ name, value }) => [name, value])) };
    }
    case 'bios.factory_reset':
      return { ...work, settings: {} };
    case 'raid.delete_configuration':
      return { ...work, raid: {} };
    case 'raid.create_configuration':
      return { ...work, raid: work.target };
    default:
      return work;
  }
}

/** Notes what a request to clean or inspect is to lead to. Called before the node changes its state. */
export function noteWork(request: Request, node: NodeRecord, verb: string, body: JsonObject): void {
  if (verb !== 'clean' && verb !== 'inspect') return;
  const done = workOf(request, node);
  const steps = (body['clean_steps'] ?? []) as readonly JsonObject[];
  const coming =
    verb === 'inspect'
      ? { ...done, inspectedAt: new Date(request.now).toISOString() }
      : steps.reduce(stepOn, done);
  keep(request, node, { done, coming, isFaultEnded: false });
}

/** Takes the volumes that are wanted. */
export function setTargetRaid(request: Request, node: NodeRecord, target: JsonObject): void {
  keep(request, node, { done: { ...workOf(request, node), target }, coming: null });
}

/** Notes that the maintenance of a node was ended. */
export function endFault(request: Request, node: NodeRecord): void {
  keep(request, node, { ...keptOf(request, node), isFaultEnded: true });
}

/** What the API shows of it with the node. */
export function workJson(request: Request, node: NodeRecord): JsonObject {
  const { target, raid, inspectedAt } = workOf(request, node);
  return {
    target_raid_config: target,
    raid_config: raid,
    inspection_finished_at: inspectedAt,
    ...faultJson(request, node),
  };
}

/** Ironic puts a node into maintenance when its cleaning fails (`cleaning_error_handler` of Ironic 39). */
function faultJson(request: Request, node: NodeRecord): JsonObject {
  if (node.provisionState !== 'clean failed' || keptOf(request, node).isFaultEnded === true) return {};
  return { maintenance: true, fault: 'clean failure', maintenance_reason: node.lastError };
}

/** Answer to a request for a node’s BIOS settings. */
export function biosJson(request: Request, node: NodeRecord): Json {
  return { bios: Object.entries(workOf(request, node).settings).map(([name, value]) => ({ name, value })) };
}
