import { describe, expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import { parseDefinition } from '../../src/definition/parse.js';
import { isSecretKey, isSecretText } from '../../src/definition/secrets.js';
import type { Issue } from '../../src/errors.js';

const canary = 'Hunter2-Canary-77';

function issuesOf(parts: {
  readonly site?: unknown;
  readonly userData?: unknown;
  readonly project?: unknown;
}): readonly Issue[] {
  return parseDefinition({
    project: {
      organization: 'example',
      tenants: {},
      deployments: [],
      ...(parts.project as object | undefined),
    },
    sites: {
      x: { domain: 'x.example', provisioner: { type: 'maas' }, ...(parts.site as object | undefined) },
    },
    clusters: {
      c: { tenant: 'red', pools: { gpu: { role: 'gpu', count: 1, userData: parts.userData ?? {} } } },
    },
    hardware: {},
  } as unknown as Definition).issues;
}

const userDataPath = ['pools', 'gpu', 'userData'];

describe('keys', () => {
  test.each([
    'password',
    'passwd',
    'power_pass',
    'bmcPassword',
    'hashed_passwd',
    'plain_text_passwd',
    'api_key',
    'apiKey',
    'API-KEY',
    'private_key',
    'secret',
    'clientSecret',
    'token',
    'auth_token',
    'passwords',
    'ed25519_private',
    'wifi-psk',
  ])('%s holds a secret', (key) => expect(isSecretKey(key)).toBe(true));

  test.each([
    'passwordFile',
    'secretRef',
    'ssh_authorized_keys',
    'key',
    'monkey',
    'compass',
    'tokenizer',
    'credentials',
    'public_key',
    'secureBoot',
    'lock_passwd_after',
  ])('%s does not', (key) => expect(isSecretKey(key)).toBe(false));
});

describe('texts', () => {
  test.each([
    '-----BEGIN OPENSSH PRIVATE KEY-----\nabc',
    'http://admin:pass@maas.example:5240/MAAS',
    '$6$rounds=4096$saltsalt$hashhashhash',
    'hash: $2b$12$abcdefghijklmnopqrstuv',
    `echo 'root:${canary}' | chpasswd`,
    'AKIAIOSFODNN7EXAMPLE',
    'glpat-abcdefghij0123456789',
  ])('%j is a secret', (text) => expect(isSecretText(text)).toBe(true));

  test.each([
    'http://maas.example:5240/MAAS',
    'ssh://git@host.example/repo',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI user@host',
    '-----BEGIN CERTIFICATE-----',
    'costs $6 to $8 each',
    '02:00:5e:00:53:01',
    'fd00:1:2:3::1/64',
    'user@example.com: see http://x.example/@home',
  ])('%j is none', (text) => expect(isSecretText(text)).toBe(false));
});

test('a secret is refused wherever it stands, once, and with its place', () => {
  const found = (issues: readonly Issue[]) =>
    issues.map((issue) => [issue.code, issue.at.document, issue.at.path.join('.')]);
  expect(found(issuesOf({ site: { machines: { a: { bmc: { power_pass: canary } } } } }))).toEqual([
    ['DEFINITION_SECRET', 'site/x', 'machines.a.bmc.power_pass'],
  ]);
  expect(found(issuesOf({ project: { state: { type: 'pg', conn_password: canary } } }))).toEqual([
    ['DEFINITION_SECRET', 'project', 'state.conn_password'],
  ]);
  expect(found(issuesOf({ userData: { users: [{ name: 'ops', passwd: canary }] } }))).toEqual([
    ['DEFINITION_SECRET', 'cluster/c', [...userDataPath, 'users', 0, 'passwd'].join('.')],
  ]);
  expect(found(issuesOf({ userData: { chpasswd: { expire: false, list: `root:${canary}` } } }))).toEqual([
    ['DEFINITION_SECRET', 'cluster/c', [...userDataPath, 'chpasswd', 'list'].join('.')],
  ]);
  expect(
    found(issuesOf({ userData: { write_files: [{ content: '-----BEGIN RSA PRIVATE KEY-----' }] } })),
  ).toEqual([['DEFINITION_SECRET', 'cluster/c', [...userDataPath, 'write_files', 0, 'content'].join('.')]]);
});

test('cloud-config that only speaks of passwords is fine', () => {
  const userData = {
    ssh_pwauth: false,
    chpasswd: { expire: false },
    users: [{ name: 'ops', lock_passwd: true, passwd: null, ssh_authorized_keys: ['ssh-ed25519 AAAA ops'] }],
    runcmd: ['passwd --lock root', 'systemctl restart token-service'],
  };
  expect(issuesOf({ userData })).toEqual([]);
});

test('names that users choose may be words such as secret', () => {
  const site = { credentials: { secret: {}, 'bmc-password': {} }, racks: { token: { units: 42 } } };
  expect(issuesOf({ site })).toEqual([]);
});

test('a text in user data that seems to hold a password is a warning', () => {
  const [issue] = issuesOf({ userData: { runcmd: ['kubeadm join --token abcdef.0123456789'] } });
  expect(issue).toMatchObject({ code: 'DEFINITION_SECRET_SUSPECTED', severity: 'warning' });
});

test('no message, hint or place ever shows a secret', () => {
  const url = `https://u:${canary}@h.example`;
  const all = [
    issuesOf({
      site: { password: canary, [url]: 1, ntp: url, domain: url, provisioner: { type: url, apiUrl: url } },
    }),
    issuesOf({
      site: { machines: { [url]: { serial: 5 }, a: { unit: url, bmc: { token: [canary], api_key: 5 } } } },
    }),
    issuesOf({ site: { networks: { n: { purpose: url, vlan: url, dhcp: { by: url } } } } }),
    issuesOf({ userData: { users: [{ passwd: canary }], chpasswd: `root:${canary}`, [url]: { a: url } } }),
    issuesOf({
      project: { organization: url, baseBranch: [url], deployments: [{ cluster: url, site: url }] },
    }),
  ];
  for (const issues of all) {
    expect(issues.length).toBeGreaterThan(0);
    expect(JSON.stringify(issues)).not.toContain(canary);
  }
});
