import type { ParsedDefinition, ParsedProject } from '../../definition/parse.js';
import type { Issue } from '../../errors.js';
import { entries } from '../order.js';
import { unknownName } from '../references.js';

/** What shared services name that nothing is called, as far as it concerns one site. */
export function unknownShared(
  parsed: ParsedDefinition,
  project: ParsedProject,
  site: string,
): readonly Issue[] {
  const sites = Object.keys(parsed.sites);
  return entries(project.sharedServices).flatMap(([name, service]) => {
    const places = (service.sites ?? sites).flatMap((one) => parsed.sites[one] ?? []);
    const networks = places.flatMap((one) => Object.keys(one.networks ?? {}));
    const domains = places.flatMap((one) =>
      Object.values(one.machines ?? {}).flatMap(({ nvlinkDomain }) => nvlinkDomain ?? []),
    );
    const isHere = service.sites?.includes(site) ?? true;
    const isKnownSite = (one: string) => sites.includes(one) || parsed.isSetAside(`site/${one}`, []);
    const check = (
      list: readonly string[] | undefined,
      field: string,
      code: string,
      kind: string,
      known: readonly string[],
      isKnown = (one: string) => known.includes(one),
    ) =>
      (list ?? []).flatMap((one, index) =>
        isKnown(one)
          ? []
          : [
              unknownName(code, kind, one, [...new Set(known)].sort(), {
                document: 'project',
                path: ['sharedServices', name, field, index],
              }),
            ],
      );
    const isWhole = places.length === (service.sites ?? sites).length;
    return [
      ...check(service.sites, 'sites', 'REF_UNKNOWN_SITE', 'site', sites, isKnownSite),
      ...check(service.tenants, 'tenants', 'REF_UNKNOWN_TENANT', 'tenant', Object.keys(project.tenants)),
      // A name may be a network's at one of the sites only; where a site could not be read, nobody can tell.
      ...(isHere && isWhole
        ? [
            ...check(service.networks, 'networks', 'REF_UNKNOWN_NETWORK', 'network', networks),
            ...check(
              service.nvlinkDomains,
              'nvlinkDomains',
              'REF_UNKNOWN_NVLINK_DOMAIN',
              'NVLink domain',
              domains,
            ),
          ]
        : []),
    ];
  });
}
