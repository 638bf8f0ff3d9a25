import { textOf } from '../../protocol/attributes.js';
import type { Diagnostic, PlanAnswer, PlanRequest } from '../../protocol/provider.js';
import { blockType } from '../../protocol/schema.js';
import { type ObjectValue, sameValue, Unknown, unknown, type Value } from '../../protocol/value.js';
import { type NodeRecord, nodeLabel } from '../api/records.js';
import { hasSince } from '../api/version.js';
import { type Context, type IronicClient, looking } from '../client.js';
import { CONTENT, deploymentSchema, deploymentSince } from '../schema/deployment.js';
import { isBeingReleased, isInUse, isPassing } from '../states/states.js';
import { claimOf } from './claim.js';
import { contentDigest } from './deployment-content.js';
import { absentNode } from './guard.js';

/** What a change of a deployment comes to. */
interface Change {
  /** Null: nothing is done to the server. */
  readonly reimage: 'replace' | 'rebuild' | null;
  /** True: a deployment that was not finished is gone on with. */
  readonly isResumed: boolean;
  /** True: what runs was imported, and what is configured is taken to be it. */
  readonly isAdopted: boolean;
  readonly isPending: boolean;
  /** Attributes that differ from what the state has. */
  readonly changed: readonly string[];
}

const [, types] = blockType(deploymentSchema.block);

function differing(names: readonly string[], prior: ObjectValue, planned: ObjectValue): readonly string[] {
  return names.filter(
    (name) => !sameValue(types[name] ?? 'dynamic', prior[name] ?? null, planned[name] ?? null),
  );
}

/** A server that is neither running nor in somebody's hands: the next apply sees to it. */
function isUnfinished(state: string): boolean {
  return (
    ['deploying', 'wait call-back', 'deploy failed', 'error', 'available', 'manageable', 'enroll'].includes(
      state,
    ) || isBeingReleased(state)
  );
}

function isRaised(prior: Value, planned: Value): boolean {
  if (prior === null || planned === null) return false;
  return planned instanceof Unknown || prior !== planned;
}

/** What a change comes to, from the state and what is wanted alone. */
function changeOf(prior: ObjectValue, planned: ObjectValue): Change {
  const digest = contentDigest(planned);
  const isAdopted = prior['deployed_digest'] === '';
  const isOther = digest === null || digest !== prior['deployed_digest'];
  const generation = planned['generation'] ?? null;
  const isSaid = isRaised(prior['generation'] ?? null, generation) || (generation === null && isOther);
  const reimage = isSaid && !isAdopted;
  const by = textOf(planned, 'reimage_by') === 'rebuild' ? 'rebuild' : 'replace';
  return {
    reimage: reimage ? by : null,
    isResumed: isUnfinished(textOf(prior, 'provision_state') ?? ''),
    isAdopted,
    isPending: !reimage && !isAdopted && isOther,
    changed: differing([...CONTENT, 'generation'], prior, planned),
  };
}

function protectedRefusal(node: NodeRecord, doing: string): readonly Diagnostic[] {
  if (!node.protected) return [];
  return [
    {
      summary: `node ${nodeLabel(node)} is protected, and its server is not ${doing}`,
      detail: 'Set protected = false, or unset it in Ironic, in an apply before.',
    },
  ];
}

function inUseRefusal(node: NodeRecord, planned: ObjectValue): readonly Diagnostic[] {
  const { provision_state: state, instance_uuid: instance } = node;
  const digest = contentDigest(planned);
  const isOurs = instance !== null && digest !== null && instance === claimOf(node.uuid, digest);
  if (isOurs || (!isInUse(state) && instance === null)) return [];
  const by = instance === null ? '' : ` by instance ${instance}`;
  return [
    {
      summary: `node ${nodeLabel(node)} is in use${by} (${state}), and not by a deployment in this state`,
      detail: `Where it is to be managed from here, import it: terraform import ADDRESS ${node.uuid}. Else choose another node.`,
      path: ['node'],
    },
  ];
}

function keptBack(node: NodeRecord): readonly Diagnostic[] {
  const label = nodeLabel(node);
  if (node.maintenance && node.fault === null) {
    const why = node.maintenance_reason === null ? '' : ` (${node.maintenance_reason})`;
    const summary = `node ${label} is in maintenance${why}, and Ironic deploys nothing to it`;
    return [{ summary, detail: 'End the maintenance in an apply before.', path: ['node'] }];
  }
  if (node.retired && node.provision_state !== 'available') {
    return [{ summary: `node ${label} is retired, and never becomes available`, path: ['node'] }];
  }
  return [];
}

function tooNew(config: ObjectValue, version: string): readonly Diagnostic[] {
  return Object.entries(deploymentSince)
    .filter(([name, since]) => (config[name] ?? null) !== null && !hasSince(version, since))
    .map(([name, since]) => ({
      summary: `${name} needs API ${since} of Ironic, and ${version} is spoken`,
      path: [name],
    }));
}

async function planCreation(answer: PlanAnswer, planned: ObjectValue, context: Context): Promise<PlanAnswer> {
  const { client } = context;
  const digest = contentDigest(planned);
  const next: PlanAnswer = {
    ...answer,
    planned: {
      ...planned,
      pending_reimage: false,
      deployed_digest: digest ?? unknown,
      provision_state: 'active',
    },
  };
  const ident = planned['node'];
  if (typeof ident !== 'string') return next;
  const node = await client.nodes.seen(ident, looking(context));
  if (node === null) {
    return {
      ...next,
      diagnostics: client.plannedHere.has(ident) ? [] : lenient([absentNode(ident)], ident, client),
    };
  }
  // The half of a replacement that deploys: the half that releases is planned already, or is in the state.
  const isHeld = client.deployedHere.has(node.uuid);
  const refused = [...(isHeld ? [] : inUseRefusal(node, planned)), ...keptBack(node)];
  return { ...next, diagnostics: lenient(refused, ident, client) };
}

/**
 * Terraform plans as usual before it plans to destroy, and an error there would stop it: what this run found lost is
 * refused only where it is applied.
 */
function lenient(
  found: readonly Diagnostic[],
  ident: string,
  { lostHere }: IronicClient,
): readonly Diagnostic[] {
  return lostHere.has(ident) ? found.map((one) => ({ ...one, severity: 'warning' })) : found;
}

function pendingNote(change: Change, prior: ObjectValue, label: string): readonly Diagnostic[] {
  if (change.isAdopted && change.changed.length > 0) {
    const summary = `${label}: what is configured is taken to be what runs`;
    const detail =
      'The deployment was imported, and Ironic does not say all that it was made from. Nothing is done to the server.';
    return [{ severity: 'warning', summary, detail }];
  }
  if (!change.isPending || prior['pending_reimage'] === true) return [];
  const content = change.changed.filter((name) => name !== 'generation').join(', ');
  const summary = `${label}: ${content || 'what is recorded'} takes effect at the next reimage`;
  return [
    { severity: 'warning', summary, detail: 'It is recorded. Change generation to reimage the server.' },
  ];
}

async function planUpdate(answer: PlanAnswer, request: PlanRequest, context: Context): Promise<PlanAnswer> {
  const { client } = context;
  const { prior } = request;
  const { planned } = answer;
  if (prior === null || planned === null) return answer;
  const at = looking(context);
  const id = textOf(prior, 'id') ?? '';
  const node = await client.nodes.seen(id, at);
  client.deployedHere.add(id);
  const ident = planned['node'];
  const target = typeof ident === 'string' ? await client.nodes.seen(ident, at) : null;
  const label = node === null ? id : nodeLabel(node);
  if (target === null || target.uuid !== id) {
    client.releasedHere.add(id);
    const refused = node === null ? [] : protectedRefusal(node, 'released');
    return { ...answer, requiresReplace: [['node']], diagnostics: refused };
  }
  const change = changeOf(prior, planned);
  const named = { ...planned, node: prior['node'] ?? null };
  if (change.reimage === 'replace') {
    client.releasedHere.add(id);
    const paths = change.changed.length === 0 ? [['generation']] : change.changed.map((name) => [name]);
    const refused = node === null ? [] : protectedRefusal(node, 'released');
    return { ...answer, planned: named, requiresReplace: paths, diagnostics: refused };
  }
  const digest = contentDigest(planned);
  const isDeployed = change.reimage === 'rebuild' || change.isResumed;
  const next: ObjectValue = {
    ...named,
    pending_reimage: change.isPending && !isDeployed && (digest === null ? unknown : true),
    // Where all that is configured is what was imported, the first plan only imports.
    deployed_digest:
      isDeployed || (change.isAdopted && change.changed.length > 0)
        ? (digest ?? unknown)
        : (prior['deployed_digest'] ?? null),
    provision_state: isDeployed ? unknown : (prior['provision_state'] ?? null),
  };
  return { ...answer, planned: next, diagnostics: notes(change, prior, node, label) };
}

function notes(
  change: Change,
  prior: ObjectValue,
  node: NodeRecord | null,
  label: string,
): readonly Diagnostic[] {
  if (change.reimage === 'rebuild') {
    const summary = `${label} is reimaged in place: its image is written again over what runs`;
    return [{ severity: 'warning', summary }, ...(node === null ? [] : protectedRefusal(node, 'rebuilt'))];
  }
  if (change.isResumed) {
    const state = textOf(prior, 'provision_state') ?? '';
    const what = isPassing(state) ? 'is waited for' : 'is deployed again';
    return [{ severity: 'warning', summary: `${label} is in ${state}, and ${what}` }];
  }
  return pendingNote(change, prior, label);
}

async function planRelease({ prior }: PlanRequest, context: Context): Promise<PlanAnswer> {
  const { client } = context;
  const id = prior === null ? '' : (textOf(prior, 'id') ?? '');
  const node = await client.nodes.seen(id, looking(context));
  client.releasedHere.add(id);
  return { planned: null, diagnostics: node === null ? [] : protectedRefusal(node, 'released') };
}

/** Says at plan time what an apply will do to the server, and what Ironic would refuse. */
export async function planDeployment(
  answer: PlanAnswer,
  request: PlanRequest,
  context: Context,
): Promise<PlanAnswer> {
  if (answer.planned === null) return planRelease(request, context);
  const unsupported = tooNew(request.config ?? {}, context.client.api.version);
  const planned =
    request.prior === null
      ? await planCreation(answer, answer.planned, context)
      : await planUpdate(answer, request, context);
  return { ...planned, diagnostics: [...unsupported, ...(planned.diagnostics ?? [])] };
}
