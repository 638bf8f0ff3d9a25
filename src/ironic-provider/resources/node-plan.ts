import { flagOf, textOf } from '../../protocol/attributes.js';
import type { Diagnostic, PlanAnswer, PlanRequest } from '../../protocol/provider.js';
import { type ObjectValue, unknown } from '../../protocol/value.js';
import { type NodeRecord, nodeLabel } from '../api/records.js';
import { type Context, looking } from '../client.js';
import { nodeFields, PROVISION_TARGETS } from '../schema/node.js';
import { timeoutProblems } from '../schema/timeouts.js';
import { isInUse } from '../states/states.js';
import { usualTarget } from './node-values.js';
import { refusedChanges, tooNew } from './record.js';

/** What is wrong in a configuration, whatever Ironic has. */
export function validateNode(config: ObjectValue): readonly Diagnostic[] {
  const target = config['provision'];
  const found: Diagnostic[] = [...timeoutProblems(config)];
  if (typeof target === 'string' && !PROVISION_TARGETS.some((allowed) => allowed === target)) {
    const summary = `provision ${JSON.stringify(target)} is none of ${PROVISION_TARGETS.join(', ')}`;
    found.push({ summary, path: ['provision'] });
  }
  if (config['retired'] === true && (target === null || target === usualTarget)) {
    const summary = 'a retired node never becomes available';
    found.push({ summary, detail: 'Set provision = "manageable" beside it.', path: ['provision'] });
  }
  return found;
}

/** What is left out is wanted as usual, wherever the node was found. */
export function withTarget(request: PlanRequest): PlanRequest {
  const { proposed, config } = request;
  if (proposed === null || (config?.['provision'] ?? null) !== null) return request;
  return { ...request, proposed: { ...proposed, provision: usualTarget } };
}

/** Another driver has other interfaces: those that are left out are Ironic's to choose again. */
function withInterfaces({ planned, ...answer }: PlanAnswer, { prior, config }: PlanRequest): PlanAnswer {
  if (planned === null || prior === null || prior['driver'] === planned['driver'])
    return { planned, ...answer };
  const open = Object.keys(planned).filter(
    (name) => name.endsWith('_interface') && (config?.[name] ?? null) === null,
  );
  return { ...answer, planned: { ...planned, ...Object.fromEntries(open.map((name) => [name, unknown])) } };
}

/** Why a node is not destroyed: it is protected, or a server runs on it. */
export function refusedDestruction(node: NodeRecord, state: ObjectValue): readonly Diagnostic[] {
  const label = nodeLabel(node);
  if (node.protected) {
    return [
      {
        summary: `node ${label} is protected, and is not destroyed`,
        detail: 'Set protected = false, or unset it in Ironic, in an apply before.',
      },
    ];
  }
  if (!isInUse(node.provision_state) || flagOf(state, 'force_destroy') === true) return [];
  return [
    {
      summary: `node ${label} is in use (${node.provision_state}), and is not destroyed`,
      detail:
        'Destroy its ironic_deployment first, or in the same apply. force_destroy = true, applied before, releases whatever runs on it.',
    },
  ];
}

/** Says at plan time what Ironic would refuse. */
export async function planNode(
  answer: PlanAnswer,
  request: PlanRequest,
  context: Context,
): Promise<PlanAnswer> {
  const { client } = context;
  const { prior, config } = request;
  const planned = withInterfaces(answer, request);
  const wanted = planned.planned;
  const id = prior === null ? null : textOf(prior, 'id');
  const node = id === null ? null : await client.nodes.seen(id, looking(context));
  if (wanted === null) {
    const isReleased = node !== null && client.releasedHere.has(node.uuid);
    const refused = node === null || isReleased ? [] : refusedDestruction(node, prior ?? {});
    // Which of the two is planned first is Terraform's to say: the last word is spoken in the apply.
    const severity = node?.protected === true ? 'error' : 'warning';
    return { ...planned, diagnostics: refused.map((one) => ({ ...one, severity })) };
  }
  const name = textOf(wanted, 'name');
  if (name !== null) client.plannedHere.add(name);
  const diagnostics: Diagnostic[] = [...tooNew(nodeFields, config ?? {}, client)];
  if (node !== null) diagnostics.push(...refusedChanges(nodeFields, prior, wanted, node));
  else if (prior === null && wanted['protected'] === true) {
    diagnostics.push({
      summary: 'protected cannot be set on a node that is yet to be made',
      detail: 'Ironic protects only nodes in active or rescue: set it once the node is deployed.',
      path: ['protected'],
    });
  }
  return { ...planned, diagnostics };
}
