import type { z } from 'zod';
import type { Project } from '../../definition/project.js';
import type { Network, Rack } from '../../definition/site.js';
import type { Issue } from '../../errors.js';
import { siteSoftwareOf } from '../day2/software.js';
import { byName, entries } from '../order.js';
import { UnknownNames } from '../references.js';
import { tenancyOf } from '../tenancy/numbers.js';
import type { DhcpModel, NetworkModel, RackModel, SiteInventory, StateModel, SubnetModel } from '../types.js';
import { machinesOf } from './machines.js';
import { notApplicable } from './not-applicable.js';
import { imageOf, provisionerOf } from './provisioner.js';
import type { SiteParts } from './site-parts.js';

/** Resolves the site part of the model: racks, networks, machines, with every default filled in. */
export function buildInventory(parts: SiteParts): {
  readonly inventory: SiteInventory;
  readonly issues: readonly Issue[];
} {
  const { site, name } = parts;
  const unknown = new UnknownNames();
  const racks = entries(site.racks).map(([rack, input]) => rackOf(rack, input));
  const zoneNames = Object.keys(site.zones ?? {});
  for (const rack of racks) {
    if (rack.zone !== 'default' && !zoneNames.includes(rack.zone)) {
      unknown.add(
        'REF_UNKNOWN_ZONE',
        'zone',
        rack.zone,
        zoneNames,
        { document: `site/${name}`, path: ['racks', rack.name, 'zone'] },
        `rack ${rack.name}`,
      );
    }
    if (rack.module !== null && site.modules?.[rack.module] === undefined) {
      unknown.add(
        'REF_UNKNOWN_MODULE',
        'module',
        rack.module,
        Object.keys(site.modules ?? {}),
        { document: `site/${name}`, path: ['racks', rack.name, 'module'] },
        `rack ${rack.name}`,
      );
    }
  }
  const networks = entries(site.networks).map(([network, input]) =>
    networkOf(network, input, parts.vlanNumbers, site.provisioner.type === 'ironic' ? ironicFabric : null),
  );
  for (const network of networks) reportNetworkNames(network, parts, networks, unknown);
  const inventory: SiteInventory = {
    organization: parts.project.organization,
    name,
    domain: site.domain,
    domainMode: site.domainMode ?? (site.provisioner.type === 'ironic' ? 'existing' : 'managed'),
    provisioner: provisionerOf(site.provisioner),
    routingDomain: site.routingDomain ?? null,
    state: stateOf(parts.project),
    ntp: site.ntp ?? [],
    software: siteSoftwareOf(site.software),
    modules: entries(site.modules).map(([module, input]) => ({
      name: module,
      budgetWatts: input.budgetWatts ?? null,
    })),
    racks,
    fabrics: entries(site.fabrics).map(([fabric, input]) => ({
      name: fabric,
      mode: input.mode ?? 'existing',
    })),
    vlanPools: entries(site.vlanPools).map(([pool, input]) => ({
      name: pool,
      from: input.from,
      to: input.to,
    })),
    networks,
    zones: entries(site.zones).map(([zone, input]) => ({
      name: zone,
      mode: input.mode ?? 'managed',
      description: input.description ?? null,
    })),
    images: entries(site.images).map(([image, input]) => imageOf(image, input)),
    credentials: Object.keys(site.credentials ?? {}).sort(byName),
    ...tenancyOf(parts.project, site, name),
    machines: machinesOf(parts, racks, unknown),
  };
  return { inventory, issues: [...unknown.issues(), ...notApplicable(parts)] };
}

function rackOf(name: string, input: z.output<typeof Rack>): RackModel {
  return {
    name,
    module: input.module ?? null,
    units: input.units ?? 42,
    feeds: entries(input.feeds).map(([feed, { capacityWatts }]) => ({ name: feed, capacityWatts })),
    derate: input.derate ?? 0.8,
    otherWatts: input.otherWatts ?? 0,
    otherUnits: input.otherUnits ?? 0,
    maxWeightKg: input.maxWeightKg ?? null,
    cooling: input.cooling ?? 'air',
    zone: input.zone ?? 'default',
  };
}

/** Ironic knows no fabrics: where a site names none, its switches are one. No definition can say this name. */
const ironicFabric = 'Site';

function networkOf(
  name: string,
  input: z.output<typeof Network>,
  numbers: ReadonlyMap<string, number>,
  usualFabric: string | null,
): NetworkModel {
  const isPooled = typeof input.vlan === 'object';
  const vid = typeof input.vlan === 'object' ? (numbers.get(name) ?? 0) : (input.vlan ?? 0);
  const isOutside = input.purpose === 'rail' || input.purpose === 'bmc';
  const mode = input.mode ?? (isOutside ? 'external' : 'existing');
  return {
    name,
    purpose: input.purpose,
    rail: input.rail ?? null,
    mode,
    fabric: input.fabric ?? (mode === 'external' ? null : usualFabric),
    vid,
    vlanPool: typeof input.vlan === 'object' ? input.vlan.pool : null,
    vni: input.vni ?? null,
    pkey: input.pkey ?? null,
    tagged: input.tagged ?? (isPooled || vid !== 0),
    mtu: input.mtu ?? 1500,
    switchMtu: input.switchMtu ?? null,
    tenant: input.tenant ?? null,
    space: input.space ?? null,
    addressing: input.addressing ?? 'shared',
    subnets: entries(input.subnets).map(([subnet, value]) => subnetOf(subnet, value)),
    dhcp: dhcpOf(input.dhcp),
  };
}

function subnetOf(
  name: string,
  input: NonNullable<z.output<typeof Network>['subnets']>[string],
): SubnetModel {
  return {
    name,
    cidr: input.cidr,
    gateway: input.gateway ?? null,
    dns: input.dns ?? [],
    ranges: entries(input.ranges).map(([range, { type, from, to, comment }]) => ({
      name: range,
      type,
      from,
      to,
      comment: comment ?? null,
    })),
  };
}

function dhcpOf(input: z.output<typeof Network>['dhcp']): DhcpModel {
  if (input === undefined) return { by: 'nobody' };
  if (input.by === 'rack-controller')
    return { by: 'rack-controller', primary: input.primary, secondary: input.secondary ?? null };
  return input;
}

function reportNetworkNames(
  network: NetworkModel,
  parts: SiteParts,
  networks: readonly NetworkModel[],
  unknown: UnknownNames,
): void {
  const { site, name } = parts;
  const document = `site/${name}`;
  const at = (...path: string[]) => ({ document, path: ['networks', network.name, ...path] });
  const subject = `network ${network.name}`;
  const isSaid = site.networks?.[network.name]?.fabric !== undefined;
  if (isSaid && network.fabric !== null && site.fabrics?.[network.fabric] === undefined) {
    unknown.add(
      'REF_UNKNOWN_FABRIC',
      'fabric',
      network.fabric,
      Object.keys(site.fabrics ?? {}),
      at('fabric'),
      subject,
    );
  }
  if (network.vlanPool !== null && site.vlanPools?.[network.vlanPool] === undefined) {
    unknown.add(
      'REF_UNKNOWN_VLAN_POOL',
      'VLAN pool',
      network.vlanPool,
      Object.keys(site.vlanPools ?? {}),
      at('vlan', 'pool'),
      subject,
    );
  }
  if (network.tenant !== null && parts.project.tenants[network.tenant] === undefined) {
    unknown.add(
      'REF_UNKNOWN_TENANT',
      'tenant',
      network.tenant,
      Object.keys(parts.project.tenants),
      at('tenant'),
      subject,
    );
  }
  if (
    network.dhcp.by === 'relay' &&
    site.networks?.[network.dhcp.to] === undefined &&
    !parts.isSetAside(document, ['networks', network.dhcp.to])
  ) {
    unknown.add(
      'REF_UNKNOWN_NETWORK',
      'network',
      network.dhcp.to,
      networks.map((other) => other.name),
      at('dhcp', 'to'),
      subject,
    );
  }
}

function stateOf(project: z.output<typeof Project>): StateModel {
  const input = project.state ?? { type: 'local' as const };
  switch (input.type) {
    case 'local':
      return { type: 'local', path: input.path ?? '../../../state' };
    case 's3':
      return {
        type: 's3',
        bucket: input.bucket,
        region: input.region,
        prefix: input.prefix ?? 'rackform',
        endpoint: input.endpoint ?? null,
        encrypt: input.encrypt ?? true,
        useLockfile: input.useLockfile ?? true,
      };
    case 'http':
      return { type: 'http', address: input.address, locking: input.locking ?? true };
    case 'pg':
      return { type: 'pg', schema: input.schema ?? 'rackform' };
  }
}
