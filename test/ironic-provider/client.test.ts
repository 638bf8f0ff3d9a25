import { expect, test } from 'vitest';
import { IronicApi } from '../../src/ironic-provider/api/client.js';
import type { Clock } from '../../src/ironic-provider/api/clock.js';
import { Collection } from '../../src/ironic-provider/api/collection.js';
import { ApiFailure } from '../../src/ironic-provider/api/failure.js';
import type { NodeRecord } from '../../src/ironic-provider/api/records.js';
import type { HttpAnswer, HttpRequest, Transport } from '../../src/ironic-provider/api/transport.js';
import { negotiate } from '../../src/ironic-provider/api/version.js';
import { KeystoneAuthorization } from '../../src/ironic-provider/auth/keystone.js';
import { noAuthorization } from '../../src/ironic-provider/auth/simple.js';
import { walk } from '../../src/ironic-provider/states/walk.js';

/** Time that passes only where it is waited for. */
function stillClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
}

const never = new AbortController().signal;

function apiOf(answer: (request: HttpRequest) => HttpAnswer, clock = stillClock()) {
  const asked: string[] = [];
  const transport: Transport = async (request) => {
    asked.push(`${request.method} ${request.url}`);
    return answer(request);
  };
  const api = new IronicApi({
    endpoint: 'http://ironic',
    version: '1.95',
    transport,
    authorization: noAuthorization,
    clock,
    say: () => {},
  });
  return { api, asked, clock };
}

const ok = (body: unknown): HttpAnswer => ({ status: 200, headers: {}, body });
const no = (status: number, text: string): HttpAnswer => ({
  status,
  headers: {},
  body: { error_message: JSON.stringify({ faultstring: text }) },
});
const limits = { signal: never, deadline: 60_000 };

test('what is locked is asked again until the deadline, and then Ironic’s words are kept', async () => {
  const { api, clock } = apiOf(() => no(409, 'Node a is locked by host b, please retry'));
  await expect(api.put('/v1/nodes/a', {}, limits)).rejects.toThrow('Node a is locked by host b');
  expect(clock.now()).toBeGreaterThan(45_000);
  expect(clock.now()).toBeLessThanOrEqual(60_000);
});

test('what Ironic refuses for good is not asked again', async () => {
  const { api, asked } = apiOf(() => no(409, 'can not have resource_class updated'));
  await expect(api.patch('/v1/nodes/a', [], limits)).rejects.toThrow('can not have resource_class updated');
  expect(asked).toHaveLength(1);
});

test('without an answer only reading is tried again', async () => {
  const { api, asked, clock } = apiOf(() => {
    throw new ApiFailure('no answer from http://ironic: nobody listens there', { status: 0 });
  });
  await expect(api.post('/v1/nodes', {}, limits)).rejects.toThrow('nobody listens there');
  expect(asked).toHaveLength(1);
  await expect(api.get('/v1/nodes/a', limits)).rejects.toThrow('nobody listens there');
  expect(asked.length).toBeGreaterThan(3);
  expect(clock.now()).toBeLessThanOrEqual(20_000);
});

test('pages of a collection are put together, wherever Ironic thinks that it is', async () => {
  const pages: Record<string, unknown> = {
    '/v1/nodes?detail=True&limit=500': {
      nodes: Array.from({ length: 3 }, (_, index) => ({ uuid: `n${index}`, name: `name-${index}` })),
      next: 'https://behind.a.proxy/baremetal/v1/nodes?limit=500&marker=n2',
    },
    '/v1/nodes?limit=500&marker=n2': { nodes: [{ uuid: 'n3', name: null }] },
  };
  const { api, asked } = apiOf(({ url }) => {
    const page = pages[url.replace('http://ironic', '')];
    return page === undefined ? no(404, 'Node could not be found.') : ok(page);
  });
  const nodes = new Collection<NodeRecord>(api, { name: 'nodes', isNamed: true });
  for (let index = 10; index < 16; index += 1) expect(await nodes.seen(`gone-${index}`, limits)).toBeNull();
  const found = await Promise.all(['n3', 'name-1', 'nobody'].map((ident) => nodes.seen(ident, limits)));
  expect(found.map((node) => node?.uuid ?? null)).toEqual(['n3', 'n1', null]);
  expect(asked.filter((request) => request.includes('?'))).toHaveLength(2);
});

test('the version is the newest that both know, or the one that is asked for', () => {
  expect(negotiate('1.82', null)).toEqual({ version: '1.82', newest: '1.82' });
  expect(negotiate('1.300', null)).toEqual({ version: '1.115', newest: '1.300' });
  expect(negotiate('1.115', '1.90')).toEqual({ version: '1.90', newest: '1.115' });
  expect(negotiate('1.82', '1.95')).toEqual({
    problem: 'microversion 1.95 is asked for, and this Ironic speaks 1.82 at most',
  });
  expect(negotiate('1.38', null)).toMatchObject({ problem: expect.stringContaining('1.56 is needed') });
});

const token = (expires: string): HttpAnswer => ({
  status: 201,
  headers: { 'x-subject-token': 'token' },
  body: {
    token: {
      expires_at: expires,
      catalog: [
        {
          type: 'compute',
          endpoints: [{ interface: 'public', region: 'a', region_id: 'a', url: 'http://nova' }],
        },
        {
          type: 'baremetal',
          endpoints: [
            { interface: 'public', region: 'south', region_id: 'south', url: 'http://south' },
            { interface: 'public', region: 'north', region_id: 'north', url: 'http://north/v1' },
          ],
        },
      ],
    },
  },
});

function keystone(answer: HttpAnswer, region: string | null = 'north') {
  const asked: HttpRequest[] = [];
  const settings = {
    authUrl: 'http://keystone/identity',
    identity: { methods: ['password'], password: { user: { password: 'canary' } } },
    scope: null,
    region,
    interface: 'public',
  };
  const authorization = new KeystoneAuthorization(settings, async (request) => {
    asked.push(request);
    return answer;
  });
  return { authorization, asked };
}

test('Keystone is asked once for its token, and says where Ironic is', async () => {
  const { authorization, asked } = keystone(token('2999-01-01T00:00:00Z'));
  expect(await authorization.endpoint()).toBe('http://north/v1');
  expect(await authorization.headers()).toEqual({ 'x-auth-token': 'token' });
  expect(asked.map(({ url }) => url)).toEqual(['http://keystone/identity/v3/auth/tokens']);
  authorization.renew();
  await authorization.headers();
  expect(asked).toHaveLength(2);
});

test('a token that has ended is asked for anew', async () => {
  const { authorization, asked } = keystone(token('2001-01-01T00:00:00Z'));
  await authorization.headers();
  await authorization.headers();
  expect(asked).toHaveLength(2);
});

test('what Keystone refuses, and a region without Ironic, are said without the password', async () => {
  const refused = keystone({
    status: 401,
    headers: {},
    body: { error: { message: 'The request you have made requires authentication.' } },
  });
  const text = await refused.authorization.headers().catch((error: Error) => error.message);
  expect(text).toBe(
    'Keystone at http://keystone/identity/v3/auth/tokens refuses to sign in: The request you have made requires authentication.',
  );
  const elsewhere = keystone(token('2999-01-01T00:00:00Z'), 'west');
  await expect(elsewhere.authorization.endpoint()).rejects.toThrow(
    'no public endpoint of baremetal in region west; it has public in south, public in north',
  );
});

test('a walk that Ironic leads in a circle ends', async () => {
  const states = ['enroll', 'manageable', 'enroll', 'manageable'];
  let index = 0;
  const { api } = apiOf(({ method }) => {
    if (method === 'PUT') return { status: 202, headers: {}, body: null };
    const state = states[index % states.length];
    index += 1;
    return ok({
      uuid: 'a',
      name: 'a',
      provision_state: state,
      last_error: null,
      maintenance: false,
      fault: null,
    });
  });
  await expect(walk(api, 'a', 'available', limits)).rejects.toThrow(
    'node a is in "enroll" and not available',
  );
});
