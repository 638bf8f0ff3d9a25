import {
  FIELD_MOMENTS,
  type FieldChange,
  type FieldEffect,
  type FieldMoment,
  type FieldPlan,
  fieldEffect,
  fieldEffectsBelow,
} from '../../facts/field-effects.js';
import type { SiteModel } from '../../model/types.js';
import { machinesReached, namesIn, reachByName, slotsReached } from './reach.js';

/** Names of a list, the first few of many. */
function some(names: readonly string[], most = 6): string {
  return names.length > most
    ? `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`
    : names.join(', ');
}

function counted(kind: string, names: readonly string[]): string {
  return names.length === 1 ? `${kind} ${names[0]}` : `${names.length} ${kind}s: ${some(names)}`;
}

/**
 * The row of a field that `explain` was asked for: what a machine has otherwise than its profile stands in its
 * overrides, and options of a cluster are those of its preset.
 */
function rowOf(field: string, preset: string | undefined): FieldEffect | undefined {
  const option = /^clusters\.[^.]+\.options\.(.+)$/.exec(field)?.[1];
  if (option !== undefined && preset !== undefined) return fieldEffect(`presets.${preset}.${option}`);
  return fieldEffect(field) ?? fieldEffect(overrideOf(field));
}

function overrideOf(field: string): string {
  return field.replace(/^(machines\.[^.]+)\./, '$1.overrides.');
}

/** Slots and machines that changes reach; null where nobody knows, for want of a model. */
function reachOf(changes: readonly FieldChange[], field: string, model: SiteModel | null): string | null {
  if (model === null) return null;
  const names = namesIn(field);
  const slots = new Set(changes.flatMap((change) => slotsReached(change.slots, names, model)));
  const machines = new Set(changes.flatMap((change) => machinesReached(change.machines, names, model)));
  const parts = [
    ...(slots.size > 0 ? [counted('slot', [...slots])] : []),
    ...(machines.size > 0 ? [counted('machine', [...machines])] : []),
  ];
  if (parts.length > 0) return parts.join('; ');
  const isRefused = changes.length > 0 && changes.every(({ when }) => when.includes('refused'));
  const users = isRefused ? slotsReached(reachByName(names), names, model) : [];
  return users.length === 0 ? 'no slot or machine that is there' : `used by ${counted('slot', users)}`;
}

/** What comes of one change, and when. */
function whenText({ when, rules, decides, effect, running, later }: FieldChange): string {
  const laterText = later.length === 0 ? '' : ` (${some(later, 3)})`;
  const says: Readonly<Record<FieldMoment, string>> = {
    recorded: 'written down, and no server or plan knows of it',
    push: 'by a push of rackform software, with no plan and no reimage',
    lock: `rackform lock decides ${decides.join(', ')}`,
    'at-once':
      effect === running
        ? `at the next apply: ${effect}`
        : `at the next apply: ${effect} for what is new, ${running} for what is there`,
    'next-reimage': `servers that run keep what they have until rackform lock --reimage${laterText}`,
    'with-reimage': `refused (${rules.join(', ')}), unless rackform lock --reimage names the slots with it: ${effect}`,
    refused: `refused (${rules.join(', ')})`,
  };
  return when.map((moment) => says[moment]).join('; ');
}

function planText({ action, type, attributes, effect, note }: FieldPlan): string {
  const what = attributes.length === 0 ? type : `${type} (${some(attributes, 3)})`;
  return `${action} ${what}: ${effect}, ${note}`;
}

/** The one that does most, and how many there are besides. */
function evidence({ plan, settings }: FieldChange): readonly string[] {
  const [worst, ...others] = plan;
  const more = others.length === 0 ? '' : `; and ${others.length} more`;
  return [
    ...(worst === undefined ? [] : [`  ${planText(worst)}${more}`]),
    ...[...new Set(settings.map(({ effect, note }) => `  ${effect}, ${note}`))],
  ];
}

/** Changes in words, those that come to the same together. */
function changeTexts(changes: readonly FieldChange[]): readonly string[] {
  const told = new Map<string, { readonly says: string[]; readonly evidence: readonly string[] }>();
  for (const change of changes) {
    const when = whenText(change);
    const own = evidence(change);
    const key = [when, ...own].join('\n');
    const known = told.get(key) ?? { says: [], evidence: own };
    known.says.push(change.change);
    told.set(key, known);
  }
  return [...told].flatMap(([key, { says, evidence: own }]) => {
    const when = key.split('\n')[0] ?? '';
    // Of a field with one answer the value that was tried says nothing.
    return [told.size === 1 ? when : `${says.join('; ')}: ${when}`, ...own];
  });
}

/** Fields below one that is no leaf, by when a change of them acts; one that is refused counts where all are. */
function belowText(field: string): readonly string[] {
  const own = field.split('.').length;
  const byMoment = new Map<string, string[]>();
  for (const { field: path, changes } of fieldEffectsBelow(field)) {
    const change = changes.find(({ when }) => !when.includes('refused')) ?? changes[0];
    if (change === undefined) continue;
    const key = change.when.join(' and ');
    byMoment.set(key, [...(byMoment.get(key) ?? []), path.split('.').slice(own).join('.')]);
  }
  return [...byMoment]
    .sort(([a], [b]) => orderOf(a) - orderOf(b))
    .map(([moment, names]) => `fields in it, ${moment}: ${some(names, 9)}`);
}

/** By the last moment first: what waits for a reimage stands below what acts at once. */
function orderOf(moments: string): number {
  return moments.split(' and ').reduce((sum, one) => sum + 2 ** FIELD_MOMENTS.indexOf(one as FieldMoment), 0);
}

/**
 * What changing a field would touch, in words: whom, when, with what effect, and what Terraform would do.
 *
 * @param preset of the cluster that the field is of
 */
export function touchesText(field: string, model: SiteModel | null, preset?: string): readonly string[] {
  const row = rowOf(field, preset);
  const changes = row?.changes ?? [];
  const reach = row === undefined ? null : reachOf(changes, field, model);
  const isDryRun = model?.site.provisioner.type === 'dry-run';
  return [
    ...(reach === null ? [] : [reach]),
    ...(isDryRun && row !== undefined ? ['this is a dry run, which touches no server; with MAAS:'] : []),
    ...changeTexts(changes),
    ...(row?.reason === undefined ? [] : [row.reason]),
    ...belowText(field),
  ];
}
