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

/** Slots of all sites that are declared, by name. */
export function slotsOf(definitions: Definitions): ReadonlyMap<string, SlotModel> {
  return new Map(
    definitions.models.flatMap(({ clusters }) =>
      clusters.flatMap(({ slots }) =>
        slots.filter(({ isDeclared }) => isDeclared).map((slot) => [slot.name, slot] as const),
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
