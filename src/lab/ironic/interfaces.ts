import { IRONIC_DIALECTS, IRONIC_INTERFACES, ironicDialects } from '../../facts/providers/ironic-dialects.js';
import { textOf } from '../../protocol/attributes.js';
import type { ObjectValue } from '../../protocol/value.js';

/** Interface attributes that all dialects have. */
export const interfaceNames: readonly string[] = IRONIC_INTERFACES.filter((name) =>
  IRONIC_DIALECTS.every((dialect) => ironicDialects[dialect].interfaces.includes(name)),
).map((name) => `${name}_interface`);

/** Default of each interface by hardware type, as an Ironic with its own defaults has them; else `no-<interface>`. */
const usual: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  redfish: {
    boot_interface: 'ipxe',
    deploy_interface: 'direct',
    inspect_interface: 'redfish',
    management_interface: 'redfish',
    network_interface: 'noop',
    power_interface: 'redfish',
    raid_interface: 'redfish',
    storage_interface: 'noop',
    vendor_interface: 'redfish',
  },
  ipmi: {
    boot_interface: 'ipxe',
    deploy_interface: 'direct',
    management_interface: 'ipmitool',
    network_interface: 'noop',
    power_interface: 'ipmitool',
    raid_interface: 'agent',
    storage_interface: 'noop',
    vendor_interface: 'ipmitool',
  },
};

/** The interfaces of a node: those that are asked for, the driver's own elsewhere. */
export function interfacesOf(planned: ObjectValue): Readonly<Record<string, string>> {
  const own = usual[textOf(planned, 'driver') ?? ''] ?? {};
  return Object.fromEntries(
    interfaceNames.map((name) => [
      name,
      textOf(planned, name) ?? own[name] ?? `no-${name.replace('_interface', '')}`,
    ]),
  );
}
