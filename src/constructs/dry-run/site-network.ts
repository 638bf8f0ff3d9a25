import { Construct } from 'constructs';
import type { SiteInventory } from '../../model/types.js';
import { guardAddresses } from '../unique-addresses.js';
import { addThing } from './triggers.js';

/** What the network of a dry run is made from. */
export interface DryRunSiteNetworkProps {
  readonly site: SiteInventory;
}

/** Settings, zones, fabrics and networks of a site, in a plan that touches nothing. */
export class DryRunSiteNetwork extends Construct {
  constructor(scope: Construct, id: string, { site }: DryRunSiteNetworkProps) {
    super(scope, id);
    const { name, domain, domainMode, ntp, provisioner, zones, fabrics, networks } = site;
    addThing(this, 'site', [name], { domain, domainMode, ntp, provisioner });
    for (const zone of zones) addThing(this, 'zone', [zone.name], zone);
    for (const fabric of fabrics) addThing(this, 'fabric', [fabric.name], fabric);
    for (const network of networks) {
      const { subnets, ...vlan } = network;
      addThing(this, 'network', [network.name], vlan);
      for (const subnet of subnets) addThing(this, 'subnet', [network.name, subnet.name], subnet);
    }
    guardAddresses(this);
  }
}
