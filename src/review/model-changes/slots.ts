import type { SiteModel, SlotModel } from '../../model/types.js';
import type { Definitions } from '../input.js';
import type { ServerEffect } from '../report.js';

/** Effects that take a server away from its tenant, for a while or for good. */
export const disruptive: ReadonlySet<ServerEffect> = new Set([
  'wipe',
  'orphan',
  'reimage',
  'unknown',
  'recommission',
  'power-cycle',
]);

/** Key of what has its name at one site only, as slots and machines: a cluster may be at several. */
export function atSite(site: string, name: string): string {
  return `${site}/${name}`;
}

/** Sites of all stacks, by the names of the stacks. */
export function sitesOfStacks(...sides: readonly (Definitions | null)[]): ReadonlyMap<string, string> {
  const models = sides.flatMap((side) => side?.models ?? []);
  return new Map(models.flatMap(({ site, stacks }) => stacks.map(({ name }) => [name, site.name] as const)));
}

/** Slots of all sites that are declared, by site and name. */
export function slotsOf(definitions: Definitions): ReadonlyMap<string, SlotModel> {
  return new Map(
    definitions.models.flatMap(({ site, clusters }) =>
      clusters.flatMap(({ slots }) =>
        slots
          .filter(({ isDeclared }) => isDeclared)
          .map((slot) => [atSite(site.name, slot.name), slot] as const),
      ),
    ),
  );
}

/** Sites of both sides by name, with what each side has of them. */
export function sitesOf(
  base: Definitions,
  head: Definitions,
): readonly { readonly name: string; readonly before: SiteModel | null; readonly after: SiteModel | null }[] {
  const find = ({ models }: Definitions, name: string) =>
    models.find(({ site }) => site.name === name) ?? null;
  const names = [...base.models, ...head.models].map(({ site }) => site.name);
  return [...new Set(names)]
    .sort()
    .map((name) => ({ name, before: find(base, name), after: find(head, name) }));
}
