import { randomInt } from 'node:crypto';
import { crudResource } from '../../protocol/crud.js';
import type { Provider } from '../../protocol/provider.js';
import type { ProviderSchema } from '../../protocol/schema.js';

/** The provider `hashicorp/null` 3.2, by its documentation: what a dry run is planned with. */
const schema: ProviderSchema = {
  provider: { version: 0, block: {} },
  resources: {
    null_resource: {
      version: 0,
      block: {
        attributes: {
          id: { type: 'string', computed: true },
          triggers: { type: ['map', 'string'], optional: true },
        },
      },
    },
  },
  dataSources: {
    null_data_source: {
      version: 0,
      block: {
        deprecated: true,
        attributes: {
          id: { type: 'string', computed: true },
          has_computed_default: { type: 'string', optional: true, computed: true },
          inputs: { type: ['map', 'string'], optional: true },
          outputs: { type: ['map', 'string'], computed: true },
          random: { type: 'string', computed: true },
        },
      },
    },
  },
};

/** Null resources have no world behind them: the state is all there is. */
export function labNullProvider(): Provider<null> {
  const { null_resource: resource } = schema.resources;
  if (resource === undefined) throw new TypeError('the schema of the null provider has no null_resource');
  const id = () => String(randomInt(2 ** 47));
  return {
    schema,
    configure: () => ({ client: null }),
    resources: {
      null_resource: crudResource(
        resource,
        { requiresReplace: ['triggers'] },
        {
          create: () => ({ values: { id: id() } }),
          read: (state) => ({ values: state }),
          delete: () => [],
        },
      ),
    },
    dataSources: {
      null_data_source: {
        read: (config) => ({
          state: {
            ...config,
            id: 'static',
            random: id(),
            outputs: config['inputs'] ?? null,
            has_computed_default: config['has_computed_default'] ?? 'default',
          },
        }),
      },
    },
  };
}
