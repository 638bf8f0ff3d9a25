const GiB = 1024 ** 3;

const byteUnits: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  PB: 1e15,
  KIB: 1024,
  MIB: 1024 ** 2,
  GIB: GiB,
  TIB: 1024 ** 4,
  PIB: 1024 ** 5,
};

/** Bytes of a text such as `1.92 TB` or `192 GiB`; null for anything else. */
export function sizeInBytes(text: string | null): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT]i?B)$/i.exec(text ?? '');
  const unit = byteUnits[(match?.[2] ?? '').toUpperCase()];
  const bytes = Number(match?.[1]) * (unit ?? 0);
  return bytes > 0 && bytes <= 1e17 ? bytes : null;
}

/** At most two digits behind the point. */
export function twoDigits(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The number with a unit of bytes somewhere in a text (`32GB DDR4 DIMM`), and whether that unit is binary. */
export function sizeWithin(text: string): { readonly number: number; readonly unit: string } | null {
  const match = /(?:^|[^\w.])(\d{1,6}(?:\.\d{1,3})?)\s?([MGTP]i?B)(?![a-z])/i.exec(text);
  return match === null ? null : { number: Number(match[1]), unit: (match[2] ?? '').toUpperCase() };
}

/** Bytes in one of a unit such as `GB`; 0 for what is none. */
export function bytesIn(unit: string): number {
  return byteUnits[unit.toUpperCase()] ?? 0;
}

/** GiB of memory by its label: a DIMM of `32 GB` has 32 GiB, as memory is always sold in powers of two. */
export function memoryGiBOf(number: number, unit: string): number {
  const binary = unit.toUpperCase().replace(/^([KMGTP])B$/, '$1IB');
  return twoDigits((number * bytesIn(binary)) / GiB);
}
