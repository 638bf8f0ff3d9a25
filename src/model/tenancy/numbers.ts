import type { z } from 'zod';
import type { Project } from '../../definition/project.js';
import type { Site } from '../../definition/site.js';
import { entries } from '../order.js';
import type {
  MachineModel,
  NetworkModel,
  NicModel,
  SharedServiceModel,
  SiteInventory,
  SlotModel,
} from '../types.js';

type ParsedSite = z.output<typeof Site>;
type ParsedProject = z.output<typeof Project>;
type ParsedNetwork = NonNullable<ParsedSite['networks']>[string];

/**
 * The same site with the numbers of tenants' networks filled in where the id of the tenant decides them and nothing
 * is written. What is written stays: a guardrail holds it against the id.
 */
export function withTenantNumbers(site: ParsedSite, project: ParsedProject): ParsedSite {
  const { tenantNumbers: bases, networks } = site;
  if (bases === undefined || networks === undefined) return site;
  const numbered = Object.entries(networks).map(([name, network]) => [
    name,
    numberedNetwork(network, bases, project.tenants[network.tenant ?? '']?.id),
  ]);
  return { ...site, networks: Object.fromEntries(numbered) };
}

function numberedNetwork(
  network: ParsedNetwork,
  bases: NonNullable<ParsedSite['tenantNumbers']>,
  id: number | undefined,
): ParsedNetwork {
  if (id === undefined) return network;
  const vlan = baseFor(bases.vlan, network.purpose);
  return {
    ...network,
    ...(network.vlan === undefined && vlan !== undefined ? { vlan: vlan + id } : {}),
    ...(network.vni === undefined && bases.vni !== undefined ? { vni: bases.vni + id } : {}),
    ...(network.pkey === undefined && bases.pkey !== undefined && network.purpose === 'rail'
      ? { pkey: bases.pkey + id }
      : {}),
  };
}

function baseFor(
  bases: Readonly<Partial<Record<string, number | undefined>>> | undefined,
  purpose: string,
): number | undefined {
  return bases?.[purpose];
}

/** Tenants, their bases at a site and what they share there, as the model has them. */
export function tenancyOf(
  project: ParsedProject,
  site: ParsedSite,
  name: string,
): Pick<SiteInventory, 'tenants' | 'tenantNumbers' | 'sharedServices'> {
  return {
    tenants: entries(project.tenants).map(([tenant, input]) => ({
      name: tenant,
      id: input.id ?? null,
      handOverErase: input.handOver?.erase ?? 'full',
    })),
    tenantNumbers: tenantNumbersOf(site),
    sharedServices: sharedServicesAt(project, name),
  };
}

function tenantNumbersOf({ tenantNumbers }: ParsedSite): SiteInventory['tenantNumbers'] {
  return {
    vlan: entries(tenantNumbers?.vlan).flatMap(([purpose, base]) =>
      base === undefined ? [] : [{ purpose: purpose as NetworkModel['purpose'], base }],
    ),
    vni: tenantNumbers?.vni ?? null,
    pkey: tenantNumbers?.pkey ?? null,
    nvlink: tenantNumbers?.nvlink ?? null,
  };
}

/** Exceptions that hold at a site. */
function sharedServicesAt(project: ParsedProject, site: string): readonly SharedServiceModel[] {
  return entries(project.sharedServices).flatMap(([name, service]) =>
    service.sites === undefined || service.sites.includes(site)
      ? [
          {
            name,
            networks: service.networks ?? [],
            nvlinkDomains: service.nvlinkDomains ?? [],
            tenants: service.tenants ?? null,
            reason: service.reason,
          },
        ]
      : [],
  );
}

/** Base plus the id of a tenant; null where either is missing. */
function numberOf(site: SiteInventory, tenant: string, base: number | null): number | null {
  const id = site.tenants.find(({ name }) => name === tenant)?.id ?? null;
  return base === null || id === null ? null : base + id;
}

/** The partition of a tenant's rail: the network's own, else by the id of the tenant. Null for Ethernet. */
export function railPKey(
  network: NetworkModel,
  kind: NicModel['kind'],
  tenant: string,
  site: SiteInventory,
): number | null {
  if (kind !== 'infiniband') return null;
  return network.pkey ?? numberOf(site, tenant, site.tenantNumbers.pkey);
}

/** The NVLink domain of a machine, with the partition that a tenant has in it. */
export function nvlinkOf(machine: MachineModel, tenant: string, site: SiteInventory): SlotModel['nvlink'] {
  return machine.nvlinkDomain === null
    ? null
    : { domain: machine.nvlinkDomain, partition: numberOf(site, tenant, site.tenantNumbers.nvlink) };
}
