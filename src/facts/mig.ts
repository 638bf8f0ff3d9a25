import type { Mark } from './figure.js';

/** One way to cut a GPU, with what it takes of it. */
export interface MigProfile {
  /** As `nvidia-smi` and the GPU operator write it: `1g.10gb`, `1g.10gb+me`. */
  readonly name: string;
  readonly computeSlices: number;
  readonly memorySlices: number;
  /** At most so many on one GPU, with nothing else on it. */
  readonly max: number;
  /** Takes the media engines, of which there is one set. */
  readonly hasMedia: boolean;
}

/** How one GPU can be cut. The same profile name means different things on different GPUs. */
export interface MigTable {
  readonly computeSlices: number;
  readonly memorySlices: number;
  readonly profiles: readonly MigProfile[];
  /** Oldest NVIDIA driver branch that can do it; null where not known. */
  readonly driver: number | null;
  readonly source: string;
  readonly mark: Mark;
}

const guide = { source: 'NVIDIA MIG user guide, supported profiles (read)', mark: 'V' } as const;
const parted = {
  source: 'NVIDIA mig-parted 0.15.0 tables (read); not in the user guide',
  mark: 'S',
} as const;

function profile(name: string, compute: number, memory: number, max: number): MigProfile {
  return { name, computeSlices: compute, memorySlices: memory, max, hasMedia: name.includes('+me') };
}

/**
 * Seven compute and eight memory slices.
 *
 * @param sizes memory in the names, in GB: of 1g, of 2g (and 1g with double memory), of 3g and 4g, of 7g
 */
function sevenSlices(
  sizes: readonly [number, number, number, number],
  driver: number,
  from: Pick<MigTable, 'source' | 'mark'> = guide,
): MigTable {
  const [single, double, half, whole] = sizes;
  const profiles = [
    profile(`1g.${single}gb`, 1, 1, 7),
    profile(`1g.${single}gb+me`, 1, 1, 1),
    profile(`1g.${double}gb`, 1, 2, 4),
    profile(`2g.${double}gb`, 2, 2, 3),
    profile(`3g.${half}gb`, 3, 4, 2),
    profile(`4g.${half}gb`, 4, 4, 1),
    profile(`7g.${whole}gb`, 7, 8, 1),
  ];
  return { computeSlices: 7, memorySlices: 8, profiles, driver, ...from };
}

const a100at40 = sevenSlices([5, 10, 20, 40], 450);
const a100at80 = sevenSlices([10, 20, 40, 80], 450);
const h100at80 = sevenSlices([10, 20, 40, 80], 525);
const hopperAt96 = sevenSlices([12, 24, 48, 96], 525);
const h200 = sevenSlices([18, 35, 71, 141], 550);

/** By GPU model. A GPU that can be cut and is not here has no table that we have read. */
export const migTables: Readonly<Record<string, MigTable>> = {
  A30: {
    computeSlices: 4,
    memorySlices: 4,
    driver: 460,
    profiles: [
      profile('1g.6gb', 1, 1, 4),
      profile('1g.6gb+me', 1, 1, 1),
      profile('2g.12gb', 2, 2, 2),
      profile('2g.12gb+me', 2, 2, 1),
      profile('4g.24gb', 4, 4, 1),
    ],
    ...guide,
  },
  'A100-PCIE-40GB': a100at40,
  'A100-SXM-40GB': a100at40,
  'A100-PCIE-80GB': a100at80,
  'A100-SXM-80GB': a100at80,
  'H100-SXM-80GB': h100at80,
  'H100-PCIE-80GB': h100at80,
  'H100-NVL-94GB': sevenSlices([12, 24, 47, 94], 525),
  'H100-SXM-96GB': hopperAt96,
  'GH200-96GB': hopperAt96,
  'H200-SXM-141GB': h200,
  'H200-NVL-141GB': h200,
  B200: sevenSlices([23, 45, 90, 180], 570),
  GB200: sevenSlices([23, 47, 93, 186], 570),
  B300: sevenSlices([34, 67, 135, 269], 580, parted),
  GB300: sevenSlices([35, 70, 139, 278], 580, parted),
  'RTX-PRO-6000': {
    computeSlices: 4,
    memorySlices: 4,
    driver: 575,
    profiles: [
      profile('1g.24gb', 1, 1, 4),
      profile('1g.24gb+gfx', 1, 1, 4),
      profile('1g.24gb-me', 1, 1, 4),
      profile('1g.24gb+me', 1, 1, 1),
      profile('1g.24gb+me.all', 1, 1, 1),
      profile('2g.48gb', 2, 2, 2),
      profile('2g.48gb+gfx', 2, 2, 2),
      profile('2g.48gb-me', 2, 2, 2),
      profile('2g.48gb+me.all', 2, 2, 1),
      profile('4g.96gb', 4, 4, 1),
      profile('4g.96gb+gfx', 4, 4, 1),
    ],
    ...guide,
  },
};

/** What is wrong with a mix of instances; `why` is a phrase that follows the mix. */
export interface MigProblem {
  readonly kind: 'no-table' | 'unknown-profile' | 'maximum' | 'sum';
  readonly why: string;
  /** False where the table itself is missing: then nobody knows. */
  readonly isCertain: boolean;
}

/**
 * Whether a mix of instances fits on one GPU; null where it does.
 *
 * The sums are enough: on the seven-slice GPUs every mix that passes them can be placed, found by trying all mixes
 * against the published placements (of A100 and H100; H200 and later have the same geometry by analogy).
 *
 * @param counts instances by profile name
 */
export function migProblem(model: string, counts: Readonly<Record<string, number>>): MigProblem | null {
  const table = Object.hasOwn(migTables, model) ? migTables[model] : undefined;
  if (table === undefined)
    return { kind: 'no-table', why: `has no table of MIG profiles for ${model}`, isCertain: false };
  const certain = (kind: MigProblem['kind'], why: string): MigProblem => ({ kind, why, isCertain: true });
  let compute = 0;
  let memory = 0;
  let media = 0;
  for (const [name, count] of Object.entries(counts)) {
    if (count === 0) continue;
    const found = table.profiles.find((candidate) => candidate.name === name);
    if (found === undefined) {
      const known = table.profiles.map((candidate) => candidate.name).join(', ');
      return certain('unknown-profile', `has profile ${JSON.stringify(name)}, and ${model} has ${known}`);
    }
    if (!Number.isInteger(count) || count < 0 || count > found.max) {
      return certain('maximum', `has ${count} of ${name}, and ${model} takes at most ${found.max}`);
    }
    compute += count * found.computeSlices;
    memory += count * found.memorySlices;
    if (found.hasMedia) media += count;
  }
  if (compute > table.computeSlices)
    return certain('sum', `needs ${compute} compute slices, and ${model} has ${table.computeSlices}`);
  if (memory > table.memorySlices)
    return certain('sum', `needs ${memory} memory slices, and ${model} has ${table.memorySlices}`);
  if (media > 1) return certain('sum', `has ${media} instances with media engines, and ${model} takes one`);
  return null;
}

/**
 * The profile that slices alone mean on a GPU, e.g. `1g` on an H100 of 80 GB: the plain one of that many compute
 * slices with least memory. Any other name is its own; one that the GPU does not have stays as it is.
 */
export function migProfileName(model: string, name: string): string {
  if (!/^[1-9]g$/.test(name) || !Object.hasOwn(migTables, model)) return name;
  const plain = (migTables[model]?.profiles ?? []).filter((candidate) =>
    new RegExp(`^${name}\\.\\d+gb$`).test(candidate.name),
  );
  return plain.sort((a, b) => a.memorySlices - b.memorySlices)[0]?.name ?? name;
}
