import type { Construct } from 'constructs';
import { ironicDialects } from '../../facts/providers/ironic-dialects.js';
import { terraformName } from '../../model/names.js';
import { Deployment, Node, Port } from '../../providers/ironic-rackform/index.js';
import { importAdopted, isMade } from '../adoption.js';
import { reference } from '../expressions.js';
import { leftOut } from '../mapping.js';
import { interfaceFields } from './interfaces.js';
import { portFields } from './ports.js';
import type { DeploymentSpec, IronicDialectConstructs, NodeSpec, PortSpec } from './specs.js';

const dialect = ironicDialects.rackform;

/** `rackform/ironic`, rackform’s own provider. */
export const rackform: IronicDialectConstructs = {
  addNode: (scope, spec) => {
    const { address, name, driver, driverInfo, properties, rootDevice, interfaces, ...rest } = spec;
    const { capabilities, resourceClass, conductorGroup, ports, ...others } = rest;
    const { secrets, credentials, timeoutMinutes, adopted, ...unmapped } = others;
    unmapped satisfies Record<string, never>;
    const node = new Node(scope, 'Default', {
      name,
      driver,
      driverInfo: { ...driverInfo },
      ...(Object.keys(secrets).length === 0
        ? {}
        : { driverInfoWo: { ...secrets }, driverInfoWoVersion: credentials ?? undefined }),
      properties: { ...properties },
      capabilities: { ...capabilities },
      ...(Object.keys(rootDevice).length === 0 ? {} : { rootDevice: { ...rootDevice } }),
      ...interfaceFields(interfaces),
      resourceClass,
      ...(conductorGroup === null ? {} : { conductorGroup }),
      automatedClean: true,
      // Cleaning boots the server, for which Ironic must have its ports: a claim leads it on from here.
      provision: 'manageable',
      timeouts: { create: minutes(timeoutMinutes) },
      lifecycle: { ignoreChanges: adopted === null ? [...dialect.ignoredOfNode] : 'all' },
    });
    node.overrideLogicalId(address);
    importAdopted(node, adopted, 'node');
    for (const port of ports) addPort(scope, spec, port);
    return node;
  },
  addDeployment: (scope, { address, node, image, userData, networkData, fixedIp, trigger, ...rest }) => {
    const { generation, timeouts, adopted, ...unmapped } = rest;
    unmapped satisfies Record<string, never>;
    leftOut({ fixedIp }, 'in network data, with all other addresses');
    const { deployMinutes, releaseMinutes } = timeouts;
    const deployment = new Deployment(scope, 'Default', {
      nodeAttribute: node,
      image: imageOf(image),
      // Said here too, so that the plan knows what the trigger does: a protected server is refused before the apply.
      generation: String(generation),
      timeouts: {
        // A node that was never deployed is cleaned first.
        create: minutes(deployMinutes + releaseMinutes),
        delete: minutes(releaseMinutes),
      },
      // A reimage is said by the generation alone.
      lifecycle: {
        ignoreChanges: adopted === null ? [...dialect.ignoredOfDeployment] : 'all',
        replaceTriggeredBy: [trigger],
      },
    });
    deployment.addOverride('user_data', userData);
    deployment.addOverride('network_data', networkData);
    deployment.overrideLogicalId(address);
    importAdopted(deployment, adopted, 'deployment');
    return deployment;
  },
};

/** Ironic tells the algorithm by the length of the checksum. */
function imageOf({ url, checksum, diskFormat }: DeploymentSpec['image']) {
  return {
    source: url,
    ...(checksum === null ? {} : { checksum: checksum.value }),
    ...(diskFormat === null ? {} : { diskFormat }),
  };
}

function minutes(count: number): string {
  return `${count}m`;
}

function addPort(scope: Construct, node: NodeSpec, port: PortSpec): void {
  const { address, name, adopted } = node;
  const thing = `port/${port.nic}`;
  if (!isMade(adopted, thing)) return;
  const resource = new Port(scope, `port-${port.nic}`, {
    nodeAttribute: reference(`${dialect.nodeType}.${address}`, 'id'),
    ...portFields(port, node),
  });
  resource.overrideLogicalId(terraformName(name, port.nic));
  importAdopted(resource, adopted, thing);
}
