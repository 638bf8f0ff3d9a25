import type { NodeRecord, PortRecord } from '../../../src/lab/ironic/records.js';
import type { IronicWorld } from '../../../src/lab/ironic/world.js';

/** A node as `openstack baremetal node list --long -f json` prints it, with the heads of its table. */
function nodeRow(node: NodeRecord): object {
  return {
    UUID: node.uuid,
    Name: node.name,
    'Instance Info': node.instanceInfo,
    'Provisioning State': node.provisionState,
    'Power State': node.powerState,
    Driver: node.driver,
    'Driver Info': { ...node.driverInfo.shown, redfish_password: '******' },
    Properties: node.properties,
    'Resource Class': node.resourceClass,
    'Conductor Group': node.conductorGroup,
    'Automated Clean': node.automatedClean,
    Protected: node.isProtected,
    Maintenance: node.maintenance,
  };
}

/** A port as the API answers. */
function portAnswer(port: PortRecord): object {
  return {
    uuid: port.uuid,
    node_uuid: port.node,
    address: port.address,
    pxe_enabled: port.pxeEnabled,
    physical_network: port.physicalNetwork,
    local_link_connection: port.localLink,
  };
}

/** What a simulated Ironic says of itself: nodes as a table, ports as an answer of the API. */
export function ironicAnswers({ store }: IronicWorld) {
  return {
    nodes: store.all('nodes').map(nodeRow),
    ports: { ports: store.all('ports').map(portAnswer) },
  };
}
