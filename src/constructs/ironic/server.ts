import type { ITerraformDependable, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { InternalError } from '../../errors.js';
import type { ImageModel } from '../../model/ironic-types.js';
import { terraformName } from '../../model/names.js';
import type { ReleaseModel } from '../../model/types.js';
import { networkData } from '../../software/first-boot/network-data.js';
import { userData } from '../../software/first-boot/user-data.js';
import { literal } from '../expressions.js';
import { leftOut } from '../mapping.js';
import type { IServer, ServerProps } from '../server.js';
import { addTrigger, Trigger } from '../trigger.js';
import { guardAddresses } from '../unique-addresses.js';
import { dialectConstructs } from './dialects.js';
import type { ImageSpec } from './specs.js';

/**
 * A slot with a node deployed in it. Ironic manages no network and no names: what the slot’s interfaces are comes to
 * the server in its config drive, and the address by which DNS should know it is for others to record.
 *
 * Reimaged when, and only when, asset or generation change; see `lifecycle` of the deployment.
 */
export class IronicServer extends Construct implements IServer {
  readonly resource: TerraformResource;
  readonly address: string | null;

  constructor(scope: Construct, id: string, { slot, model, after = [] }: ServerProps) {
    super(scope, id);
    const { name, asset, generation, fqdn, image, release, deployTimeoutMinutes, dnsAddress, ...rest } = slot;
    const { ports, rails, kernel, storage, mig, userData: own, ...place } = rest;
    leftOut({ ports, rails, kernel, storage, own, fqdn }, 'user data, and network data');
    leftOut({ mig }, 'instances are made on the running machine, and anew at each boot');
    const {
      cluster,
      pool,
      number,
      role,
      tenant,
      phase,
      isDeclared,
      stack,
      isAbandoned,
      lettingGo,
      nvlink,
      adopted,
      ...unmapped
    } = place;
    unmapped satisfies Record<string, never>;
    leftOut(
      { cluster, pool, number, role, tenant, phase, isDeclared, stack },
      'they decided what is made, and where',
    );
    leftOut({ nvlink }, 'partitions are made by the fabric manager of the NVLink domain');
    leftOut({ isAbandoned, lettingGo }, 'they decided how it is released, and what waits for what');

    const { ironic } = model.site.provisioner;
    if (ironic === null) throw new InternalError(`the site of slot "${name}" has nothing of Ironic`);
    const address = terraformName(name);
    const trigger = addTrigger(this, slot);
    // Made where it is to be let go: nothing is known before of what a release that others set up erases.
    if (adopted?.isLeftAlone !== true) this.#release(name, release);
    this.address = dnsAddress;
    this.resource = dialectConstructs[ironic.dialect].addDeployment(this, {
      address,
      node: asset,
      image: imageOf(name, image),
      generation,
      userData: literal(userData(slot, model)),
      networkData: networkData(slot),
      fixedIp: dnsAddress,
      trigger,
      timeouts: { deployMinutes: deployTimeoutMinutes, releaseMinutes: release.timeoutMinutes },
      adopted,
    });
    if (after.length > 0) this.resource.dependsOn = [...after];
    guardAddresses(this);
  }

  get dependable(): ITerraformDependable {
    return this.resource;
  }

  /**
   * What a release is known to erase. Ironic takes no word about it with the undeploy, its cleaning decides; the state
   * holds what the site said of that, so that a release which counts on an erase can be held to it.
   */
  #release(slot: string, { erase, scripts, timeoutMinutes, ...unmapped }: ReleaseModel): void {
    unmapped satisfies Record<string, never>;
    leftOut({ scripts }, 'refused for Ironic');
    leftOut({ timeoutMinutes }, 'a limit of the deployment, in a dialect that takes one');
    new Trigger(this, 'release', terraformName('release', slot), { erase });
  }
}

function imageOf(slot: string, image: ImageModel): ImageSpec {
  const { name, url, checksum, diskFormat, series, hweKernel, ...unmapped } = image;
  unmapped satisfies Record<string, never>;
  leftOut({ series, hweKernel }, 'for MAAS');
  if (url === null) throw new InternalError(`image "${name}" of slot "${slot}" has no URL`);
  return { url: literal(url), checksum, diskFormat };
}
