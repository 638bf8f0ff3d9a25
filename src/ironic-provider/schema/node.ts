import type { AttributeSchema, EntitySchema } from '../../protocol/schema.js';
import type { Microversion } from '../api/version.js';
import { attributesOf, computed, type Field, type Fields, filledIn, type StateRule, text } from './field.js';
import { rootDevice } from './root-device.js';
import { timeouts } from './timeouts.js';

/** States in which Ironic changes what a node is. */
const changeable = new Set(['enroll', 'inspecting', 'inspect wait', 'manageable', 'available']);

/** Ironic changes drivers and interfaces of a node in use only in maintenance. */
const hardware: StateRule = {
  isRefused: ({ provision_state: state, maintenance }) => !changeable.has(state) && !maintenance,
  advice:
    'Ironic changes it only in enroll, inspect wait, manageable or available, or in maintenance: set maintenance = true in an apply before, or release the server first.',
};

const resourceClass: StateRule = {
  isRefused: ({ provision_state: state, resource_class: present }) =>
    present !== null && !changeable.has(state),
  advice:
    'Ironic changes it only in enroll, inspect wait, manageable or available: release the server first, or leave it as it is.',
};

const isTrue = (value: unknown): boolean => value === true;

const protection: StateRule = {
  isRefused: ({ provision_state: state }, value) => isTrue(value) && !['active', 'rescue'].includes(state),
  advice:
    'Ironic protects only nodes in active or rescue: set it in an apply after the deployment, or set protected of the ironic_deployment.',
};

const retirement: StateRule = {
  isRefused: ({ provision_state: state }, value) => isTrue(value) && state === 'available',
  advice: 'Ironic retires no node that is available: set provision = "manageable" in an apply before.',
};

const interfaceKinds: readonly (readonly [string, Microversion?])[] = [
  ['bios'],
  ['boot'],
  ['console'],
  ['deploy'],
  ['firmware', '1.86'],
  ['inspect'],
  ['management'],
  ['network'],
  ['power'],
  ['raid'],
  ['rescue'],
  ['storage'],
  ['vendor'],
];

const interfaces: Fields = Object.fromEntries(
  interfaceKinds.map(([kind, since]): [string, Field] => [
    `${kind}_interface`,
    {
      schema: filledIn('string', `The ${kind} interface. Left out: Ironic’s default for the driver.`),
      rule: hardware,
      ...(since !== undefined && { since }),
    },
  ]),
);

/** Attributes of a node that are Ironic’s own. */
export const nodeFields: Fields = {
  name: { schema: text('Name of the node, unique in Ironic.') },
  driver: {
    schema: { type: 'string', required: true, description: 'Hardware type, e.g. `redfish` or `ipmi`.' },
    rule: hardware,
  },
  driver_info: {
    schema: {
      type: ['map', 'string'],
      optional: true,
      description:
        'Settings of the driver, e.g. `redfish_address`. Ironic masks passwords in its answers: what is masked is taken to be what was sent. Passwords in here are in the state; see `driver_info_wo`.',
    },
    form: 'text-map',
  },
  ...interfaces,
  resource_class: {
    schema: filledIn('string', 'Resource class, by which Nova and allocations find nodes.'),
    rule: resourceClass,
  },
  properties: {
    schema: {
      type: ['map', 'string'],
      optional: true,
      description: 'Properties such as `cpu_arch`, `memory_mb` and `local_gb`.',
    },
    form: 'text-map',
    without: ['capabilities', 'root_device'],
  },
  capabilities: {
    schema: {
      type: ['map', 'string'],
      optional: true,
      description: 'Capabilities, e.g. `{ boot_mode = "uefi" }`.',
    },
    at: ['properties', 'capabilities'],
    form: 'capabilities',
  },
  root_device: {
    schema: rootDevice('Which disk is the root disk of this node.'),
    at: ['properties', 'root_device'],
    form: 'object',
  },
  extra: {
    schema: { type: 'dynamic', optional: true, description: 'Anything of your own, as an object.' },
    form: 'json',
  },
  conductor_group: {
    schema: filledIn('string', 'Group of conductors that manage the node.'),
    rule: hardware,
  },
  owner: { schema: filledIn('string', 'Project that owns the node.') },
  lessee: { schema: text('Project that may use the node.'), since: '1.65' },
  description: { schema: text('Anything for people.') },
  shard: { schema: text('Key by which nodes are spread over services.'), since: '1.82' },
  parent_node: { schema: text('Id of the node that this one is a part of, e.g. of a DPU.'), since: '1.83' },
  automated_clean: {
    schema: filledIn(
      'bool',
      'Whether the node is cleaned when it is released. Left out: as Ironic is set up.',
    ),
  },
  disable_power_off: {
    schema: filledIn('bool', 'True: Ironic never powers the node off, e.g. for a node with children.'),
    since: '1.95',
  },
  protected: {
    schema: filledIn(
      'bool',
      'True: Ironic refuses to release, rebuild or delete the node. Only while it is active.',
    ),
    rule: protection,
    when: 'end',
  },
  protected_reason: { schema: text('Why it is protected.'), when: 'end' },
  retired: {
    schema: filledIn('bool', 'True: the node never becomes available again.'),
    since: '1.61',
    rule: retirement,
    when: 'patch',
  },
  retired_reason: { schema: text('Why it is retired.'), since: '1.61', when: 'patch' },
  maintenance: {
    schema: filledIn(
      'bool',
      'True: Ironic leaves the node alone. Left out: operators set and end it, without drift.',
    ),
    when: 'own',
  },
  maintenance_reason: {
    schema: filledIn('string', 'Why it is in maintenance.'),
    when: 'own',
  },
};

/** Where a node may be brought to. */
export const PROVISION_TARGETS = ['enroll', 'manageable', 'available'] as const;

/** Attributes of a node that are not a field of Ironic's record. */
const nodeAttributes: Readonly<Record<string, AttributeSchema>> = {
  id: computed('string', 'UUID of the node.'),
  provision: {
    type: 'string',
    optional: true,
    computed: true,
    description:
      'How far the node is brought: `enroll`, `manageable` (its BMC was reached) or `available` (if left out: cleaned, to be deployed). A node in use is further than that, which is no drift; one that fell back or failed cleaning is, and the next apply brings it forward.',
  },
  traits: {
    type: ['set', 'string'],
    optional: true,
    description: 'Traits, e.g. `CUSTOM_H100`. Left out: not looked at.',
  },
  driver_info_wo: {
    type: ['map', 'string'],
    optional: true,
    write_only: true,
    description:
      'Settings of the driver that are in no plan and no state: passwords. They are sent when the node is made, and when `driver_info_wo_version` changes. Terraform 1.11 or OpenTofu 1.11.',
  },
  driver_info_wo_version: text('Anything; where it changes, `driver_info_wo` is sent again.'),
  force_destroy: {
    type: 'bool',
    optional: true,
    description:
      'True: destroying this node releases its server first. Otherwise a node that is in use is not destroyed.',
  },
  timeouts: timeouts({ create: '60m', update: '60m', delete: '60m' }),
};

/** `ironic_node`. */
export const nodeSchema: EntitySchema = {
  version: 0,
  block: {
    description: 'A bare-metal node, enrolled and brought to where it can be deployed.',
    attributes: { ...nodeAttributes, ...attributesOf(nodeFields) },
  },
};
