import type { IronicRecord } from './ironic/open.js';
import type { IronicTables, NodeRecord } from './ironic/records.js';
import type { DnsRecordRecord, MaasTables, MachineRecord } from './maas/records.js';
import type { ServerRecord } from './server.js';
import { requireLab } from './state-folder.js';
import { Store } from './store.js';
import { WorldFile, worldNames } from './world-file.js';
import type { ClockRecord, LabRecord, LabTables, SimulatedKind, SlotRecord } from './worlds.js';

/** A machine as it is in a lab by now. */
export interface ShownMachine {
  /** Asset name; null for one that no site of the lab has. */
  readonly asset: string | null;
  readonly site: string | null;
  readonly rack: string | null;
  readonly unit: number | null;
  /** As the provisioner names it; null where it does not know the machine. */
  readonly hostname: string | null;
  readonly systemId: string | null;
  /** In the provisioner's words; null where it does not know the machine. */
  readonly status: string | null;
  /** What it turns into, and when in virtual milliseconds; null: it stays, or for ever. */
  readonly next: { readonly status: string; readonly at: number | null } | null;
  /** The slot that it fills, by the DNS name of one of its addresses. */
  readonly slot: string | null;
  /** Of the slot, as the definition had it at the last start. */
  readonly tenant: string | null;
  /** What is deployed, e.g. `ubuntu/noble`. */
  readonly image: string | null;
  readonly addresses: readonly string[];
  /** What a next tenant would find on its disks. */
  readonly remains: 'nothing' | 'data' | null;
}

/** A simulated provisioner as it is by now. */
export interface ShownLab {
  readonly provisioner: SimulatedKind;
  /** Empty where sites name none. */
  readonly url: string;
  readonly serverVersion: string;
  /** Virtual milliseconds since the lab began. */
  readonly now: number;
  /** By site, rack and unit, from the lowest; those that stand in none come last. */
  readonly machines: readonly ShownMachine[];
}

interface Names {
  readonly fqdns: ReadonlyMap<string, string>;
  readonly slots: ReadonlyMap<string, SlotRecord>;
}

/** Names by address, of what DNS knows. */
function namesIn(store: Store<MaasTables>): Names {
  const records: readonly DnsRecordRecord[] = store.all('dnsRecords');
  const slots = store.all('slots') as readonly SlotRecord[];
  return {
    fqdns: new Map(
      records.flatMap(({ fqdn, data }) => data.split(/[\s,]+/).map((one) => [one, fqdn] as const)),
    ),
    slots: new Map(slots.map((slot) => [slot.fqdn, slot])),
  };
}

function statusOf({ status, transition }: MachineRecord, now: number): Pick<ShownMachine, 'status' | 'next'> {
  if (transition === null) return { status, next: null };
  // What is over by now is written down when somebody asks for it; nobody has yet.
  if (transition.at !== null && transition.at <= now) return { status: transition.to, next: null };
  return { status, next: { status: transition.to, at: transition.at } };
}

function shown(
  server: ServerRecord | undefined,
  machine: MachineRecord | undefined,
  names: Names,
  now: number,
): ShownMachine {
  const links = (machine?.interfaces ?? []).flatMap((one) => one.links);
  const addresses = links.flatMap(({ address }) => (address === null ? [] : [address])).sort();
  const fqdn = addresses.map((address) => names.fqdns.get(address)).find((name) => name !== undefined);
  const slot = fqdn === undefined ? undefined : names.slots.get(fqdn);
  return {
    asset: server?.asset ?? null,
    site: server?.site ?? null,
    rack: server?.rack ?? null,
    unit: server?.unit ?? null,
    hostname: machine?.hostname ?? null,
    systemId: machine?.systemId ?? null,
    ...(machine === undefined ? { status: null, next: null } : statusOf(machine, now)),
    slot: slot?.name ?? fqdn ?? null,
    tenant: slot?.tenant ?? null,
    image: machine?.deployment?.series ?? null,
    addresses,
    remains: server?.remains ?? null,
  };
}

function compare(one: string | number | null, other: string | number | null): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return one < other ? -1 : 1;
}

function byPlace(one: ShownMachine, other: ShownMachine): number {
  return (
    compare(one.site, other.site) ||
    compare(one.rack, other.rack) ||
    compare(one.unit, other.unit) ||
    compare(one.asset ?? one.hostname, other.asset ?? other.hostname)
  );
}

/** A simulated MAAS for people to look at. */
export function showMaas(store: Store<MaasTables>): ShownLab {
  const { now } = (store.get('lab', 'clock') as ClockRecord | undefined) ?? { now: 0 };
  const lab = store.get('lab', 'maas') as LabRecord | undefined;
  const names = namesIn(store);
  const byServer = new Map(store.all('machines').map((machine) => [machine.server, machine]));
  // Before it is commissioned a machine is told by the MAC address that it boots from.
  const byMac = new Map(
    store.all('machines').map((machine) => [machine.pxeMac?.toLowerCase() ?? '', machine]),
  );
  const known = new Set<string>();
  const standing = store.all('servers').map((server) => {
    const machine = byServer.get(server.asset) ?? byMac.get(server.bootMac?.toLowerCase() ?? '-');
    if (machine !== undefined) known.add(machine.systemId);
    return shown(server, machine, names, now);
  });
  const others = store
    .all('machines')
    .filter(({ systemId }) => !known.has(systemId))
    .map((machine) => shown(undefined, machine, names, now));
  return {
    provisioner: 'maas',
    url: lab?.url ?? '',
    serverVersion: lab?.serverVersion ?? '',
    now,
    machines: [...standing, ...others].sort(byPlace),
  };
}

function shownNode(
  server: ServerRecord | undefined,
  node: NodeRecord | undefined,
  slots: ReadonlyMap<string, SlotRecord>,
  now: number,
): ShownMachine {
  const isDeployed = node?.provisionState === 'active' || node?.provisionState === 'deploying';
  const slot = isDeployed ? slots.get(node.name ?? '') : undefined;
  const [stage] = node?.course.filter(({ endsAt }) => endsAt === null || endsAt > now) ?? [];
  const image = node?.instanceInfo['image_source'];
  return {
    asset: server?.asset ?? null,
    site: server?.site ?? null,
    rack: server?.rack ?? null,
    unit: server?.unit ?? null,
    hostname: node?.name ?? null,
    systemId: node?.uuid ?? null,
    status: stage?.state ?? node?.target ?? node?.provisionState ?? null,
    next: stage === undefined ? null : { status: node?.target ?? '', at: stage.endsAt },
    slot: slot?.name ?? null,
    tenant: slot?.tenant ?? null,
    image: typeof image === 'string' ? image : null,
    // They are in the config drive or the user data, which is kept as a digest.
    addresses: [],
    remains: server?.remains ?? null,
  };
}

/** A simulated Ironic for people to look at. Its nodes are named like the machines. */
export function showIronic(store: Store<IronicTables>): ShownLab {
  const kept = store as unknown as Store<LabTables>;
  const { now } = (kept.get('lab', 'clock') as ClockRecord | undefined) ?? { now: 0 };
  const lab = kept.get('lab', 'ironic') as IronicRecord | undefined;
  const slots = new Map(kept.all('slots').map((slot) => [slot.asset, slot]));
  const nodes = new Map(store.all('nodes').map((node) => [node.name ?? node.uuid, node]));
  const standing = store
    .all('servers')
    .map((server) => shownNode(server, nodes.get(server.asset), slots, now));
  const known = new Set(standing.map(({ asset }) => asset));
  const others = [...nodes]
    .filter(([name]) => !known.has(name))
    .map(([, node]) => shownNode(undefined, node, slots, now));
  return {
    provisioner: 'ironic',
    url: lab?.url ?? '',
    serverVersion: lab?.release ?? '',
    now,
    machines: [...standing, ...others].sort(byPlace),
  };
}

/**
 * What a lab's folder holds. Reads only: also while a lab runs.
 *
 * @throws {LabError} where no lab has been there
 */
export function readLab(folder: string): readonly ShownLab[] {
  requireLab(folder);
  return worldNames(folder).map((name) => {
    const changes = new WorldFile(folder, name, false).load();
    return name.startsWith('ironic')
      ? showIronic(new Store<IronicTables>(null, changes))
      : showMaas(new Store<MaasTables>(null, changes));
  });
}
