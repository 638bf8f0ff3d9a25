import type { SiteModel } from '../../model/types.js';
import type { Definitions } from '../input.js';
import { sitesOfStacks } from '../model-changes/slots.js';
import type { StackPlan } from '../plan/plan-types.js';

/** Plans and sites of one provisioner: within it, a name or system id means one machine. */
export interface Scope {
  readonly plans: readonly StackPlan[];
  readonly base: Definitions | null;
  readonly head: Definitions | null;
}

/**
 * Takes plans apart by provisioner: two sites may each have a machine and a slot of one name. Where that cannot be
 * told, they are taken for one, so that nothing of a machine is missed.
 */
export function scopesOf(
  plans: readonly StackPlan[],
  base: Definitions | null,
  head: Definitions | null,
): readonly Scope[] {
  const models = [...(base?.models ?? []), ...(head?.models ?? [])];
  const scopeOf = new Map(models.map((model) => [model.site.name, provisionerOf(model)] as const));
  const keys = [...new Set(scopeOf.values())].sort();
  if (keys.length < 2) return [{ plans, base, head }];
  const siteOf = sitesOfStacks(base, head);
  const keyOf = ({ stack }: StackPlan) => scopeOf.get(siteOf.get(stack) ?? '') ?? '';
  const others = plans.filter((plan) => keyOf(plan) === '');
  return [
    ...keys.map((key) => ({
      plans: plans.filter((plan) => keyOf(plan) === key),
      base: partOf(base, (site) => scopeOf.get(site) === key),
      head: partOf(head, (site) => scopeOf.get(site) === key),
    })),
    ...(others.length === 0 ? [] : [{ plans: others, base: null, head: null }]),
  ];
}

/** Where the address comes from the environment, a site is taken to have a provisioner of its own. */
function provisionerOf({ site: { name, provisioner } }: SiteModel): string {
  const { type, apiUrl } = provisioner;
  return apiUrl === null ? `site ${name}` : `${type} ${apiUrl}`;
}

function partOf(definitions: Definitions | null, isOf: (site: string) => boolean): Definitions | null {
  if (definitions === null) return null;
  return {
    models: definitions.models.filter(({ site }) => isOf(site.name)),
    locks: definitions.locks.filter(({ site }) => isOf(site)),
  };
}
