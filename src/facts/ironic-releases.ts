import { compareVersions } from './providers/supports.js';

/** OpenStack releases by the version of Ironic that they carry. */
export const IRONIC_RELEASES: Readonly<Record<string, string>> = {
  '2023.1': '21.4',
  '2024.1': '24.1',
  '2024.2': '26.1',
  '2025.1': '29.0',
  '2025.2': '32.0',
  '2026.1': '35.0',
};

/** Release that a site gets that names none: the newest of OpenStack that is known. */
export const DEFAULT_IRONIC_RELEASE = '2026.1';

/** Version of Ironic of a release that is given by OpenStack's name or by number; undefined where neither is known. */
export function ironicVersion(release: string): string | undefined {
  if (Object.hasOwn(IRONIC_RELEASES, release)) return IRONIC_RELEASES[release];
  const isNumber = /^\d{1,2}\.\d+(\.\d+)?$/.test(release);
  return isNumber && compareVersions(release, '1.0') >= 0 ? release : undefined;
}

/** Highest API version where it is known: of 2023.1 from its documentation, of 39.0 as measured. */
const apiMaxima: readonly { readonly ironic: string; readonly api: string }[] = [
  { ironic: '21.4', api: '1.82' },
  { ironic: '39.0', api: '1.115' },
];

/**
 * Highest API version of an Ironic where it is known, else that of the next newer one that is: the version only
 * rises. Undefined for an Ironic that is newer than all of them.
 */
export function highestApi(ironic: string): { readonly ironic: string; readonly api: string } | undefined {
  return apiMaxima.find((known) => compareVersions(known.ironic, ironic) >= 0);
}

/**
 * API version that the kit asks for where a site names none: 1.95, which all was measured with, and 1.82 of an
 * Ironic that may be too old for it. Everything that the kit writes needs 1.56 at most.
 */
export function defaultMicroversion(ironic: string): string {
  return compareVersions(ironic, '26.1') >= 0 ? '1.95' : '1.82';
}

/** API version that something of a definition needs. */
export const IRONIC_API_NEEDS = {
  'port-pxe': { since: '1.19', text: 'pxe_enabled and switch of a port' },
  'resource-class': { since: '1.21', text: 'resource classes' },
  interfaces: { since: '1.31', text: 'interfaces of a node' },
  'physical-network': { since: '1.34', text: 'the physical network of a port' },
  'bios-interface': { since: '1.40', text: 'the bios interface of a node' },
  'conductor-group': { since: '1.46', text: 'conductor groups' },
  'automated-clean': { since: '1.47', text: 'automated_clean of a node' },
  'config-drive': { since: '1.56', text: 'a config drive that Ironic builds from user data' },
  'firmware-interface': { since: '1.86', text: 'the firmware interface of a node' },
} as const satisfies Readonly<Record<string, { readonly since: string; readonly text: string }>>;

/** Name of something that needs an API version. */
export type IronicApiNeed = keyof typeof IRONIC_API_NEEDS;
