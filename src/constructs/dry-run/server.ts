import type { ITerraformDependable, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { contentDigest } from '../../software/first-boot/user-data.js';
import { leftOut } from '../mapping.js';
import type { IServer, ServerProps } from '../server.js';
import { guardAddresses } from '../unique-addresses.js';
import { addThing } from './triggers.js';

/** A slot, its ports, links and rails, in a plan that touches nothing. */
export class DryRunServer extends Construct implements IServer {
  readonly resource: TerraformResource;
  readonly address: string | null;

  constructor(scope: Construct, id: string, { slot, model, after = [] }: ServerProps) {
    super(scope, id);
    const { ports, rails, lettingGo, isAbandoned, ...rest } = slot;
    leftOut({ lettingGo, isAbandoned }, 'a dry run has nothing to let go');
    for (const { links, ...port } of ports) {
      addThing(this, 'port', [slot.name, port.name], port);
      for (const link of links) addThing(this, 'link', [slot.name, link.network], link);
    }
    for (const rail of rails) addThing(this, 'rail', [slot.name, String(rail.rail)], rail);
    this.resource = addThing(this, 'slot', [slot.name], { ...rest, content: contentDigest(slot, model) });
    if (after.length > 0) this.resource.dependsOn = [...after];
    this.address = slot.dnsAddress;
    guardAddresses(this);
  }

  get dependable(): ITerraformDependable {
    return this.resource;
  }
}
