import { TerraformLocal, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { InternalError } from '../../errors.js';
import { terraformName } from '../../model/names.js';
import {
  DataMaasMachine,
  DataMaasMachines,
  DataMaasRackControllers,
  DataMaasVlan,
} from '../../providers/maas/index.js';
import { expression, literal, numberReference, quoted, reference } from '../expressions.js';
import { guardAddresses } from '../unique-addresses.js';
import { MaasTarget } from './target.js';

/** A VLAN as MAAS knows it: by fabric and number. `network` is null for the untagged VLAN that no network uses. */
export interface VlanKey {
  readonly network: string | null;
  readonly fabric: string;
  readonly vid: number;
}

/**
 * What must be asked of MAAS by number, once a stack: a machine named by host name costs a listing of all machines
 * per resource and refresh, and NICs take the database id of a VLAN.
 *
 * Nothing here may get a `depends_on`: the ids would be unknown at plan, and an unknown id is a replacement.
 */
export class MaasLookups extends Construct {
  readonly #vlans = new Map<string, VlanKey>();
  readonly #machines = new Set<string>();
  #hasMachines = false;
  #hasRackControllers = false;

  /** The look-ups of the stack that a construct is in. */
  static of(scope: Construct): MaasLookups {
    const stack = TerraformStack.of(scope);
    const found = stack.node.tryFindChild('lookups');
    return found instanceof MaasLookups ? found : new MaasLookups(stack, 'lookups');
  }

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    guardAddresses(this);
  }

  /** System id of a machine, by its asset name, which is its host name in MAAS. */
  systemId(asset: string): string {
    if (!MaasTarget.has(this, 'machine-list')) return this.#systemIdOf(asset);
    if (!this.#hasMachines) {
      this.#hasMachines = true;
      new DataMaasMachines(this, 'machines', {}).overrideLogicalId('all');
      this.#map('system_ids', 'for m in data.maas_machines.all.machines : m.hostname => m.system_id');
    }
    return expression(`local.system_ids[${quoted(asset)}]`);
  }

  /** By a look-up of its own, which lists all machines: an older provider has no other. */
  #systemIdOf(asset: string): string {
    const name = terraformName(asset);
    if (!this.#machines.has(name)) {
      this.#machines.add(name);
      new DataMaasMachine(this, `machine-${name}`, { hostname: asset }).overrideLogicalId(name);
    }
    return reference(`data.maas_machine.${name}`, 'id');
  }

  /** System id of a rack controller, by host name: MAAS takes the name too, but plans an update for ever after. */
  rackControllerId(hostName: string): string {
    if (!this.#hasRackControllers) {
      this.#hasRackControllers = true;
      new DataMaasRackControllers(this, 'rack-controllers', {}).overrideLogicalId('all');
      this.#map(
        'rack_controller_ids',
        'for c in data.maas_rack_controllers.all.controllers : c.hostname => c.id',
      );
    }
    return expression(`local.rack_controller_ids[${quoted(hostName)}]`);
  }

  /** Database id of a VLAN. */
  vlanId(key: VlanKey): number {
    const { network, fabric, vid } = key;
    const name = network === null ? terraformName('fabric', fabric, String(vid)) : terraformName(network);
    const known = this.#vlans.get(name);
    if (known === undefined) {
      this.#vlans.set(name, key);
      new DataMaasVlan(this, `vlan-${name}`, {
        fabric: literal(fabric),
        vlan: String(vid),
      }).overrideLogicalId(name);
    } else if (known.fabric !== fabric || known.vid !== vid) {
      throw new InternalError(`network "${network}" has two VLANs in one stack`);
    }
    return numberReference(reference(`data.maas_vlan.${name}`, 'id'));
  }

  #map(name: string, comprehension: string): void {
    new TerraformLocal(this, name, expression(`{ ${comprehension} }`)).overrideLogicalId(name);
  }
}
