import type { ResourceBehaviour } from '../../facts/providers/provider-facts.js';
import type { Diagnostic } from '../../protocol/provider.js';
import { hasUnknown, type ObjectValue, Unknown, type Value } from '../../protocol/value.js';

type Problem = Pick<Diagnostic, 'summary' | 'detail'>;

/** True where a configuration sets a value, known or not. An empty text, list or set is set; no block is not. */
export function isSet(value: Value | undefined, isBlock: boolean): boolean {
  if (value === undefined || value === null) return false;
  return !(isBlock && Array.isArray(value) && value.length === 0);
}

/** Attributes of a configuration, and which of them are blocks: groups are of attributes at the top only. */
export interface Members {
  readonly config: ObjectValue;
  isBlock(name: string): boolean;
}

function sets({ config, isBlock }: Members, name: string): boolean {
  return isSet(config[name], isBlock(name));
}

function listed(names: readonly string[]): string {
  return `\`${[...new Set(names)].sort().join(',')}\``;
}

function groupsOf(name: string, groups: readonly (readonly string[])[] | undefined) {
  return (groups ?? []).filter((group) => group.includes(name));
}

/** A member whose value is not known yet, even in part, may come out either way. */
function exactlyOne(name: string, group: readonly string[], members: Members): Problem | null {
  const summary = 'Invalid combination of arguments';
  const isOpen = (member: string) => hasUnknown(members.config[member] ?? null);
  const found = group.filter((member) => sets(members, member) && !isOpen(member));
  if (found.length > 1) {
    const detail = `"${name}": only one of ${listed(group)} can be specified, but ${listed(found)} were specified.`;
    return { summary, detail };
  }
  if (found.length === 1 || group.some(isOpen)) return null;
  return { summary, detail: `"${name}": one of ${listed(group)} must be specified` };
}

/** What a group asks of an attribute whether it is set or not. Each member reports it, as each declares the group. */
export function groupProblem(name: string, behaviour: ResourceBehaviour, members: Members): Problem | null {
  for (const group of groupsOf(name, behaviour.exactlyOneOf)) {
    const problem = exactlyOne(name, group, members);
    if (problem !== null) return problem;
  }
  const unmet = groupsOf(name, behaviour.atLeastOneOf).find(
    (group) => !group.some((member) => sets(members, member)),
  );
  if (unmet === undefined) return null;
  return {
    summary: 'Missing required argument',
    detail: `"${name}": one of ${listed(unmet)} must be specified`,
  };
}

/** What an attribute that is set asks to be set with it. Values that are not known yet count as set. */
export function companionProblem(
  name: string,
  behaviour: ResourceBehaviour,
  members: Members,
): Problem | null {
  const companions = behaviour.requiredWith?.[name] ?? [];
  if (companions.every((companion) => sets(members, companion))) return null;
  const detail = `"${name}": all of ${listed([...companions, name])} must be specified`;
  return { summary: 'Missing required argument', detail };
}

/** What an attribute whose value is known does not bear beside it. Values that are not known yet pass. */
export function conflictProblem(
  name: string,
  behaviour: ResourceBehaviour,
  members: Members,
): Problem | null {
  const other = behaviour.conflictsWith?.[name]?.find(
    (rival) => sets(members, rival) && !(members.config[rival] instanceof Unknown),
  );
  if (other === undefined) return null;
  return { summary: 'Conflicting configuration arguments', detail: `"${name}": conflicts with ${other}` };
}
