/**
 * Cores of one socket by CPU number, for inventories that count threads only. Public specifications, general
 * knowledge (mark M): good enough to tell cores from threads, never a reason to refuse.
 */
const coresByNumber: Readonly<Record<number, string>> = {
  2: 'opteron 250, opteron 275',
  4: 'e5-2603, e5-2609, e5-2623 v3, e5-2637 v3, e5-2637 v4, e3-1220 v5, e3-1240 v5, x5570, e5530, x5550, l5420, e5440, gold 5122, silver 4112, e5-1620',
  6: 'e5-2620, e5-2630, e5-2630l, e5-2620 v2, e5-2630 v2, e5-2620 v3, e5-2603 v3, x5650, x5670, bronze 3104, e5-2643 v4, gold 6128',
  8: 'e5-2650, e5-2660, e5-2670, e5-2680, e5-2690, e5-4620, e5-2640 v2, e5-2650 v2, e5-2630 v3, e5-2640 v3, e5-2667 v3, e5-2620 v4, d-1540, d-1541, d-1548, silver 4110, silver 4108, silver 4208, silver 4215, gold 6134, gold 6144, gold 6244, gold 6250, gold 6334',
  10: 'e5-2660 v2, e5-2670 v2, e5-2680 v2, e5-2690 v2, e5-2650 v3, e5-2660 v3, e5-2630 v4, e5-2640 v4, e5-2630l v4, silver 4114, silver 4210, silver 4210r, gold 5115, gold 5215',
  12: 'e5-2670 v3, e5-2680 v3, e5-2690 v3, e5-2650 v4, e5-2650l v4, e5-2695 v2, e5-2697 v2, gold 6126, gold 6136, gold 6146, gold 6226, gold 5118, silver 4116, silver 4214, silver 4310, d-1567',
  14: 'e5-2683 v3, e5-2695 v3, e5-2697 v3, e5-2660 v4, e5-2680 v4, e5-2690 v4, gold 6132, gold 5117, gold 5120',
  16: 'e5-2698 v3, e5-2683 v4, e5-2697a v4, gold 6130, gold 6142, gold 5218, gold 5218r, gold 6226r, gold 6246r, gold 6242, silver 4216, silver 4314, gold 6326, gold 6346, d-1587',
  18: 'e5-2699 v3, e5-2695 v4, e5-2697 v4, gold 6140, gold 6150, gold 6154, gold 5220, gold 6240, gold 6254',
  20: 'e5-2698 v4, gold 6138, gold 6148, gold 6230, gold 6248, gold 5218t, silver 4316, gold 6242r',
  22: 'e5-2696 v4, e5-2699 v4, gold 6152, gold 6238',
  24: 'platinum 8160, platinum 8168, gold 6240r, gold 6248r, gold 5220r, gold 6252, platinum 8260, gold 5318y, gold 6336y, gold 6442y',
  26: 'platinum 8164, gold 6230r, platinum 8170',
  28: 'platinum 8176, platinum 8180, platinum 8276, platinum 8280, gold 6238r, gold 6258r, gold 6330, gold 6348, gold 5320',
  32: 'platinum 8352y, platinum 8358, gold 6338, gold 6430, gold 6448y, platinum 8462y, platinum 8562y, gold 6438y',
  36: 'platinum 8360y, platinum 8452y',
  38: 'platinum 8368',
  40: 'platinum 8380, platinum 8460y',
  48: 'platinum 8468, platinum 8568y',
  52: 'platinum 8470',
  56: 'platinum 8480c, platinum 8480, platinum 8570',
  60: 'platinum 8490h, platinum 8580',
  64: 'xeon phi 7210, xeon phi 7230, 7702, 7742, 7713, 7763',
};

const coresOf: ReadonlyMap<string, number> = new Map(
  Object.entries(coresByNumber).flatMap(([cores, numbers]) =>
    numbers.split(', ').map((number) => [number, Number(cores)] as const),
  ),
);

/** Longest first, so that `e5-2620 v4` is not taken for `e5-2620`. */
const numbers = [...coresOf.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));

/** Cores of one socket of the CPU that a text such as `Intel(R) Xeon(R) Gold 6126 CPU @ 2.60GHz` names; null where not known. */
export function coresPerSocketOf(text: string): number | null {
  const counted = /\b(\d{1,3})-core\b/i.exec(text)?.[1];
  if (counted !== undefined && Number(counted) > 0) return Number(counted);
  const plain = ` ${text
    .toLowerCase()
    .replace(/\((?:r|tm)\)/g, '')
    .replace(/[^a-z0-9-]+/g, ' ')} `;
  const found = numbers.find((number) => plain.includes(` ${number} `));
  return found === undefined ? null : (coresOf.get(found) ?? null);
}
