import { afterEach, expect, test } from 'vitest';
import { closeBenches, data, openBench, resource } from './bench.js';

afterEach(closeBenches);

const script = (name: string, more = '') =>
  Buffer.from(
    [
      '#!/bin/bash',
      '# --- Start MAAS 1.0 script metadata ---',
      `# name: ${name}`,
      '# title: GPU check',
      '# script_type: testing',
      '# for_hardware: pci:10de:2330',
      '# tags: [gpu, burn-in]',
      more,
      '# --- End MAAS 1.0 script metadata ---',
      'nvidia-smi',
    ].join('\n'),
  ).toString('base64');

const output = (value: string) => `output "it" {\n value = ${value}\n sensitive = true\n}`;

test('a node script is read from its embedded metadata, and changes in place', async () => {
  const { make, plan, ok, write, apply, fails, world } = await openBench();
  const one = (content: string) => resource('maas_node_script.s', { script: content });
  await make(one(script('gpu-check')), output('maas_node_script.s'));
  expect(await plan()).toEqual({});
  expect(JSON.parse(await ok('output', '-json', 'it'))).toMatchObject({
    name: 'gpu-check',
    title: 'GPU check',
    script_type: 'testing',
    for_hardware: ['pci:10de:2330'],
    tags: ['gpu', 'burn-in'],
  });
  write(one(script('gpu-check', '# may_reboot: true')));
  expect(await plan()).toEqual({ 'maas_node_script.s': 'update' });
  await apply();
  expect(world.store.get('scripts', 'gpu-check')?.facts).toMatchObject({ may_reboot: true });
  expect(await fails(one(Buffer.from('#!/bin/sh\ntrue').toString('base64')))).toContain(
    'This field is required.',
  );
});

test('a package repository: plan empty, in place; disabled_components only of those that MAAS brings', async () => {
  const { make, plan, write, apply, fails, world } = await openBench();
  const one = (attributes: Readonly<Record<string, unknown>>) =>
    resource('maas_package_repository.r', {
      name: 'own',
      url: 'https://user:canary-login@repo.example/apt',
      key: 'canary-key',
      enabled: true,
      ...attributes,
    });
  await make(one({ components: ['main'] }));
  expect(await plan()).toEqual({});
  write(one({ components: ['main', 'extra'] }));
  expect(await plan()).toEqual({ 'maas_package_repository.r': 'update' });
  await apply();
  expect(await plan()).toEqual({});
  expect(JSON.stringify([...world.store.snapshot()])).not.toContain('canary');
  await make('');
  expect(await fails(one({ disabled_components: ['universe'] }))).toContain(
    'which cannot be created, only imported',
  );
});

test('the one boot source is rewritten, and a destroy gives it back its first values', async () => {
  const { make, plan, world } = await openBench();
  await make(
    resource('maas_boot_source.b', {
      url: 'https://mirror.example/images/',
      keyring_filename: '/etc/ring.gpg',
    }),
  );
  expect(await plan()).toEqual({});
  expect(world.store.all('bootSources')).toMatchObject([{ url: 'https://mirror.example/images/' }]);
  await make('');
  expect(world.store.all('bootSources')).toMatchObject([
    { url: 'http://images.maas.io/ephemeral-v3/stable/', keyringData: '' },
  ]);
});

test('a selection imports its image; destroying the commissioning release only forgets it', async () => {
  const { make, plan, world, fails } = await openBench();
  const selection = (release: string) =>
    resource('maas_boot_source_selection.s', {
      boot_source: '=data.maas_boot_source.b.id',
      os: 'ubuntu',
      release,
      arches: ['amd64', 'arm64'],
    });
  const source = data('maas_boot_source.b', {});
  await make(source, selection('focal'));
  expect(await plan()).toEqual({});
  expect(world.store.get('images', 'ubuntu/focal')?.architectures).toEqual(['amd64', 'arm64']);
  await make(source);
  expect(world.store.get('images', 'ubuntu/focal')).toBeUndefined();
  expect(await fails(source, selection('noble'))).toContain('already exists.');
  await make(source, selection('noble'), 'import {\n to = maas_boot_source_selection.s\n id = "1:2"\n}');
  await make(source);
  expect(world.store.get('images', 'ubuntu/noble')).toBeDefined();
});

test('users and keys: create, plan empty; a password is kept nowhere', async () => {
  const { make, plan, world, fails } = await openBench();
  const user = resource('maas_user.u', { name: 'me', email: 'me@example.org', password: 'canary-password' });
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@example';
  await make(user, resource('maas_ssh_keys.k', { keys: [key] }));
  expect(await plan()).toEqual({});
  expect(JSON.stringify([...world.store.snapshot()])).not.toContain('canary');
  expect(
    await fails(
      user,
      resource('maas_user.v', {
        name: 'me',
        email: 'you@example.org',
        password: 'x',
        depends_on: '=[maas_user.u]',
      }),
    ),
  ).toContain('A user with that username already exists.');
  expect(await fails(resource('maas_ssh_keys.g', { keysource: 'gh:somebody' }))).toContain(
    'the lab reaches no network',
  );
});

test('a setting that may hold a secret is kept nowhere, and its plan is empty', async () => {
  const { make, plan, world } = await openBench();
  await make(
    resource('maas_configuration.p', { key: 'http_proxy', value: 'http://u:canary@proxy.example:3128' }),
  );
  expect(await plan()).toEqual({});
  expect(JSON.stringify([...world.store.snapshot()])).not.toContain('canary');
});

test.each([
  [
    'maas_boot_resources',
    { os: 'ubuntu', release: 'noble' },
    { boot_resources: [{ architecture: 'amd64/generic' }] },
  ],
  ['maas_boot_source', {}, { url: 'http://images.maas.io/ephemeral-v3/stable/' }],
  ['maas_boot_source_selection', { boot_source: 1, os: 'ubuntu', release: 'noble' }, { arches: ['amd64'] }],
  ['maas_configuration', { key: 'ntp_servers' }, { value: 'ntp.ubuntu.com' }],
  ['maas_devices', {}, { devices: [] }],
  ['maas_fabric', { name: 'fabric-0' }, { id: '0' }],
  ['maas_machines', {}, { machines: [] }],
  ['maas_package_repository', { name: 'main_archive' }, { url: 'http://archive.ubuntu.com/ubuntu' }],
  ['maas_rack_controller', { hostname: 'maas' }, { version: '3.5' }],
  ['maas_rack_controllers', {}, { controllers: [{ hostname: 'maas' }] }],
  ['maas_resource_pool', { name: 'default' }, { id: '0' }],
  ['maas_vlan', { fabric: 'fabric-0', vlan: '0' }, { name: 'untagged', mtu: 1500, space: 'undefined' }],
  ['maas_zone', { name: 'default' }, { id: '1' }],
])('data source %s', async (type, config, expected) => {
  const { make, ok } = await openBench();
  await make(data(`${type}.x`, config), output(`data.${type}.x`));
  expect(JSON.parse(await ok('output', '-json', 'it'))).toMatchObject(expected);
});
