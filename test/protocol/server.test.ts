import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  configureRequest,
  diagnosticsResponse,
  planRequest,
  planResponse,
  upgradeRequest,
  upgradeResponse,
  validateRequest,
} from '../../src/protocol/messages.js';
import { encodeValue } from '../../src/protocol/msgpack.js';
import type { LogEntry } from '../../src/protocol/provider.js';
import { blockType } from '../../src/protocol/schema.js';
import { type Served, serveProvider } from '../../src/protocol/server.js';
import { toyProvider, toyWorld } from './support/toy.js';
import { toySchema } from './support/toy-schema.js';

let served: Served;
let log: LogEntry[];
let clients: Client[];
let folder: string;

beforeEach(async () => {
  log = [];
  clients = [];
  folder = mkdtempSync(join(tmpdir(), 'server-'));
  served = await serveProvider(toyProvider(toyWorld()), { log: (entry) => log.push(entry) });
});

afterEach(async () => {
  for (const client of clients) client.close();
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

const identity = (body: Buffer): Buffer => body;

function open(): (path: string, body: Buffer) => Promise<Buffer> {
  const client = new Client(`unix:${served.socket}`, credentials.createInsecure());
  clients.push(client);
  return (path, body) =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        path,
        identity,
        identity,
        body,
        (error: ServiceError | null, answer?: Buffer) => {
          if (error === null && answer !== undefined) resolve(answer);
          else reject(error);
        },
      );
    });
}

const service = '/tfplugin6.Provider';
const providerConfig = {
  msgpack: encodeValue({ endpoint: null }, blockType(toySchema.provider.block)),
};

describe('a request that is none', () => {
  test('is refused as malformed, logged, and stops nothing', async () => {
    const send = open();
    const cutOff = Buffer.from([0x0a, 0x7f, 0x61]);
    await expect(send(`${service}/ReadResource`, cutOff)).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
    expect(log).toEqual([{ level: 'error', text: 'malformed ReadResource request: a field is cut off' }]);
    await expect(send(`${service}/GetProviderSchema`, Buffer.alloc(0))).resolves.toBeInstanceOf(Buffer);
  });

  test('of another protocol version or an unknown method is not implemented', async () => {
    const send = open();
    for (const path of [
      '/tfplugin7.Provider/GetProviderSchema',
      `${service}/GetFunctions`,
      '/plugin.GRPCController/Shutdown',
    ]) {
      await expect(send(path, Buffer.alloc(0))).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
    }
  });

  test('that is not even HTTP/2 ends its own connection only', async () => {
    const socket = connect(served.socket);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.resume();
    socket.write('GET / HTTP/1.1\r\n\r\nnonsense');
    await closed;
    await expect(open()(`${service}/GetProviderSchema`, Buffer.alloc(0))).resolves.toBeInstanceOf(Buffer);
  });

  test('with a value that is no msgpack, or of a type that is not in the schema, is answered by a diagnostic', async () => {
    const send = open();
    const ask = async (typeName: string) => {
      const body = validateRequest.encode({ typeName, config: { msgpack: Buffer.from([0xdf, 0xff]) } });
      const { diagnostics } = diagnosticsResponse.decode(
        await send(`${service}/ValidateResourceConfig`, body),
      );
      return diagnostics?.map(({ severity, summary, detail }) => [severity, summary, detail]);
    };
    expect(await ask('toy_machine')).toEqual([
      [
        1,
        expect.stringContaining('A value does not fit the schema'),
        '(root): these bytes are no msgpack value',
      ],
    ]);
    expect(await ask('constructor')).toEqual([
      [1, expect.stringContaining('Not in the schema'), 'The provider has no resource type "constructor".'],
    ]);
  });

  test('with a state of Terraform 0.11 is answered by a diagnostic', async () => {
    const body = upgradeRequest.encode({ typeName: 'toy_machine', version: 0, rawState: {} });
    const { diagnostics } = upgradeResponse.decode(await open()(`${service}/UpgradeResourceState`, body));
    expect(diagnostics?.[0]?.detail).toContain('Terraform 0.11');
  });
});

describe('the configuration', () => {
  const type = blockType(toySchema.resources['toy_link']?.block ?? {});
  const plan = async (send: ReturnType<typeof open>) => {
    const nothing = { msgpack: encodeValue(null, type) };
    const proposedNewState = { msgpack: encodeValue({ machine_id: 'm' }, type) };
    const body = planRequest.encode({
      typeName: 'toy_link',
      priorState: nothing,
      proposedNewState,
      config: proposedNewState,
    });
    return planResponse.decode(await send(`${service}/PlanResourceChange`, body));
  };

  test('is needed before a plan', async () => {
    const { diagnostics } = await plan(open());
    expect(diagnostics?.[0]?.detail).toBe('the provider is not configured');
  });

  test('outlives its connection: gRPC makes a new one after a long silence', async () => {
    const body = configureRequest.encode({ terraformVersion: '1.11.4', config: providerConfig });
    await open()(`${service}/ConfigureProvider`, body);
    clients.pop()?.close();
    const { diagnostics, plannedState } = await plan(open());
    expect(diagnostics).toBeUndefined();
    expect(plannedState?.msgpack?.length).toBeGreaterThan(0);
  });
});

describe('the socket', () => {
  test('is readable by the user only, and gone after the end', async () => {
    expect(statSync(served.socket).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(served.socket)).mode & 0o777).toBe(0o700);
    await served.close();
    expect(existsSync(dirname(served.socket))).toBe(false);
    served = await serveProvider(toyProvider(toyWorld()));
  });

  test('is taken over from a process that was killed, but not from one that lives', async () => {
    const socket = join(folder, 's');
    const first = await serveProvider(toyProvider(toyWorld()), { socket });
    await expect(serveProvider(toyProvider(toyWorld()), { socket })).rejects.toThrow(
      'another process serves at',
    );
    await first.close();
    const leave = `require('node:net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', leave]);
    expect(statSync(socket).isSocket()).toBe(true);
    const second = await serveProvider(toyProvider(toyWorld()), { socket });
    await second.close();
    expect(existsSync(socket)).toBe(false);
    expect(existsSync(folder)).toBe(true);
  });

  test('never takes the place of a file, nor a path that is too long to be one', async () => {
    const file = join(folder, 'notes');
    writeFileSync(file, 'mine');
    await expect(serveProvider(toyProvider(toyWorld()), { socket: file })).rejects.toThrow(
      'not ours to remove',
    );
    const long = join(folder, 'x'.repeat(100));
    await expect(serveProvider(toyProvider(toyWorld()), { socket: long })).rejects.toThrow(
      /has \d+ bytes, and at most 103/,
    );
  });
});

test('a schema that cannot be carried is refused before anything listens', async () => {
  const block = { attributes: { any: { type: 'dynamic', optional: true } } } as const;
  const schema = {
    ...toySchema,
    provider: { version: 0, block: { block_types: { list: { nesting_mode: 'list', block } } } },
  } as const;
  await expect(serveProvider({ ...toyProvider(toyWorld()), schema })).rejects.toThrow(
    'block list: a dynamic attribute in a list of blocks is not supported',
  );
});
