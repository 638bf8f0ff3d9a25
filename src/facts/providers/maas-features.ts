import { compareVersions, isOlderMaasProvider } from './supports.js';

/** Something that `canonical/maas` learned after 2.4. */
export interface MaasProviderFeature {
  /** Oldest version that has it of those that the kit writes for. */
  readonly since: string;
  /** What it is, as a phrase that follows "has no". */
  readonly text: string;
  /** What to do with an older provider, as a phrase. */
  readonly instead: string;
}

const since = '2.7.2';

/**
 * What provider 2.4 lacks of that which the kit writes, by name.
 *
 * From the printed schemas of 2.4.0 and of the build of 2026-04-30, and the source of both (read). Which release
 * brought a thing was not found, so `since` is the oldest one that the kit is written for.
 */
export const MAAS_PROVIDER_FEATURES = {
  'erase-on-release': {
    since,
    text: 'erase at release (release_params)',
    instead:
      'set release.erase of the pool to none and erase by other means before another tenant comes, or use a newer provider',
  },
  'release-scripts': {
    since,
    text: 'scripts at release (release_params.scripts)',
    instead: 'leave release.scripts out, or use a newer provider',
  },
  settings: {
    since,
    text: 'settings of MAAS (maas_configuration)',
    instead: 'set it in MAAS by hand and leave it out here',
  },
  zones: {
    since,
    text: 'zones (maas_zone)',
    instead: 'make the zone in MAAS by hand and set its mode to existing',
  },
  dhcp: {
    since,
    text: 'DHCP on a VLAN (maas_vlan_dhcp)',
    instead: 'switch DHCP on in MAAS by hand and leave dhcp out, or declare the network as existing',
  },
  'machine-without-mac': {
    since,
    text: 'enrolment without the MAC address of the boot NIC',
    instead: 'give the MAC address of the boot NIC, also to a machine with IPMI',
  },
  'vlan-interface-name': {
    since,
    text: 'names of VLAN interfaces',
    instead:
      'give the NIC or the bond a shorter name: MAAS’s own name for it is NAME.VLAN, and Linux takes 15 characters',
  },
  'skip-bmc-config': {
    since,
    text: 'word to leave the BMC alone at commissioning (skip_bmc_config)',
    instead:
      'let no change of bmc, hostname or zone of a machine be applied without a look at its BMC, or use a newer provider',
  },
  'machine-list': {
    since,
    text: 'look-up of all machines at once (data.maas_machines)',
    instead: 'expect a listing of all machines for each of them at every refresh, or use a newer provider',
  },
} as const satisfies Readonly<Record<string, MaasProviderFeature>>;

/** Name of something that only newer providers do. */
export type MaasProviderFeatureName = keyof typeof MAAS_PROVIDER_FEATURES;

/** True where a version of `canonical/maas` has the feature; also where the version is refused for other reasons. */
export function maasProviderHas(version: string, feature: MaasProviderFeatureName): boolean {
  return (
    !isOlderMaasProvider(version) || compareVersions(version, MAAS_PROVIDER_FEATURES[feature].since) >= 0
  );
}

/** Why a feature is not to be had, as a phrase that follows what asks for it. */
export function needsNewerMaasProvider(version: string, feature: MaasProviderFeatureName): string {
  const { since: oldest, text } = MAAS_PROVIDER_FEATURES[feature];
  return `needs canonical/maas ${oldest} or later: ${version} has no ${text}`;
}
