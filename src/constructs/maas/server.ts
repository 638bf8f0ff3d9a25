import type { ITerraformDependable, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { InternalError } from '../../errors.js';
import { terraformName } from '../../model/names.js';
import type { ReleaseModel, SlotModel } from '../../model/types.js';
import { DnsRecord, Instance } from '../../providers/maas/index.js';
import { userData } from '../../software/first-boot/user-data.js';
import { importAdopted, isMade, unreadOf } from '../adoption.js';
import { literal, minutes } from '../expressions.js';
import { leftOut } from '../mapping.js';
import type { IServer, ServerProps } from '../server.js';
import { addTrigger } from '../trigger.js';
import { guardAddresses } from '../unique-addresses.js';
import { addInterfaces } from './interfaces.js';
import { MaasLookups } from './lookups.js';
import { MaasTarget } from './target.js';

/**
 * A slot with a machine deployed in it: all of its NICs, links, the deployment and its DNS name. All is in one state,
 * so that Terraform itself orders a replacement: deployment gone, link gone, link made, deployment made.
 *
 * Reimaged when, and only when, asset or generation change; see `lifecycle` of each resource.
 */
export class MaasServer extends Construct implements IServer {
  readonly resource: TerraformResource;
  readonly address: string | null;

  constructor(scope: Construct, id: string, { slot, model, after = [] }: ServerProps) {
    super(scope, id);
    const { name, asset, generation, fqdn, image, release, deployTimeoutMinutes, dnsAddress, ...rest } = slot;
    const { ports, rails, kernel, storage, mig, userData: own, ...place } = rest;
    leftOut({ ports }, 'interfaces.ts');
    leftOut({ rails, kernel, storage, own }, 'user data, and the tag');
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

    const address = terraformName(name);
    const trigger = addTrigger(this, slot);
    const lookups = MaasLookups.of(this);
    const machine = lookups.systemId(asset);
    const links = addInterfaces({ scope: this, slot, lookups, machine, trigger });
    this.address = dnsAddress;
    if (dnsAddress !== null && isMade(adopted, 'dns'))
      this.#record(address, fqdn, dnsAddress, trigger, links);
    const { name: imageName, series, hweKernel, url, checksum, diskFormat, ...unmappedImage } = image;
    unmappedImage satisfies Record<string, never>;
    leftOut({ url, checksum, diskFormat }, 'for Ironic');
    if (series === null) throw new InternalError(`image "${imageName}" of slot "${name}" has no series`);
    const canErase = MaasTarget.has(this, 'erase-on-release');
    const instance = new Instance(this, 'Default', {
      // By nothing else: a pool, zone or tag may pick another machine.
      allocateParams: { systemId: machine },
      deployParams: {
        distroSeries: literal(series),
        ...(hweKernel === null ? {} : { hweKernel: literal(hweKernel) }),
        userData: literal(userData(slot, model)),
      },
      ...(canErase ? { releaseParams: releaseParams(name, release) } : keeps(name, release)),
      timeouts: { create: minutes(deployTimeoutMinutes), delete: minutes(release.timeoutMinutes) },
      lifecycle: {
        // Each of these replaces, which is a server released and deployed again.
        ignoreChanges: [
          'allocate_params',
          'deploy_params',
          ...unreadOf(adopted, canErase ? ['release_params'] : []),
        ],
        replaceTriggeredBy: [trigger],
      },
    });
    instance.overrideLogicalId(address);
    importAdopted(instance, adopted, 'instance');
    instance.dependsOn = [...links, ...after];
    this.resource = instance;
    guardAddresses(this);
  }

  get dependable(): ITerraformDependable {
    return this.resource;
  }

  /** After the links: made before, it would reserve the address, and the link then fails. */
  #record(id: string, fqdn: string, data: string, trigger: string, links: readonly string[]): void {
    const record = new DnsRecord(this, 'dns', {
      type: 'A/AAAA',
      fqdn,
      data,
      lifecycle: { ignoreChanges: 'all', replaceTriggeredBy: [trigger] },
    });
    record.overrideLogicalId(id);
    record.dependsOn = [...links];
  }
}

/** In the state from the first day: a destroy reads them there, so what comes with it comes too late. */
function releaseParams(slot: string, release: ReleaseModel) {
  const { erase, scripts, timeoutMinutes, ...unmapped } = release;
  unmapped satisfies Record<string, never>;
  leftOut({ timeoutMinutes }, 'timeouts.delete');
  return {
    comment: `rackform: slot ${slot}`,
    ...eraseParams[erase],
    ...(scripts.length === 0 ? {} : { scripts: scripts.map(literal) }),
  };
}

/** Nothing can be said of the release to provider 2.4, so nothing may be asked of it. */
function keeps(slot: string, { erase, scripts }: ReleaseModel): Readonly<Record<string, never>> {
  if (erase === 'none' && scripts.length === 0) return {};
  throw new InternalError(`slot "${slot}" is to be erased at release, which the provider cannot do`);
}

/** All three are always stated. Secure with quick would be quick, unsaid, on a drive without an erase of its own. */
const eraseParams: Readonly<
  Record<SlotModel['release']['erase'], { erase: boolean; secureErase: boolean; quickErase: boolean }>
> = {
  secure: { erase: true, secureErase: true, quickErase: false },
  full: { erase: true, secureErase: false, quickErase: false },
  quick: { erase: true, secureErase: false, quickErase: true },
  none: { erase: false, secureErase: false, quickErase: false },
};
