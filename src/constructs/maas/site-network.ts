import { Construct } from 'constructs';
import { terraformName } from '../../model/names.js';
import type { NetworkModel, SiteInventory } from '../../model/types.js';
import {
  Configuration,
  DataMaasFabric,
  DataMaasZone,
  DnsDomain,
  Fabric,
  Space,
  Zone,
} from '../../providers/maas/index.js';
import { literal } from '../expressions.js';
import { leftOut } from '../mapping.js';
import { guardAddresses } from '../unique-addresses.js';
import { MaasNetwork } from './network.js';
import { MaasTarget } from './target.js';

/** What the network of a site is made from. */
export interface SiteNetworkProps {
  readonly site: SiteInventory;
}

/** What a site's MAAS holds before any machine: settings, zones, DNS domain, fabrics and networks. */
export class MaasSiteNetwork extends Construct {
  constructor(scope: Construct, id: string, { site }: SiteNetworkProps) {
    super(scope, id);
    const { name, domain, domainMode, provisioner, ntp, fabrics, networks, zones, ...rest } = site;
    const {
      organization,
      routingDomain,
      state,
      modules,
      racks,
      vlanPools,
      images,
      credentials,
      tenants,
      tenantNumbers,
      sharedServices,
      software,
      machines,
      ...unmapped
    } = rest;
    unmapped satisfies Record<string, never>;
    leftOut(
      {
        organization,
        routingDomain,
        state,
        modules,
        racks,
        vlanPools,
        credentials,
        tenants,
        tenantNumbers,
        sharedServices,
        software,
      },
      'MAAS is not told of them',
    );
    leftOut({ images, machines }, 'slots and enrolments use them');

    const { settings, type, providerVersion, serverVersion, apiUrl, ironic, ...unmappedProvisioner } =
      provisioner;
    unmappedProvisioner satisfies Record<string, never>;
    leftOut({ ironic }, 'null at a site of MAAS');
    leftOut({ type, providerVersion, serverVersion, apiUrl }, 'they choose and configure the provider');
    for (const { key, value } of settings) this.#setting(key, value);
    if (ntp.length > 0) this.#setting('ntp_servers', ntp.join(' '));
    for (const zone of zones) this.#zone(zone);
    if (domainMode === 'managed') this.#domain(name, domain);
    for (const fabric of fabrics) this.#fabric(fabric);
    for (const space of ownSpaces(networks)) this.#space(space);
    for (const network of networks) {
      if (network.mode !== 'external') new MaasNetwork(this, `network-${network.name}`, { network, site });
    }
    guardAddresses(this);
  }

  #setting(key: string, value: string): void {
    new Configuration(this, `setting-${key}`, { key: literal(key), value: literal(value) }).overrideLogicalId(
      terraformName(key),
    );
  }

  #zone({ name, mode, description, ...unmapped }: SiteInventory['zones'][number]): void {
    unmapped satisfies Record<string, never>;
    // A provider without zones cannot look one up: machines name it, and MAAS says at apply where it has none.
    if (mode === 'existing' && !MaasTarget.has(this, 'zones')) return;
    const zone =
      mode === 'managed'
        ? new Zone(this, `zone-${name}`, {
            name: literal(name),
            ...(description === null ? {} : { description: literal(description) }),
          })
        : new DataMaasZone(this, `zone-${name}`, { name: literal(name) });
    zone.overrideLogicalId(terraformName(name));
  }

  #domain(site: string, name: string): void {
    // Not authoritative is the provider's default, and then MAAS serves no record of it.
    new DnsDomain(this, 'domain', { name: literal(name), authoritative: true }).overrideLogicalId(
      terraformName(site),
    );
  }

  #fabric({ name, mode, ...unmapped }: SiteInventory['fabrics'][number]): void {
    unmapped satisfies Record<string, never>;
    const kind = mode === 'managed' ? Fabric : DataMaasFabric;
    new kind(this, `fabric-${name}`, { name: literal(name) }).overrideLogicalId(terraformName(name));
  }

  #space(name: string): void {
    new Space(this, `space-${name}`, { name: literal(name) }).overrideLogicalId(terraformName(name));
  }
}

/** Spaces that only VLANs of ours are in. One that an existing VLAN is in exists too. */
function ownSpaces(networks: readonly NetworkModel[]): readonly string[] {
  const of = (mode: NetworkModel['mode']) =>
    networks.flatMap((network) => (network.mode === mode && network.space !== null ? [network.space] : []));
  const existing = new Set(of('existing'));
  return [...new Set(of('managed'))].filter((space) => !existing.has(space));
}
