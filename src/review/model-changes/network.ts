import type { DhcpModel, NetworkModel, SiteModel, SlotModel } from '../../model/types.js';
import { foldNames } from '../fold.js';
import type { Definitions } from '../input.js';
import type { NetworkChange } from '../report.js';
import { sitesOf } from './slots.js';

/** What changes on the networks of all sites, and for whom. */
export function networkChanges(base: Definitions, head: Definitions): readonly NetworkChange[] {
  return sitesOf(base, head).flatMap(({ name, before, after }) => [
    ...networkRows(name, before, after),
    ...addressRows(name, before, after),
    ...bootRows(name, before, after),
  ]);
}

const slotsOf = (model: SiteModel | null): readonly SlotModel[] =>
  (model?.clusters ?? []).flatMap(({ slots }) => slots.filter(({ isDeclared }) => isDeclared));

/** Slots that have a link or a rail on a network. */
function dependentsOf(network: string, ...models: readonly (SiteModel | null)[]): string {
  const names = models.flatMap((model) =>
    slotsOf(model)
      .filter(
        ({ ports, rails }) =>
          ports.some(({ links }) => links.some((link) => link.network === network)) ||
          rails.some((rail) => rail.network === network),
      )
      .map(({ name }) => name),
  );
  return foldNames(names);
}

function networkRows(
  site: string,
  before: SiteModel | null,
  after: SiteModel | null,
): readonly NetworkChange[] {
  const [was, is] = [before, after].map(
    (model) => new Map((model?.site.networks ?? []).map((network) => [network.name, network] as const)),
  );
  const names = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort();
  return names.flatMap((name) => {
    const [old, now] = [was?.get(name), is?.get(name)];
    const dependents = dependentsOf(name, before, after);
    const row = (kind: NetworkChange['kind'], from: string | null, to: string | null): NetworkChange => ({
      kind,
      site,
      subject: name,
      before: from,
      after: to,
      dependents,
    });
    if (old === undefined || now === undefined) {
      return [
        row('network', old === undefined ? null : summaryOf(old), now === undefined ? null : summaryOf(now)),
      ];
    }
    return aspects.flatMap(([kind, of]) => {
      const [from, to] = [of(old), of(now)];
      return from === to ? [] : [row(kind, from, to)];
    });
  });
}

const aspects: readonly (readonly [NetworkChange['kind'], (network: NetworkModel) => string | null])[] = [
  ['vlan', ({ vid, fabric, tagged }) => `${fabric ?? 'no fabric'} ${vid}${tagged ? ' tagged' : ''}`],
  ['mtu', ({ mtu, switchMtu }) => `${mtu}${switchMtu === null ? '' : `, switches ${switchMtu}`}`],
  ['dhcp', ({ dhcp }) => dhcpText(dhcp)],
  ['pxe', ({ purpose }) => purpose],
  ['subnet', ({ subnets }) => subnets.map(subnetText).join('; ')],
];

function summaryOf({ vid, subnets, purpose }: NetworkModel): string {
  return [`${purpose}, VLAN ${vid}`, ...subnets.map(({ cidr }) => cidr)].join(', ');
}

function subnetText({ cidr, gateway, dns, ranges }: NetworkModel['subnets'][number]): string {
  return [
    cidr,
    ...(gateway === null ? [] : [`gateway ${gateway}`]),
    ...(dns.length === 0 ? [] : [`DNS ${dns.join(' ')}`]),
    ...ranges.map(({ type, from, to }) => `${type} ${from}-${to}`),
  ].join(', ');
}

function dhcpText(dhcp: DhcpModel): string {
  if (dhcp.by === 'rack-controller')
    return `by ${dhcp.primary}${dhcp.secondary === null ? '' : ` and ${dhcp.secondary}`}`;
  return dhcp.by === 'relay' ? `relayed to ${dhcp.to}` : dhcp.by;
}

interface Address {
  readonly slot: string;
  readonly network: string;
  readonly address: string;
}

/** Static addresses by slot and network; a slot may have several rails on one. */
function addressesOf(model: SiteModel | null): ReadonlyMap<string, Address> {
  return new Map(
    slotsOf(model).flatMap(({ name: slot, ports, rails }) => {
      const links = ports.flatMap((port) =>
        port.links.map(({ network, address }) => ({ network, address, key: '' })),
      );
      const all = [
        ...links,
        ...rails.map(({ network, address, rail }) => ({ network, address, key: String(rail) })),
      ];
      return all.flatMap(({ network, address, key }) =>
        address === null ? [] : [[JSON.stringify([slot, network, key]), { slot, network, address }] as const],
      );
    }),
  );
}

/** One row for each network: whose addresses come, go or change. */
function addressRows(
  site: string,
  before: SiteModel | null,
  after: SiteModel | null,
): readonly NetworkChange[] {
  const [was, is] = [addressesOf(before), addressesOf(after)];
  const groups = new Map<
    string,
    { kind: NetworkChange['kind']; network: string; slots: string[]; old: string[]; now: string[] }
  >();
  for (const key of [...new Set([...was.keys(), ...is.keys()])].sort()) {
    const [old, now] = [was.get(key), is.get(key)];
    const { slot, network } = old ?? now ?? { slot: '', network: '' };
    if (old?.address === now?.address) continue;
    const kind = old === undefined ? 'address-gained' : now === undefined ? 'address-lost' : 'renumbered';
    const group = groups.get(`${kind} ${network}`) ?? { kind, network, slots: [], old: [], now: [] };
    group.slots.push(slot);
    if (old !== undefined) group.old.push(old.address);
    if (now !== undefined) group.now.push(now.address);
    groups.set(`${kind} ${network}`, group);
  }
  return [...groups.values()].map(({ kind, network, slots, old, now }) => ({
    kind,
    site,
    subject: network,
    before: old.length === 0 ? null : foldNames(old),
    after: now.length === 0 ? null : foldNames(now),
    dependents: foldNames(slots),
  }));
}

/** Machines that boot from another NIC. */
function bootRows(site: string, before: SiteModel | null, after: SiteModel | null): readonly NetworkChange[] {
  const bootOf = ({ bootNic, nics }: SiteModel['site']['machines'][number]) =>
    nics.find(({ name }) => name === bootNic)?.mac ?? null;
  const former = new Map(
    (before?.site.machines ?? []).map((machine) => [machine.asset, bootOf(machine)] as const),
  );
  return (after?.site.machines ?? []).flatMap((machine): readonly NetworkChange[] => {
    const [old, now] = [former.get(machine.asset), bootOf(machine)];
    if (old === undefined || old === now) return [];
    return [{ kind: 'pxe', site, subject: machine.asset, before: old, after: now, dependents: '' }];
  });
}
