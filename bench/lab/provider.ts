import { maasProvider } from '../../src/facts/providers/maas.js';
import { crudResource } from '../../src/protocol/crud.js';
import type { Provider } from '../../src/protocol/provider.js';
import { type ObjectValue, Unknown, type Value } from '../../src/protocol/value.js';

type World = Map<string, ObjectValue>;

const TYPE = 'maas_machine';

function valueOr(planned: Value | undefined, reported: Value): Value {
  return planned === undefined || planned === null || planned instanceof Unknown ? reported : planned;
}

/** What MAAS adds to a machine when it is enrolled. */
function enrolled(planned: ObjectValue): ObjectValue {
  const mac = valueOr(planned['pxe_mac_address'], '');
  return {
    id: `m-${planned['hostname']}`,
    domain: valueOr(planned['domain'], 'maas'),
    pool: valueOr(planned['pool'], 'default'),
    min_hwe_kernel: valueOr(planned['min_hwe_kernel'], ''),
    network_interfaces: [mac],
    block_devices: [
      { id_path: '/dev/disk/by-id/nvme-1', model: 'NVMe', name: 'nvme0n1', size_gigabytes: 1920 },
    ],
  };
}

/**
 * Machines of the MAAS provider, by its real schema and behaviour, with next to no world behind them: what is
 * measured is the protocol.
 */
export function benchProvider(): Provider<World> {
  const { schema, behaviour } = maasProvider;
  const machine = schema.resources[TYPE];
  if (machine === undefined) throw new Error(`the facts have no ${TYPE}`);
  const world: World = new Map();
  return {
    schema: { provider: schema.provider, resources: { [TYPE]: machine }, dataSources: {} },
    legacyTypeSystem: true,
    configure: () => ({ client: world }),
    resources: {
      [TYPE]: crudResource<World>(machine, behaviour[TYPE] ?? {}, {
        create: (planned, { client }) => {
          const values = enrolled(planned);
          client.set(String(values['id']), { ...planned, ...values });
          return { values };
        },
        read: (state, { client }) => ({ values: client.get(String(state['id'])) ?? null }),
        update: (planned, prior, { client }) => {
          client.set(String(prior['id']), planned);
          return { values: planned };
        },
        delete: (state, { client }) => {
          client.delete(String(state['id']));
          return [];
        },
      }),
    },
    dataSources: {},
  };
}
