import {
  EFFECTS,
  type Effect,
  type EffectRow,
  type EffectTable,
  type Hazard,
  type TypeEffects,
} from '../../src/facts/effect-table.js';
import { type EffectQuery, effectOf } from '../../src/facts/effects.js';
import { builtinEffects, nullEffects } from '../../src/facts/providers/builtin-effects.js';
import {
  IRONIC_DIALECTS,
  type IronicDialect,
  ironicDialects,
} from '../../src/facts/providers/ironic-dialects.js';
import { ironicEffects } from '../../src/facts/providers/ironic-effects.js';
import { maasEffects } from '../../src/facts/providers/maas-effects.js';
import { MAAS_PROVIDER } from '../../src/facts/providers/supports.js';
import { cell, code, GENERATED, page, sentence, table } from './markdown.js';

const meanings: Readonly<Record<Effect, string>> = {
  nothing: 'Only Terraform’s own state, or a setting that acts with a later change.',
  metadata: 'The provisioner’s records. Servers see it at their next deployment, if ever.',
  'recorded-not-done': 'State says that it was done, and it was not.',
  network: 'DHCP, DNS, addresses or the network of a machine.',
  'refused-at-apply': 'The plan passes and the apply stops.',
  'power-cycle': 'The server boots; its disks keep their data.',
  recommission: 'The server boots and is examined again; its disks keep their data.',
  unknown: 'No fact. Treated as dangerous.',
  reimage: 'An operating system is installed over what was there.',
  wipe: 'The server is released; its data is gone or given up.',
};

const hazards: Readonly<Record<Hazard, string>> = {
  'orphans-server': 'a deployed server runs on, and nobody manages it',
  'hits-other-machine': 'something is done to another machine than the one named',
};

function effectText(row: EffectRow): string {
  const parts = [code(row.effect)];
  if (row.whenDeployed !== undefined) parts.push(`deployed: ${code(row.whenDeployed)}`);
  if (row.whenInUse !== undefined) parts.push(`in use: ${code(row.whenInUse)}`);
  if (row.hazard !== undefined) parts.push(`**${hazards[row.hazard]}**`);
  return parts.join('; ');
}

function row(what: string, effect: EffectRow): readonly string[] {
  return [what, effectText(effect), cell(sentence(effect.note))];
}

/** Whose table a section is of. */
type Of = Pick<EffectQuery, 'provisioner' | 'dialect' | 'providerVersion'>;

function section(type: string, effects: TypeEffects, of: Of): readonly string[] {
  const replace = effectOf({ ...of, resourceType: type, action: 'replace' });
  const attributes = Object.entries(effects.attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `### ${type}`,
    '',
    ...table(
      ['Change', 'Effect', 'Why'],
      [
        row('create', effects.create),
        row('change in place', effects.update),
        ...attributes.map(([path, effect]) => row(`change of ${code(path)}`, effect)),
        row('replace', replace),
        row('delete', effects.delete),
      ],
    ),
  ];
}

function sections(tables: EffectTable, of: Of): readonly string[] {
  return Object.entries(tables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([type, effects]) => section(type, effects, of));
}

const maas: Of = { provisioner: 'maas', providerVersion: MAAS_PROVIDER.target };

function ironicPart(dialect: IronicDialect): readonly string[] {
  const of: Of = { provisioner: 'ironic', dialect, providerVersion: ironicDialects[dialect].target };
  return [`## Ironic by ${dialect}`, '', ...sections(ironicEffects[dialect], of)];
}

/** `docs/reference/effects.md`: what a change in a Terraform plan does to servers. */
export function effectsPage(): string {
  return page([
    '# What a change does to servers',
    '',
    GENERATED,
    '',
    'A Terraform plan speaks of resources. This table says what each change of a resource does to the servers behind it, from the least',
    'to the most:',
    '',
    ...table(
      ['Effect', 'Meaning'],
      EFFECTS.map((effect) => [code(effect), meanings[effect]]),
    ),
    '*deployed* stands before what happens instead where the machine is Deployed and stays so, *in use* where other things still use it.',
    `The facts are of ${code(MAAS_PROVIDER.source)} ${MAAS_PROVIDER.target}, and of the providers of Ironic.`,
    '',
    '## MAAS',
    '',
    ...sections(maasEffects, maas),
    ...IRONIC_DIALECTS.flatMap(ironicPart),
    '## Terraform itself',
    '',
    ...sections(builtinEffects, maas),
    '## Dry run',
    '',
    ...sections(nullEffects, { provisioner: 'dry-run', providerVersion: '3.2.4' }),
  ]);
}
