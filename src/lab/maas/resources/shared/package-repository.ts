import { flagOf, needText, textOf, textsOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { apiRefusal, formRefusal, noSuch, Refusal } from '../../../refusal.js';
import type { MaasCall, Request } from '../../call.js';
import type { RepositoryRecord } from '../../registry-records.js';
import type { MaasResource } from '../../resource.js';

/** What may be kept of a URL: who logs in may not. */
function withoutLogin(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}

type Settings = Omit<RepositoryRecord, 'id' | 'isDefault'>;

function settingsOf(planned: ObjectValue): Settings {
  const list = (name: string) => [...(textsOf(planned, name) ?? [])].sort();
  return {
    name: needText(planned, 'name'),
    url: withoutLogin(needText(planned, 'url')),
    isEnabled: flagOf(planned, 'enabled') ?? false,
    disableSources: flagOf(planned, 'disable_sources') ?? false,
    arches: list('arches'),
    components: list('components'),
    disabledComponents: list('disabled_components'),
    disabledPockets: list('disabled_pockets'),
    distributions: list('distributions'),
  };
}

function putRepository({ world }: Request, id: number | null, settings: Settings): RepositoryRecord {
  const before = id === null ? undefined : world.store.get('repositories', String(id));
  if (id !== null && before === undefined) throw noSuch('PackageRepository');
  if (world.store.all('repositories').some((one) => one.id !== id && one.name === settings.name)) {
    throw formRefusal({ name: 'Package repository with this Name already exists.' });
  }
  const arches = settings.arches.length === 0 ? ['amd64', 'i386'] : settings.arches;
  const repository = {
    ...settings,
    arches,
    id: id ?? world.nextId('repositories'),
    isDefault: before?.isDefault ?? false,
  };
  world.store.put('repositories', String(repository.id), repository);
  return repository;
}

/** All but key and URL, which may hold a secret: they are as the state has them. */
export function repositoryValues(found: RepositoryRecord): ObjectValue {
  return {
    id: String(found.id),
    name: found.name,
    enabled: found.isEnabled,
    disable_sources: found.disableSources,
    arches: found.arches,
    components: found.components,
    disabled_components: found.disabledComponents,
    disabled_pockets: found.disabledPockets,
    distributions: found.distributions,
  };
}

function readRepository(call: MaasCall, state: ObjectValue, id: string): ObjectValue {
  const found = call.maas.world.store.get('repositories', id);
  if (found === undefined) throw noSuch('PackageRepository');
  const url = textOf(state, 'url');
  return {
    ...repositoryValues(found),
    url: url !== null && withoutLogin(url) === found.url ? url : found.url,
  };
}

export const packageRepository: MaasResource = {
  create: async (planned, call) => {
    if ((textsOf(planned, 'disabled_components') ?? []).length > 0) {
      throw new Refusal(
        '`disabled_components` are used for Ubuntu repos, which cannot be created, only imported. Specify `components` for custom repos instead.',
      );
    }
    const { id } = await call
      .request('package_repositories.create', {}, (request) =>
        putRepository(request, null, settingsOf(planned)),
      )
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        throw new Refusal(`Could not create Package Repository: ${error.message}`, { cause: error });
      });
    return readRepository(call, planned, String(id));
  },
  read: (state, call) => readRepository(call, state, needText(state, 'id')),
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    await call.request('package_repository.update', {}, (request) =>
      putRepository(request, Number(id), settingsOf(planned)),
    );
    return readRepository(call, planned, id);
  },
  delete: async (state, call) => {
    const id = needText(state, 'id');
    await call.request('package_repository.delete', {}, ({ world }) => {
      const found = world.store.get('repositories', id);
      if (found === undefined) throw noSuch('PackageRepository');
      if (found.isDefault) throw apiRefusal(400, 'Default package repositories may not be deleted.');
      world.store.remove('repositories', id);
    });
  },
  import: (id, call) => {
    const { store } = call.maas.world;
    const found =
      store.get('repositories', id) ??
      store.all('repositories').find(({ name, url }) => name === id || url === id);
    if (found === undefined) throw new Refusal(`could not find repo with identifier "${id}"`);
    return { id: String(found.id) };
  },
};
