import { AsyncLocalStorage } from 'node:async_hooks';
import { highestApi } from '../../../facts/ironic-releases.js';
import type { Clock } from '../../../ironic-provider/api/clock.js';
import type { HttpAnswer, HttpRequest, Transport } from '../../../ironic-provider/api/transport.js';
import type { IronicClient as OwnClient } from '../../../ironic-provider/client.js';
import { type IronicProviderOptions, ironicProvider } from '../../../ironic-provider/provider.js';
import { textOf } from '../../../protocol/attributes.js';
import type {
  ApplyRequest,
  CallContext,
  ConfigureRequest,
  DataSourceServer,
  Provider,
  ResourceServer,
} from '../../../protocol/provider.js';
import type { ObjectValue } from '../../../protocol/value.js';
import { References } from '../../references.js';
import { Refusal } from '../../refusal.js';
import type { About } from '../../resource.js';
import { type IronicCall, type IronicClient, type SimulatedIronic, startCall } from '../call.js';
import type { IronicRecord } from '../open.js';
import { type Access, answerTo } from './rest.js';

/** What rackform's own provider works with here: its client, and the simulated Ironic that this one speaks to. */
interface Client {
  readonly own: OwnClient;
  readonly lab: IronicClient;
}

/** What an operation of Terraform is at. */
interface Current {
  readonly call: IronicCall;
  /** The node that was looked at last: what is waited for. */
  watched: string | null;
}

const current = new AsyncLocalStorage<Current>();

/** Where a configuration names no Ironic. */
const unnamed = 'http://ironic.invalid';

const newestApi = '1.115';

function newestOf({ world }: SimulatedIronic): string {
  const { release } = (world.store.get('lab', 'ironic') ?? {}) as Partial<IronicRecord>;
  return (release === undefined ? undefined : highestApi(release)?.api) ?? newestApi;
}

/** Virtual time: within an operation its own, and what is waited for is waited for to its end. */
const clock: Clock = {
  now: () => current.getStore()?.call.now ?? 0,
  sleep: async (milliseconds, signal, until) => {
    const now = current.getStore();
    if (now === undefined) throw new TypeError('nothing is waited for while Terraform only looks');
    try {
      if (until === undefined || now.watched === null) await now.call.pause(milliseconds);
      else await now.call.throughState(now.watched, until);
    } finally {
      signal?.throwIfAborted();
    }
  },
};

/** Looks at the world as it was when the run of Terraform began: no operation of its own has a time of its own then. */
function accessTo({ simulated, run }: IronicClient): Access {
  const call = current.getStore()?.call;
  const { world, metal, salt } = simulated;
  if (call === undefined) {
    return {
      salt,
      read: (work) => world.store.transact(() => work({ world, metal, now: run.start })),
      write: () => Promise.reject(new TypeError('nothing is changed while Terraform only looks')),
    };
  }
  return {
    salt,
    read: (work) => call.read(work),
    write: (name, subject, work) => call.request(name, subject, work),
  };
}

/** Ironic's API, in this process. */
function transportTo(lab: IronicClient): Transport {
  const headers = { 'x-openstack-ironic-api-maximum-version': newestOf(lab.simulated) };
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    try {
      const body = await answerTo(request, accessTo(lab));
      watch(request);
      return { status: 200, headers, body };
    } catch (error) {
      request.signal?.throwIfAborted();
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status ?? 500, headers, body: { error_message: error.body ?? error.message } };
    }
  };
}

function watch({ method, url }: HttpRequest): void {
  const now = current.getStore();
  const node = /\/v1\/nodes\/([^/?]+)$/.exec(new URL(url).pathname)?.[1];
  if (now !== undefined && method === 'GET' && node !== undefined) now.watched = decodeURIComponent(node);
}

/** Attribute of each type that names the node it is about. */
const nodeAttributes: Readonly<Record<string, string>> = { ironic_node: 'name' };

function aboutOf(type: string, { prior, planned }: ApplyRequest, references: References): About {
  const values: ObjectValue = planned ?? prior ?? {};
  const action = prior === null ? 'create' : planned === null ? 'delete' : 'update';
  return {
    machine: textOf(values, nodeAttributes[type] ?? 'node'),
    doing: { action, resource: type },
    names: [prior, planned].flatMap((one) => (one === null ? [] : references.named(one))),
  };
}

const ownContext = ({ client, signal }: CallContext<Client>): CallContext<OwnClient> => ({
  client: client.own,
  signal,
});

function resource(
  type: string,
  server: ResourceServer<OwnClient>,
  references: References,
): ResourceServer<Client> {
  const { import: importOne, validate, upgrade } = server;
  return {
    ...(validate && { validate: validate.bind(server) }),
    ...(upgrade && { upgrade: upgrade.bind(server) }),
    plan: (request, context) => server.plan(request, ownContext(context)),
    read: (request, context) => server.read(request, ownContext(context)),
    ...(importOne && {
      import: (id: string, context: CallContext<Client>) => importOne.call(server, id, ownContext(context)),
    }),
    apply: async (request, context) => {
      const { lab } = context.client;
      const about = aboutOf(type, request, references);
      const call = await startCall({ client: lab, signal: context.signal }, about);
      let refused: string | null = 'the lab itself failed';
      let made: readonly string[] = [];
      try {
        const done = await current.run({ call, watched: null }, async () =>
          server.apply(request, ownContext(context)),
        );
        refused = done.diagnostics?.find(({ severity }) => severity !== 'warning')?.summary ?? null;
        if (request.prior === null && done.state !== null) made = references.made(type, done.state);
        return done;
      } finally {
        call.end(refused, made);
      }
    },
  };
}

function dataSource(server: DataSourceServer<OwnClient>): DataSourceServer<Client> {
  const { validate } = server;
  return {
    ...(validate && { validate: validate.bind(server) }),
    read: (config, context) => server.read(config, ownContext(context)),
  };
}

/**
 * rackform's own provider for Ironic, in front of simulated Ironic: its very code, which here speaks to the simulation
 * in place of a server, and in virtual time.
 *
 * @param find the Ironic of a configuration's `endpoint`; a text says why there is none
 */
export function labRackformProvider(find: (url: string) => SimulatedIronic | string): Provider<Client> {
  // What the environment says of a real Ironic is none of the lab's business.
  const options: IronicProviderOptions = { env: { OS_ENDPOINT: unnamed }, log: () => {}, clock };
  const { schema, resources, dataSources } = ironicProvider(options);
  const references = new References(Object.keys(schema.resources));
  const entries = Object.entries(resources);
  return {
    schema,
    configure: async (request: ConfigureRequest) => {
      const simulated = find(textOf(request.config, 'endpoint') ?? '');
      if (typeof simulated === 'string') return { diagnostics: [{ summary: simulated, path: ['endpoint'] }] };
      const lab = { simulated, run: simulated.clock.startRun() };
      const own = ironicProvider({ ...options, transport: () => transportTo(lab) });
      const { client, diagnostics = [] } = await own.configure(request);
      return client === undefined ? { diagnostics } : { client: { own: client, lab }, diagnostics };
    },
    resources: Object.fromEntries(entries.map(([type, one]) => [type, resource(type, one, references)])),
    dataSources: Object.fromEntries(
      Object.entries(dataSources).map(([type, one]) => [type, dataSource(one)]),
    ),
  };
}
