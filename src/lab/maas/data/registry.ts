import { needText, numberOf } from '../../../protocol/attributes.js';
import { noSuch, Refusal } from '../../refusal.js';
import type { MaasDataSource } from '../resource.js';
import { bootSourceValues } from '../resources/shared/boot-source.js';
import { selectionValues } from '../resources/shared/boot-source-selection.js';
import { repositoryValues } from '../resources/shared/package-repository.js';

export const bootSource: MaasDataSource = { read: (_config, call) => bootSourceValues(call) };

export const bootSourceSelection: MaasDataSource = {
  read: (config, call) => {
    const [source, os, release] = [
      numberOf(config, 'boot_source'),
      needText(config, 'os'),
      needText(config, 'release'),
    ];
    const found = call.maas.world.store
      .all('selections')
      .find((one) => one.bootSource === source && one.os === os && one.release === release);
    if (found === undefined) throw new Refusal(`boot source selection (${os} ${release}) was not found`);
    return selectionValues(found);
  },
};

/** Images by operating system and release, one for each architecture. */
export const bootResources: MaasDataSource = {
  read: (config, call) => {
    const name = `${needText(config, 'os')}/${needText(config, 'release')}`;
    const architectures = call.maas.world.store.get('images', name)?.architectures ?? [];
    return {
      id: name,
      boot_resources: architectures.map((one) => ({
        architecture: `${one}/generic`,
        name,
        subarches: 'generic',
      })),
    };
  },
};

export const packageRepository: MaasDataSource = {
  read: (config, call) => {
    const name = needText(config, 'name');
    const found = call.maas.world.store.all('repositories').find((one) => one.name === name);
    if (found === undefined) throw noSuch('PackageRepository');
    return { ...repositoryValues(found), url: found.url };
  },
};
