import { DnsName } from '../../definition/scalars.js';
import type { Place, Report } from './source/fields.js';
import { slug } from './words.js';

/** What an inventory calls a machine; null where it calls it nothing. */
export interface GivenName {
  readonly given: string | null;
  readonly place: Place;
}

/**
 * Asset names for machines, in their order, each unique; null for one that has no name, which is reported.
 *
 * A full DNS name is cut to its first label where no two machines share that. A name that is there twice gets a
 * number, and is reported.
 *
 * @param hint what to do about a machine without a name
 */
export function assetNames(
  machines: readonly GivenName[],
  report: Report,
  hint: string,
): readonly (string | null)[] {
  const labels = new Map<string, Set<string>>();
  for (const { given } of machines) {
    const label = hostLabel(given ?? '');
    if (label !== null) labels.set(label, (labels.get(label) ?? new Set()).add((given ?? '').toLowerCase()));
  }
  const taken = new Map<string, Place>();
  return machines.map(({ given, place }) => {
    const label = hostLabel(given ?? '');
    const isAlone = label !== null && labels.get(label)?.size === 1;
    const name = isAlone ? label : slug(given ?? '');
    if (name !== '') return reserveName(name, taken, place, report);
    report(place, 'IMPORT_NO_NAME', 'the machine has no name, so it is left out', hint);
    return null;
  });
}

/** First label of a host name, with or without a domain. */
function hostLabel(text: string): string | null {
  const name = text.toLowerCase();
  const [label = '', next] = name.split('.');
  const isHost =
    DnsName.safeParse(name).success && label.length <= 63 && (next === undefined || !/^\d+$/.test(label));
  return isHost ? label : null;
}

/** The name, or with the lowest number behind it that is free; a second use is reported. */
export function reserveName(name: string, taken: Map<string, Place>, place: Place, report: Report): string {
  const first = taken.get(name);
  if (first === undefined) {
    taken.set(name, place);
    return name;
  }
  let free = name;
  for (let number = 2; taken.has(free); number += 1)
    free = `${name.slice(0, 58).replace(/-+$/, '')}-${number}`;
  taken.set(free, place);
  report(
    place,
    'IMPORT_DUPLICATE_NAME',
    `machine ${JSON.stringify(name)} is there twice, first at ${placeText(first)}`,
    `the second is called ${free}; take one of the two out if they are one machine`,
  );
  return free;
}

function placeText({ file, path }: Place): string {
  return `${file} ${path.join('.')}`;
}
