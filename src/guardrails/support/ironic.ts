import { ironicHardware } from '../../facts/ironic-hardware.js';
import { type IronicDialectFacts, ironicDialects } from '../../facts/providers/ironic-dialects.js';
import type { IronicNodeModel, IronicSiteModel } from '../../model/ironic-types.js';
import type { MachineModel, SiteInventory } from '../../model/types.js';
import { isEnrolled } from './machines.js';

/** A machine of a site of Ironic, with what Ironic has of it. */
export interface EnrolledNode {
  readonly machine: MachineModel;
  readonly node: IronicNodeModel;
}

/** A site of Ironic with its dialect and the machines that are enrolled; null where the provisioner is another. */
export function ironicSite(site: SiteInventory): {
  readonly ironic: IronicSiteModel;
  readonly dialect: IronicDialectFacts;
  readonly nodes: readonly EnrolledNode[];
} | null {
  const { ironic } = site.provisioner;
  if (ironic === null) return null;
  const nodes = site.machines.filter(isEnrolled).flatMap((machine) => {
    const node = machine.ironic;
    return node === null ? [] : [{ machine, node }];
  });
  return { ironic, dialect: ironicDialects[ironic.dialect], nodes };
}

/** Interface of a node, where one is chosen. */
export function interfaceOf(node: IronicNodeModel | null, name: string): string | undefined {
  return node?.interfaces.find((each) => each.name === name)?.value;
}

/** True where a machine has a BMC that its provisioner must be told of: not where power is switched by hand. */
export function hasBmc({ bmc, ironic }: MachineModel): boolean {
  return ironic === null ? bmc.protocol !== 'manual' : ironicHardware[ironic.hardwareType].bmc !== null;
}

/** True where a machine is told from others without the MAC address that it boots with. */
export function bootsWithoutMac({ bmc, ironic }: MachineModel): boolean {
  return ironic === null
    ? bmc.protocol === 'ipmi'
    : (interfaceOf(ironic, 'boot')?.endsWith('virtual-media') ?? false);
}
