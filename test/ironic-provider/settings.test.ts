import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/ironic-provider/auth/settings.js';
import type { ObjectValue } from '../../src/protocol/value.js';
import { unknown } from '../../src/protocol/value.js';

const folder = mkdtempSync(join(tmpdir(), 'clouds-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const clouds = fileWith(
  'clouds.yaml',
  `clouds:
  lab:
    auth:
      auth_url: https://keystone.example.net/v3
      username: deploy
      project_name: metal
      user_domain_name: people
    region_name: north
    interface: internal
  other:
    auth_type: none
    baremetal_endpoint_override: http://192.0.2.1:6385
`,
);
fileWith('secure.yaml', 'clouds:\n  lab:\n    auth:\n      password: from-secure\n');

async function read(config: ObjectValue, env: Record<string, string> = {}) {
  const found = await readSettings(config, { HOME: folder, ...env });
  return 'settings' in found ? found.settings : found.diagnostics.map(({ summary }) => summary);
}

describe('the provider block', () => {
  test('stands before the environment', async () => {
    const env = { OS_ENDPOINT: 'http://192.0.2.2:6385/v1/', OS_AUTH_TYPE: 'none' };
    expect(await read({}, env)).toMatchObject({
      endpoint: 'http://192.0.2.2:6385',
      signIn: { type: 'none' },
    });
    expect(await read({ endpoint: 'http://192.0.2.3:6385' }, env)).toMatchObject({
      endpoint: 'http://192.0.2.3:6385',
    });
  });

  test('signs in by what is given', async () => {
    const endpoint = 'https://ironic.example.net:6385';
    expect(await read({ endpoint })).toMatchObject({ signIn: { type: 'none' } });
    expect(await read({ endpoint, username: 'admin', password: 'p' })).toMatchObject({
      signIn: { type: 'http_basic', username: 'admin', password: 'p' },
    });
    const keystone = { auth_url: 'https://keystone.example.net', password: 'p', username: 'u' };
    expect(await read({ ...keystone, system_scope: 'all' })).toMatchObject({
      endpoint: null,
      signIn: {
        keystone: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'u', domain: { name: 'Default' }, password: 'p' } },
          },
          scope: { system: { all: true } },
        },
      },
    });
    const credential = { application_credential_id: 'id', application_credential_secret: 's' };
    expect(await read({ auth_url: keystone.auth_url, ...credential, project_name: 'p' })).toMatchObject({
      signIn: {
        keystone: {
          identity: {
            methods: ['application_credential'],
            application_credential: { id: 'id', secret: 's' },
          },
          scope: null,
        },
      },
    });
  });
});

describe('clouds.yaml', () => {
  test('gives what is left out, with the password of secure.yaml', async () => {
    const env = { OS_CLIENT_CONFIG_FILE: clouds, OS_CLOUD: 'lab' };
    expect(await read({}, env)).toMatchObject({
      signIn: {
        keystone: {
          authUrl: 'https://keystone.example.net/v3',
          identity: {
            password: { user: { name: 'deploy', domain: { name: 'people' }, password: 'from-secure' } },
          },
          scope: { project: { name: 'metal', domain: { name: 'Default' } } },
          region: 'north',
          interface: 'internal',
        },
      },
    });
    expect(await read({ cloud: 'other' }, env)).toMatchObject({
      endpoint: 'http://192.0.2.1:6385',
      signIn: { type: 'none' },
    });
  });

  test('that does not have the cloud names those it has', async () => {
    expect(await read({ cloud: 'nowhere' }, { OS_CLIENT_CONFIG_FILE: clouds })).toEqual([
      `${clouds} has no cloud nowhere; it has lab, other`,
    ]);
  });
});

test.each<[string, ObjectValue, string]>([
  ['no endpoint', {}, 'endpoint is missing: without Keystone nothing else says where Ironic is'],
  [
    'an endpoint that is no URL',
    { endpoint: 'ironic:6385' },
    'endpoint is no URL; one looks like https://ironic.example.net:6385',
  ],
  [
    'a password in the URL',
    { endpoint: 'http://u:canary@192.0.2.1' },
    'endpoint has a user or a password in it',
  ],
  [
    'an unknown way to sign in',
    { endpoint: 'http://192.0.2.1', auth_type: 'kerberos' },
    'auth_type "kerberos" is not known; known are none, http_basic, password, v3password, v3applicationcredential',
  ],
  [
    'a user without a password',
    { endpoint: 'http://192.0.2.1', username: 'u' },
    'password is missing: HTTP basic wants it',
  ],
  [
    'a version that is none',
    { endpoint: 'http://192.0.2.1', microversion: 'latest' },
    'microversion "latest" is none; it looks like 1.82',
  ],
  [
    'a CA that is not there',
    { endpoint: 'https://192.0.2.1', cacert: `${folder}/none/ca.pem` },
    `cacert: ${folder}/none/ca.pem cannot be read (ENOENT)`,
  ],
  [
    'an endpoint that is not known yet',
    { endpoint: unknown },
    'endpoint of the provider is not known before the apply',
  ],
  [
    'too many requests at a time',
    { endpoint: 'http://192.0.2.1', parallel_requests: 0 },
    'parallel_requests is a whole number from 1 to 100',
  ],
])('%s is refused', async (_, config, problem) => {
  expect(await read(config)).toEqual([problem]);
});
