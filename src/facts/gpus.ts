import {
  type GpuFamily,
  type GpuFormFactor,
  type GpuVariant,
  type GpuVendor,
  gpuFamilies,
} from './gpu-table.js';

/** A GPU by its one name. */
export interface Gpu {
  /** Null where nothing says it. */
  readonly vendor: GpuVendor | null;
  readonly model: string;
  /** As marketed; null where neither name nor bytes say it. */
  readonly memoryGB: number | null;
  readonly formFactor: GpuFormFactor | null;
  readonly migCapable: boolean;
  /** Board power of one GPU. */
  readonly watts: number | null;
}

/** What a vendor's name means. */
export interface GpuMatch {
  readonly gpu: Gpu;
  /**
   * `exact`: one GPU. `ambiguous`: one of several, of which the smallest is taken; `candidates` has all.
   * `unknown`: not in the table; the vendor's words are kept, and MIG is taken as missing.
   */
  readonly certainty: 'exact' | 'ambiguous' | 'unknown';
  readonly candidates: readonly string[];
}

/** What is known beside the name. */
export interface GpuHints {
  /** Memory of one GPU in bytes, as a driver reports it. */
  readonly memoryBytes?: number;
  readonly vendor?: string;
  /** Other texts about the machine, such as the name of its kind; they decide only what name and memory leave open. */
  readonly words?: readonly string[];
}

const GiB = 1024 ** 3;
/** Drivers report up to an eighth less than is marketed (ECC on old boards), and some inventories count in GB. */
const tolerance = 0.2;

/**
 * The GPU that a vendor's, driver's or PCI data base's name means: `GA100 [A100 PCIe 80GB]`, `A100-SXM4-40GB`,
 * `NVIDIA H100 80GB HBM3`, `AMD Instinct MI300X`. Memory given in bytes decides where the name fits several.
 */
export function matchGpu(name: string, hints: GpuHints = {}): GpuMatch {
  const words = wordsOf(name);
  const family = gpuFamilies.find((candidate) =>
    candidate.words.some((wanted) => wanted.every((word) => words.has(word))),
  );
  if (family === undefined) return unknownGpu(name, words, hints);
  const left = narrow(family, words, hints);
  const [first] = left.variants;
  if (first === undefined) return unknownGpu(name, words, hints);
  const smallest = left.variants.reduce(
    (least, next) => (next.memoryGB < least.memoryGB ? next : least),
    first,
  );
  return {
    gpu: gpuOf(family, smallest, left.strayMemoryGB),
    certainty: left.variants.length === 1 && left.strayMemoryGB === null ? 'exact' : 'ambiguous',
    candidates: left.variants.map((variant) => variant.model),
  };
}

/** The GPU of a canonical name; undefined where the table has none. */
export function gpuByModel(model: string): Gpu | undefined {
  for (const family of gpuFamilies) {
    const variant = family.variants.find((candidate) => candidate.model === model);
    if (variant !== undefined) return gpuOf(family, variant, null);
  }
  return undefined;
}

/** Upper-case words of a name, with `80 GB` and `GTX1080Ti` brought to one form. */
function wordsOf(name: string): ReadonlySet<string> {
  const plain = name
    .toUpperCase()
    .replace(/\b(GTX|RTX)\s*(\d{3,4})\s*(TI|SUPER)?\b/g, '$1 $2 $3')
    .replace(/\b(\d+)\s*GI?B\b/g, '$1GB')
    .replace(/\bGAUDI\s+(\d)\b/g, 'GAUDI$1')
    .split(/[^A-Z0-9]+/);
  return new Set(plain.filter((word) => word !== ''));
}

interface Narrowed {
  readonly variants: readonly GpuVariant[];
  /** Memory by driver that no variant has. */
  readonly strayMemoryGB: number | null;
}

function narrow(family: GpuFamily, words: ReadonlySet<string>, hints: GpuHints): Narrowed {
  const said = bySaying(family.variants, words);
  const gib = gibOf(hints);
  const sized = gib === null ? byWord(said, words) : nearestTo(said, gib);
  const strayMemoryGB = gib !== null && sized.length === 0 ? Math.round(gib) : null;
  const left = sized.length === 0 ? said : sized;
  if (left.length < 2) return { variants: left, strayMemoryGB };
  const hinted = new Set((hints.words ?? []).flatMap((text) => [...wordsOf(text)]));
  return { variants: byWord(bySaying(left, hinted), hinted), strayMemoryGB };
}

/** Memory in GiB; null where it is not given, or less than any GPU has. */
function gibOf(hints: GpuHints): number | null {
  const gib = (hints.memoryBytes ?? 0) / GiB;
  return gib >= 0.5 ? gib : null;
}

/** Variants that a word chooses; all where none does. */
function bySaying(variants: readonly GpuVariant[], words: ReadonlySet<string>): readonly GpuVariant[] {
  const chosen = variants.filter((variant) => (variant.says ?? []).some((word) => words.has(word)));
  return chosen.length === 0 ? variants : chosen;
}

function byWord(variants: readonly GpuVariant[], words: ReadonlySet<string>): readonly GpuVariant[] {
  const named = variants.filter((variant) => words.has(`${variant.memoryGB}GB`));
  return named.length === 0 ? variants : named;
}

/** Variants of the memory size nearest to what a driver reports; none where all are far off. */
function nearestTo(variants: readonly GpuVariant[], gib: number): readonly GpuVariant[] {
  const offBy = (variant: GpuVariant): number => Math.abs(variant.memoryGB - gib) / variant.memoryGB;
  const best = Math.min(...variants.map(offBy));
  return best > tolerance ? [] : variants.filter((variant) => offBy(variant) === best);
}

function gpuOf(family: GpuFamily, variant: GpuVariant, strayMemoryGB: number | null): Gpu {
  return {
    vendor: family.vendor,
    model: variant.model,
    memoryGB: strayMemoryGB ?? variant.memoryGB,
    formFactor: variant.formFactor ?? null,
    migCapable: family.migCapable,
    watts: variant.watts ?? null,
  };
}

const vendorWords: Readonly<Record<GpuVendor, readonly string[]>> = {
  nvidia: ['NVIDIA', 'TESLA', 'QUADRO', 'GEFORCE', 'GTX', 'RTX', 'TITAN'],
  amd: ['AMD', 'ATI', 'RADEON', 'INSTINCT', 'FIREPRO'],
  intel: ['INTEL', 'ARC', 'XE', 'PHI', 'HABANA'],
};

function unknownGpu(name: string, words: ReadonlySet<string>, hints: GpuHints): GpuMatch {
  const said = new Set([...words, ...wordsOf(hints.vendor ?? '')]);
  const vendors = Object.keys(vendorWords) as GpuVendor[];
  const vendor = vendors.find((candidate) => vendorWords[candidate].some((word) => said.has(word))) ?? null;
  const inName = [...words].map((word) => /^(\d+)GB$/.exec(word)?.[1]).find((digits) => digits !== undefined);
  const gib = gibOf(hints);
  const memoryGB = gib === null ? Number(inName ?? 0) : Math.round(gib);
  const model = [...words].join('-') || name;
  return {
    gpu: {
      vendor,
      model,
      memoryGB: memoryGB === 0 ? null : memoryGB,
      formFactor: null,
      migCapable: false,
      watts: null,
    },
    certainty: 'unknown',
    candidates: [],
  };
}
