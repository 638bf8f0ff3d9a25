import type {
  ClusterModel,
  MachineModel,
  NetworkModel,
  RackModel,
  SiteModel,
  SlotModel,
} from '../../model/types.js';
import { inert } from './inert.js';
import type { Style } from './style.js';
import { counted, table } from './table.js';

function kilowatts(watts: number): string {
  return `${(watts / 1000).toFixed(1)} kW`;
}

/** `8x MI300X` of a machine, or its CPU where it has no GPU. */
function hardwareText({ hardware }: MachineModel): string {
  const { gpus, cpu, memoryGiB } = hardware;
  const compute =
    gpus === null ? counted(cpu.sockets * cpu.coresPerSocket, 'core') : `${gpus.count}x ${gpus.model}`;
  return `${compute}, ${memoryGiB} GiB`;
}

function rackText(
  rack: RackModel,
  machines: readonly MachineModel[],
  slotOf: ReadonlyMap<string, string>,
): string {
  const feeds = rack.feeds.map((feed) => `${feed.name} ${kilowatts(feed.capacityWatts)}`).join(', ');
  const top = [...machines].sort((a, b) => (b.unit ?? 0) - (a.unit ?? 0));
  const rows = top.map((machine) => [
    `    ${machine.unit === null ? '-' : `U${machine.unit}`}`,
    machine.asset,
    machine.hardware.profile,
    hardwareText(machine),
    machine.state,
    slotOf.get(machine.asset) ?? '-',
  ]);
  const head = `  ${rack.name}  ${rack.units} U${feeds === '' ? '' : `, feeds ${feeds}`}, zone ${rack.zone}\n`;
  return inertLines(head + table(rows));
}

function inertLines(text: string): string {
  return text.split('\n').map(inert).join('\n');
}

function networkRow(network: NetworkModel): readonly string[] {
  const vlan = network.vid === 0 ? 'untagged' : `VLAN ${network.vid}${network.tagged ? '' : ' untagged'}`;
  const subnets = network.subnets.map((subnet) => subnet.cidr).join(', ');
  const rail = network.rail === null ? '' : ` ${network.rail}`;
  return [
    `  ${network.name}`,
    `${network.purpose}${rail}`,
    network.mode,
    vlan,
    `MTU ${network.mtu}`,
    subnets === '' ? 'no subnet' : subnets,
  ];
}

/** `in-band 192.0.2.10, storage dhcp` of a slot. */
export function addressesText(slot: SlotModel): string {
  const links = slot.ports.flatMap((port) => port.links).filter((link) => link.mode !== 'none');
  const texts = links.map((link) => `${link.network} ${link.address ?? link.mode}`);
  if (slot.rails.length > 0) texts.push(counted(slot.rails.length, 'rail'));
  return texts.length === 0 ? 'no address' : texts.join(', ');
}

function clusterText(cluster: ClusterModel, placeOf: (asset: string) => string, style: Style): string {
  const preset = cluster.preset === null ? '' : `, preset ${cluster.preset}`;
  let text = `${style.title(`cluster ${inert(cluster.name)}`)}  ${cluster.mode}, tenant ${inert(cluster.tenant)}${inert(preset)}\n`;
  for (const pool of cluster.pools) {
    const slots = cluster.slots.filter((slot) => slot.pool === pool.name);
    const spares = `${counted(pool.spares, 'spare')} wanted, ${counted(pool.sparesAvailable, 'machine')} free for it`;
    text += inertLines(
      `  ${pool.name}  ${pool.role}, ${counted(slots.length, 'slot')} of ${pool.count}, ${spares}${migText(slots)}\n`,
    );
    const rows = slots.map((slot) => [
      `    ${slot.name}`,
      slot.asset,
      placeOf(slot.asset),
      addressesText(slot),
      slot.stack,
    ]);
    text += inertLines(table(rows));
  }
  const tenants = cluster.workloadTenants.map(({ name, namespace, quota: { gpus, slices } }) => [
    `    ${name}`,
    `namespace ${namespace}`,
    [...(gpus === 0 ? [] : [counted(gpus, 'whole GPU')]), ...slices.map(instanceText)].join(', ') || 'no GPU',
  ]);
  return tenants.length === 0 ? text : `${text}  workload tenants\n${inertLines(table(tenants))}`;
}

function instanceText({ profile, count }: { readonly profile: string; readonly count: number }): string {
  return `${count}x ${profile}`;
}

/** How the GPUs of the pool's slots are cut, each way once: machines of a pool may have different GPUs. */
function migText(slots: readonly SlotModel[]): string {
  const ways = slots.flatMap((slot) =>
    (slot.mig?.layout ?? []).map(
      ({ devices, instances }) =>
        `${counted(devices.length, 'GPU')} each cut into ${instances.map(instanceText).join(' + ')}`,
    ),
  );
  return [...new Set(ways)].map((way) => `, ${way}`).join('');
}

/** A resolved site for people: racks with machines, networks, clusters with slots, stacks. */
export function renderModel(model: SiteModel, style: Style): string {
  const { site } = model;
  const slots = model.clusters.flatMap((cluster) => cluster.slots);
  const slotOf = new Map(slots.map((slot) => [slot.asset, slot.name]));
  const machineOf = new Map(site.machines.map((machine) => [machine.asset, machine]));
  const placeOf = (asset: string) => {
    const machine = machineOf.get(asset);
    return machine?.rack == null ? '-' : `${machine.rack}${machine.unit === null ? '' : `/U${machine.unit}`}`;
  };
  const racked = (rack: string | null) => site.machines.filter((machine) => machine.rack === rack);
  const unracked = racked(null);
  const loose = unracked.map((machine) => [
    `    ${machine.asset}`,
    machine.hardware.profile,
    hardwareText(machine),
    machine.state,
    slotOf.get(machine.asset) ?? '-',
  ]);
  const { type, providerVersion, ironic } = site.provisioner;
  const provider = `${ironic === null ? 'provider' : ironic.dialect} ${providerVersion}`;
  return [
    `${style.title(`site ${inert(site.name)}`)}  ${inert(site.organization)}, ${inert(site.domain)}, ${type} (${provider})\n`,
    `\n${style.title('racks')}\n`,
    ...site.racks.map((rack) => rackText(rack, racked(rack.name), slotOf)),
    ...(loose.length === 0 ? [] : [`  no rack known\n${inertLines(table(loose))}`]),
    `\n${style.title('networks')}\n${inertLines(table(site.networks.map(networkRow)))}`,
    ...model.clusters.map((cluster) => `\n${clusterText(cluster, placeOf, style)}`),
    `\n${style.title('stacks')}, in the order of apply\n`,
    ...model.stacks.map((stack) => inertLines(`  ${stack.name}\n`)),
  ].join('');
}
