import { maasProvider } from '../../facts/providers/maas.js';
import { crudResource } from '../../protocol/crud.js';
import type { Provider, ResourceServer } from '../../protocol/provider.js';
import type { ProviderSchema } from '../../protocol/schema.js';
import { crudOf, dataSourceOf } from '../resource.js';
import { textOf } from '../values.js';
import { type MaasClient, type SimulatedMaas, startCall } from './call.js';
import * as data from './data/lookups.js';
import type { MaasDataSource, MaasResource } from './resource.js';
import { fabric } from './resources/fabric.js';
import { instance } from './resources/instance.js';
import { machine } from './resources/machine.js';
import { nicLink } from './resources/nic-link.js';
import { nicPhysical } from './resources/nic-physical.js';
import { subnet } from './resources/subnet.js';
import { vlan } from './resources/vlan.js';

/** Resource types that are simulated. */
const resources: Readonly<Record<string, MaasResource>> = {
  maas_fabric: fabric,
  maas_instance: instance,
  maas_machine: machine,
  maas_network_interface_link: nicLink,
  maas_network_interface_physical: nicPhysical,
  maas_subnet: subnet,
  maas_vlan: vlan,
};

/** Data sources that are simulated. */
const dataSources: Readonly<Record<string, MaasDataSource>> = {
  maas_fabric: data.fabric,
  maas_machines: data.machines,
  maas_subnet: data.subnet,
  maas_vlan: data.vlan,
  maas_zone: data.zone,
};

// The facts are the provider's own schema; their types leave out what it has none of (nested types, descriptions).
const schema = maasProvider.schema as unknown as ProviderSchema;

function notSimulated(type: string) {
  return [
    {
      summary: `The lab does not simulate ${type}`,
      detail:
        'It is in the schema of the provider, so that a configuration can be validated; it cannot be planned here.',
    },
  ];
}

function resourceServer(type: string): ResourceServer<MaasClient> {
  const entity = schema.resources[type];
  const behaviour = maasProvider.behaviour[type];
  const resource = resources[type];
  if (entity === undefined) throw new TypeError(`the facts have no resource type ${type}`);
  if (resource === undefined) {
    return {
      plan: () => ({ planned: null, diagnostics: notSimulated(type) }),
      apply: ({ prior }) => ({ state: prior, diagnostics: notSimulated(type) }),
      read: ({ state }) => ({ state, diagnostics: notSimulated(type) }),
    };
  }
  return crudResource(entity, behaviour ?? {}, crudOf(resource, startCall));
}

/**
 * The provider `canonical/maas` in front of simulated MAAS.
 *
 * @param find the MAAS that a configuration means, by its `api_url`; a text says why there is none
 */
export function labMaasProvider(find: (url: string) => SimulatedMaas | string): Provider<MaasClient> {
  return {
    schema,
    legacyTypeSystem: true,
    configure: ({ config }) => {
      const maas = find(textOf(config, 'api_url') ?? '');
      if (typeof maas === 'string') return { diagnostics: [{ summary: maas, path: ['api_url'] }] };
      return { client: { simulated: maas, run: maas.clock.startRun() } };
    },
    resources: Object.fromEntries(Object.keys(schema.resources).map((type) => [type, resourceServer(type)])),
    dataSources: Object.fromEntries(
      Object.keys(schema.dataSources).map((type) => {
        const source = dataSources[type];
        return [
          type,
          source === undefined
            ? { read: () => ({ state: null, diagnostics: notSimulated(`data source ${type}`) }) }
            : dataSourceOf(source, startCall),
        ];
      }),
    ),
  };
}
