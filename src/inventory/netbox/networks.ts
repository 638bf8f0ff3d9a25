import { Cidr, VlanId } from '../../definition/scalars.js';
import type { NetworkPurpose } from '../../definition/site.js';
import type { ProvisionerType } from '../../facts/provisioner-types.js';
import type { DocumentMap } from '../emit.js';
import { plainAddress } from '../imported/addresses.js';
import { noNetworks } from '../imported/networks.js';
import { byNumber } from '../imported/notes.js';
import type { Findings } from '../imported/output/result.js';
import { fabricComment, hasFabrics } from '../imported/provisioners.js';
import type { Fields, Report } from '../imported/source/fields.js';
import { slug, uniqueName } from '../imported/words.js';

/** Words in the name or the role of a VLAN or prefix that say what it is for. */
const purposes: readonly (readonly [NetworkPurpose, RegExp])[] = [
  ['bmc', /(?:^|-)(?:bmc|oob|oobm|ipmi|idrac|ilo|out-of-band)(?:-|$)/],
  ['provisioning', /(?:^|-)(?:pxe|provisioning|deploy|maas|ironic)(?:-|$)/],
  ['storage', /(?:^|-)(?:storage|nfs|ceph|iscsi|lustre|weka|san)(?:-|$)/],
  ['front-end', /(?:^|-)(?:front-?end|public|external|ingress)(?:-|$)/],
  ['in-band', /(?:^|-)(?:in-?band|servers?|hosts?|compute|management|mgmt)(?:-|$)/],
];

interface NetboxNetwork {
  readonly name: string;
  readonly vid: number | null;
  readonly cidrs: readonly string[];
  readonly purpose: NetworkPurpose | null;
}

/** Networks of a site: its VLANs with their prefixes, and prefixes without a VLAN. Containers of prefixes are none. */
export function readNetworks(
  vlans: readonly Fields[],
  prefixes: readonly Fields[],
  isHere: (object: Fields) => boolean,
  provisioner: ProvisionerType,
  report: Report,
): Findings['networks'] {
  const taken = new Set<string>();
  const inUse = prefixes.filter(
    (prefix) => isHere(prefix) && !/^(?:container|deprecated)$/.test(statusOf(prefix)),
  );
  const used = new Set<Fields>();
  const known = new Map(vlans.filter(isHere).map((vlan) => [vlan.idOf() ?? vlan.text('name') ?? '', vlan]));
  for (const prefix of inUse) {
    const vlan = prefix.fields('vlan');
    const id = vlan.idOf();
    if (id !== null && !known.has(id)) known.set(id, vlan);
  }
  const networks = [...known].flatMap(([id, vlan]) => {
    const own = inUse.filter((prefix) => id !== '' && prefix.fields('vlan').idOf() === id);
    for (const prefix of own) used.add(prefix);
    return networkOf(vlan, own, taken, report);
  });
  const rest = inUse.filter((prefix) => !used.has(prefix));
  const all = [...networks, ...rest.flatMap((prefix) => networkOf(null, [prefix], taken, report))];
  return describe(all, provisioner);
}

function statusOf(object: Fields): string {
  return (object.isText('status') ? object.text('status') : object.fields('status').text('value')) ?? '';
}

function networkOf(
  vlan: Fields | null,
  prefixes: readonly Fields[],
  taken: Set<string>,
  report: Report,
): readonly NetboxNetwork[] {
  const vid = vlan?.number('vid') ?? null;
  if (vid !== null && vlan !== null && !VlanId.safeParse(vid).success)
    report(vlan.at('vid'), 'IMPORT_OUT_OF_RANGE', `must be a VLAN id from 0 to 4094, got ${vid}`);
  const cidrs = prefixes.flatMap((prefix) => cidrOf(prefix, report));
  const roles = [vlan, ...prefixes].map((object) => object?.fields('role').text('slug') ?? '');
  const names = [vlan?.text('name') ?? '', ...prefixes.map((prefix) => prefix.text('description') ?? '')];
  const words = [...roles, ...names].map((text) => slug(text, 200));
  const purpose = words.flatMap((text) =>
    purposes.filter(([, pattern]) => pattern.test(text)).slice(0, 1),
  )[0];
  const given = slug(vlan?.text('name') ?? '', 40) || (vid === null ? slug(cidrs[0] ?? '') : `vlan-${vid}`);
  if (given === '' || (vid === null && cidrs.length === 0)) return [];
  return [
    {
      name: uniqueName(given, taken, 63),
      vid: VlanId.safeParse(vid).success ? vid : null,
      cidrs,
      purpose: purpose?.[0] ?? null,
    },
  ];
}

function cidrOf(prefix: Fields, report: Report): readonly string[] {
  const text = prefix.text('prefix');
  if (text === null) return [];
  if (Cidr.safeParse(text).success && plainAddress(text) !== null) return [text];
  report(prefix.at('prefix'), 'IMPORT_INVALID_ADDRESS', 'is no prefix', 'it is left out');
  return [];
}

function describe(networks: readonly NetboxNetwork[], provisioner: ProvisionerType): Findings['networks'] {
  if (networks.length === 0) return noNetworks;
  const sorted = [...networks].sort((a, b) => byNumber(a.name, b.name));
  const open = sorted.filter(({ purpose }) => purpose === null).length;
  return {
    count: sorted.length,
    document: {
      '#origin':
        'VLANs and prefixes of NetBox. Take out what servers do not use; purposes were read from names and roles.',
      ...Object.fromEntries(sorted.map((network) => [network.name, networkDocument(network, provisioner)])),
    },
    fillIn: [
      `${hasFabrics(provisioner) ? 'fabric, gateway and dhcp' : 'gateway and dhcp'} of the networks`,
      ...(open === 0 ? [] : [`the purpose of ${open === 1 ? 'one network' : `${open} networks`}`]),
    ],
  };
}

function networkDocument({ vid, cidrs, purpose }: NetboxNetwork, provisioner: ProvisionerType): DocumentMap {
  const [first, ...others] = cidrs;
  const subnets = Object.fromEntries(cidrs.map((cidr) => [subnetName(cidr, cidrs), { cidr }]));
  return {
    ...(purpose === null
      ? { '#purpose': 'purpose:  # fill in: bmc, provisioning, in-band, storage, rail or front-end' }
      : { purpose }),
    ...(purpose === 'bmc' ? {} : fabricComment(provisioner, 'a VLAN')),
    vlan: vid ?? undefined,
    ...(first === undefined && others.length === 0 ? {} : { subnets }),
  };
}

function subnetName(cidr: string, all: readonly string[]): string {
  const family = cidr.includes(':') ? 'ipv6' : 'ipv4';
  const same = all.filter((other) => other.includes(':') === cidr.includes(':'));
  return same.length === 1 ? family : `${family}-${same.indexOf(cidr) + 1}`;
}
