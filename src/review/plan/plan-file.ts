import type { Issue } from '../../errors.js';
import { stackOutput } from '../../model/lock/evidence.js';
import type { RawChange } from './attributes.js';
import { isObject, type JsonObject, listOf, objectOf, textOf } from './json.js';
import type { KnownResource, PlannedAction, PlannedChange, StackPlan } from './plan-types.js';

/** A plan as read, or what is wrong with the file. */
export interface ReadPlan {
  readonly plan: StackPlan | null;
  readonly issues: readonly Issue[];
}

const how = 'give what `terraform show -json PLANFILE` prints, or that of tofu';

function problem(file: string, code: string, message: string, hint: string = how): ReadPlan {
  const at = { document: 'project', path: [] };
  const position = { file, line: 1, column: 1 };
  return { plan: null, issues: [{ code, severity: 'error', message, at, position, hint }] };
}

/**
 * Reads the JSON of one plan. Looks at each part once and copies nothing, since plans have hundreds of MB; what does
 * not change is let go.
 */
export function readPlan(given: string, file: string): ReadPlan {
  const text = given.startsWith('\ufeff') ? given.slice(1) : given;
  if (text.trim() === '') return problem(file, 'REVIEW_PLAN_JSON', 'the plan file is empty');
  if (text.startsWith('PK\u0003\u0004')) {
    const message = 'the file is a plan as Terraform keeps it, and not its JSON';
    return problem(file, 'REVIEW_PLAN_JSON', message, `terraform show -json ${file} > ${file}.json`);
  }
  if (text.slice(0, 100).includes('\0')) {
    const hint = 'write it as UTF-8: the > of some PowerShells writes UTF-16';
    return problem(file, 'REVIEW_PLAN_JSON', 'the plan is not text in UTF-8', hint);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return problem(
      file,
      'REVIEW_PLAN_JSON',
      `the plan is not JSON as a whole: ${whyNot(error as Error, text)}`,
    );
  }
  return planOf(json, file);
}

/** The parser quotes what stands around the place, which may be a secret: only the place is told. */
function whyNot({ message }: Error, text: string): string {
  const place = /position (\d+)/.exec(message)?.[1];
  const isCut = /end of JSON|Unterminated/.test(message) || Number(place) >= text.trimEnd().length - 1;
  if (isCut) return 'it ends in the middle';
  return place === undefined ? 'it breaks off near its beginning' : `it breaks off at character ${place}`;
}

function planOf(json: unknown, file: string): ReadPlan {
  const version = isObject(json) ? textOf(json['format_version']) : null;
  if (!isObject(json) || version === null) {
    return problem(file, 'REVIEW_NOT_A_PLAN', 'the file is JSON, and no plan: it has no format_version');
  }
  if (!/^1\./.test(version)) {
    return problem(
      file,
      'REVIEW_PLAN_FORMAT',
      `the plan has format version ${JSON.stringify(version)}, and 1.x is known`,
      'use a Terraform or OpenTofu whose JSON output this rackform knows',
    );
  }
  if (!Object.hasOwn(json, 'planned_values') && !Object.hasOwn(json, 'resource_changes')) {
    const isState = Object.hasOwn(json, 'values') || Object.hasOwn(json, 'terraform_version');
    const what = isState ? 'a state, and no plan' : 'no plan: it has no planned_values';
    return problem(file, 'REVIEW_NOT_A_PLAN', `the file is ${what}`);
  }
  const misshapen = changeLists.filter((name) => !isListOfChanges(json[name]));
  if (misshapen.length > 0) {
    const message = `the file is no plan that could be read: its ${misshapen.join(' and ')} is not a list of changes`;
    return problem(file, 'REVIEW_NOT_A_PLAN', message);
  }
  if (json['errored'] === true) {
    return problem(
      file,
      'REVIEW_PLAN_ERRORED',
      'the plan ended with an error, so that it does not say what would be done',
      'plan again until it passes',
    );
  }
  return { plan: collect(json, file), issues: [] };
}

const changeLists = ['resource_changes', 'resource_drift'] as const;

/** What could not be read must not pass for no change. */
function isListOfChanges(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return (
    Array.isArray(value) &&
    value.every((one) => {
      const { address, mode, change } = objectOf(one);
      const { actions } = objectOf(change);
      const isNamed = typeof address === 'string' && (mode === 'managed' || mode === 'data');
      return isNamed && Array.isArray(actions) && actions.length > 0;
    })
  );
}

function collect(json: JsonObject, file: string): StackPlan {
  const prior = objectOf(objectOf(json['prior_state'])['values']);
  const planned = objectOf(json['planned_values']);
  const named = [planned, prior].map((values) =>
    textOf(objectOf(objectOf(values['outputs'])[stackOutput])['value']),
  );
  const ours = named.find((name) => name !== null) ?? null;
  const stack = ours ?? file.replace(/\.json$/, '');
  const configuration = objectOf(json['configuration']);
  const known: KnownResource[] = [];
  const listed = new Map<string, string>();
  gather(objectOf(prior['root_module']), stack, known, listed);
  const root = objectOf(configuration['root_module']);
  const written = writtenIn(root);
  const changesOf = (name: string) =>
    listOf(json[name]).flatMap((one) => changeOf(objectOf(one), stack, written));
  const deferred = listOf(json['deferred_changes']).flatMap((one) =>
    changeOf(objectOf(objectOf(one)['resource_change']), stack, written),
  );
  return {
    stack,
    isOurs: ours !== null,
    file,
    terraform: textOf(json['terraform_version']),
    providers: providersOf(configuration),
    provisioned: provisionedOf(root),
    changes: changesOf('resource_changes'),
    drift: changesOf('resource_drift'),
    deferred,
    known,
    listed,
    isComplete: json['complete'] !== false && deferred.length === 0,
  };
}

const actions: Readonly<Record<string, PlannedAction>> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
  'delete,create': 'replace',
  'create,delete': 'replace',
  'create,forget': 'replace',
  forget: 'forget',
  'no-op': 'no-op',
};

/** What the configuration says of a resource of the root module, by its address. */
type Written = (address: string) => JsonObject | undefined;

function writtenIn(root: JsonObject): Written {
  let all: ReadonlyMap<string, JsonObject> | undefined;
  return (address) => {
    all ??= new Map(
      listOf(root['resources']).map((one) => {
        const { address: own, expressions } = objectOf(one);
        return [String(own), objectOf(expressions)] as const;
      }),
    );
    return all.get(address);
  };
}

function changeOf(one: JsonObject, stack: string, written: Written): readonly PlannedChange[] {
  const change = objectOf(one['change']);
  const words = listOf(change['actions']).join(',');
  if (one['mode'] !== 'managed' || words === 'read') return [];
  const previousAddress = textOf(one['previous_address']);
  const isImport = isObject(change['importing']);
  const isReplacedObject = textOf(one['deposed']) !== null;
  if (words === 'no-op' && previousAddress === null && !isImport) return [];
  const address = textOf(one['address']) ?? '?';
  const type = textOf(one['type']) ?? '?';
  return [
    {
      stack,
      address: isReplacedObject ? `${address} (deposed)` : address,
      type,
      name: address.slice(address.lastIndexOf(`${type}.`) + type.length + 1),
      provider: providerName(textOf(one['provider_name']) ?? '?'),
      // A word that is not known must not pass for no change.
      action: actions[words] ?? 'replace',
      reason: textOf(one['action_reason']),
      replacePaths: listOf(change['replace_paths']).map((path) => listOf(path).join('.')),
      previousAddress,
      isImport,
      before: objectOf(change['before']),
      after: objectOf(change['after']),
      raw: change as unknown as RawChange,
      configured: words === 'update' ? configuredIn(written(address.replace(/\[.*$/, ''))) : null,
    },
  ];
}

function configuredIn(expressions: JsonObject | undefined): ReadonlySet<string> | null {
  return expressions === undefined ? null : new Set(Object.keys(expressions));
}

/** Without the host of the registry, which is another for Terraform and for OpenTofu. */
function providerName(full: string): string {
  return full.split('/').slice(-2).join('/');
}

function providersOf(configuration: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    Object.values(objectOf(configuration['provider_config'])).flatMap((entry) => {
      const { full_name: name, version_constraint: constraint } = objectOf(entry);
      return typeof name === 'string' ? [[providerName(name), textOf(constraint) ?? ''] as const] : [];
    }),
  );
}

function provisionedOf(module: JsonObject): ReadonlySet<string> {
  return new Set(
    listOf(module['resources']).flatMap((one) => {
      const { address, provisioners } = objectOf(one);
      return typeof address === 'string' && listOf(provisioners).length > 0 ? [address] : [];
    }),
  );
}

/** Types of which the state before tells who is who, and what runs where. */
const telling: ReadonlySet<string> = new Set([
  'maas_machine',
  'maas_instance',
  'ironic_node_v1',
  'ironic_node',
  'ironic_deployment',
  'terraform_data',
  'null_resource',
]);

/** Goes through modules, however deep. */
function gather(
  module: JsonObject,
  stack: string,
  known: KnownResource[],
  listed: Map<string, string>,
): void {
  for (const one of listOf(module['resources'])) {
    const { mode, type, address, values } = objectOf(one);
    if (typeof type !== 'string' || typeof address !== 'string') continue;
    if (mode === 'data' && type === 'maas_machines') {
      for (const machine of listOf(objectOf(values)['machines'])) {
        const { system_id: id, hostname } = objectOf(machine);
        if (typeof id === 'string' && typeof hostname === 'string') listed.set(id, hostname);
      }
    }
    if (mode === 'managed' && telling.has(type)) {
      const name = address.slice(address.lastIndexOf(`${type}.`) + type.length + 1);
      known.push({ stack, address, type, name, values: objectOf(values) });
    }
  }
  for (const child of listOf(module['child_modules'])) gather(objectOf(child), stack, known, listed);
}
