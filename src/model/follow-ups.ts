import type { ParsedDefinition } from '../definition/parse.js';
import type { Issue } from '../errors.js';

/** Which problems may only follow from records that were set aside, by the collections that those stand in. */
const causes: Readonly<Record<string, readonly string[]>> = {
  REF_UNKNOWN_FABRIC: ['fabrics'],
  REF_UNKNOWN_ZONE: ['zones'],
  REF_UNKNOWN_MODULE: ['modules'],
  REF_UNKNOWN_VLAN_POOL: ['vlanPools'],
  REF_UNKNOWN_CREDENTIALS: ['credentials', 'defaults'],
  REF_UNKNOWN_IMAGE: ['images', 'defaults'],
  IMAGE_MISSING: ['images', 'defaults'],
  REF_UNKNOWN_PROFILE: ['defaults'],
  REF_UNKNOWN_NETWORK: ['networks'],
  NETWORK_MISSING: ['networks'],
  NIC_MISSING: ['machines'],
  'allocation/not-enough-machines': ['machines', 'hardware'],
  'allocation/explicit-machine-unusable': ['machines', 'hardware'],
  'lock/machine-omitted': ['machines'],
  'lock/removal-by-omission': ['pools', 'deployments'],
  'lock/network-changed': ['networks'],
  'lock/network-in-use': ['networks'],
};

/**
 * True for a problem that is there only because a record was set aside for a problem of its own: what a pool lacks
 * may be in the very line that could not be read.
 */
export function isFollowUp(issue: Issue, parsed: ParsedDefinition): boolean {
  const collections = causes[issue.code];
  if (collections === undefined) return false;
  return parsed.setAside.some(({ document, path }) =>
    collections.some((collection) =>
      collection === 'hardware'
        ? document.startsWith('hardware/')
        : path.length === 0 || path.includes(collection),
    ),
  );
}
