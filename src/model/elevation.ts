/** Where a machine stands: its lowest unit, counted from the bottom, and how many it takes. */
interface Stands {
  readonly unit: number | null;
  readonly units: number | null;
}

/** A machine in its place. Servers that share units, as in one chassis, stand beside each other in lanes. */
export interface Standing<M> {
  readonly machine: M;
  readonly bottom: number;
  readonly height: number;
  /** From the left, from 0. */
  readonly lane: number;
  readonly lanes: number;
}

/** The front of a rack. */
export interface Elevation<M> {
  /** Of the rack, or more where a machine stands above its top. */
  readonly units: number;
  /** From the top, each unit from the left. */
  readonly placed: readonly Standing<M>[];
  /** Machines whose unit is not known. */
  readonly loose: readonly M[];
}

/** The front of a rack of so many units; a machine of unknown height takes one. */
export function elevationOf<M extends Stands>(units: number, machines: readonly M[]): Elevation<M> {
  const standing = machines
    .flatMap((machine) =>
      machine.unit === null ? [] : [{ machine, bottom: machine.unit, height: machine.units ?? 1 }],
    )
    .sort((a, b) => a.bottom - b.bottom);
  const groups: (typeof standing)[] = [];
  let top = 0;
  for (const one of standing) {
    const group = groups.at(-1);
    if (group === undefined || one.bottom > top) groups.push([one]);
    else group.push(one);
    top = Math.max(top, one.bottom + one.height - 1);
  }
  return {
    units: Math.max(units, top),
    placed: groups.flatMap(inLanes).sort((a, b) => b.bottom - a.bottom || a.lane - b.lane),
    loose: machines.filter(({ unit }) => unit === null),
  };
}

/** Machines that share units, by way of others too, each in the first lane that is free at its bottom. */
function inLanes<M>(group: readonly Omit<Standing<M>, 'lane' | 'lanes'>[]): readonly Standing<M>[] {
  const tops: number[] = [];
  const laned = group.map((one) => {
    const free = tops.findIndex((top) => top < one.bottom);
    const lane = free === -1 ? tops.length : free;
    tops[lane] = one.bottom + one.height - 1;
    return { ...one, lane };
  });
  return laned.map((one) => ({ ...one, lanes: tops.length }));
}
