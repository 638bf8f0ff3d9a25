import type { DocumentPath } from '../../errors.js';

type Step = string | number;

/** A place in the definition of a site. */
export function siteAt(site: { readonly name: string }, ...path: readonly Step[]): DocumentPath {
  return { document: `site/${site.name}`, path };
}

/** A place in the record of one machine. */
export function machineAt(
  site: { readonly name: string },
  asset: string,
  ...path: readonly Step[]
): DocumentPath {
  return siteAt(site, 'machines', asset, ...path);
}

/** A place in the record of one network. */
export function networkAt(
  site: { readonly name: string },
  network: string,
  ...path: readonly Step[]
): DocumentPath {
  return siteAt(site, 'networks', network, ...path);
}

/** A place in the record of one subnet. */
export function subnetAt(
  site: { readonly name: string },
  network: string,
  subnet: string,
  ...path: readonly Step[]
): DocumentPath {
  return networkAt(site, network, 'subnets', subnet, ...path);
}

/** A place in a hardware profile. */
export function hardwareAt(profile: string, ...path: readonly Step[]): DocumentPath {
  return { document: `hardware/${profile}`, path };
}

/** A place in a cluster. */
export function clusterAt(cluster: string, ...path: readonly Step[]): DocumentPath {
  return { document: `cluster/${cluster}`, path };
}

/** A place in the pool of a slot, or in a pool. What a preset wrote is mapped to the user's own lines by `resolve`. */
export function poolAt(
  of: { readonly cluster: string; readonly pool: string },
  ...path: readonly Step[]
): DocumentPath {
  return clusterAt(of.cluster, 'pools', of.pool, ...path);
}
