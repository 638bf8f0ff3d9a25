import { createHash } from 'node:crypto';
import type { Issue } from '../../errors.js';
import { type ResolvedAttachment, resolveAttachments } from '../clusters/attachments.js';
import type { PoolPlan } from '../clusters/clusters.js';
import { adoptedModel } from '../lock/adopted.js';
import { addressOn, isActive } from '../lock/lock.js';
import type { LockSlot } from '../lock/lock-types.js';
import { stackNames } from '../names.js';
import { unknownName } from '../references.js';
import { nvlinkOf } from '../tenancy/numbers.js';
import type {
  LinkModel,
  MachineModel,
  NetworkModel,
  PortModel,
  RailModel,
  SiteInventory,
  SlotModel,
} from '../types.js';
import { AddressSpace } from './addresses.js';
import { placesOf } from './network-places.js';
import { poolSettings } from './pool-settings.js';
import { layPorts, type PortProblem } from './ports.js';
import { layRails, railProblem } from './rails.js';

/** A slot with its machine and networks, before addresses. */
export interface DraftSlot {
  readonly plan: PoolPlan;
  readonly locked: LockSlot;
  readonly machine: MachineModel;
  readonly ports: readonly PortModel[];
  readonly rails: readonly RailModel[];
}

/** Lays out one pool’s slots. Problems that many machines share come once, with the slots that follow. */
export function draftPool(
  plan: PoolPlan,
  locked: readonly LockSlot[],
  machines: ReadonlyMap<string, MachineModel>,
  site: SiteInventory,
): { readonly drafts: readonly DraftSlot[]; readonly issues: readonly Issue[] } {
  const { attachments, issues } = resolveAttachments(plan, site);
  const problems = new Map<string, { readonly problem: PortProblem; readonly slots: string[] }>();
  const rails: Issue[] = [];
  // Machines of one profile with the same NICs known lie the same way: laid once, MACs filled in.
  const layouts = new Map<string, ReturnType<typeof layPorts>>();
  const drafts = locked.flatMap((slot) => {
    const machine = machines.get(slot.asset);
    if (machine === undefined) return [];
    const { ports, problems: found } = layoutFor(attachments, machine, site, layouts);
    for (const problem of found) {
      const key = `${problem.code} ${problem.message}`;
      const known = problems.get(key);
      if (known === undefined) problems.set(key, { problem, slots: [slot.name] });
      else known.slots.push(slot.name);
    }
    const draft = { plan, locked: slot, machine, ports, rails: layRails(plan, machine, site) };
    const railIssue = railProblem(plan, machine, draft.rails, plan.at('rails'));
    if (railIssue !== null && rails.length === 0) rails.push(railIssue);
    return [draft];
  });
  const shared = [...problems.values()].map(({ problem, slots }): Issue => {
    const machine = machines.get(locked.find((slot) => slot.name === slots[0])?.asset ?? '');
    return {
      code: problem.code,
      severity: 'error',
      message: `slot ${slots[0]} on ${machine?.asset} (${machine?.hardware.profile}): ${problem.message}`,
      at: problem.at,
      hint: problem.hint,
      follows: [
        `ports bind: the largest count that fits is ${drafts.length - slots.length}`,
        ...(slots.length > 1
          ? [
              `the same for ${slots.length - 1} more: ${slots.slice(1, 9).join(', ')}${slots.length > 9 ? ', ...' : ''}`,
            ]
          : []),
      ],
    };
  });
  return { drafts, issues: [...issues, ...shared, ...rails] };
}

function layoutFor(
  attachments: readonly ResolvedAttachment[],
  machine: MachineModel,
  site: SiteInventory,
  layouts: Map<string, ReturnType<typeof layPorts>>,
): ReturnType<typeof layPorts> {
  const key = JSON.stringify([
    machine.bootNic,
    machine.nics.map((nic) => [nic.name, nic.kind, nic.mac === null, nic.roles]),
  ]);
  let layout = layouts.get(key);
  if (layout === undefined) {
    layout = layPorts(attachments, machine, site);
    layouts.set(key, layout);
  }
  const macs = new Map(machine.nics.map((nic) => [nic.name, nic.mac ?? '']));
  const ports = layout.ports.map((port) => ({
    ...port,
    nics: port.nics.map((nic) => ({ name: nic.name, mac: macs.get(nic.name) ?? '' })),
  }));
  return { ports, problems: layout.problems };
}

/** Gives slots their addresses: those in the lock stay while they are legal, new ones are the lowest free. */
export class Addresses {
  readonly #spaces = new Map<string, AddressSpace | null>();
  readonly #networks: ReadonlyMap<string, NetworkModel>;

  constructor(site: SiteInventory) {
    this.#networks = new Map(site.networks.map((network) => [network.name, network]));
  }

  /** The space that a link’s or rail’s address comes from, the first subnet’s by default; null where there is none. */
  space(network: string, cidr: string | null): AddressSpace | null {
    const model = this.#networks.get(network);
    const subnet =
      cidr === null ? model?.subnets[0] : model?.subnets.find((candidate) => candidate.cidr === cidr);
    if (model === undefined || subnet === undefined) return null;
    const key = `${network} ${subnet.cidr}`;
    const known = this.#spaces.get(key);
    if (known !== undefined) return known;
    const made = AddressSpace.of(model, subnet);
    this.#spaces.set(key, made);
    return made;
  }

  /** Marks an address of a slot as taken, in whichever subnet of the network it lies. */
  hold(network: string, address: string): void {
    for (const subnet of this.#networks.get(network)?.subnets ?? [])
      this.space(network, subnet.cidr)?.take(address);
  }
}

/** Networks on which a slot has an address from the lock, with the space it comes from. */
export function addressNeeds(
  draft: DraftSlot,
  addresses: Addresses,
): readonly { readonly network: string; readonly space: AddressSpace }[] {
  const links = draft.ports.flatMap((port) => port.links.filter((link) => link.mode === 'static'));
  const needs = [
    ...links.map((link) => ({ network: link.network, space: addresses.space(link.network, link.subnet) })),
    ...draft.rails.map((rail) => ({ network: rail.network, space: addresses.space(rail.network, null) })),
  ];
  return needs.flatMap(({ network, space }) => (space === null ? [] : [{ network, space }]));
}

/**
 * Raised where what a digest is made of changes: one of another format says nothing of a change and is written anew,
 * so that an update of rackform asks for no reimage.
 */
const digestFormat = '1-';

/** True for a digest that can be compared with the ones made now. */
export function isComparableDigest(digest: string): boolean {
  return digest.startsWith(digestFormat);
}

/**
 * Digest of what cannot be changed on a deployed machine: which interfaces there are, on which VLANs and subnets, and
 * their static addresses. After it, where the managed networks lie that it stands on.
 */
export function networkDigest(
  draft: DraftSlot,
  addresses: Readonly<Record<string, string>>,
  networks: ReadonlyMap<string, NetworkModel>,
): string {
  const shape = draft.ports.map((port) => [
    port.name,
    port.bond !== null,
    port.nics.map((nic) => nic.name),
    [port.untagged.fabric, port.untagged.vid],
    port.links.map((link) => [
      link.network,
      link.vid,
      link.subnet,
      link.interface,
      link.mode,
      link.mode === 'static' ? (addressOn(addresses, link.network) ?? null) : null,
    ]),
  ]);
  const digest = createHash('sha256').update(JSON.stringify(shape)).digest('hex').slice(0, 10);
  return [`${digestFormat}${digest}`, ...placesOf(draft.ports, networks)].join(' ');
}

/** Resources of a slot’s claim, for filling shards: trigger, instance and DNS record, NICs, bonds, VLAN NICs, links. */
export function claimWeight(draft: DraftSlot): number {
  const ports = draft.ports.map(
    (port) =>
      port.nics.length +
      (port.bond === null ? 0 : 1) +
      port.links.reduce((sum, link) => sum + (link.tagged ? 2 : 1), 0),
  );
  return 3 + ports.reduce((sum, weight) => sum + weight, 0);
}

/** The finished slot. Everything it needs stands in the lock by now. */
export function finishSlot(
  draft: DraftSlot,
  locked: LockSlot,
  site: SiteInventory,
  addresses: Addresses,
  defaultImage: string | undefined,
): { readonly slot: SlotModel | null; readonly issue: Issue | null } {
  const { plan, machine } = draft;
  const { pool } = plan;
  const imageName = pool.image ?? defaultImage ?? '';
  const image = site.images.find((candidate) => candidate.name === imageName);
  if (image === undefined) {
    const names = site.images.map((candidate) => candidate.name);
    const issue =
      imageName === ''
        ? {
            code: 'IMAGE_MISSING',
            severity: 'error' as const,
            message: `pool ${plan.cluster}/${plan.name} names no image, and site ${site.name} has no default`,
            at: plan.at('image'),
            hint: 'set defaults.image of the site, or image of the pool',
          }
        : unknownName(
            'REF_UNKNOWN_IMAGE',
            'image',
            imageName,
            names,
            pool.image === undefined
              ? { document: `site/${site.name}`, path: ['defaults', 'image'] }
              : plan.at('image'),
          );
    return { slot: null, issue };
  }
  const ports = draft.ports.map((port) => ({
    ...port,
    links: port.links.map((link) => addressLink(link, locked, addresses)),
  }));
  const links = ports.flatMap((port) => port.links);
  const slot: SlotModel = {
    name: locked.name,
    cluster: plan.cluster,
    pool: plan.name,
    number: locked.number,
    role: pool.role,
    tenant: plan.tenant,
    asset: locked.asset,
    generation: locked.generation,
    phase: locked.phase,
    isDeclared: locked.phase !== 'released',
    isAbandoned: false,
    lettingGo: [],
    stack: stackNames.claim(site.name, plan.cluster, locked.shard),
    fqdn: `${locked.name}.${site.domain}`,
    ports,
    rails: draft.rails.map((rail) => addressRail(rail, locked, addresses)),
    image,
    nvlink: nvlinkOf(machine, plan.tenant, site),
    adopted: adoptedModel(locked, isActive(locked)),
    ...poolSettings(plan, machine.hardware, site.provisioner),
    dnsAddress:
      (
        links.find((link) => link.gateway && link.address !== null) ??
        links.find((link) => link.address !== null)
      )?.address ?? null,
  };
  return { slot, issue: null };
}

function addressLink(link: LinkModel, locked: LockSlot, addresses: Addresses): LinkModel {
  if (link.mode !== 'static') return link;
  const space = addresses.space(link.network, link.subnet);
  return {
    ...link,
    address: addressOn(locked.addresses, link.network) ?? null,
    prefixLength: space?.prefixLength ?? null,
  };
}

function addressRail(rail: RailModel, locked: LockSlot, addresses: Addresses): RailModel {
  const space = addresses.space(rail.network, null);
  const address = addressOn(locked.addresses, rail.network) ?? null;
  return {
    ...rail,
    address,
    prefixLength: space?.prefixLength ?? null,
    gateway: (address === null ? null : space?.peerOf(address)) ?? rail.gateway,
  };
}
