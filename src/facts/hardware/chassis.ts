/**
 * Heights of servers in rack units by model, public specifications, general knowledge (mark M). Used to see whether
 * a number in an inventory can be a rack unit, and to suggest a height; never taken as a fact of a machine.
 *
 * Sleds that share a chassis (PowerEdge C6320, FC430 and the like) have no height of their own and are not here.
 */
const unitsByModel: Readonly<Record<number, string>> = {
  1: 'PowerEdge R240, PowerEdge R320, PowerEdge R330, PowerEdge R340, PowerEdge R420, PowerEdge R430, PowerEdge R440, PowerEdge R450, PowerEdge R610, PowerEdge R620, PowerEdge R630, PowerEdge R640, PowerEdge R650, PowerEdge R660, PowerEdge R670, PowerEdge R6415, PowerEdge R6515, PowerEdge R6525, PowerEdge R6615, PowerEdge R6625, PowerEdge C4130, PowerEdge C4140, ProLiant DL360 Gen9, ProLiant DL360 Gen10, ProLiant DL360 Gen10+, ThinkSystem SR630, ThinkSystem SR635, ThinkSystem SR645, Sun Fire V20z, R181-T92-00',
  2: 'PowerEdge R510, PowerEdge R520, PowerEdge R530, PowerEdge R540, PowerEdge R550, PowerEdge R710, PowerEdge R720, PowerEdge R730, PowerEdge R730xd, PowerEdge R740, PowerEdge R740xd, PowerEdge R750, PowerEdge R750xa, PowerEdge R760, PowerEdge R760xa, PowerEdge R7415, PowerEdge R7425, PowerEdge R7515, PowerEdge R7525, PowerEdge R7615, PowerEdge R7625, PowerEdge R7725, PowerEdge R820, PowerEdge R840, ProLiant DL380 Gen9, ProLiant DL380 Gen10, ProLiant DL385 Gen10, ProLiant DL385 Gen10+, ProLiant DL380a Gen11, ThinkSystem SR650, ThinkSystem SR655, ThinkSystem SR665, QuantaGrid S74G-2U, ESC4000A-E12',
  3: 'DGX-1, PowerEdge R940',
  4: 'PowerEdge XE8545, PowerEdge R910, PowerEdge R920, PowerEdge R930, PowerEdge XE7745, Apollo 6500 Gen10',
  6: 'PowerEdge XE9680, DGXA100, DGX A100',
  8: 'DGX H100, DGX H200, AS-8125GS-TNHR, AS-8125GS-TNMR2',
  10: 'DGX B200, DGX B300',
};

const units: ReadonlyMap<string, number> = new Map(
  Object.entries(unitsByModel).flatMap(([height, models]) =>
    models.split(', ').map((model) => [model.toLowerCase(), Number(height)] as const),
  ),
);

/** Height of a server by its model name, also where more words follow it; null where not known. */
export function unitsOfModel(model: string): number | null {
  const words = model.trim().toLowerCase().split(/\s+/);
  for (let length = words.length; length > 0; length -= 1) {
    const found = units.get(words.slice(0, length).join(' '));
    if (found !== undefined) return found;
  }
  return null;
}
