import { apiRefusal, formRefusal, noSuch } from '../../refusal.js';
import type { Request } from '../call.js';
import type { NamedRecord, SpaceRecord } from '../records.js';
import type { MaasWorld } from '../world.js';

type Worldly = Pick<Request, 'world'>;

/** Things that are a name and little else. */
export type NamedTable = 'pools' | 'zones' | 'spaces';

/** As MAAS calls them: in messages to people, and in the answer to a request for one that is not there. */
const words: Readonly<Record<NamedTable, { readonly plain: string; readonly model: string }>> = {
  pools: { plain: 'Resource pool', model: 'ResourcePool' },
  zones: { plain: 'Physical zone', model: 'Zone' },
  spaces: { plain: 'Space', model: 'Space' },
};

/** What may be said of one. */
export interface NamedSettings {
  readonly name: string;
  /** Spaces have none. */
  readonly description: string;
}

export function namedOf(
  world: MaasWorld,
  table: NamedTable,
  name: string,
): NamedRecord | SpaceRecord | undefined {
  const index = { pools: world.by.poolsByName, zones: world.by.zonesByName, spaces: world.by.spacesByName }[
    table
  ];
  return index.get(name)[0];
}

/** The machines that are in a pool or a zone. */
function members(world: MaasWorld, table: NamedTable, name: string) {
  if (table === 'pools') return world.by.machinesByPool.get(name);
  return table === 'zones' ? world.by.machinesByZone.get(name) : [];
}

function checkName(world: MaasWorld, table: NamedTable, name: string): void {
  if (namedOf(world, table, name) === undefined) return;
  throw formRefusal({ name: `${words[table].plain} with this Name already exists.` });
}

export function createNamed({ world }: Worldly, table: NamedTable, settings: NamedSettings): number {
  checkName(world, table, settings.name);
  const id = world.nextId(table);
  world.store.put(table, String(id), { id, ...settings });
  return id;
}

/** Machines follow a pool or a zone that is renamed. */
export function updateNamed(
  { world }: Worldly,
  table: NamedTable,
  id: string,
  settings: NamedSettings,
): void {
  const found = world.store.get(table, id);
  if (found === undefined) throw noSuch(words[table].model);
  if (found.name !== settings.name) {
    checkName(world, table, settings.name);
    for (const { systemId } of members(world, table, found.name)) {
      world.updateMachine(systemId, { [table === 'pools' ? 'pool' : 'zone']: settings.name });
    }
  }
  world.store.put(table, id, { id: found.id, ...settings });
}

/** Deletes a pool that is empty, a zone whose machines fall to `default`, or a space whose VLANs are then in none. */
export function deleteNamed({ world }: Worldly, table: NamedTable, id: string): void {
  const found = world.store.get(table, id);
  if (found === undefined) throw noSuch(words[table].model);
  if (table !== 'spaces' && found.name === 'default') {
    const what = table === 'pools' ? 'pool' : 'zone';
    throw apiRefusal(400, `This ${what} is the default ${what}, it cannot be deleted.`);
  }
  const inside = members(world, table, found.name);
  if (table === 'pools' && inside.length > 0) {
    throw apiRefusal(400, 'Pool has machines in it, it cannot be deleted.');
  }
  for (const { systemId } of inside) world.updateMachine(systemId, { zone: 'default' });
  if (table === 'spaces') {
    for (const vlan of world.by.vlansBySpace.get(id)) {
      world.store.put('vlans', String(vlan.id), { ...vlan, space: null });
    }
  }
  world.store.remove(table, id);
}
