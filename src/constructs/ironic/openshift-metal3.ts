import { ironicDialects } from '../../facts/providers/ironic-dialects.js';
import { Deployment, NodeV1 } from '../../providers/ironic-openshift-metal3/index.js';
import { importAdopted } from '../adoption.js';
import { leftOut } from '../mapping.js';
import { capabilitiesText } from './capabilities.js';
import { instanceInfo } from './image.js';
import { interfaceFields } from './interfaces.js';
import type { IronicDialectConstructs } from './specs.js';

const dialect = ironicDialects['openshift-metal3'];

/** `openshift-metal3/ironic`: everything is a map of strings, and ports stand in their node. */
export const openshiftMetal3: IronicDialectConstructs = {
  addNode: (scope, spec) => {
    const { address, name, driver, driverInfo, properties, rootDevice, interfaces, ...rest } = spec;
    const { capabilities, resourceClass, conductorGroup, ports, ...others } = rest;
    const { secrets, credentials, timeoutMinutes, adopted, ...unmapped } = others;
    unmapped satisfies Record<string, never>;
    leftOut({ secrets, credentials }, 'nothing is only written here');
    leftOut({ timeoutMinutes }, 'it takes no time limit');
    const node = new NodeV1(scope, 'Default', {
      name,
      driver,
      driverInfo: { ...driverInfo },
      properties: { ...properties, capabilities: capabilitiesText(capabilities) },
      ...(Object.keys(rootDevice).length === 0 ? {} : { rootDevice: { ...rootDevice } }),
      ...interfaceFields(interfaces),
      resourceClass,
      ...(conductorGroup === null ? {} : { conductorGroup }),
      ports: ports.map(({ mac, boots }) => ({ address: mac, pxe_enabled: String(boots) })),
      ...dialect.walk,
      // A secret is read back masked, and an update is reported as done and not sent.
      lifecycle: { ignoreChanges: adopted === null ? [...dialect.ignoredOfNode] : 'all' },
    });
    node.overrideLogicalId(address);
    importAdopted(node, adopted, 'node');
    return node;
  },
  addDeployment: (scope, { address, node, image, userData, trigger, adopted }) => {
    const deployment = new Deployment(scope, 'Default', {
      nodeUuid: node,
      instanceInfo: instanceInfo(image),
      // Network data would have to be a map of strings, which no document is: user data brings it.
      userData,
      // Each of these replaces, which is a server undeployed and deployed again.
      lifecycle: { ignoreChanges: [...dialect.ignoredOfDeployment], replaceTriggeredBy: [trigger] },
    });
    deployment.overrideLogicalId(address);
    importAdopted(deployment, adopted, 'deployment');
    return deployment;
  },
};
