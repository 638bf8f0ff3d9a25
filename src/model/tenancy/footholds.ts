import { contains, type Prefix, parseIp, parsePrefix } from '../ip.js';
import type { MachineModel, NetworkModel, PortModel, RailModel, SiteModel, SlotModel } from '../types.js';

/** What two tenants must not have in common, in the order in which it is told. */
export const RESOURCE_KINDS = [
  'machine',
  'pool',
  'vlan',
  'vni',
  'prefix',
  'p-key',
  'nvlink-domain',
  'bmc',
  'provisioning-network',
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** One way in which a tenant reaches something. */
export interface Foothold {
  readonly kind: ResourceKind;
  /** The same for the same thing. */
  readonly key: string;
  /** From the tenant's own to the thing, which is last. */
  readonly steps: readonly string[];
  /** Networks and NVLink domains that a shared service has to name for it. */
  readonly networks: readonly string[];
  readonly domain: string | null;
  /** Of kind `prefix`. */
  readonly prefix: Prefix | null;
  /** Of kind `nvlink-domain`: null for the whole of it. */
  readonly partition: number | null;
}

type Steps = readonly string[];

function foothold(kind: ResourceKind, key: string, steps: Steps, more: Partial<Foothold> = {}): Foothold {
  return { kind, key, steps, networks: [], domain: null, prefix: null, partition: null, ...more };
}

/** All that a tenant reaches at a site, by its slots and by the networks that are its own. */
export function footholdsOf(model: SiteModel, tenant: string): readonly Foothold[] {
  const { site } = model;
  const view: View = {
    networks: new Map(site.networks.map((network) => [network.name, network])),
    machines: new Map(site.machines.map((machine) => [machine.asset, machine])),
    all: site.networks,
  };
  const slots = model.clusters.flatMap((cluster) => cluster.slots).filter((slot) => slot.tenant === tenant);
  const own = site.networks.filter((network) => network.tenant === tenant);
  return [
    ...slots.flatMap((slot) => ofSlot(slot, view)),
    ...own.flatMap((network) => [
      ...ofNetwork(network, [`network ${network.name}, which is its own`], network.pkey),
      ...network.subnets.flatMap((subnet) =>
        ofPrefix(subnet.cidr, [`network ${network.name}, which is its own`], network.name),
      ),
    ]),
  ];
}

interface View {
  readonly networks: ReadonlyMap<string, NetworkModel>;
  readonly machines: ReadonlyMap<string, MachineModel>;
  readonly all: readonly NetworkModel[];
}

function ofSlot(slot: SlotModel, view: View): readonly Foothold[] {
  const left = slot.lettingGo.flatMap((asset) => {
    const steps = [`slot ${slot.name}, not yet known to have let go`, `machine ${asset}`];
    return [foothold('machine', asset, steps), ...ofBmc(view.machines.get(asset), steps, view)];
  });
  if (!slot.isDeclared) return left;
  const steps = [`slot ${slot.name}`, `machine ${slot.asset}`];
  const machine = view.machines.get(slot.asset);
  return [
    foothold('machine', slot.asset, steps),
    foothold('pool', `${slot.cluster}/${slot.pool}`, [
      `slot ${slot.name}`,
      `pool ${slot.cluster}/${slot.pool}`,
    ]),
    ...left,
    ...slot.ports.flatMap((port) => ofPort(port, steps, view)),
    ...ofBoot(slot, machine, steps, view),
    ...slot.rails.flatMap((rail) => ofRail(rail, steps, view)),
    ...ofBmc(machine, steps, view),
    ...ofNvlink(slot, steps),
  ];
}

function ofPort(port: PortModel, before: Steps, view: View): readonly Foothold[] {
  const steps = [...before, `${port.bond === null ? 'NIC' : 'bond'} ${port.name}`];
  const { network: name, fabric, vid } = port.untagged;
  const untagged = name === null ? undefined : view.networks.get(name);
  // Whoever has root on the machine is on the untagged VLAN of the port, whether it has an address there or not.
  const native =
    untagged === undefined
      ? [foothold('vlan', `${fabric}/${vid}`, [...steps, vlanText(fabric, vid)])]
      : ofNetwork(untagged, steps, null);
  return [
    ...native,
    ...port.links.flatMap((link) => {
      const network = view.networks.get(link.network);
      const prefix =
        link.subnet === null || link.mode === 'none'
          ? []
          : ofPrefix(
              network?.addressing === 'point-to-point' ? `${link.address}/${link.prefixLength}` : link.subnet,
              steps,
              link.network,
            );
      return network === undefined || network === untagged
        ? prefix
        : [...ofNetwork(network, steps, null), ...prefix];
    }),
  ];
}

/** A boot NIC that no network of the pool uses is on the provisioning networks all the same. */
function ofBoot(
  slot: SlotModel,
  machine: MachineModel | undefined,
  before: Steps,
  view: View,
): readonly Foothold[] {
  const boot = machine?.bootNic ?? null;
  if (boot === null || slot.ports.some((port) => port.nics.some((nic) => nic.name === boot))) return [];
  return view.all
    .filter((network) => network.purpose === 'provisioning')
    .flatMap((network) => ofNetwork(network, [...before, `boot NIC ${boot}`], null));
}

function ofRail(rail: RailModel, before: Steps, view: View): readonly Foothold[] {
  const network = view.networks.get(rail.network);
  const steps = [...before, `rail ${rail.rail} on ${rail.nic}`];
  const subnet =
    network?.addressing === 'point-to-point' && rail.address !== null
      ? `${rail.address}/${rail.prefixLength}`
      : network?.subnets[0]?.cidr;
  return [
    ...(network === undefined ? [] : ofNetwork(network, steps, rail.pkey, rail.kind)),
    ...(subnet === undefined ? [] : ofPrefix(subnet, steps, rail.network)),
  ];
}

/** InfiniBand has partitions where Ethernet has VLANs. */
function ofNetwork(
  network: NetworkModel,
  before: Steps,
  pkey: number | null,
  link: RailModel['kind'] = 'ethernet',
): readonly Foothold[] {
  const networks = [network.name];
  const vni =
    network.vni === null
      ? []
      : [
          foothold('vni', String(network.vni), [...before, `VNI ${network.vni}, ${network.name}`], {
            networks,
          }),
        ];
  if (link === 'infiniband' || (pkey !== null && network.purpose === 'rail')) {
    const partition =
      pkey === null ? 'the default partition' : `P_Key 0x${pkey.toString(16).padStart(4, '0')}`;
    return [
      // One subnet manager serves all rails, so a partition is the same on each of them.
      foothold('p-key', String(pkey), [...before, `${partition} on ${network.name}`], { networks }),
    ];
  }
  const kind = kindByPurpose[network.purpose] ?? 'vlan';
  const { fabric, vid, name } = network;
  // Outside of any fabric a VLAN number says which; without one only the network itself does.
  const key = fabric !== null ? `${fabric}/${vid}` : vid !== 0 ? `/${vid}` : `network ${name}`;
  const text = fabric === null && vid === 0 ? `network ${name}` : `${vlanText(fabric, vid)}, ${name}`;
  return [foothold(kind, kind === 'bmc' ? `network ${name}` : key, [...before, text], { networks }), ...vni];
}

const kindByPurpose: Readonly<Partial<Record<NetworkModel['purpose'], ResourceKind>>> = {
  bmc: 'bmc',
  provisioning: 'provisioning-network',
};

function vlanText(fabric: string | null, vid: number): string {
  const vlan = vid === 0 ? 'the untagged VLAN' : `VLAN ${vid}`;
  return fabric === null ? vlan : `${vlan} of fabric ${fabric}`;
}

function ofPrefix(cidr: string, before: Steps, network: string): readonly Foothold[] {
  const prefix = parsePrefix(cidr);
  if (prefix === null) return [];
  return [
    foothold('prefix', cidr, [...before, `prefix ${cidr} of ${network}`], { networks: [network], prefix }),
  ];
}

/** The controller itself, and the network that it is on: from one BMC the others there can be reached. */
function ofBmc(machine: MachineModel | undefined, before: Steps, view: View): readonly Foothold[] {
  const address = machine?.bmc.address ?? null;
  if (address === null) return [];
  const steps = [...before, `BMC ${address}`];
  const ip = parseIp(address);
  const networks = view.all.filter(
    (network) =>
      network.purpose === 'bmc' &&
      network.subnets.some((subnet) => {
        const prefix = parsePrefix(subnet.cidr);
        return ip !== null && prefix !== null && contains(prefix, ip);
      }),
  );
  return [
    foothold('bmc', `address ${address}`, steps),
    ...networks.flatMap((network) => ofNetwork(network, steps, null)),
  ];
}

function ofNvlink({ nvlink }: SlotModel, before: Steps): readonly Foothold[] {
  if (nvlink === null) return [];
  const { domain, partition } = nvlink;
  const text =
    partition === null ? `NVLink domain ${domain}` : `partition ${partition} of NVLink domain ${domain}`;
  return [foothold('nvlink-domain', domain, [...before, text], { domain, partition })];
}
