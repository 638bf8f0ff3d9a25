import { createServer as createPlain } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { httpTransport } from '../../src/ironic-provider/api/transport.js';
import { selfSignedCertificate } from '../../src/protocol/certificate.js';

const own = selfSignedCertificate(new Date());
const client = selfSignedCertificate(new Date());
const insecure = { insecure: false } as const;

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function secure(options: ServerOptions = {}): Promise<string> {
  const server = createServer({ key: own.key, cert: own.certificate, ...options }, (_, response) => {
    response.setHeader('connection', 'close');
    response.end('{"versions":[]}');
  });
  return `https://localhost:${await listening(server)}/v1`;
}

const get = (url: string) => ({ method: 'GET', url, headers: {} }) as const;

test('a server is trusted by the CA that is given, and by no other', async () => {
  const url = await secure();
  const trusting = httpTransport({ ...insecure, ca: own.certificate }, 4);
  expect(await trusting(get(url))).toMatchObject({ status: 200, body: { versions: [] } });
  await expect(httpTransport(insecure, 4)(get(url))).rejects.toThrow(
    /no answer from https:\/\/localhost:\d+: its certificate signs itself: give it as cacert \(OS_CACERT\)/,
  );
  expect(await httpTransport({ insecure: true }, 4)(get(url))).toMatchObject({ status: 200 });
});

test('a server that asks for a certificate gets the client’s', async () => {
  const url = await secure({ requestCert: true, ca: client.certificate });
  const named = httpTransport(
    { ...insecure, ca: own.certificate, cert: client.certificate, key: client.key },
    4,
  );
  expect(await named(get(url))).toMatchObject({ status: 200 });
  await expect(httpTransport({ ...insecure, ca: own.certificate }, 4)(get(url))).rejects.toThrow('no answer');
});

test('no more requests run at a time than are allowed', async () => {
  let [running, most] = [0, 0];
  const server = createPlain(async (_, response) => {
    running += 1;
    most = Math.max(most, running);
    await sleep(20);
    running -= 1;
    response.setHeader('connection', 'close');
    response.end('not JSON');
  });
  const url = `http://127.0.0.1:${await listening(server)}/`;
  const transport = httpTransport(insecure, 3);
  const answers = await Promise.all(Array.from({ length: 10 }, () => transport(get(url))));
  expect(answers.map(({ body }) => body)).toEqual(Array.from({ length: 10 }, () => 'not JSON'));
  expect(most).toBe(3);
});

test('a port where nobody listens is named', async () => {
  const server = createPlain();
  const port = await listening(server);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  await expect(httpTransport(insecure, 4)(get(`http://127.0.0.1:${port}/v1`))).rejects.toThrow(
    `no answer from http://127.0.0.1:${port}: nobody listens there`,
  );
});

test('a call that is aborted ends', async () => {
  const server = createPlain(() => {});
  const url = `http://127.0.0.1:${await listening(server)}/`;
  const running = new AbortController();
  const answer = httpTransport(insecure, 4)({ ...get(url), signal: running.signal });
  setTimeout(() => running.abort(), 20);
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  server.closeAllConnections();
});
