/** What could not be known, or was taken for lack of better, about how many machines. */
export interface ImportNote {
  /** Field in the words of a definition, such as `rack` or `bmc.address`. */
  readonly what: string;
  readonly text: string;
  /** Sorted. */
  readonly machines: readonly string[];
}

/** Collects notes, one for each `what` and text. */
export interface Notes {
  readonly add: (what: string, text: string, machine: string) => void;
  /** Takes back what was noted of a field of a machine, once somebody has said it. */
  readonly settle: (what: string, machine: string) => void;
  readonly all: () => readonly ImportNote[];
}

/** An empty collection; notes come out in the order in which their kinds were first seen. */
export function startNotes(): Notes {
  const found = new Map<string, { what: string; text: string; machines: Set<string> }>();
  return {
    add: (what, text, machine) => {
      const key = `${what}\u0000${text}`;
      const note = found.get(key) ?? { what, text, machines: new Set<string>() };
      note.machines.add(machine);
      found.set(key, note);
    },
    settle: (what, machine) => {
      for (const note of found.values()) if (note.what === what) note.machines.delete(machine);
    },
    all: () =>
      [...found.values()]
        .filter(({ machines }) => machines.size > 0)
        .map((note) => ({ ...note, machines: [...note.machines].sort(byNumber) })),
  };
}

/** Order of names in which `node-2` comes before `node-10`; by code unit where that decides nothing. */
export function byNumber(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const [one = '', other = ''] = [left[index], right[index]];
    if (one === other) continue;
    const difference = Number(one) - Number(other);
    if (!Number.isNaN(difference) && difference !== 0) return difference;
    return one < other ? -1 : 1;
  }
  return left.length - right.length;
}

function partsOf(name: string): readonly string[] {
  return name.match(/\d+|\D+/g) ?? [];
}
