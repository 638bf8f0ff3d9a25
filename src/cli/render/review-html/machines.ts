import { type Elevation, elevationOf } from '../../../model/elevation.js';
import { byName } from '../../../model/order.js';
import type { Review, ServerEffect, ServerReview } from '../../../review/report.js';

/** A machine on the page: one that something is done to, or that is left alone. */
export interface PageMachine {
  /** Position in `machines`, by which its buttons, rows and data are joined. */
  readonly index: number;
  readonly name: string;
  readonly site: string | null;
  readonly rack: string | null;
  readonly unit: number | null;
  readonly units: number | null;
  readonly slot: string | null;
  /** Before and after, as far as there are such. */
  readonly tenants: readonly string[];
  /** Null where it is left alone. */
  readonly server: ServerReview | null;
}

export interface PageRack {
  readonly site: string;
  readonly name: string;
  readonly elevation: Elevation<PageMachine>;
}

export interface PageMachines {
  readonly machines: readonly PageMachine[];
  readonly racks: readonly PageRack[];
  /** In no rack that is drawn. */
  readonly unplaced: readonly PageMachine[];
}

/** How an effect is shown besides its colour. */
export const effectSigns: Readonly<Record<ServerEffect, string>> = {
  wipe: 'W',
  orphan: 'O',
  reimage: 'R',
  unknown: '?',
  deploy: 'D',
  enrol: 'E',
  recommission: 'C',
  'power-cycle': 'P',
  network: 'N',
  refused: 'X',
  recorded: '=',
  metadata: 'M',
};

interface Known {
  readonly asset: string;
  readonly server: string | null;
  readonly slot: string | null;
  readonly tenant: string | null;
}

type Place = Pick<PageMachine, 'site' | 'rack' | 'unit' | 'units'>;

/** Every machine of a report once: in its rack, or without a place. */
export function machinesOf({ racks, unracked, servers }: Review): PageMachines {
  const touched = new Map(servers.map((server) => [server.id, server]));
  const machines: PageMachine[] = [];
  const add = ({ asset, server: id, slot, tenant }: Known, place: Place): PageMachine => {
    const server = id === null ? undefined : touched.get(id);
    if (id !== null) touched.delete(id);
    const tenants = [tenant, server?.tenant.before, server?.tenant.after].filter(
      (one) => one !== null && one !== undefined,
    );
    const machine = {
      index: machines.length,
      name: asset,
      ...place,
      slot: slot ?? server?.slot.after ?? server?.slot.before ?? null,
      tenants: [...new Set(tenants)],
      server: server ?? null,
    };
    machines.push(machine);
    return machine;
  };
  const perRack = racks.map((rack) => ({
    rack,
    own: rack.machines.map((one) =>
      add(one, { site: rack.site, rack: rack.name, unit: one.unit, units: one.units }),
    ),
  }));
  const unplaced = unracked.map((one) => add(one, { site: one.site, rack: null, unit: null, units: null }));
  // What is left are servers that the definition does not have, or not any more.
  for (const server of [...touched.values()].sort((a, b) => byName(a.name, b.name))) {
    const { site, rack } = server;
    const known = { asset: server.name, server: server.id, slot: null, tenant: null };
    const machine = add(known, { site, rack, unit: null, units: null });
    const home = perRack.find((one) => one.rack.site === site && one.rack.name === rack);
    (home?.own ?? unplaced).push(machine);
  }
  return {
    machines,
    racks: perRack.map(({ rack: { site, name, units }, own }) => ({
      site,
      name,
      elevation: elevationOf(units, own),
    })),
    unplaced,
  };
}
