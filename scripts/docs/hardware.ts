import type { HardwareProfileInput } from '../../src/definition/hardware.js';
import { gpuFamilies } from '../../src/facts/gpu-table.js';
import { hardwareCatalog } from '../../src/facts/hardware/catalog.js';
import { hardwareTemplates } from '../../src/facts/hardware/templates.js';
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
  const profiles = Object.entries<HardwareProfileInput>(hardwareCatalog).sort(byKey);
  return page([
    '# Hardware that ships with rackform',
    '',
    GENERATED,
    '',
    'A machine names one of these by `profile`, or a profile of your own from `hardware/NAME.yaml`, which wins where both have one name.',
    'What differs on one machine goes under its `overrides`. The fields are described in [What you write](definition.md#hardware-profile).',
    '',
    ...table(['Profile', 'GPUs', 'Memory', 'Rack units', 'Most power'], profiles.map(overviewRow)),
    'The mark says how sure a figure is. What nobody could say is left out.',
    '',
    ...table(['Mark', 'Meaning'], marks),
    '## Templates',
    '',
    'Of these too little is public for a profile. Naming one says what is missing; write `hardware/NAME.yaml` with your own figures.',
    '',
    ...table(['Template', 'Known', 'You give', 'Why'], templateRows()),
    ...profiles.flatMap(section),
    '## GPU names',
    '',
    'The one name that rackform uses for each GPU, in profiles and in what a pool asks for. Memory is in GB as marketed.',
    '',
    ...table(['Name', 'Vendor', 'Memory', 'Form', 'Watts', 'MIG', 'Mark', 'Source'], gpuRows()),
  ]);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function templateRows(): readonly (readonly string[])[] {
  return Object.entries(hardwareTemplates)
    .sort(byKey)
    .map(([name, { known, needs, why }]) => {
      const { manufacturer, model, sources, ...rest } = known;
      const facts = figures(rest, '').map(([path, value]) => `${code(path)} ${cell(value)}`);
      return [
        code(name),
        facts.join(', '),
        needs.map(code).join(', '),
        cell(`${manufacturer} ${model}: ${why}`),
      ];
    });
}

function gpuRows(): readonly (readonly string[])[] {
  return gpuFamilies
    .flatMap(({ vendor, migCapable, source, mark, variants }) =>
      variants.map(({ model, memoryGB, formFactor, watts }) => [
        code(model),
        vendor,
        String(memoryGB),
        formFactor ?? '',
        watts === undefined ? '' : String(watts),
        migCapable ? 'yes' : 'no',
        mark,
        cell(source),
      ]),
    )
    .sort((a, b) => byKey([a[0] ?? '', 0], [b[0] ?? '', 0]));
}
