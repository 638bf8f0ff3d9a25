import type { Json, JsonObject } from '../../../protocol/json.js';
import { apiRefusal } from '../../refusal.js';
import type { Request } from '../call.js';
import { patched } from './patch.js';

/** Collections of what Ironic keeps under a name of its own, with what it fills in. */
export const named = {
  deploy_templates: {
    table: 'deployTemplates',
    what: 'Deploy template',
    filledIn: { description: null, extra: {} },
  },
  runbooks: {
    table: 'runbooks',
    what: 'Runbook',
    filledIn: {
      description: null,
      traits: [],
      disable_ramdisk: false,
      public: false,
      owner: null,
      extra: {},
    },
  },
} as const;

export type Named = keyof typeof named;

/** All of a collection. */
export function allNamed({ world }: Request, name: Named): readonly JsonObject[] {
  return world.store.all(named[name].table);
}

/** One by id or name. @throws {Refusal} where there is none */
export function findNamed(request: Request, name: Named, ident: string): JsonObject {
  const found = allNamed(request, name).find((one) => one['uuid'] === ident || one['name'] === ident);
  if (found === undefined) throw apiRefusal(404, `${named[name].what} ${ident} could not be found.`);
  return found;
}

function stored(steps: Json | undefined): Json {
  return Array.isArray(steps) ? (steps as readonly JsonObject[]).map((step) => ({ args: {}, ...step })) : [];
}

/** @throws {Refusal} where the name is taken */
export function createNamed(request: Request, name: Named, body: JsonObject): JsonObject {
  const { table, what, filledIn } = named[name];
  if (allNamed(request, name).some((one) => one['name'] === body['name']))
    throw apiRefusal(409, `A ${what.toLowerCase()} with name ${String(body['name'])} already exists.`);
  const uuid = request.world.nextUuid(table);
  const record = { ...filledIn, ...body, steps: stored(body['steps']), uuid };
  request.world.store.put(table, uuid, record);
  return record;
}

/** @throws {Refusal} where there is none */
export function patchNamed(request: Request, name: Named, ident: string, operations: Json): JsonObject {
  const before = findNamed(request, name, ident);
  const next = { ...named[name].filledIn, ...patched(before, operations as never) };
  const record = { ...next, steps: stored((next as JsonObject)['steps']) };
  request.world.store.put(named[name].table, String(before['uuid']), record);
  return record;
}

/** @throws {Refusal} where there is none */
export function deleteNamed(request: Request, name: Named, ident: string): void {
  request.world.store.remove(named[name].table, String(findNamed(request, name, ident)['uuid']));
}
