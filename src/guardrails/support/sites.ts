import type { SiteInventory } from '../../model/types.js';
import type { SiteView } from '../types.js';

/** What is there at two sites, the first and each later one that has the same. */
export interface AtTwoSites<T> {
  readonly key: string;
  readonly first: { readonly site: SiteInventory; readonly item: T };
  readonly again: { readonly site: SiteInventory; readonly item: T };
}

/**
 * Items that two different sites have with one key. Within one site other rules look.
 *
 * @param itemsOf things of a site with their key; null leaves one out
 * @param areOne whether two sites share the room in which keys must be unique
 */
export function* repeatedAtSites<T>(
  sites: readonly SiteView[],
  itemsOf: (view: SiteView) => Iterable<readonly [key: string | null, item: T]>,
  areOne: (a: SiteInventory, b: SiteInventory) => boolean = () => true,
): Generator<AtTwoSites<T>> {
  const known = new Map<string, { readonly site: SiteInventory; readonly item: T }[]>();
  for (const view of sites) {
    for (const [key, item] of itemsOf(view)) {
      if (key === null) continue;
      const owners = known.get(key) ?? [];
      known.set(key, owners);
      const first = owners.find(({ site }) => site !== view.site && areOne(site, view.site));
      if (first !== undefined) yield { key, first, again: { site: view.site, item } };
      owners.push({ site: view.site, item });
    }
  }
}

/** True for sites whose prefixes reach each other. */
export function areRoutedTogether(a: SiteInventory, b: SiteInventory): boolean {
  return a.routingDomain !== null && a.routingDomain === b.routingDomain;
}

/** True for sites that are known to have one provisioner. Where its address comes from the environment nobody can tell. */
export function haveOneProvisioner(a: SiteInventory, b: SiteInventory): boolean {
  const [one, other] = [a.provisioner, b.provisioner];
  return one.type === other.type && one.apiUrl !== null && one.apiUrl === other.apiUrl;
}
