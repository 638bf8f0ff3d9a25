import { maasProvider } from '../../facts/providers/maas.js';
import type { Provider } from '../../protocol/provider.js';
import { simulatedProvider } from '../simulated-provider.js';
import { type MaasClient, type SimulatedMaas, startCall } from './call.js';
import * as lookups from './data/lookups.js';
import * as machineData from './data/machines.js';
import * as registry from './data/registry.js';
import type { MaasDataSource, MaasResource } from './resource.js';
import { device } from './resources/machine/device.js';
import { instance } from './resources/machine/instance.js';
import { machine } from './resources/machine/machine.js';
import { nicBond } from './resources/machine/nic-bond.js';
import { nicBridge } from './resources/machine/nic-bridge.js';
import { nicLink } from './resources/machine/nic-link.js';
import { nicPhysical } from './resources/machine/nic-physical.js';
import { nicTag } from './resources/machine/nic-tag.js';
import { nicVlan } from './resources/machine/nic-vlan.js';
import { resourcePool, space, zone } from './resources/named.js';
import { dnsDomain } from './resources/network/dns-domain.js';
import { dnsRecord } from './resources/network/dns-record.js';
import { fabric } from './resources/network/fabric.js';
import { staticRoute } from './resources/network/static-route.js';
import { subnet } from './resources/network/subnet.js';
import { subnetIpRange } from './resources/network/subnet-ip-range.js';
import { vlan } from './resources/network/vlan.js';
import { vlanDhcp } from './resources/network/vlan-dhcp.js';
import { bootSource } from './resources/shared/boot-source.js';
import { bootSourceSelection } from './resources/shared/boot-source-selection.js';
import { configuration } from './resources/shared/configuration.js';
import { nodeScript } from './resources/shared/node-script.js';
import { packageRepository } from './resources/shared/package-repository.js';
import { sshKeys } from './resources/shared/ssh-keys.js';
import { tag } from './resources/shared/tag.js';
import { user } from './resources/shared/user.js';
import { blockDevice } from './resources/storage/block-device.js';
import { blockDeviceTag } from './resources/storage/block-device-tag.js';
import { logicalVolume } from './resources/storage/logical-volume.js';
import { raid } from './resources/storage/raid.js';
import { volumeGroup } from './resources/storage/volume-group.js';

/** Resource types that are simulated. */
const resources: Readonly<Record<string, MaasResource>> = {
  maas_block_device: blockDevice,
  maas_block_device_tag: blockDeviceTag,
  maas_boot_source: bootSource,
  maas_boot_source_selection: bootSourceSelection,
  maas_configuration: configuration,
  maas_device: device,
  maas_dns_domain: dnsDomain,
  maas_dns_record: dnsRecord,
  maas_fabric: fabric,
  maas_instance: instance,
  maas_logical_volume: logicalVolume,
  maas_machine: machine,
  maas_network_interface_bond: nicBond,
  maas_network_interface_bridge: nicBridge,
  maas_network_interface_link: nicLink,
  maas_network_interface_physical: nicPhysical,
  maas_network_interface_tag: nicTag,
  maas_network_interface_vlan: nicVlan,
  maas_node_script: nodeScript,
  maas_package_repository: packageRepository,
  maas_raid: raid,
  maas_resource_pool: resourcePool,
  maas_space: space,
  maas_ssh_keys: sshKeys,
  maas_static_route: staticRoute,
  maas_subnet: subnet,
  maas_subnet_ip_range: subnetIpRange,
  maas_tag: tag,
  maas_user: user,
  maas_vlan: vlan,
  maas_vlan_dhcp: vlanDhcp,
  maas_volume_group: volumeGroup,
  maas_zone: zone,
};

/** Data sources that are simulated. */
const dataSources: Readonly<Record<string, MaasDataSource>> = {
  maas_boot_resources: registry.bootResources,
  maas_boot_source: registry.bootSource,
  maas_boot_source_selection: registry.bootSourceSelection,
  maas_configuration: lookups.configuration,
  maas_device: machineData.device,
  maas_devices: machineData.devices,
  maas_fabric: lookups.fabric,
  maas_machine: machineData.machine,
  maas_machines: machineData.machines,
  maas_network_interface_physical: machineData.nicPhysical,
  maas_package_repository: registry.packageRepository,
  maas_rack_controller: lookups.rackController,
  maas_rack_controllers: lookups.rackControllers,
  maas_resource_pool: lookups.resourcePool,
  maas_subnet: lookups.subnet,
  maas_vlan: lookups.vlan,
  maas_zone: lookups.zone,
};

/**
 * The provider `canonical/maas` in front of simulated MAAS.
 *
 * @param find the MAAS that a configuration means, by its `api_url`; a text says why there is none
 */
export function labMaasProvider(find: (url: string) => SimulatedMaas | string): Provider<MaasClient> {
  return simulatedProvider(
    {
      facts: maasProvider,
      isLegacy: true,
      resources,
      dataSources,
      start: startCall,
      serverVersion: ({ serverVersion }) => serverVersion,
      urlAttribute: 'api_url',
    },
    find,
  );
}
