import { needText, textsOf } from '../../protocol/attributes.js';
import { dynamicOf, type JsonObject } from '../../protocol/json.js';
import type { DataSourceServer, StateAnswer } from '../../protocol/provider.js';
import type { ObjectValue } from '../../protocol/value.js';
import { ApiFailure } from '../api/failure.js';
import type { NodePartRecord, NodeRecord } from '../api/records.js';
import { hasSince } from '../api/version.js';
import { type Context, type IronicClient, looking } from '../client.js';
import { type dataSchemas, nodeFilters, nodeView, portView } from '../schema/data.js';
import { absentNode, guarded } from './guard.js';
import { readValues } from './record.js';

type Read = (config: ObjectValue, context: Context) => Promise<ObjectValue>;

function viewOf(fields: typeof nodeView, record: JsonObject): ObjectValue {
  return readValues(fields, record, undefined);
}

async function found(ident: string, context: Context): Promise<NodeRecord> {
  const node = await context.client.nodes.seen(ident, looking(context));
  if (node === null) throw new ApiFailure(absentNode(ident).summary, { status: 404 });
  return node;
}

function byText(name: string) {
  return (one: ObjectValue, other: ObjectValue): number => {
    const [left, right] = [String(one[name] ?? ''), String(other[name] ?? '')];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}

const readers: Readonly<Record<keyof typeof dataSchemas, Read>> = {
  ironic_node: async (config, context) => viewOf(nodeView, await found(needText(config, 'node'), context)),

  ironic_nodes: async (config, context) => {
    const query = new URLSearchParams({ detail: 'True', limit: '500' });
    for (const [name, { query: key }] of Object.entries(nodeFilters)) {
      const wanted = config[name] ?? null;
      if (key !== null && wanted !== null) query.set(key, String(wanted));
    }
    const { api } = context.client;
    const nodes = await api.list<NodeRecord>(`/v1/nodes?${query}`, 'nodes', looking(context));
    const traits = textsOf(config, 'traits') ?? [];
    const fitting = nodes.filter((node) => {
      const own = (node['traits'] ?? []) as readonly string[];
      return traits.every((trait) => own.includes(trait));
    });
    return { nodes: fitting.map((node) => viewOf(nodeView, node)).sort(byText('name')) };
  },

  ironic_ports: async (config, context) => {
    const node = await found(needText(config, 'node'), context);
    const path = `/v1/ports?detail=True&node=${node.uuid}`;
    const ports = await context.client.api.list<NodePartRecord>(path, 'ports', looking(context));
    return { ports: ports.map((port) => viewOf(portView, port)).sort(byText('address')) };
  },

  ironic_drivers: async (_, context) => {
    const drivers = await context.client.api.list<JsonObject>('/v1/drivers', 'drivers', looking(context));
    const views = drivers.map(({ name, hosts }) => ({ name, hosts }) as ObjectValue);
    return { drivers: views.sort(byText('name')) };
  },

  ironic_inventory: async (config, context) => {
    const { api } = context.client;
    if (!hasSince(api.version, '1.81')) {
      throw new ApiFailure(`the inventory needs API 1.81 of Ironic, and ${api.version} is spoken`, {
        status: 406,
      });
    }
    const node = await found(needText(config, 'node'), context);
    const data = await api.get<JsonObject>(`/v1/nodes/${node.uuid}/inventory`, looking(context));
    return {
      inventory: dynamicOf(data['inventory'] ?? null, undefined),
      plugin_data: dynamicOf(data['plugin_data'] ?? null, undefined),
    };
  },
};

/** The data sources, for the protocol. */
export function dataSources(): Readonly<Record<string, DataSourceServer<IronicClient>>> {
  return Object.fromEntries(
    Object.entries(readers).map(([type, read]) => [
      type,
      {
        read: (config: ObjectValue, context: Context) =>
          guarded<StateAnswer>(
            `${type} cannot be read`,
            async () => ({ state: { ...config, ...(await read(config, context)) } }),
            (diagnostic) => ({ state: null, diagnostics: [diagnostic] }),
          ),
      },
    ]),
  );
}
