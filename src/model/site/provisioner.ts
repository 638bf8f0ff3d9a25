import type { z } from 'zod';
import type { Provisioner } from '../../definition/provisioner.js';
import type { Image } from '../../definition/site.js';
import { DEFAULT_IRONIC_RELEASE, defaultMicroversion, ironicVersion } from '../../facts/ironic-releases.js';
import { DEFAULT_IRONIC_DIALECT, ironicDialects } from '../../facts/providers/ironic-dialects.js';
import { MAAS_PROVIDER } from '../../facts/providers/supports.js';
import type { ImageModel, IronicSiteModel } from '../ironic-types.js';
import { entries } from '../order.js';
import type { ProvisionerModel } from '../types.js';

type ParsedProvisioner = z.output<typeof Provisioner>;

/** The provisioner of a site, with defaults filled in. */
export function provisionerOf(input: ParsedProvisioner): ProvisionerModel {
  const ironic = input.type === 'ironic' ? ironicSiteOf(input) : null;
  const usualVersion =
    ironic !== null
      ? ironicDialects[ironic.dialect].target
      : input.type === 'maas'
        ? MAAS_PROVIDER.target
        : '3.2.4';
  return {
    type: input.type,
    providerVersion: input.providerVersion ?? usualVersion,
    serverVersion: input.serverVersion ?? ironic?.version ?? '3.5',
    apiUrl: input.apiUrl ?? null,
    settings: entries(input.settings).map(([key, value]) => ({ key, value })),
    ironic,
  };
}

function ironicSiteOf(input: ParsedProvisioner): IronicSiteModel {
  const release = input.release ?? DEFAULT_IRONIC_RELEASE;
  const version = ironicVersion(release) ?? null;
  return {
    dialect: input.dialect ?? DEFAULT_IRONIC_DIALECT,
    release,
    version,
    microversion: input.microversion ?? defaultMicroversion(version ?? '0.0'),
    auth: input.auth ?? 'none',
    cleaning: input.cleaning ?? 'devices',
    switchIds: entries(input.switchIds).map(([name, id]) => ({
      name,
      id: id.toLowerCase().replaceAll('-', ':'),
    })),
  };
}

/** An image of a site. */
export function imageOf(name: string, input: z.output<typeof Image>): ImageModel {
  const [algorithm = '', value = ''] = input.checksum?.toLowerCase().split(':') ?? [];
  return {
    name,
    series: input.series ?? null,
    hweKernel: input.hweKernel ?? null,
    url: input.url ?? null,
    checksum:
      input.checksum === undefined ? null : { algorithm: algorithm as 'sha512' | 'sha256' | 'md5', value },
    diskFormat: input.diskFormat ?? null,
  };
}
