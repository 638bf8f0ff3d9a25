import { nearest } from '../definition/nearest.js';
import type { DocumentPath, Issue } from '../errors.js';
import { byCodeUnit, byName } from '../model/order.js';
import type { SiteInventory, SiteModel } from '../model/types.js';
import { guardrails } from './all.js';
import { groupFindings } from './group-findings.js';
import type { Finding, Guardrail } from './types.js';

/** An acknowledgement with its place. */
export interface GivenAcknowledgement {
  readonly rule: string;
  readonly subject?: string | undefined;
  readonly reason: string;
  readonly at: DocumentPath;
}

/** What the guardrails look at. A `Resolution` is one. */
export interface GuardrailInput {
  readonly inventory: SiteInventory | null;
  readonly model: SiteModel | null;
  readonly acknowledgements: readonly GivenAcknowledgement[];
  /** Where pools were written. Without them findings point at the pools of the cluster, also where a preset wrote them. */
  readonly plans?: readonly PlanPlaces[] | undefined;
}

/** What of a plan says where its fields were written. */
export interface PlanPlaces {
  readonly name: string;
  readonly at: (...path: (string | number)[]) => DocumentPath;
  readonly pools: readonly {
    readonly name: string;
    readonly pool: { readonly networks?: Readonly<Record<string, unknown>> | undefined };
    readonly at: (...path: (string | number)[]) => DocumentPath;
  }[];
}

/**
 * Runs the inventory rules where there is an inventory and the model rules where there is a model.
 *
 * Findings of one rule with one cause, or at one place, become one issue with what follows. Acknowledged findings stay in the list,
 * marked. Acknowledgements that name no rule, or one that may not be acknowledged, are errors; those that match
 * nothing are warnings. The order is that of `guardrails`, then of subjects.
 */
export function runGuardrails(input: GuardrailInput): Issue[] {
  const byRule = new Map<string, GivenAcknowledgement[]>();
  for (const given of input.acknowledgements)
    byRule.set(given.rule, [...(byRule.get(given.rule) ?? []), given]);
  const issues: Issue[] = [];
  const ran = new Map<string, readonly Finding[]>();
  for (const rule of guardrails) {
    const found = findingsOf(rule, input);
    if (found === null) continue;
    ran.set(rule.id, found);
    const given = rule.mayAcknowledge ? (byRule.get(rule.id) ?? []) : [];
    // Placed last: what a preset wrote has one place for many fields, and is not one problem.
    issues.push(...toIssues(rule, found, given).map((issue) => ({ ...issue, at: placeOf(issue.at, input) })));
  }
  for (const given of input.acknowledgements) {
    const issue = judge(given, ran.get(given.rule));
    if (issue !== null) issues.push(issue);
  }
  return issues;
}

/**
 * Runs the rules on all sites of a project together. An acknowledgement in any of them holds.
 *
 * @param inputs one for each site of the project
 */
export function runProjectGuardrails(inputs: readonly GuardrailInput[]): readonly Issue[] {
  const views = inputs
    .flatMap(({ inventory, model }) => (inventory === null ? [] : [{ site: inventory, model }]))
    .sort((a, b) => byName(a.site.name, b.site.name));
  const given = inputs.flatMap(({ acknowledgements }) => acknowledgements);
  return guardrails.flatMap((rule) =>
    rule.tier === 'project'
      ? toIssues(
          rule,
          [...rule.check(views)],
          rule.mayAcknowledge ? given.filter((each) => each.rule === rule.id) : [],
        )
      : [],
  );
}

/** Findings in order; null where the rule has nothing to look at. */
function findingsOf(rule: Guardrail, { inventory, model }: GuardrailInput): readonly Finding[] | null {
  let found: Iterable<Finding> | null = null;
  if (rule.tier === 'inventory' && inventory !== null) found = rule.check(inventory);
  if (rule.tier === 'model' && model !== null) found = rule.check(model);
  return found === null
    ? null
    : [...found].sort((a, b) => byName(a.subject, b.subject) || byCodeUnit(a.message, b.message));
}

/** Each reason has issues of its own, so that what is accepted hides nothing that is not. */
function toIssues(
  rule: Guardrail,
  found: readonly Finding[],
  given: readonly GivenAcknowledgement[],
): readonly Issue[] {
  const reasonOf = (finding: Finding) => given.find((each) => matches(each, finding))?.reason;
  const reasons = new Set(found.map(reasonOf));
  return [...reasons].flatMap((reason) =>
    groupFindings(found.filter((finding) => reasonOf(finding) === reason)).map(
      ({ message, at, hint, follows }): Issue => ({
        code: rule.id,
        severity: rule.severity,
        message,
        at,
        ...(hint === undefined ? {} : { hint }),
        ...(follows === undefined ? {} : { follows }),
        ...(reason === undefined ? {} : { acknowledged: reason }),
      }),
    ),
  );
}

/** Where the user wrote what a finding is about: the pool of a cluster may come from a preset or an override. */
function placeOf(at: DocumentPath, { plans, model }: GuardrailInput): DocumentPath {
  const [head, poolName, ...path] = at.path;
  const plan = plans?.find(({ name }) => at.document === `cluster/${name}`);
  if (plan !== undefined && (head === 'software' || head === 'workloadTenants')) return plan.at(...at.path);
  const pool = head === 'pools' ? plan?.pools.find(({ name }) => name === poolName) : undefined;
  if (pool === undefined) return at;
  const [field, network, ...rest] = path;
  if (field !== 'networks' || network === undefined || Object.hasOwn(pool.pool.networks ?? {}, network)) {
    return pool.at(...path);
  }
  // An attachment may name the network by its purpose.
  const purpose = model?.site.networks.find(({ name }) => name === network)?.purpose;
  return pool.at(field, ...(purpose === undefined ? [network] : [purpose]), ...rest);
}

function matches(given: GivenAcknowledgement, finding: Finding): boolean {
  return given.subject === undefined || [finding.subject, finding.cause?.subject].includes(given.subject);
}

/** What is wrong with an acknowledgement; null where it holds, or its rule did not run. */
function judge(given: GivenAcknowledgement, found: readonly Finding[] | undefined): Issue | null {
  const at: DocumentPath = { document: given.at.document, path: [...given.at.path, 'rule'] };
  const rule = guardrails.find(({ id }) => id === given.rule);
  const quoted = JSON.stringify(given.rule);
  if (rule === undefined) {
    const near = nearest(
      given.rule,
      guardrails.map(({ id }) => id),
    );
    return {
      code: 'ACKNOWLEDGE_UNKNOWN_RULE',
      severity: 'error',
      message: `no rule ${quoted} to acknowledge`,
      at,
      hint: near === undefined ? 'rackform rules lists them' : `did you mean ${JSON.stringify(near)}?`,
    };
  }
  if (!rule.mayAcknowledge) {
    return {
      code: 'ACKNOWLEDGE_NOT_ALLOWED',
      severity: 'error',
      message: `rule ${quoted} cannot be acknowledged`,
      at,
      hint: 'correct what it found',
    };
  }
  if (found === undefined || found.some((finding) => matches(given, finding))) return null;
  const subjects = [...new Set(found.map(({ subject, cause }) => cause?.subject ?? subject))];
  return {
    code: 'ACKNOWLEDGE_UNUSED',
    severity: 'warning',
    message: `rule ${quoted} found nothing${given.subject === undefined ? '' : ` about ${JSON.stringify(given.subject)}`}, so there is nothing to acknowledge`,
    at,
    hint:
      subjects.length === 0 ? 'take it out' : `it found something about ${subjects.slice(0, 5).join(', ')}`,
  };
}
