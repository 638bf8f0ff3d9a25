import type { EntitySchema } from '../../protocol/schema.js';
import { attributesOf, computed, type Fields, filledIn, type StateRule, text } from './field.js';

const connectable = new Set(['enroll', 'inspecting', 'inspect wait', 'manageable']);

const connectivity: StateRule = {
  isRefused: ({ provision_state: state, maintenance }) => !connectable.has(state) && !maintenance,
  advice:
    'Ironic changes how a port is connected only in enroll, inspect wait or manageable, or in maintenance: set maintenance = true, or provision = "manageable", of the node in an apply before.',
};

const address: StateRule = {
  isRefused: ({ provision_state: state, instance_uuid: instance, maintenance }) =>
    (state === 'active' || instance !== null) && !maintenance,
  advice:
    'Ironic changes the address of a port of a node in use only in maintenance: set maintenance = true of the node in an apply before.',
};

const node = {
  schema: { type: 'string', required: true, description: 'Node that it belongs to: id or name.' },
  at: ['node_uuid'],
  form: 'node',
  replaces: true,
} as const;

const extra = {
  schema: { type: 'dynamic', optional: true, description: 'Anything of your own, as an object.' },
  form: 'json',
} as const;

/** Attributes of a port. */
export const portFields: Fields = {
  node,
  address: {
    schema: { type: 'string', required: true, description: 'Hardware (MAC) address of the NIC.' },
    form: 'mac',
    rule: address,
  },
  name: { schema: text('Name, unique in Ironic.'), since: '1.88' },
  description: { schema: text('Anything for people.'), since: '1.97' },
  pxe_enabled: {
    schema: filledIn(
      'bool',
      'Whether the node boots over this port. Ironic takes true where it is left out.',
    ),
    rule: connectivity,
  },
  local_link_connection: {
    schema: {
      type: ['map', 'string'],
      optional: true,
      description: 'Switch that it is plugged into: `switch_id`, `port_id`, `switch_info`.',
    },
    form: 'text-map',
    rule: connectivity,
  },
  physical_network: {
    schema: filledIn('string', 'Physical network that it is plugged into. Left out: as it is.'),
    rule: connectivity,
  },
  portgroup: {
    schema: text('Id of the port group that it is a member of.'),
    at: ['portgroup_uuid'],
    rule: connectivity,
  },
  is_smartnic: { schema: filledIn('bool', 'True: a NIC with a processor of its own.') },
  vendor: { schema: text('Vendor of the NIC.'), since: '1.100' },
  category: { schema: text('Category, by which networking finds ports.'), since: '1.101' },
  extra,
};

/** Attributes of a port group. */
export const portgroupFields: Fields = {
  node,
  name: { schema: text('Name, unique in Ironic.') },
  address: { schema: text('Hardware (MAC) address of the bond.'), form: 'mac', rule: address },
  mode: {
    schema: filledIn(
      'string',
      'Bonding mode, e.g. `802.3ad` or `active-backup`. Left out: as Ironic is set up.',
    ),
  },
  properties: {
    schema: {
      type: ['map', 'string'],
      optional: true,
      description: 'Properties of the bond, e.g. `{ miimon = "100" }`.',
    },
    form: 'text-map',
  },
  standalone_ports_supported: {
    schema: filledIn(
      'bool',
      'Whether its ports may be used one by one. Ironic takes true where it is left out.',
    ),
  },
  physical_network: {
    schema: filledIn('string', 'Physical network. Left out: that of its ports.'),
    since: '1.102',
  },
  category: { schema: text('Category, by which networking finds port groups.'), since: '1.103' },
  extra,
};

function entity(description: string, what: string, fields: Fields): EntitySchema {
  const id = computed('string', `UUID of the ${what}.`);
  return { version: 0, block: { description, attributes: { id, ...attributesOf(fields) } } };
}

/** `ironic_port`. */
export const portSchema = entity('A NIC of a node.', 'port', portFields);

/** `ironic_portgroup`. */
export const portgroupSchema = entity('A bond of NICs of a node.', 'port group', portgroupFields);
