import { reachText } from '../../src/cli/explain/reach.js';
import {
  FIELD_MOMENTS,
  type FieldChange,
  type FieldEffect,
  type FieldMoment,
} from '../../src/facts/field-effects.js';
import { cell, code, GENERATED, page, sentence, table } from '../docs/markdown.js';

const moments: Readonly<Record<FieldMoment, string>> = {
  recorded: 'It is written down, for people, checks or later decisions. No server and no plan knows of it.',
  push: 'No plan knows of it. Machines that run get it with the next push of `rackform software`.',
  lock: '`rackform lock` decides something first, which a review shows.',
  'at-once': 'The next apply does it.',
  'next-reimage': 'Servers that run keep what they have until `rackform lock --reimage` names their slots.',
  'with-reimage': 'Refused, unless `rackform lock --reimage` names the slots in the same change.',
  refused: 'Refused, by the rules named; what is meant is said another way.',
};

const groups: readonly (readonly [heading: string, is: RegExp])[] = [
  ['Project', /^(organization|tenants|state|baseBranch|deployments)\b/],
  ['Clusters', /^clusters\b/],
  ['Options of presets', /^presets\b/],
  ['Hardware profiles', /^hardware\b/],
  ['Machines', /^machines\b/],
  ['Networks', /^(networks|fabrics|vlanPools)\b/],
  ['Site', /./],
];

function terraform({ plan, later, settings }: FieldChange): string {
  const planned = plan.map(({ action, type, attributes }) =>
    attributes.length === 0
      ? `${action} ${code(type)}`
      : `${action} ${code(type)} (${attributes.join(', ')})`,
  );
  const waiting = later.length === 0 ? [] : [`at a reimage ${later.map(code).join(', ')}`];
  return [...planned, ...settings.map(({ path }) => code(path)), ...waiting].join('; ');
}

function changeRow(field: string, change: FieldChange): readonly string[] {
  const when = change.when.map(code).join(', ');
  const rules = change.rules.length === 0 ? '' : `: ${change.rules.map(code).join(', ')}`;
  const decides = change.decides.length === 0 ? '' : `. Decides ${change.decides.join(', ')}`;
  return [
    field,
    cell(change.change),
    `${when}${rules}${decides}`,
    change.when.includes('refused') ? '' : code(change.effect),
    cell(reachText(change)),
    cell(terraform(change)),
  ];
}

function rowsOf({ field, reason, changes }: FieldEffect): readonly (readonly string[])[] {
  const rows = changes.map((change, index) => changeRow(index === 0 ? code(field) : '', change));
  const why =
    reason === undefined
      ? []
      : [[rows.length === 0 ? code(field) : '', cell(sentence(reason)), '', '', '', '']];
  return [...rows, ...why];
}

/** `docs/reference/field-effects.md`: what changing each field of a definition does to servers. */
export function fieldEffectsPage(rows: readonly FieldEffect[]): string {
  const own = rows.filter(({ sameAs }) => sameAs === undefined);
  const overrides = [
    ...new Set(
      rows.filter(({ sameAs }) => sameAs).map(({ field }) => /^.*?overrides/.exec(field)?.[0] ?? ''),
    ),
  ];
  const groupOf = (field: string) => groups.findIndex(([, is]) => is.test(field));
  return page([
    '# What changing a field does to servers',
    '',
    GENERATED,
    '',
    'Each field of a definition was changed by itself, in a site that has them all and is in service, and both were written as Terraform. This',
    'table says what differs between the two, and what [the effects](effects.md) of that are. `rackform explain FIELD` says the same of a',
    'field of yours, with the slots and machines that it reaches. A row that follows another without a field is another change of the same field.',
    '',
    ...table(
      ['When', 'Meaning'],
      FIELD_MOMENTS.map((moment) => [code(moment), moments[moment]]),
    ),
    `Below ${overrides.sort().map(code).join(' and ')} a field acts as the one below ${code('clusters.*')} that it overrides, which was tried too.`,
    '',
    ...groups.flatMap(([heading], index) => [
      `## ${heading}`,
      '',
      ...table(
        ['Field', 'Change', 'When', 'Effect', 'Reaches', 'Terraform'],
        own.filter(({ field }) => groupOf(field) === index).flatMap(rowsOf),
      ),
    ]),
  ]);
}
