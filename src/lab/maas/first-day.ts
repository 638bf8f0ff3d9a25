import { addUntaggedVlan } from './inspection.js';
import type { NamedRecord } from './records.js';
import type { MaasWorld } from './world.js';

/** Images that a MAAS imports by itself. */
export const usualImages = ['ubuntu/jammy', 'ubuntu/noble'] as const;

/** Where images come from as long as nobody says otherwise. */
export const usualSource = {
  url: 'http://images.maas.io/ephemeral-v3/stable/',
  keyringFilename: '/snap/maas/current/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
  keyringData: '',
} as const;

/** A MAAS as it is on its first day: what it brings itself. */
export function firstDay(world: MaasWorld): void {
  const { store } = world;
  if (store.all('domains').length > 0) return;
  const named = (id: number): NamedRecord => ({ id, name: 'default', description: '' });
  store.put('pools', '0', named(0));
  store.put('zones', '1', named(1));
  store.put('counters', 'zones', { last: 1 });
  store.put('domains', '0', { id: 0, name: 'maas', ttl: null, authoritative: true, isDefault: true });
  store.put('fabrics', '0', { id: 0, name: 'fabric-0' });
  addUntaggedVlan(world, 0);
  store.put('users', 'admin', { name: 'admin', email: 'admin@example.org', isAdmin: true });
  repositories(world);
  images(world);
}

function repositories(world: MaasWorld): void {
  const archives = [
    { name: 'main_archive', url: 'http://archive.ubuntu.com/ubuntu', arches: ['amd64', 'i386'] },
    {
      name: 'ports_archive',
      url: 'http://ports.ubuntu.com/ubuntu-ports',
      arches: ['arm64', 'armhf', 'ppc64el', 's390x'],
    },
  ];
  for (const archive of archives) {
    const id = world.nextId('repositories');
    world.store.put('repositories', String(id), {
      ...archive,
      id,
      isDefault: true,
      isEnabled: true,
      disableSources: true,
      components: [],
      disabledComponents: [],
      disabledPockets: [],
      distributions: [],
    });
  }
}

function images(world: MaasWorld): void {
  const bootSource = world.nextId('bootSources');
  world.store.put('bootSources', String(bootSource), { ...usualSource, id: bootSource, updated: 0 });
  for (const name of usualImages) {
    const [os = '', release = ''] = name.split('/');
    const id = world.nextId('selections');
    world.store.put('selections', String(id), {
      id,
      bootSource,
      os,
      release,
      arches: ['amd64'],
      subarches: ['*'],
      labels: ['*'],
    });
  }
}
