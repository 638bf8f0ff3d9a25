import { byName } from '../../model/order.js';
import type { NicModel, SiteModel, SlotModel } from '../../model/types.js';

/** A port of a switch, with what is on it. */
export interface SwitchPort {
  readonly switch: string;
  readonly port: string;
  readonly asset: string;
  readonly nic: string;
  /** Null for a machine that no slot is on. */
  readonly slot: string | null;
  readonly tenant: string | null;
  readonly untagged: number | null;
  readonly tagged: readonly number[];
  readonly mtu: number | null;
  /** Name of the bond that the NIC is a member of. */
  readonly bond: string | null;
  readonly networks: readonly string[];
}

/** What each port of the switches is to carry, by switch and port: for those who configure them. */
export function switchPorts(model: SiteModel): readonly SwitchPort[] {
  const slots = model.clusters.flatMap((cluster) => cluster.slots).filter(({ isDeclared }) => isDeclared);
  const slotOf = new Map(slots.map((slot) => [slot.asset, slot]));
  const vids = new Map(model.site.networks.map(({ name, vid }) => [name, vid]));
  return model.site.machines
    .flatMap(({ asset, nics }) => nics.flatMap((nic) => portOf(asset, nic, slotOf.get(asset), vids)))
    .sort((a, b) => byName(a.switch, b.switch) || byName(a.port, b.port));
}

function portOf(
  asset: string,
  nic: NicModel,
  slot: SlotModel | undefined,
  vids: ReadonlyMap<string, number>,
): readonly SwitchPort[] {
  if (nic.switch === null || nic.port === null) return [];
  const port = slot?.ports.find(({ nics }) => nics.some(({ name }) => name === nic.name));
  const rail = slot?.rails.find((one) => one.nic === nic.name);
  const railVid = rail === undefined ? 0 : (vids.get(rail.network) ?? 0);
  return [
    {
      switch: nic.switch,
      port: nic.port,
      asset,
      nic: nic.name,
      slot: slot?.name ?? null,
      tenant: slot?.tenant ?? null,
      untagged: port?.untagged.vid ?? (rail === undefined ? null : railVid),
      tagged: (port?.links ?? []).filter(({ tagged }) => tagged).map(({ vid }) => vid),
      mtu: port?.mtu ?? rail?.mtu ?? null,
      bond: port === undefined || port.bond === null ? null : port.name,
      networks: [
        ...(port?.links ?? []).map(({ network }) => network),
        ...(rail === undefined ? [] : [rail.network]),
      ],
    },
  ];
}

const columns = [
  'switch',
  'port',
  'asset',
  'nic',
  'slot',
  'tenant',
  'untagged',
  'tagged',
  'mtu',
  'bond',
  'networks',
] as const;

/** The ports as CSV; several values in one cell have spaces between. */
export function switchPortsCsv(ports: readonly SwitchPort[]): string {
  const cell = (value: SwitchPort[(typeof columns)[number]]): string => {
    const text = Array.isArray(value) ? value.join(' ') : String(value ?? '');
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns.join(','), ...ports.map((port) => columns.map((column) => cell(port[column])).join(','))]
    .map((line) => `${line}\n`)
    .join('');
}
