import { type Crud, crudResource } from '../../../src/protocol/crud.js';
import type { Diagnostic, Provider } from '../../../src/protocol/provider.js';
import { isObject, type ObjectValue, Unknown, type Value } from '../../../src/protocol/value.js';
import { toySchema } from './toy-schema.js';

/** What a configured toy provider works with. */
export interface ToyClient {
  readonly endpoint: Value;
  readonly world: ToyWorld;
}

/** The world behind a toy provider, and what was done to it. */
export interface ToyWorld {
  readonly machines: Map<string, ObjectValue>;
  readonly links: Map<string, ObjectValue>;
  /** `create gpu-1 at <endpoint>` and the like, in order. */
  readonly done: string[];
  running: number;
  /** Most operations that ran at once. */
  most: number;
  /** Called in each create: to wait, to throw. */
  onCreate: (name: string, signal: AbortSignal) => Promise<void>;
}

export function toyWorld(): ToyWorld {
  return { machines: new Map(), links: new Map(), done: [], running: 0, most: 0, onCreate: async () => {} };
}

async function counted(world: ToyWorld, name: string, signal: AbortSignal): Promise<void> {
  world.running += 1;
  world.most = Math.max(world.most, world.running);
  try {
    await world.onCreate(name, signal);
  } finally {
    world.running -= 1;
  }
}

function blocks(value: Value | undefined): readonly ObjectValue[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter(isObject) : [];
}

/** What only the world knows of a machine. */
function reported(name: string, planned: ObjectValue): ObjectValue {
  return {
    id: `m-${name}`,
    zone: planned['zone'] instanceof Unknown ? 'zone-1' : (planned['zone'] ?? null),
    address: `192.0.2.${name.length}`,
    disk: blocks(planned['disk']).map((disk) => ({ ...disk, serial: `S-${disk['path']}` })),
    nic: blocks(planned['nic']).map((nic) => ({
      ...nic,
      speed: nic['speed'] instanceof Unknown ? 25 : (nic['speed'] ?? null),
    })),
  };
}

function checkMachine(config: ObjectValue): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (config['name'] === 'forbidden')
    found.push({ summary: 'Name is taken', detail: 'Ask another.', path: ['name'] });
  if (config['size'] === 13) found.push({ severity: 'warning', summary: 'Unlucky size', path: ['size'] });
  blocks(config['disk']).forEach((disk, index) => {
    if (disk['gib'] === 0) found.push({ summary: 'Empty disk', path: ['disk', index, 'gib'] });
  });
  if (isObject(config['labels']) && config['labels']['bad'] !== undefined) {
    found.push({ summary: 'Bad label', path: ['labels', 'bad'] });
  }
  if (blocks(config['nic']).some((nic) => nic['mac'] === 'none')) {
    found.push({ summary: 'No such MAC', path: ['nic', 0, 'mac'] });
  }
  return found;
}

const machine: Crud<ToyClient> = {
  validate: checkMachine,
  create: async (planned, { client: { world, endpoint }, signal }) => {
    const name = String(planned['name']);
    world.done.push(`create ${name} at ${endpoint}`);
    await counted(world, name, signal);
    const values = reported(name, planned);
    world.machines.set(`m-${name}`, { ...planned, ...values });
    if (name === 'half') return { values, diagnostics: [{ summary: 'Only half of it was made' }] };
    if (name === 'refused') return { diagnostics: [{ summary: 'The rack is full', path: ['name'] }] };
    return { values };
  },
  read: (state, { client: { world } }) => ({ values: world.machines.get(String(state['id'])) ?? null }),
  update: (planned, prior, { client: { world, endpoint } }) => {
    world.done.push(`update ${planned['name']} at ${endpoint}`);
    if (planned['size'] === 66) return { diagnostics: [{ summary: 'Cannot be resized', path: ['size'] }] };
    const next = { ...planned, ...reported(String(planned['name']), planned) };
    world.machines.set(String(prior['id']), next);
    return { values: next };
  },
  delete: (state, { client: { world, endpoint } }) => {
    world.done.push(`delete ${state['name']} at ${endpoint}`);
    if (state['size'] === 99) return [{ summary: 'Still deployed' }];
    world.machines.delete(String(state['id']));
    return [];
  },
  import: (id, { client: { world } }) =>
    world.machines.has(id)
      ? { values: { id } }
      : { values: null, diagnostics: [{ summary: `No machine ${id}` }] },
};

function portsUp(planned: ObjectValue): Value {
  return planned['ports'] === null
    ? null
    : blocks(planned['ports']).map((port) => ({ ...port, state: 'up' }));
}

const link: Crud<ToyClient> = {
  create: (planned, { client: { world } }) => {
    const id = `l-${planned['machine_id']}`;
    const values = { id, ports: portsUp(planned) };
    world.links.set(id, { ...planned, ...values });
    world.done.push(`link ${planned['machine_id']} ${planned['label']}`);
    return { values };
  },
  read: (state, { client: { world } }) => ({ values: world.links.get(String(state['id'])) ?? null }),
  update: (planned, prior, { client: { world } }) => {
    const values = { ports: portsUp(planned) };
    world.links.set(String(prior['id']), { ...planned, ...values });
    return { values };
  },
  delete: (state, { client: { world } }) => {
    world.links.delete(String(state['id']));
    return [];
  },
};

/** A provider of machines and links. `legacy`: a default that only the legacy SDK is allowed. */
export function toyProvider(world: ToyWorld, { legacy = false } = {}): Provider<ToyClient> {
  const { resources } = toySchema;
  const machineSchema = resources['toy_machine'];
  const linkSchema = resources['toy_link'];
  if (machineSchema === undefined || linkSchema === undefined) throw new Error('the toy schema changed');
  return {
    schema: toySchema,
    legacyTypeSystem: legacy,
    configure: ({ config }) => {
      if (config['endpoint'] !== 'closed') return { client: { endpoint: config['endpoint'] ?? null, world } };
      return { diagnostics: [{ summary: 'Nobody answers', path: ['endpoint'] }] };
    },
    resources: {
      toy_machine: crudResource(
        machineSchema,
        { requiresReplace: ['name', 'disk.gib'], ...(legacy && { defaults: { size: 8 } }) },
        machine,
      ),
      toy_link: crudResource(linkSchema, { requiresReplace: ['machine_id'] }, link),
    },
    dataSources: {
      toy_machine: {
        read: (config, { client }) => {
          const id = `m-${config['name']}`;
          const known = client.world.machines.get(id);
          if (known === undefined) {
            return {
              state: null,
              diagnostics: [{ summary: `No machine is called ${config['name']}`, path: ['name'] }],
            };
          }
          return { state: { ...config, id, address: known['address'] ?? null } };
        },
      },
    },
  };
}
