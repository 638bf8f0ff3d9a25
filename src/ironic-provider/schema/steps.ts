import type { Json, JsonObject } from '../../protocol/json.js';
import type { EntitySchema } from '../../protocol/schema.js';
import { attributesOf, computed, type Fields, filledIn, text } from './field.js';

/** Interfaces that have steps, of Ironic 39 (`ironic/conductor/steps.py`). */
export const STEP_INTERFACES = ['bios', 'deploy', 'firmware', 'management', 'power', 'raid', 'vendor'];

/** By what steps are ordered: deploy templates have priorities, runbooks an order. */
export type StepRank = 'priority' | 'order';

const extra = {
  schema: { type: 'dynamic', optional: true, description: 'Anything of your own, as an object.' },
  form: 'json',
} as const;

function steps(rank: StepRank, what: string) {
  const description = `${what}: a list of \`{ interface, step, args, ${rank} }\`; \`args\` may be left out.`;
  return { schema: { type: 'dynamic', required: true, description }, form: 'steps' } as const;
}

/** Attributes of a deploy template. */
export const deployTemplateFields: Fields = {
  name: {
    schema: {
      type: 'string',
      required: true,
      description:
        'Name: a trait such as `CUSTOM_HYPERTHREADING_OFF`. A deployment with this trait has these steps.',
    },
  },
  description: { schema: text('Anything for people.'), since: '1.112' },
  steps: steps('priority', 'Deploy steps'),
  extra,
};

/** Attributes of a runbook. */
export const runbookFields: Fields = {
  name: {
    schema: {
      type: 'string',
      required: true,
      description: 'Name, such as `CUSTOM_BURN_IN`; before API 1.112 a trait, which nodes must have for it.',
    },
  },
  description: { schema: text('Anything for people.'), since: '1.112' },
  steps: steps('order', 'Steps for cleaning and servicing'),
  traits: {
    schema: {
      type: ['set', 'string'],
      optional: true,
      computed: true,
      description: 'Nodes with one of these traits may run it. Left out: its name, where that is a trait.',
    },
    form: 'texts',
    since: '1.112',
    when: 'own',
  },
  disable_ramdisk: {
    schema: filledIn(
      'bool',
      'True: no ramdisk is started, for steps that only the BMC is needed for. Left out: false.',
    ),
  },
  public: {
    schema: filledIn('bool', 'True: every project may use it, and it has no owner. Left out: false.'),
  },
  owner: { schema: filledIn('string', 'Project that owns it. Left out: as Ironic sets it.') },
  extra,
};

function entity(description: string, what: string, fields: Fields): EntitySchema {
  const id = computed('string', `UUID of the ${what}.`);
  return { version: 0, block: { description, attributes: { id, ...attributesOf(fields) } } };
}

/** `ironic_deploy_template`. */
export const deployTemplateSchema = entity(
  'Deploy steps under a name, for every deployment that has the trait of that name.',
  'deploy template',
  deployTemplateFields,
);

/** `ironic_runbook`. */
export const runbookSchema = entity(
  'Steps under a name, which a release or an operator runs on a node.',
  'runbook',
  runbookFields,
);

function isRecord(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function stepProblem(step: Json, index: number, rank: StepRank): string | null {
  const place = `steps[${index}]`;
  const known = ['interface', 'step', 'args', rank];
  if (!isRecord(step)) return `${place} is no object: { ${known.join(', ')} }`;
  const other = Object.keys(step).find((key) => !known.includes(key));
  if (other !== undefined) return `${place} has ${JSON.stringify(other)}: a step has ${known.join(', ')}`;
  const { interface: at, step: name, args = {} } = step;
  if (typeof at !== 'string' || !STEP_INTERFACES.includes(at))
    return `${place}.interface is ${JSON.stringify(at ?? null)}: there are ${STEP_INTERFACES.join(', ')}`;
  if (typeof name !== 'string' || name === '') return `${place}.step has no name`;
  if (!isRecord(args)) return `${place}.args is no object`;
  return /^\d+$/.test(String(step[rank] ?? '')) ? null : `${place}.${rank} is no whole number of 0 or more`;
}

function twice(steps: readonly Json[]): string | null {
  const seen = new Set<string>();
  for (const step of steps) {
    if (!isRecord(step)) continue;
    const name = `${String(step['interface'])}.${String(step['step'])}`;
    if (seen.has(name)) return `steps has ${name} twice, which Ironic refuses in a deploy template`;
    seen.add(name);
  }
  return null;
}

/** What Ironic would refuse of a list of steps; each is lower case and without a stop. */
export function stepProblems(json: Json, rank: StepRank): readonly string[] {
  if (!Array.isArray(json) || json.length === 0) return ['steps is no list with at least one step'];
  const all = json as readonly Json[];
  const problems = all.map((step, index) => stepProblem(step, index, rank));
  return [...problems, rank === 'priority' ? twice(all) : null].filter((one) => one !== null);
}
