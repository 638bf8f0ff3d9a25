import type { EntitySchema, ProviderSchema } from '../../../src/protocol/schema.js';

const machine: EntitySchema = {
  version: 1,
  block: {
    attributes: {
      id: { type: 'string', computed: true },
      name: { type: 'string', required: true },
      size: { type: 'number', optional: true },
      zone: { type: 'string', optional: true, computed: true },
      password: { type: 'string', optional: true, sensitive: true },
      labels: { type: ['map', 'string'], optional: true },
      aliases: { type: ['set', 'string'], optional: true },
      anything: { type: 'dynamic', optional: true },
      limits: { type: ['object', { low: 'number', high: 'number' }], optional: true },
      payload: { type: 'string', optional: true },
      address: { type: 'string', computed: true },
    },
    block_types: {
      disk: {
        nesting_mode: 'list',
        block: {
          attributes: {
            path: { type: 'string', required: true },
            gib: { type: 'number', optional: true },
            serial: { type: 'string', computed: true },
          },
        },
      },
      nic: {
        nesting_mode: 'set',
        block: {
          attributes: {
            mac: { type: 'string', required: true },
            speed: { type: 'number', optional: true, computed: true },
          },
        },
      },
      boot: {
        nesting_mode: 'single',
        block: { attributes: { device: { type: 'string', optional: true } } },
      },
    },
  },
};

const link: EntitySchema = {
  version: 0,
  block: {
    attributes: {
      id: { type: 'string', computed: true },
      machine_id: { type: 'string', required: true },
      label: { type: 'string', optional: true },
      ports: {
        optional: true,
        nested_type: {
          nesting_mode: 'list',
          attributes: {
            number: { type: 'number', required: true },
            state: { type: 'string', computed: true },
          },
        },
      },
    },
  },
};

const found: EntitySchema = {
  version: 0,
  block: {
    attributes: {
      name: { type: 'string', required: true },
      id: { type: 'string', computed: true },
      address: { type: 'string', computed: true },
    },
  },
};

/** A provider with every way of nesting. */
export const toySchema: ProviderSchema = {
  provider: {
    version: 0,
    block: {
      attributes: {
        endpoint: { type: 'string', optional: true },
        token: { type: 'string', optional: true, sensitive: true },
      },
    },
  },
  resources: { toy_machine: machine, toy_link: link },
  dataSources: { toy_machine: found },
};
