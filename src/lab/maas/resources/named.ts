import { needText, textOf } from '../../../protocol/attributes.js';
import type { ObjectValue } from '../../../protocol/value.js';
import { noSuch, Refusal } from '../../refusal.js';
import {
  createNamed,
  deleteNamed,
  type NamedSettings,
  type NamedTable,
  namedOf,
  updateNamed,
} from '../api/names.js';
import type { MaasCall } from '../call.js';
import type { MaasResource } from '../resource.js';

/** What the provider and MAAS call a kind of thing. */
interface Words {
  readonly table: NamedTable;
  /** In requests, e.g. `resource_pool`. */
  readonly request: string;
  /** What the provider says it did not find. */
  readonly plain: string;
}

function settingsOf(planned: ObjectValue): NamedSettings {
  return { name: needText(planned, 'name'), description: textOf(planned, 'description') ?? '' };
}

function readOne(call: MaasCall, { table, plain }: Words, id: string): ObjectValue {
  const found = call.maas.world.store.get(table, id);
  if (found === undefined) throw noSuch(plain);
  return 'description' in found && table !== 'spaces'
    ? { name: found.name, description: found.description }
    : { name: found.name };
}

/** By id or name. */
export function findNamed(call: MaasCall, { table, plain }: Omit<Words, 'request'>, name: string) {
  const { world } = call.maas;
  const found = world.store.get(table, name) ?? namedOf(world, table, name);
  if (found === undefined) throw new Refusal(`${plain} (${name}) was not found`);
  return found;
}

function namedResource(words: Words): MaasResource {
  const { table, request: name } = words;
  return {
    create: async (planned, call) => {
      const id = await call.request(`${name}s.create`, {}, (request) =>
        createNamed(request, table, settingsOf(planned)),
      );
      return { id: String(id), ...readOne(call, words, String(id)) };
    },
    read: (state, call) => readOne(call, words, needText(state, 'id')),
    update: async (planned, prior, call) => {
      const id = needText(prior, 'id');
      await call.request(`${name}.update`, {}, (request) =>
        updateNamed(request, table, id, settingsOf(planned)),
      );
      return readOne(call, words, id);
    },
    delete: async (state, call) => {
      await call.request(`${name}.delete`, {}, (request) =>
        deleteNamed(request, table, needText(state, 'id')),
      );
    },
    import: (id, call) => ({ id: String(findNamed(call, words, id).id) }),
  };
}

export const resourcePool = namedResource({
  table: 'pools',
  request: 'resource_pool',
  plain: 'resource pool',
});
export const zone = namedResource({ table: 'zones', request: 'zone', plain: 'zone' });
export const space = namedResource({ table: 'spaces', request: 'space', plain: 'space' });
