import { createHash } from 'node:crypto';
import { IRONIC_HARDWARE_TYPES } from '../../../facts/ironic-hardware.js';
import type { HttpRequest } from '../../../ironic-provider/api/transport.js';
import type { Json, JsonObject } from '../../../protocol/json.js';
import type { Subject } from '../../faults.js';
import { apiRefusal } from '../../refusal.js';
import { createNode, deleteNode, patchNode } from '../api/nodes.js';
import { createPort, patchPort } from '../api/ports.js';
import type { Request } from '../call.js';
import { serverOf } from '../inspection.js';
import { changeProvisionState, settled, VERBS, type Verb } from '../provision-state.js';
import type { NodeRecord } from '../records.js';
import { allNamed, createNamed, deleteNamed, findNamed, type Named, patchNamed } from './named-json.js';
import { nodeChange, nodeJson, nodeSettings } from './node-json.js';
import { groupJson, groupOf, portJson, portOf } from './part-json.js';
import { patched } from './patch.js';
import { biosJson, endFault, noteWork, setTargetRaid, workJson } from './work-json.js';

/** How a request reaches the world: in an operation of Terraform, or while it only looks. */
export interface Access {
  readonly salt: string;
  read<T>(work: (request: Request) => T): T;
  /** @throws {Refusal} as the API refuses */
  write<T>(name: string, subject: Subject, work: (request: Request) => T): Promise<T>;
}

interface Asked {
  readonly access: Access;
  /** What the path names. */
  readonly ident: string;
  readonly query: URLSearchParams;
  readonly body: Json;
}

type Answer = (asked: Asked) => Json | Promise<Json>;

function nodeNow({ world, now }: Request, ident: string): NodeRecord {
  return settled(world, world.node(ident), now);
}

function subjectOf(access: Access, ident: string): Subject {
  const { name } = access.read((request) => request.world.node(ident));
  return name === null ? {} : { machine: name };
}

function changeNode({ access, ident }: Asked, name: string, work: (request: Request) => NodeRecord) {
  return access.write(name, subjectOf(access, ident), (request) => shown(request, work(request)));
}

function shown(request: Request, node: NodeRecord): JsonObject {
  return { ...nodeJson(node), ...workJson(request, node) };
}

const filters = ['resource_class', 'provision_state', 'conductor_group', 'driver', 'owner', 'maintenance'];

function listNodes({ access, query }: Asked): Json {
  const nodes = access.read((request) =>
    request.world.store.all('nodes').map((node) => shown(request, settled(request.world, node, request.now))),
  );
  const asked = filters.filter((name) => query.has(name));
  return { nodes: nodes.filter((node) => asked.every((name) => String(node[name]) === query.get(name))) };
}

/** What is refused of a patch, beside what the simulation refuses of every client. */
function checkPatch({ uuid, instanceUuid }: NodeRecord, change: Partial<NodeRecord>): void {
  if (instanceUuid === null || change.instanceUuid === null || change.instanceUuid === instanceUuid) return;
  throw apiRefusal(409, `Instance ${instanceUuid} is already associated with node ${uuid}.`);
}

function patch(asked: Asked): Promise<Json> {
  const { access, ident, body } = asked;
  return changeNode(asked, 'node.update', (request) => {
    const node = nodeNow(request, ident);
    const change = nodeChange(patched(nodeJson(node), body as never), access.salt);
    checkPatch(node, change);
    return patchNode(request, node, change);
  });
}

async function provision(asked: Asked): Promise<Json> {
  const { ident, body } = asked;
  const { target, configdrive } = body as JsonObject;
  const verb = VERBS.find((known) => known === target);
  if (verb === undefined) throw apiRefusal(400, `The requested action "${String(target)}" is not simulated.`);
  await changeNode(asked, `node.${verb}`, (request) => {
    const node = nodeNow(request, ident);
    const isDeployed = verb === 'active' || verb === 'rebuild';
    noteWork(request, node, verb, body as JsonObject);
    const given = isDeployed ? request.world.updateNode(node.uuid, configDrive(configdrive)) : node;
    return changeProvisionState(request, given, verb satisfies Verb);
  });
  return null;
}

/** Kept by size and digest only: it may hold what nobody should read. */
function configDrive(content: Json | undefined): Pick<NodeRecord, 'configDriveBytes' | 'configDriveDigest'> {
  if (content === undefined) return { configDriveBytes: 0, configDriveDigest: null };
  const text = JSON.stringify(content);
  return {
    configDriveBytes: Buffer.byteLength(text),
    configDriveDigest: createHash('sha256').update(text).digest('hex'),
  };
}

function setMore(asked: Asked, name: string, change: Partial<NodeRecord>): Promise<Json> {
  return changeNode(asked, name, (request) => {
    const node = nodeNow(request, asked.ident);
    return patchNode(request, node, { ...change, more: { ...node.more, ...change.more } });
  });
}

function inventory({ access, ident }: Asked): Json {
  return access.read((request) => {
    const { architecture, cpus, memoryMiB, nics } = serverOf(request.world, request.world.node(ident));
    return {
      inventory: {
        cpu: { count: cpus, architecture: architecture === 'arm64' ? 'aarch64' : 'x86_64' },
        memory: { physical_mb: memoryMiB },
        interfaces: nics.map(({ name, mac }) => ({ name, mac_address: mac })),
      },
      plugin_data: {},
    };
  });
}

/** The collections of what belongs to a node. */
const parts = {
  ports: {
    table: 'ports',
    what: 'port',
    json: portJson,
    create: (request: Request, body: JsonObject) => createPort(request, portOf('', body)),
    change: (request: Request, uuid: string, body: JsonObject) => {
      const port = request.world.store.get('ports', uuid);
      return port === undefined
        ? null
        : patchPort(request, port, portOf(uuid, patched(portJson(port), body as never)));
    },
  },
  portgroups: {
    table: 'portGroups',
    what: 'portgroup',
    json: groupJson,
    create: ({ world }: Request, body: JsonObject) => {
      const group = groupOf(world.nextUuid('portGroups'), body);
      world.store.put('portGroups', group.uuid, group);
      return group;
    },
    change: ({ world }: Request, uuid: string, body: JsonObject) => {
      const group = world.store.get('portGroups', uuid);
      if (group === undefined) return null;
      const next = groupOf(uuid, patched(groupJson(group), body as never));
      world.store.put('portGroups', uuid, next);
      return next;
    },
  },
} as const;

function absent(what: string, uuid: string): Error {
  return apiRefusal(404, `${what} ${uuid} could not be found.`);
}

function partRoutes(name: keyof typeof parts): Readonly<Record<string, Answer>> {
  const { table, what, create, change } = parts[name];
  // The two have records of their own, which only their own functions are given.
  const json = parts[name].json as (record: object) => JsonObject;
  const inWorld = (uuid: string) => (request: Request) => {
    const found = request.world.store.get(table, uuid);
    if (found === undefined) throw absent(what, uuid);
    return json(found);
  };
  return {
    [`GET ${name}`]: ({ access, query }) => {
      const node = query.get('node');
      const all = access.read(({ world }) => world.store.all(table).map((one) => json(one)));
      return { [name]: all.filter((one) => node === null || one['node_uuid'] === node) };
    },
    [`POST ${name}`]: ({ access, body }) => {
      const asked = body as JsonObject;
      const subject = subjectOf(access, String(asked['node_uuid']));
      return access.write(`${name}.create`, subject, (request) => {
        const { uuid } = request.world.node(String(asked['node_uuid']));
        return json(create(request, { ...asked, node_uuid: uuid }));
      });
    },
    [`GET ${name}/*`]: ({ access, ident }) => access.read(inWorld(ident)),
    [`PATCH ${name}/*`]: ({ access, ident, body }) =>
      access.write(`${what}.update`, {}, (request) => {
        const next = change(request, ident, body as JsonObject);
        if (next === null) throw absent(what, ident);
        return json(next);
      }),
    [`DELETE ${name}/*`]: ({ access, ident }) =>
      access.write(`${what}.delete`, {}, (request) => {
        inWorld(ident)(request);
        request.world.store.remove(table, ident);
        return null;
      }),
  };
}

function namedRoutes(name: Named): Readonly<Record<string, Answer>> {
  return {
    [`GET ${name}`]: ({ access }) => ({ [name]: access.read((request) => allNamed(request, name)) }),
    [`POST ${name}`]: ({ access, body }) =>
      access.write(`${name}.create`, {}, (request) => createNamed(request, name, body as JsonObject)),
    [`GET ${name}/*`]: ({ access, ident }) => access.read((request) => findNamed(request, name, ident)),
    [`PATCH ${name}/*`]: ({ access, ident, body }) =>
      access.write(`${name}.update`, {}, (request) => patchNamed(request, name, ident, body)),
    [`DELETE ${name}/*`]: ({ access, ident }) =>
      access.write(`${name}.delete`, {}, (request) => {
        deleteNamed(request, name, ident);
        return null;
      }),
  };
}

/** What is answered, by method and path below /v1; a star stands for what is named. */
const routes: Readonly<Record<string, Answer>> = {
  'GET ': () => ({ id: 'v1' }),
  'GET drivers': () => ({ drivers: IRONIC_HARDWARE_TYPES.map((name) => ({ name, hosts: ['lab'] })) }),
  'GET nodes': listNodes,
  'GET nodes/*': ({ access, ident }) => access.read((request) => shown(request, nodeNow(request, ident))),
  'POST nodes': ({ access, body }) => {
    const { more, ...settings } = nodeSettings(body as JsonObject, access.salt);
    const subject = settings.name === null ? {} : { machine: settings.name };
    return access.write('nodes.create', subject, (request) => {
      const { uuid } = createNode(request, settings);
      return nodeJson(request.world.updateNode(uuid, { more }));
    });
  },
  'PATCH nodes/*': patch,
  'DELETE nodes/*': ({ access, ident }) =>
    access.write('node.delete', subjectOf(access, ident), (request) => {
      deleteNode(request, request.world.node(ident));
      return null;
    }),
  'PUT nodes/*/states/provision': provision,
  'PUT nodes/*/traits': (asked) =>
    setMore(asked, 'node.traits', { more: { traits: (asked.body as JsonObject)['traits'] ?? [] } }),
  'PUT nodes/*/maintenance': (asked) =>
    setMore(asked, 'node.maintenance', {
      maintenance: true,
      more: { maintenance_reason: (asked.body as JsonObject)['reason'] ?? null },
    }),
  'DELETE nodes/*/maintenance': (asked) =>
    changeNode(asked, 'node.maintenance', (request) => {
      const node = nodeNow(request, asked.ident);
      endFault(request, node);
      return patchNode(request, node, {
        maintenance: false,
        more: { ...node.more, maintenance_reason: null },
      });
    }),
  'GET nodes/*/inventory': inventory,
  'GET nodes/*/bios': ({ access, ident }) =>
    access.read((request) => biosJson(request, nodeNow(request, ident))),
  'PUT nodes/*/states/raid': (asked) =>
    changeNode(asked, 'node.raid', (request) => {
      const node = nodeNow(request, asked.ident);
      setTargetRaid(request, node, asked.body as JsonObject);
      return node;
    }),
  ...partRoutes('ports'),
  ...partRoutes('portgroups'),
  ...namedRoutes('deploy_templates'),
  ...namedRoutes('runbooks'),
  'PUT runbooks/*/traits': ({ access, ident, body }) =>
    access.write('runbooks.update', {}, (request) =>
      patchNamed(request, 'runbooks', ident, [
        { op: 'add', path: '/traits', value: (body as JsonObject)['traits'] ?? [] },
      ]),
    ),
};

/** What Ironic answers to a request. @throws {Refusal} with its status where it refuses */
export async function answerTo({ method, url, body }: HttpRequest, access: Access): Promise<Json> {
  const { pathname, searchParams } = new URL(url);
  const [collection = '', name = '', ...rest] = pathname.replace(/^.*\/v1\/?/, '').split('/');
  const path = [collection, ...(name === '' ? [] : ['*']), ...rest].join('/');
  const answer = routes[`${method} ${path}`];
  if (answer === undefined) throw apiRefusal(404, `The lab does not simulate ${method} ${pathname}.`);
  return answer({
    access,
    ident: decodeURIComponent(name),
    query: searchParams,
    body: (body ?? null) as Json,
  });
}
