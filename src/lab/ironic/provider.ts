import { ironicProviders } from '../../facts/providers/ironic.js';
import type { IronicDialect } from '../../facts/providers/ironic-dialects.js';
import type { Provider } from '../../protocol/provider.js';
import type { LabDataSource, LabResource } from '../resource.js';
import { simulatedProvider } from '../simulated-provider.js';
import { allocation } from './allocation.js';
import { type IronicCall, type IronicClient, type SimulatedIronic, startCall } from './call.js';
import { deployment as communityDeployment } from './community/deployment.js';
import { inventory } from './community/inventory.js';
import { node as communityNode } from './community/node.js';
import { port as communityPort } from './community/port.js';
import { portGroup } from './community/port-group.js';
import { deployment as openshiftDeployment } from './openshift/deployment.js';
import { introspection } from './openshift/introspection.js';
import { node as openshiftNode } from './openshift/node.js';
import { port as openshiftPort } from './openshift/port.js';

interface Types {
  readonly isLegacy: boolean;
  readonly resources: Readonly<Record<string, LabResource<IronicCall>>>;
  readonly dataSources: Readonly<Record<string, LabDataSource<IronicCall>>>;
}

/** Dialects whose providers are imitated; that of rackform is served as it is. */
export type ImitatedDialect = Exclude<IronicDialect, 'rackform'>;

const dialects: Readonly<Record<ImitatedDialect, Types>> = {
  'openshift-metal3': {
    isLegacy: true,
    resources: {
      ironic_allocation_v1: allocation,
      ironic_deployment: openshiftDeployment,
      ironic_node_v1: openshiftNode,
      ironic_port_v1: openshiftPort,
    },
    dataSources: { ironic_introspection: introspection },
  },
  'metal3-community': {
    isLegacy: false,
    resources: {
      ironic_allocation: allocation,
      ironic_deployment: communityDeployment,
      ironic_node: communityNode,
      ironic_port: communityPort,
      ironic_port_group: portGroup,
    },
    dataSources: { ironic_inventory: inventory },
  },
};

/** The dialects whose providers are imitated. */
export const imitatedDialects = Object.keys(dialects) as readonly ImitatedDialect[];

/**
 * A public provider for Ironic in front of simulated Ironic.
 *
 * @param find the Ironic of a configuration's `url`; a text says why there is none
 */
export function labIronicProvider(
  dialect: ImitatedDialect,
  find: (url: string) => SimulatedIronic | string,
): Provider<IronicClient> {
  return simulatedProvider(
    {
      ...dialects[dialect],
      facts: ironicProviders[dialect],
      start: startCall,
      serverVersion: () => '',
      urlAttribute: 'url',
    },
    find,
  );
}
