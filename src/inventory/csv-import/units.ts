import { bytesIn, twoDigits } from '../imported/sizes.js';

const GiB = 1024 ** 3;

type Factors = Readonly<Record<string, number>>;

const prefixes = ['', 'k', 'm', 'g', 't', 'p'];

/** Units of bytes by their lower-case names, `g` alone too, as shares of a unit. */
function byteFactors(one: number, isBinary: boolean): Factors {
  return Object.fromEntries(
    prefixes.flatMap((prefix, power) => {
      const decimal = isBinary ? 1024 ** power : bytesIn(`${prefix}B`);
      const names: readonly (readonly [string, number])[] = [
        [`${prefix}b`, decimal / one],
        ...(prefix === ''
          ? []
          : [[prefix, decimal / one] as const, [`${prefix}ib`, 1024 ** power / one] as const]),
      ];
      return names;
    }),
  );
}

function rateFactors(): Factors {
  const scale: Factors = { k: 1e-6, m: 1e-3, g: 1, t: 1e3 };
  return Object.fromEntries(
    Object.entries(scale).flatMap(([prefix, factor]) =>
      ['', 'b', 'e', 'be', 'b/s', 'bps', 'bit/s', 'bit'].map(
        (ending) => [`${prefix}${ending}`, factor] as const,
      ),
    ),
  );
}

/** A kind of quantity: what its units are worth in the unit of the field, and which of them messages name. */
interface Family {
  readonly factors: Factors;
  readonly named: readonly string[];
}

const sizes = ['B', 'kB', 'MB', 'GB', 'TB', 'MiB', 'GiB', 'TiB'];

/** Fields that have a unit, by the end of their path. */
const families: readonly (readonly [RegExp, Family])[] = [
  // Memory is sold in powers of two, whatever the label: a DIMM of 32 GB has 32 GiB.
  [/(?:^|\.)memoryGiB$/, { factors: byteFactors(GiB, true), named: sizes }],
  [/(?:^|\.)(?:sizeGB|memoryGB)$/, { factors: byteFactors(1e9, false), named: sizes }],
  [/(?:^|\.)gbps$/, { factors: rateFactors(), named: ['Mb/s', 'Gb/s', 'Tb/s'] }],
  [/(?:^|\.)\w*[wW]atts$/, { factors: { w: 1, kw: 1000, mw: 1e6 }, named: ['W', 'kW'] }],
  [
    /(?:^|\.)weightKg$/,
    { factors: { kg: 1, g: 0.001, lb: 0.45359237, lbs: 0.45359237 }, named: ['kg', 'g', 'lb'] },
  ],
  [/^(?:unit|(?:hardware|overrides)\.units)$/, { factors: { u: 1, ru: 1 }, named: ['U'] }],
];

function familyOf(field: string): Family | undefined {
  return families.find(([pattern]) => pattern.test(field))?.[1];
}

/** Units that a field may be given in; none where it is no quantity. */
export function unitsOf(field: string): readonly string[] {
  return familyOf(field)?.named ?? [];
}

/** True for a unit that the field may be given in. */
export function isUnitOf(field: string, unit: string): boolean {
  return Object.hasOwn(familyOf(field)?.factors ?? {}, unit.toLowerCase());
}

/**
 * A cell as a number in the unit of its field: `192 GiB`, `1.92TB`, `25GbE`, `U12`. Of a range of rack units (`12-15`)
 * the lowest. A number alone is in the given unit, by default that of the field. Undefined for what is no such number.
 */
export function quantityOf(field: string, cell: string, unit: string | undefined): number | undefined {
  const family = familyOf(field);
  const text = field === 'unit' ? lowestUnit(cell) : cell.trim();
  const match = /^(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*([a-z/]*)$/i.exec(text);
  if (match === null) return undefined;
  const number = Number((match[1] ?? '').replaceAll(',', ''));
  const given = (match[2] || (unit ?? '')).toLowerCase();
  if (given === '') return number;
  const factor = Object.hasOwn(family?.factors ?? {}, given) ? family?.factors[given] : undefined;
  if (factor === undefined) return undefined;
  return factor === 1 ? number : twoDigits(number * factor);
}

function lowestUnit(cell: string): string {
  const plain = cell.trim().replace(/\bR?U\s*(?=\d)/gi, '');
  const range = /^(\d+)\s*U?\s*[-–/]\s*(\d+)\s*U?$/i.exec(plain);
  return range === null ? plain : String(Math.min(Number(range[1]), Number(range[2])));
}
