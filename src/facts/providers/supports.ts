/** How a limit shows when nobody checks for it first. */
export type LimitOutcome =
  /** No resource or attribute says it. */
  | 'cannot-be-said'
  /** Terraform stops before anything is touched. */
  | 'refused-at-plan'
  /** The plan passes, the apply stops in the middle. */
  | 'refused-at-apply'
  /** The apply succeeds and something else than asked was done. */
  | 'done-wrongly'
  /** Every plan after it wants the same change again. */
  | 'never-settles';

/** Something a provider cannot do. */
export interface Limit {
  readonly outcome: LimitOutcome;
  /** What does not work: lower case, no stop. */
  readonly text: string;
  /** What to do, as a phrase. */
  readonly instead: string;
  /** Where the fact comes from. `measured`: run against a real MAAS. `read`: seen in the source. */
  readonly source: string;
  readonly certainty: 'measured' | 'read';
}

const PROVIDER = 'canonical/maas, build of 2026-04-30 against MAAS 3.5.13';

/** What `canonical/maas` cannot do, by permanent id. */
export const MAAS_LIMITS = {
  'maas/two-links-on-a-nic': {
    outcome: 'done-wrongly',
    text: 'a NIC, bond or VLAN interface takes one link; a second one silently removes the first, and then every plan stops',
    instead: 'put the second network on a VLAN interface, or configure it at first boot',
    source: `${PROVIDER}; provider issue 478`,
    certainty: 'measured',
  },
  'maas/dual-stack-nic': {
    outcome: 'done-wrongly',
    text: 'an IPv4 and an IPv6 address on one NIC are two links, and a NIC takes one',
    instead: 'let MAAS give the one address and configure the other at first boot',
    source: `${PROVIDER}; provider issue 478`,
    certainty: 'measured',
  },
  'maas/raid-with-boot-disk': {
    outcome: 'refused-at-apply',
    text: 'software RAID cannot have the boot disk as a member',
    instead: 'use a hardware RAID for the root disk, or leave it single',
    source: `source of ${PROVIDER}`,
    certainty: 'read',
  },
  'maas/raid-too-few-disks': {
    outcome: 'refused-at-apply',
    text: 'a RAID needs at least two active disks, and as many as its level asks for',
    instead: 'give more disks or another level',
    source: PROVIDER,
    certainty: 'measured',
  },
  'maas/storage-layout': {
    outcome: 'cannot-be-said',
    text: 'no resource sets the storage layout of one machine; commissioning puts a flat root on the boot disk',
    instead: 'keep the flat layout, or set default_storage_layout of the whole MAAS before commissioning',
    source: `${PROVIDER}; provider issue 395`,
    certainty: 'measured',
  },
  'maas/blank-storage-without-root': {
    outcome: 'refused-at-apply',
    text: 'with default_storage_layout "blank" a machine has no root file system and MAAS does not deploy it',
    instead: 'leave the layout at "flat", or declare disks with a root partition',
    source: PROVIDER,
    certainty: 'measured',
  },
  'maas/mtu-on-managed-untagged-vlan': {
    outcome: 'cannot-be-said',
    text: 'MAAS makes the untagged VLAN of a fabric itself, so the MTU and space of one that rackform creates cannot be set',
    instead: 'create the fabric by hand and declare the network as existing, or use a tagged VLAN',
    source: `source of ${PROVIDER}`,
    certainty: 'read',
  },
  'maas/nic-change-on-deployed-machine': {
    outcome: 'refused-at-apply',
    text: 'the network of a deployed machine cannot be changed',
    instead: 'reimage the slot, which releases the machine first',
    source: PROVIDER,
    certainty: 'measured',
  },
  'maas/disk-change-on-deployed-machine': {
    outcome: 'refused-at-apply',
    text: 'the disks of a deployed machine cannot be changed',
    instead: 'reimage the slot, which releases the machine first',
    source: PROVIDER,
    certainty: 'measured',
  },
  'maas/pxe-mac-required': {
    outcome: 'refused-at-apply',
    text: 'a machine needs the MAC address of its boot NIC unless its BMC speaks IPMI',
    instead: 'give the MAC address of the boot NIC',
    source: PROVIDER,
    certainty: 'measured',
  },
  'maas/bare-power-address': {
    outcome: 'refused-at-apply',
    text: 'the BMC address must be a bare IP address; MAAS answers 500 to a URL or a prefix',
    instead: 'write the address alone, such as 192.0.2.11',
    source: PROVIDER,
    certainty: 'measured',
  },
  'maas/ipmi-address-twice': {
    outcome: 'refused-at-apply',
    text: 'two machines cannot share one IPMI address and user; MAAS answers 409, also on retry',
    instead: 'use redfish with a node id for each machine',
    source: PROVIDER,
    certainty: 'measured',
  },
  'maas/kernel-options-emptied': {
    outcome: 'never-settles',
    text: 'the kernel options and the comment of a tag cannot be emptied; every later plan wants it again',
    instead: 'remove the tag and make one of another name',
    source: PROVIDER,
    certainty: 'measured',
  },
  'maas/tag-machines-emptied': {
    outcome: 'done-wrongly',
    text: 'an empty machine list of a tag changes nothing in MAAS',
    instead: 'remove the tag',
    source: `source of ${PROVIDER}`,
    certainty: 'read',
  },
  'maas/tag-name-shared': {
    outcome: 'done-wrongly',
    text: 'a tag that exists is adopted silently, and its machine list is taken over by the last writer',
    instead: 'give each tag a name of its own within the MAAS',
    source: PROVIDER,
    certainty: 'measured',
  },
  'maas/volumes-need-system-id': {
    outcome: 'never-settles',
    text: 'RAID, volume groups and logical volumes must name their machine by system id; with a host name every plan replaces them',
    instead: 'use the id of the machine resource or of the look-up of all machines',
    source: PROVIDER,
    certainty: 'measured',
  },
  'maas/erase-per-disk': {
    outcome: 'cannot-be-said',
    text: 'erase on release takes all disks of a machine or none',
    instead: 'use a release script that knows the disks to keep',
    source: `source of ${PROVIDER}`,
    certainty: 'read',
  },
  'maas/dhcp-ranges-changed': {
    outcome: 'refused-at-apply',
    text: 'ranges and subnets of a DHCP service are planned as a change in place, fail once and count as done ever after',
    instead: 'replace the DHCP service',
    source: `source of ${PROVIDER}`,
    certainty: 'read',
  },
  'maas/link-moved-to-other-machine': {
    outcome: 'refused-at-apply',
    text: 'a link that names another machine is planned as a change in place and then acts on the wrong machine',
    instead: 'replace the link',
    source: `source of ${PROVIDER}`,
    certainty: 'read',
  },
  'maas/vlan-dhcp-on-new-fabric': {
    outcome: 'refused-at-apply',
    text: 'a fabric that rackform creates hangs on no rack controller, so nobody can answer DHCP there',
    instead: 'declare the network that machines boot from as existing',
    source: `source of ${PROVIDER}`,
    certainty: 'read',
  },
} as const satisfies Readonly<Record<string, Limit>>;

/** Id of something that the MAAS provider cannot do. */
export type MaasLimitId = keyof typeof MAAS_LIMITS;

/** Versions of `canonical/maas` that the kit's output is written for. */
export const MAAS_PROVIDER = {
  source: 'canonical/maas',
  target: '2.8.0',
  minimum: '2.7.2',
  below: '3.0.0',
  /** Written into `required_providers`. */
  constraint: '>= 2.7.2, < 3.0.0',
  /** An older release that is written for too, without what came after it (`MAAS_PROVIDER_FEATURES`). */
  older: { target: '2.4.0', below: '2.5.0', constraint: '>= 2.4.0, < 2.5.0' },
  refused: [
    {
      versions: ['2.7.0', '2.7.1'],
      reason: 'plans to redeploy every instance after an upgrade (provider issue 409)',
    },
  ],
} as const;

/** What needs a MAAS of some age, checked by the provider at plan time. */
export const MAAS_SERVER_FEATURES = {
  'release-scripts': { since: '3.5', text: 'scripts at release (release_params.scripts)' },
  'is-dpu': { since: '3.6', text: 'machines marked as a DPU (is_dpu)' },
} as const satisfies Readonly<Record<string, { readonly since: string; readonly text: string }>>;

/** Name of something that only newer MAAS servers do. */
export type MaasServerFeature = keyof typeof MAAS_SERVER_FEATURES;

/** Compares dotted versions by their numbers; a part that is missing counts as 0. */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string) => version.split('.').map((part) => Number.parseInt(part, 10));
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** True for the versions that stand apart from the range: 2.4. */
export function isOlderMaasProvider(version: string): boolean {
  const { target, below } = MAAS_PROVIDER.older;
  return compareVersions(version, target) >= 0 && compareVersions(version, below) < 0;
}

/** What `required_providers` says for a version: with its patches, and never one that the facts refuse. */
export function maasProviderConstraint(version: string): string {
  const { constraint, older } = MAAS_PROVIDER;
  return `~> ${version}, ${isOlderMaasProvider(version) ? older.constraint : constraint}`;
}

/** Why a version of `canonical/maas` is refused, lower case and without a stop; undefined where it is fine. */
export function whyMaasProviderRefused(version: string): string | undefined {
  const known = MAAS_PROVIDER.refused.find((entry) =>
    (entry.versions as readonly string[]).includes(version),
  );
  if (known !== undefined) return known.reason;
  if (isOlderMaasProvider(version)) return undefined;
  if (compareVersions(version, MAAS_PROVIDER.minimum) < 0) {
    return `is older than ${MAAS_PROVIDER.minimum} and not ${MAAS_PROVIDER.older.target}, and its schema is not known`;
  }
  if (compareVersions(version, MAAS_PROVIDER.below) >= 0) {
    return `is not below ${MAAS_PROVIDER.below}, and its schema is not known`;
  }
  return undefined;
}

/** True where a MAAS of this version has the feature. */
export function maasServerHas(version: string, feature: MaasServerFeature): boolean {
  return compareVersions(version, MAAS_SERVER_FEATURES[feature].since) >= 0;
}
