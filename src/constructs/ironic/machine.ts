import type { ITerraformDependable, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { InternalError } from '../../errors.js';
import { ironicArchitecture, ironicHardware } from '../../facts/ironic-hardware.js';
import { ironicDialects } from '../../facts/providers/ironic-dialects.js';
import type { IronicNodeModel, IronicSiteModel } from '../../model/ironic-types.js';
import { terraformName } from '../../model/names.js';
import type { EnrolmentModel, MachineModel, NicModel } from '../../model/types.js';
import { BmcCredentials } from '../bmc-credentials.js';
import { expression, literal } from '../expressions.js';
import { leftOut } from '../mapping.js';
import { guardAddresses } from '../unique-addresses.js';
import { dialectConstructs } from './dialects.js';
import { rootDeviceHints } from './root-device.js';
import type { PortSpec } from './specs.js';

/** What an enrolment is made from. */
export interface IronicMachineProps {
  readonly machine: MachineModel;
  readonly enrolment: EnrolmentModel;
  readonly ironic: IronicSiteModel;
}

/** A machine that Ironic knows, with its ports, under its asset name. Belongs to the site: it knows no tenant. */
export class IronicMachine extends Construct {
  /** The node itself, for anything that this class does not model. */
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, { machine, enrolment, ironic: site }: IronicMachineProps) {
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
    leftOut(
      { serial, rack, unit, state, nvlinkDomain },
      'Ironic has no place for them; placement has used them',
    );
    leftOut({ zone }, 'Ironic has no zones');
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
    leftOut({ protocol }, 'the hardware type stays');
    if (ironic === null) throw new InternalError(`machine "${asset}" has nothing of Ironic`);
    const { hardwareType, interfaces, resourceClass, conductorGroup, ...rest } = ironic;
    const { deployKernel, deployRamdisk, verifyCa, vendor, physicalNetworks, ...unmappedNode } = rest;
    unmappedNode satisfies Record<string, never>;
    leftOut({ deployKernel, deployRamdisk, verifyCa }, 'driver_info');
    const secrets = this.#secrets(asset, ironic, site);
    this.resource = dialectConstructs[site.dialect].addNode(this, {
      address: terraformName(asset),
      name: asset,
      driver: hardwareType,
      driverInfo: driverInfoOf(asset, bmc, ironic, secrets.inState),
      secrets: secrets.written,
      credentials: bmc.credentials,
      properties: propertiesOf(hardware, vendor),
      capabilities: capabilitiesOf(hardware.boot),
      rootDevice: rootDeviceHints(hardware.disks),
      interfaces: [...interfaces],
      resourceClass: literal(resourceClass),
      conductorGroup: conductorGroup === null ? null : literal(conductorGroup),
      adopted,
      ports: nics.flatMap((nic) => portOf(nic, nic.name === bootNic, physicalNetworks, site)),
      timeoutMinutes,
    });
    guardAddresses(this);
  }

  /** For `dependsOn` of what needs the machine enrolled. */
  get dependable(): ITerraformDependable {
    return this.resource;
  }

  /** User and password by their keys: in `driver_info`, and so in the state, or only written. */
  #secrets(
    asset: string,
    { hardwareType }: IronicNodeModel,
    { dialect }: IronicSiteModel,
  ): Readonly<Record<'inState' | 'written', Readonly<Record<string, string>>>> {
    const prefix = ironicHardware[hardwareType].bmc;
    const way = ironicDialects[dialect].secrets;
    if (prefix === null || way === 'none') return { inState: {}, written: {} };
    const isWritten = way === 'write-only';
    const { user, password } = BmcCredentials.of(this, { isEphemeral: isWritten }).of(asset);
    const secrets = {
      [`${prefix}_username`]: expression(user),
      [`${prefix}_password`]: expression(password),
    };
    return isWritten ? { inState: {}, written: secrets } : { inState: secrets, written: {} };
  }
}

function driverInfoOf(
  asset: string,
  bmc: MachineModel['bmc'],
  { hardwareType, deployKernel, deployRamdisk, verifyCa }: IronicNodeModel,
  secrets: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { protocol, address, credentials, nodeId, ...unmapped } = bmc;
  unmapped satisfies Record<string, never>;
  leftOut({ protocol }, 'the hardware type follows from it');
  leftOut({ credentials }, 'a name for people: the variable holds an entry for each machine');
  const ramdisk = {
    ...(deployKernel === null ? {} : { deploy_kernel: literal(deployKernel) }),
    ...(deployRamdisk === null ? {} : { deploy_ramdisk: literal(deployRamdisk) }),
  };
  const prefix = ironicHardware[hardwareType].bmc;
  if (prefix === null) return ramdisk;
  if (address === null) throw new InternalError(`machine "${asset}" has no BMC address`);
  const own =
    prefix === 'redfish'
      ? {
          redfish_address: `https://${address.includes(':') ? `[${address}]` : address}`,
          ...(nodeId === null ? {} : { redfish_system_id: `/redfish/v1/Systems/${literal(nodeId)}` }),
          ...(verifyCa ? {} : { redfish_verify_ca: 'false' }),
        }
      : { [`${prefix}_address`]: address };
  return { ...own, ...secrets, ...ramdisk };
}

function propertiesOf(
  hardware: MachineModel['hardware'],
  vendor: string | null,
): Readonly<Record<string, string>> {
  const { profile, units, weightKg, cpu, memoryGiB, gpus, disks, power, boot, ...unmapped } = hardware;
  unmapped satisfies Record<string, never>;
  leftOut({ profile, units, weightKg, gpus, power }, 'Ironic has no place for them');
  leftOut({ disks }, 'root device hints');
  leftOut({ boot }, 'capabilities');
  return {
    cpu_arch: ironicArchitecture[cpu.architecture],
    memory_mb: String(Math.round(memoryGiB * 1024)),
    ...(vendor === null ? {} : { vendor: literal(vendor) }),
  };
}

/** Of the node, and not of the deployment: not every provider reads them back there, and one would replace it. */
function capabilitiesOf({
  mode,
  secureBoot,
  ...unmapped
}: MachineModel['hardware']['boot']): Readonly<Record<string, string>> {
  unmapped satisfies Record<string, never>;
  return { boot_mode: mode, ...(secureBoot ? { secure_boot: 'true' } : {}) };
}

/** InfiniBand ports boot nothing and take no address of Ironic’s; a NIC whose MAC nobody knows cannot be told. */
function portOf(
  nic: NicModel,
  boots: boolean,
  physicalNetworks: IronicNodeModel['physicalNetworks'],
  { switchIds }: IronicSiteModel,
): readonly PortSpec[] {
  const { name, mac, kind, gbps, roles, rail, switch: switchName, port, ...unmapped } = nic;
  unmapped satisfies Record<string, never>;
  leftOut({ gbps, roles, rail }, 'Ironic has no place for them');
  if (kind !== 'ethernet' || mac === null) return [];
  const switchId = switchIds.find((known) => known.name === switchName)?.id;
  const network = physicalNetworks.find((known) => known.nic === name)?.network;
  return [
    {
      nic: name,
      mac,
      boots,
      physicalNetwork: network === undefined ? null : literal(network),
      link:
        switchId === undefined || port === null || switchName === null
          ? null
          : { switchId, switchInfo: literal(switchName), portId: literal(port) },
    },
  ];
}
