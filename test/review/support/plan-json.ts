import type { ReviewInput } from '../../../src/review/input.js';
import { readPlan } from '../../../src/review/plan/plan-file.js';
import type { StackPlan } from '../../../src/review/plan/plan-types.js';
import type { Review } from '../../../src/review/report.js';
import { reviewOf } from '../../../src/review/review.js';

type Json = Readonly<Record<string, unknown>>;

/** One resource change, in the words of Terraform. */
export interface ChangeJson {
  readonly address: string;
  readonly actions: readonly string[];
  readonly before?: Json | null;
  readonly after?: Json | null;
  readonly more?: Json;
  readonly changeMore?: Json;
  readonly provider?: string;
}

/** A plan as `terraform show -json` prints it, with as little as Terraform ever prints. */
export function planJson(options: {
  readonly stack?: string | null;
  readonly changes?: readonly ChangeJson[];
  readonly prior?: readonly (Json & { readonly type: string })[];
  readonly more?: Json;
}): Json {
  const { stack = 'dc1-a-claim-01', changes = [], prior = [], more = {} } = options;
  const outputs = stack === null ? {} : { rackform_stack: { value: stack } };
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: { outputs, root_module: {} },
    resource_changes: changes.map(changeJson),
    prior_state: { format_version: '1.0', values: { outputs, root_module: { resources: prior } } },
    configuration: {
      provider_config: {
        maas: { full_name: 'registry.terraform.io/canonical/maas', version_constraint: '~> 2.8.0' },
      },
      root_module: {},
    },
    ...more,
  };
}

export function changeJson({
  address,
  actions,
  before,
  after,
  more,
  changeMore,
  provider,
}: ChangeJson): Json {
  const type = address.split('.')[0] ?? '';
  return {
    address,
    mode: 'managed',
    type,
    name: address.split('.')[1],
    provider_name:
      provider ??
      (type === 'terraform_data'
        ? 'terraform.io/builtin/terraform'
        : type === 'null_resource'
          ? 'registry.terraform.io/hashicorp/null'
          : 'registry.terraform.io/canonical/maas'),
    change: { actions, before: before ?? null, after: after ?? null, ...changeMore },
    ...more,
  };
}

/** A resource of the state before. */
export function known(address: string, values: Json, mode = 'managed'): Json & { readonly type: string } {
  const [type = '', name = ''] = address.replace(/^data\./, '').split('.');
  return { address, mode, type, name, values };
}

/** The listing by which system ids have names. */
export function listed(machines: Readonly<Record<string, string>>): Json & { readonly type: string } {
  const all = Object.entries(machines).map(([hostname, id]) => ({ hostname, system_id: id }));
  return known('data.maas_machines.all', { machines: all }, 'data');
}

export function readJson(json: unknown, file = 'stack.json'): StackPlan {
  const { plan, issues } = readPlan(JSON.stringify(json), file);
  if (plan === null) throw new Error(JSON.stringify(issues));
  return plan;
}

export const noDefinition: ReviewInput = {
  plans: [],
  notPlanned: [],
  base: null,
  head: null,
  later: [],
  refusals: [],
  policy: null,
  untouched: [],
  seconds: new Map(),
  impossible: [],
  causeOf: () => ({ cause: 'unknown', why: 'not asked', place: null }),
};

/** Reviews plans without a definition. */
export function reviewPlans(...plans: readonly Json[]): Review {
  return reviewOf({
    ...noDefinition,
    plans: plans.map((json, index) => readJson(json, `stack-${index}.json`)),
  });
}
