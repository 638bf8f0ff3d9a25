import type { Construct } from 'constructs';
import { InternalError } from '../../errors.js';
import { ironicDialects } from '../../facts/providers/ironic-dialects.js';
import { terraformName } from '../../model/names.js';
import { Deployment, Node, Port } from '../../providers/ironic-metal3-community/index.js';
import { importAdopted, isMade } from '../adoption.js';
import { reference } from '../expressions.js';
import { leftOut } from '../mapping.js';
import { capabilitiesText } from './capabilities.js';
import { instanceInfo } from './image.js';
import { interfaceFields } from './interfaces.js';
import { portFields } from './ports.js';
import type { IronicDialectConstructs, NodeSpec, PortSpec } from './specs.js';

const dialect = ironicDialects['metal3-community'];

/** `metal3-community/ironic`, a build of its newer source: nested documents, and a resource a port. */
export const metal3Community: IronicDialectConstructs = {
  addNode: (scope, spec) => {
    const { address, name, driver, driverInfo, properties, rootDevice, interfaces, ...rest } = spec;
    const { capabilities, resourceClass, conductorGroup, ports, ...others } = rest;
    const { secrets, credentials, timeoutMinutes, adopted, ...unmapped } = others;
    unmapped satisfies Record<string, never>;
    leftOut({ secrets, credentials }, 'nothing is only written here');
    leftOut({ timeoutMinutes }, 'it takes no time limit');
    const hints = Object.keys(rootDevice).length === 0 ? {} : { root_device: { ...rootDevice } };
    const node = new Node(scope, 'Default', {
      name,
      driver,
      driverInfo: { ...driverInfo },
      properties: { ...properties, capabilities: capabilitiesText(capabilities), ...hints },
      ...interfaceFields(interfaces),
      resourceClass,
      ...(conductorGroup === null ? {} : { conductorGroup }),
      automatedClean: true,
      // Its defaults for three of them fail: the deployment walks the node from enroll to active.
      ...dialect.walk,
      // Secrets are set in Ironic by hand and read back masked; `protected` is never sent.
      lifecycle: { ignoreChanges: adopted === null ? [...dialect.ignoredOfNode] : 'all' },
    });
    node.overrideLogicalId(address);
    importAdopted(node, adopted, 'node');
    for (const port of ports) addPort(scope, spec, port);
    return node;
  },
  addDeployment: (scope, { address, node, image, userData, networkData, fixedIp, trigger, adopted }) => {
    if (fixedIp === null) throw new InternalError(`the deployment on "${node}" has no address to set`);
    const deployment = new Deployment(scope, 'Default', {
      nodeUuid: node,
      instanceInfo: instanceInfo(image),
      networkData: { ...networkData },
      // Only with it does the image reach Ironic.
      fixedIps: [{ ipAddress: fixedIp }],
      lifecycle: { ignoreChanges: [...dialect.ignoredOfDeployment], replaceTriggeredBy: [trigger] },
    });
    // The bindings take any document for a value of any type, and would spread text into its letters.
    deployment.addOverride('user_data', userData);
    deployment.overrideLogicalId(address);
    importAdopted(deployment, adopted, 'deployment');
    return deployment;
  },
};

function addPort(scope: Construct, node: NodeSpec, port: PortSpec): void {
  const { address, name, adopted } = node;
  const thing = `port/${port.nic}`;
  if (!isMade(adopted, thing)) return;
  const resource = new Port(scope, `port-${port.nic}`, {
    nodeUuid: reference(`${dialect.nodeType}.${address}`, 'id'),
    ...portFields(port, node),
  });
  resource.overrideLogicalId(terraformName(name, port.nic));
  importAdopted(resource, adopted, thing);
}
