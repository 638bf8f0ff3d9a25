import type { AttributeSchema, EntitySchema } from '../../protocol/schema.js';
import type { Type } from '../../protocol/types.js';
import type { Field, Fields, Form } from './field.js';

function shown(type: Type, description: string, more: Omit<Field, 'schema'> = {}): Field {
  return { schema: { type, computed: true, description }, ...more };
}

const textMap: Form = 'text-map';

/** What data sources show of a node. */
export const nodeView: Fields = {
  id: shown('string', 'UUID of the node.', { at: ['uuid'] }),
  name: shown('string', 'Name of the node.'),
  driver: shown('string', 'Hardware type.'),
  resource_class: shown('string', 'Resource class.'),
  provision_state: shown('string', 'Where it is in its life: `available`, `active`, `clean failed`.'),
  power_state: shown('string', '`power on` or `power off`.'),
  maintenance: shown('bool', 'True: Ironic leaves it alone.'),
  maintenance_reason: shown('string', 'Why.'),
  last_error: shown('string', 'What went wrong last.'),
  protected: shown('bool', 'True: it is not released or deleted.'),
  retired: shown('bool', 'True: it never becomes available again.', { since: '1.61' }),
  instance_uuid: shown('string', 'What runs on it, by its id.'),
  conductor_group: shown('string', 'Group of conductors that manage it.'),
  owner: shown('string', 'Project that owns it.'),
  lessee: shown('string', 'Project that may use it.', { since: '1.65' }),
  shard: shown('string', 'Shard that it belongs to.', { since: '1.82' }),
  description: shown('string', 'Anything for people.'),
  traits: shown(['set', 'string'], 'Traits.', { form: 'texts' }),
  properties: shown(['map', 'string'], 'Properties.', {
    form: textMap,
    without: ['capabilities', 'root_device'],
  }),
  capabilities: shown(['map', 'string'], 'Capabilities.', {
    at: ['properties', 'capabilities'],
    form: 'capabilities',
  }),
  extra: shown(['map', 'string'], 'Extra; what is no text is JSON.', { form: textMap }),
};

/** What data sources show of a port. */
export const portView: Fields = {
  id: shown('string', 'UUID of the port.', { at: ['uuid'] }),
  node: shown('string', 'UUID of its node.', { at: ['node_uuid'] }),
  address: shown('string', 'Hardware (MAC) address.'),
  name: shown('string', 'Name.', { since: '1.88' }),
  pxe_enabled: shown('bool', 'Whether the node boots over it.'),
  physical_network: shown('string', 'Physical network.'),
  local_link_connection: shown(['map', 'string'], 'Switch that it is plugged into.', { form: textMap }),
  portgroup: shown('string', 'UUID of its port group.', { at: ['portgroup_uuid'] }),
  extra: shown(['map', 'string'], 'Extra; what is no text is JSON.', { form: textMap }),
};

function schemas(fields: Fields): Readonly<Record<string, AttributeSchema>> {
  return Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema]));
}

function list(fields: Fields, description: string): AttributeSchema {
  return { computed: true, description, nested_type: { nesting_mode: 'list', attributes: schemas(fields) } };
}

const filter = (type: Type, description: string): AttributeSchema => ({ type, optional: true, description });

/** What nodes may be chosen by, with what the API calls it; null: chosen here. */
export const nodeFilters: Readonly<
  Record<string, { readonly schema: AttributeSchema; readonly query: string | null }>
> = {
  resource_class: { schema: filter('string', 'Only of this resource class.'), query: 'resource_class' },
  provision_state: { schema: filter('string', 'Only in this state.'), query: 'provision_state' },
  conductor_group: {
    schema: filter('string', 'Only of this group of conductors.'),
    query: 'conductor_group',
  },
  driver: { schema: filter('string', 'Only of this hardware type.'), query: 'driver' },
  owner: { schema: filter('string', 'Only of this owner.'), query: 'owner' },
  maintenance: { schema: filter('bool', 'Only in maintenance, or only out of it.'), query: 'maintenance' },
  traits: { schema: filter(['set', 'string'], 'Only with all of these traits.'), query: null },
};

function entity(description: string, attributes: EntitySchema['block']['attributes']): EntitySchema {
  return { version: 0, block: { description, ...(attributes && { attributes }) } };
}

const ident: AttributeSchema = { type: 'string', required: true, description: 'Node: id or name.' };

/** The data sources. */
export const dataSchemas = {
  ironic_node: entity('A node as Ironic has it.', { node: ident, ...schemas(nodeView) }),
  ironic_nodes: entity('Nodes, by what they are and where they stand, sorted by name.', {
    ...Object.fromEntries(Object.entries(nodeFilters).map(([name, { schema }]) => [name, schema])),
    nodes: list(nodeView, 'What was found.'),
  }),
  ironic_ports: entity('Ports of a node, sorted by address.', {
    node: ident,
    ports: list(portView, 'What was found.'),
  }),
  ironic_drivers: entity('Hardware types that this Ironic has enabled.', {
    drivers: {
      computed: true,
      description: 'What was found.',
      nested_type: {
        nesting_mode: 'list',
        attributes: {
          name: { type: 'string', computed: true, description: 'Hardware type.' },
          hosts: { type: ['list', 'string'], computed: true, description: 'Conductors that have it.' },
        },
      },
    },
  }),
  ironic_inventory: entity('What inspection found in a node. API 1.81 or later.', {
    node: ident,
    inventory: { type: 'dynamic', computed: true, description: 'CPUs, memory, disks and NICs.' },
    plugin_data: { type: 'dynamic', computed: true, description: 'What plug-ins of the ramdisk found.' },
  }),
} as const;
