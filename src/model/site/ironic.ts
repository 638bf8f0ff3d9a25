import type { z } from 'zod';
import type { BmcProtocol } from '../../definition/hardware.js';
import type { IronicHardware } from '../../definition/ironic.js';
import type { Provisioner } from '../../definition/provisioner.js';
import type { IronicHardwareType } from '../../facts/ironic-hardware.js';
import { IRONIC_INTERFACES } from '../../facts/providers/ironic-dialects.js';
import type { IronicNodeModel } from '../ironic-types.js';
import { entries } from '../order.js';

/** Hardware type of a BMC protocol, where nothing else is said. */
const hardwareTypes: Readonly<Record<BmcProtocol, IronicHardwareType>> = {
  redfish: 'redfish',
  ipmi: 'ipmi',
  manual: 'manual-management',
};

/** What Ironic alone has of a machine: its own, its profile’s, the site’s; null where the provisioner is another. */
export function ironicNodeOf(
  site: z.output<typeof Provisioner>,
  profile: string,
  protocol: BmcProtocol,
  own: z.output<typeof IronicHardware> | undefined,
): IronicNodeModel | null {
  if (site.type !== 'ironic') return null;
  return {
    hardwareType: own?.hardwareType ?? hardwareTypes[protocol],
    interfaces: IRONIC_INTERFACES.flatMap((name) => {
      const value = own?.interfaces?.[name] ?? site.interfaces?.[name];
      return value === undefined ? [] : [{ name, value }];
    }),
    resourceClass: own?.resourceClass ?? site.resourceClass ?? profile,
    conductorGroup: own?.conductorGroup ?? site.conductorGroup ?? null,
    deployKernel: own?.deployKernel ?? site.deployKernel ?? null,
    deployRamdisk: own?.deployRamdisk ?? site.deployRamdisk ?? null,
    verifyCa: own?.verifyCa ?? true,
    vendor: own?.vendor ?? null,
    physicalNetworks: entries(own?.physicalNetworks).map(([nic, network]) => ({ nic, network })),
  };
}
