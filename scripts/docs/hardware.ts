import type { HardwareProfileInput } from '../../src/definition/hardware.js';
import { hardwareCatalog } from '../../src/facts/hardware/catalog.js';
import { cell, code, GENERATED, page, table } from './markdown.js';

const marks: readonly (readonly [string, string])[] = [
  ['V', 'seen in the primary source'],
  ['S', 'from a secondary source'],
  ['D', 'derived from such figures'],
  ['M', 'general knowledge'],
  ['?', 'uncertain: a rule that rests on it warns and never refuses'],
];

/** Every value of a profile that is no map, by its path. */
function figures(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return [[path, value.map(String).join(', ')]];
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) =>
    figures(inner, path === '' ? name : `${path}.${name}`),
  );
}

/** The source of a figure: its own, that of a map it is in, or the one of all the rest. */
function sourceOf(path: string, sources: NonNullable<HardwareProfileInput['sources']>) {
  const steps = path.split('.');
  const ancestors = steps.map((_, index) => steps.slice(0, steps.length - index).join('.'));
  return [...ancestors, '*'].flatMap((name) => sources[name] ?? [])[0];
}

function section([name, profile]: readonly [string, HardwareProfileInput]): readonly string[] {
  const { manufacturer, model, sources = {}, ...rest } = profile;
  const rows = figures(rest, '').map(([path, value]) => {
    const source = sourceOf(path, sources);
    return [code(path), cell(value), source?.mark ?? '', cell(source?.source ?? '')];
  });
  return [
    `## ${name}`,
    '',
    cell([manufacturer, model].filter((part) => part !== undefined).join(' ')),
    '',
    ...table(['Figure', 'Value', 'Mark', 'Source'], rows),
  ];
}

function overviewRow([name, { units, memoryGiB, gpus, power }]: readonly [
  string,
  HardwareProfileInput,
]): readonly string[] {
  return [
    `[${code(name)}](#${name})`,
    gpus === undefined ? 'none' : cell(`${gpus.count} × ${gpus.model}, ${gpus.memoryGB} GB each`),
    `${memoryGiB} GiB`,
    units === undefined ? 'not stated' : String(units),
    power?.maxWatts === undefined ? 'not stated' : `${power.maxWatts} W`,
  ];
}

/** `docs/reference/hardware.md`: the catalog, every figure with where it comes from. */
export function hardwarePage(): string {
  const profiles = Object.entries(hardwareCatalog as Readonly<Record<string, HardwareProfileInput>>).sort(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  const overview =
    profiles.length === 0
      ? ['The catalog of this version is empty.', '']
      : table(['Profile', 'GPUs', 'Memory', 'Rack units', 'Most power'], profiles.map(overviewRow));
  return page([
    '# Hardware that ships with rackform',
    '',
    GENERATED,
    '',
    'A machine names one of these by `profile`, or a profile of your own from `hardware/NAME.yaml`, which wins where both have one name.',
    'What differs on one machine goes under its `overrides`. The fields are described in [What you write](definition.md#hardware-profile).',
    '',
    ...overview,
    'The mark says how sure a figure is:',
    '',
    ...table(['Mark', 'Meaning'], marks),
    ...profiles.flatMap(section),
  ]);
}
