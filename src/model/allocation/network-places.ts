import { createHash } from 'node:crypto';
import type { Issue } from '../../errors.js';
import type { LockSlot } from '../lock/lock-types.js';
import type { NetworkModel, PortModel, SiteInventory, SubnetModel } from '../types.js';

/** What MAAS would make anew, were it to change: a VLAN or a subnet, with all links of running servers on it. */
const digests = new WeakMap<NetworkModel, Map<string | null, string>>();

function placeOf(network: NetworkModel, subnet: SubnetModel | null): string {
  const ofNetwork = digests.get(network) ?? new Map<string | null, string>();
  digests.set(network, ofNetwork);
  const key = subnet?.name ?? null;
  const known = ofNetwork.get(key);
  if (known !== undefined) return known;
  const place = JSON.stringify([network.fabric, network.vid, key, subnet?.cidr ?? null]);
  const digest = createHash('sha256').update(place).digest('hex').slice(0, 6);
  ofNetwork.set(key, digest);
  return digest;
}

/** Managed networks that ports stand on, each `<name>:<digest of where it lies>`, by name. */
export function placesOf(
  ports: readonly PortModel[],
  networks: ReadonlyMap<string, NetworkModel>,
): readonly string[] {
  const places = new Map<string, string>();
  const add = (name: string | null, cidr: string | null) => {
    const network = name === null ? undefined : networks.get(name);
    if (network?.mode !== 'managed') return;
    const subnet = network.subnets.find((candidate) => candidate.cidr === cidr) ?? null;
    places.set(network.name, placeOf(network, subnet));
  };
  for (const { untagged, links } of ports) {
    add(untagged.network, null);
    for (const link of links) add(link.network, link.subnet);
  }
  return [...places].map(([name, digest]) => `${name}:${digest}`).sort();
}

/** Networks of a slot, by what the lock remembers, that the site would take away from under it. */
function lost(slot: LockSlot, networks: ReadonlyMap<string, NetworkModel>): readonly string[] {
  const [, ...places] = slot.network.split(' ');
  return places.flatMap((place) => {
    const [name = '', digest] = place.split(':');
    const network = networks.get(name);
    const isKept =
      network?.mode === 'managed' &&
      [null, ...network.subnets].some((subnet) => placeOf(network, subnet) === digest);
    return isKept ? [] : [name];
  });
}

/**
 * Refuses what would pull a network from under slots in service. The network stack is applied first: MAAS drops a
 * VLAN or subnet without protest and every link on it too, and each later plan of the claims then stops at a link
 * that is gone. Not even a reimage helps: it comes after.
 */
export function displaced(
  slots: readonly LockSlot[],
  isInService: (name: string) => boolean,
  site: SiteInventory,
): { readonly issues: readonly Issue[]; readonly slots: ReadonlySet<string> } {
  const networks = new Map(site.networks.map((network) => [network.name, network]));
  const byNetwork = new Map<string, string[]>();
  for (const slot of slots) {
    if (!isInService(slot.name)) continue;
    for (const name of lost(slot, networks)) byNetwork.set(name, [...(byNetwork.get(name) ?? []), slot.name]);
  }
  return {
    issues: [...byNetwork].map(([name, names]) => displacedIssue(site.name, name, names, networks.has(name))),
    slots: new Set([...byNetwork.values()].flat()),
  };
}

function displacedIssue(site: string, network: string, slots: readonly string[], isThere: boolean): Issue {
  const what = isThere
    ? `network ${network} would be made anew (its mode, fabric, VLAN or subnet changed)`
    : `network ${network} would be taken away`;
  return {
    code: 'lock/network-in-use',
    severity: 'error',
    message: `${what} while ${slots.length === 1 ? `slot ${slots[0]} is` : `${slots.length} slots are`} in service on it: MAAS drops their links with it`,
    at: { document: `site/${site}`, path: isThere ? ['networks', network] : ['networks'] },
    hint: 'undo the change; or add the new network under a name of its own, move the slots to it by rackform lock --reimage, apply, and take the old one out then',
    ...(slots.length > 1
      ? { follows: [`slots: ${slots.slice(0, 12).join(', ')}${slots.length > 12 ? ', ...' : ''}`] }
      : {}),
  };
}
