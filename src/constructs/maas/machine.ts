import type { ITerraformDependable, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { InternalError } from '../../errors.js';
import { terraformName } from '../../model/names.js';
import type { AdoptedModel, EnrolmentModel, MachineModel } from '../../model/types.js';
import { Machine } from '../../providers/maas/index.js';
import { importAdopted, unreadOf } from '../adoption.js';
import { BmcCredentials } from '../bmc-credentials.js';
import { expression, literal, minutes, quoted } from '../expressions.js';
import { leftOut } from '../mapping.js';
import { guardAddresses } from '../unique-addresses.js';
import { MaasTarget } from './target.js';

/** What an enrolment is made from. */
export interface MachineProps {
  readonly machine: MachineModel;
  readonly enrolment: EnrolmentModel;
}

/** A machine that MAAS knows, commissioned, under its asset name. Belongs to the site: it knows no tenant. */
export class MaasMachine extends Construct {
  /** The provider resource itself, for anything that this class does not model. */
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, { machine, enrolment }: MachineProps) {
    super(scope, id);
    const {
      asset,
      serial,
      rack,
      unit,
      zone,
      state,
      hardware,
      nics,
      bootNic,
      nvlinkDomain,
      bmc,
      ironic,
      ...unmapped
    } = machine;
    unmapped satisfies Record<string, never>;
    leftOut({ ironic }, 'null at a site of MAAS');
    leftOut(
      { serial, rack, unit, state, nvlinkDomain },
      'MAAS has no place for them; placement has used them',
    );
    const {
      protocol,
      timeoutMinutes,
      asset: enrolled,
      stack,
      isDeclared,
      adopted,
      ...unmappedEnrolment
    } = enrolment;
    unmappedEnrolment satisfies Record<string, never>;
    leftOut({ enrolled, stack, isDeclared }, 'they say which stack this is made in');
    const { cpu, bootMode } = hardwareOf(hardware);
    const mac = nics.find((nic) => nic.name === bootNic)?.mac ?? null;
    if (mac === null && protocol !== 'ipmi') {
      throw new InternalError(`machine "${asset}" has no boot MAC address, which ${protocol} needs`);
    }
    const timeout = minutes(timeoutMinutes);
    const resource = new Machine(this, 'Default', {
      hostname: asset,
      architecture: `${cpu.architecture}/generic`,
      powerType: protocol,
      powerParameters: this.#power(asset, protocol, bmc, bootMode),
      ...(mac === null ? {} : { pxeMacAddress: mac }),
      zone: literal(zone),
      ...(MaasTarget.has(this, 'skip-bmc-config')
        ? commissioning(timeout, adopted)
        : { timeouts: { create: timeout }, ...ignoring(unreadOf(adopted, unread)) }),
    });
    resource.overrideLogicalId(terraformName(asset));
    importAdopted(resource, adopted, 'machine');
    this.resource = resource;
    guardAddresses(this);
  }

  /** For `dependsOn` of what needs the machine enrolled. */
  get dependable(): ITerraformDependable {
    return this.resource;
  }

  #power(
    asset: string,
    protocol: EnrolmentModel['protocol'],
    bmc: MachineModel['bmc'],
    bootMode: BootMode,
  ): string {
    const { protocol: usual, address, credentials, nodeId, ...unmapped } = bmc;
    unmapped satisfies Record<string, never>;
    leftOut({ usual }, 'the enrolment says how the BMC is spoken to now');
    leftOut({ credentials }, 'a name for people: the variable holds an entry for each machine');
    if (protocol === 'manual') return '{}';
    if (address === null) throw new InternalError(`machine "${asset}" has no BMC address`);
    const { user, password } = BmcCredentials.of(this).of(asset);
    const common = [
      // Bare: MAAS answers 500 to a URL.
      `power_address = ${quoted(address)}`,
      `power_user = ${user}`,
      `power_pass = ${password}`,
    ];
    const own = {
      redfish: nodeId === null ? [] : [`node_id = ${quoted(nodeId)}`],
      ipmi: [
        'power_driver = "LAN_2_0"',
        // No cipher suite: MAAS begins with 3, which IPMI 2.0 asks of every BMC; not all have 17.
        `power_boot_type = ${quoted(ipmiBootTypes[bootMode])}`,
      ],
    }[protocol];
    return expression(`jsonencode({ ${[...common, ...own].join(', ')} })`);
  }
}

/** What an import leaves in the state as MAAS has it, or leaves out; the BMC password in MAAS stays what it is. */
const unread = ['architecture', 'power_parameters'];

/** How a machine is commissioned, in words that provider 2.4 does not have; there no change commissions again. */
function commissioning(timeout: string, adopted: AdoptedModel | null) {
  return {
    // MAAS would make an account of its own, and a later change of the machine would write ours back over it.
    skipBmcConfig: true,
    timeouts: { create: timeout, update: timeout },
    ...ignoring([
      // A change of these recommissions, which resets NICs and disks; on a deployed machine it is refused, once,
      // and counts as done ever after.
      'commissioning_scripts',
      'testing_scripts',
      'script_parameters',
      ...unreadOf(adopted, [...unread, 'skip_bmc_config']),
    ]),
  };
}

function ignoring(attributes: readonly string[]) {
  return attributes.length === 0 ? {} : { lifecycle: { ignoreChanges: [...attributes] } };
}

type BootMode = MachineModel['hardware']['boot']['mode'];

const ipmiBootTypes: Readonly<Record<BootMode, string>> = { uefi: 'efi', bios: 'legacy' };

function hardwareOf(hardware: MachineModel['hardware']) {
  const { profile, units, weightKg, cpu, memoryGiB, gpus, disks, power, boot, ...unmapped } = hardware;
  unmapped satisfies Record<string, never>;
  leftOut({ profile, units, weightKg, memoryGiB, gpus, disks, power }, 'MAAS finds out at commissioning');
  const { mode, secureBoot, ...unmappedBoot } = boot;
  unmappedBoot satisfies Record<string, never>;
  leftOut({ secureBoot }, 'set in the firmware; MAAS boots either way');
  return { cpu, bootMode: mode };
}
