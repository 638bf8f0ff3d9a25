import { Cidr, IpAddress } from '../../definition/scalars.js';
import type { ProvisionerType } from '../../facts/provisioner-types.js';
import type { DocumentMap } from '../emit.js';
import { byNumber } from '../imported/notes.js';
import { fabricComment, hasFabrics } from '../imported/provisioners.js';
import type { Fields, Report } from '../imported/source/fields.js';

/** A VLAN-like network of the inventory. */
export interface ImportedNetwork {
  readonly name: string;
  readonly prefix: string | null;
  readonly gateway: string | null;
  readonly prefix6: string | null;
  readonly gateway6: string | null;
}

/** Reads `networks.kavlans` of all files; the first that has a name counts, and others that say otherwise are reported. */
export function readNetworks(documents: readonly Fields[], report: Report): readonly ImportedNetwork[] {
  const found = new Map<string, ImportedNetwork>();
  for (const document of documents) {
    for (const { key, fields } of document.list('kavlans')) {
      const network: ImportedNetwork = {
        name: key,
        prefix: checked(fields, 'network', Cidr, report),
        gateway: checked(fields, 'gateway', IpAddress, report),
        prefix6: checked(fields, 'network_ipv6', Cidr, report),
        gateway6: checked(fields, 'gateway_ipv6', IpAddress, report),
      };
      const first = found.get(key);
      if (first === undefined) found.set(key, network);
      else if (JSON.stringify(first) !== JSON.stringify(network)) {
        report(
          fields.place,
          'IMPORT_CONTRADICTION',
          `network ${JSON.stringify(key)} is described otherwise in another file`,
          'the first description is taken',
        );
      }
    }
  }
  return [...found.values()].sort((a, b) => byNumber(a.name, b.name));
}

function checked(
  fields: Fields,
  key: string,
  schema: { readonly safeParse: (value: unknown) => { readonly success: boolean } },
  report: Report,
): string | null {
  const value = fields.text(key);
  if (value === null || schema.safeParse(value).success) return value;
  report(
    fields.at(key),
    'IMPORT_INVALID_ADDRESS',
    `${JSON.stringify(value.slice(0, 60))} is no ${schema === Cidr ? 'prefix' : 'IP address'}`,
    'it is taken as not known',
  );
  return null;
}

/**
 * The part `networks` of a site. The network called `default` is the one that machines boot on and talk in, untagged.
 * Of the others the 802.1Q number is not known, so they are comments.
 */
export function networksDocument(
  networks: readonly ImportedNetwork[],
  provisioner: ProvisionerType,
): DocumentMap {
  const main = networks.find(({ name, prefix }) => name === 'default' && prefix !== null);
  const others = networks.filter((network) => network !== main);
  return {
    ...(main === undefined
      ? {
          '#main': 'in-band:  # fill in: the untagged network that machines boot on, with purpose in-band',
        }
      : { 'in-band': inBand(main, provisioner) }),
    '#bmc': 'bmc:  # fill in: the prefix of the BMC addresses, with purpose bmc, to have them checked',
    ...(others.length === 0
      ? {}
      : {
          '#others':
            'Networks of which the 802.1Q number is not known; they can be added with purpose and vlan:',
        }),
    ...Object.fromEntries(
      others.map((network) => [`#${network.name}`, `  kavlan-${network.name}: ${described(network)}`]),
    ),
  };
}

/** What of the networks is left for people. */
export function networksToFillIn(
  networks: readonly ImportedNetwork[],
  provisioner: ProvisionerType,
): readonly string[] {
  const others = networks.filter(({ name, prefix }) => name !== 'default' || prefix === null).length;
  return [
    others === networks.length
      ? 'the network that machines boot on'
      : `${hasFabrics(provisioner) ? 'fabric and dhcp' : 'dhcp'} of network in-band`,
    ...(others === 0 ? [] : [`the VLAN numbers of ${others} networks, where they are wanted`]),
  ];
}

function inBand(network: ImportedNetwork, provisioner: ProvisionerType): DocumentMap {
  const six = network.prefix6 === null ? null : `${network.prefix6}${via(network.gateway6)}`;
  return {
    '#origin': `network ${network.name} of the inventory`,
    purpose: 'in-band',
    ...fabricComment(provisioner, 'the untagged VLAN'),
    '#dhcp': 'dhcp:  # fill in: by rack-controller (with primary), relay (with to) or external',
    subnets: {
      ipv4: { cidr: network.prefix ?? '', ...(network.gateway === null ? {} : { gateway: network.gateway }) },
      ...(six === null
        ? {}
        : { '#six': `IPv6 is ${six}; a slot has one address in a network, so it is left out` }),
    },
  };
}

function described({ prefix, gateway, prefix6, gateway6 }: ImportedNetwork): string {
  const parts = [
    ...(prefix === null ? [] : [`${prefix}${via(gateway)}`]),
    ...(prefix6 === null ? [] : [`${prefix6}${via(gateway6)}`]),
  ];
  return parts.length === 0 ? 'no prefix' : parts.join(', ');
}

function via(gateway: string | null): string {
  return gateway === null ? '' : ` via ${gateway}`;
}
