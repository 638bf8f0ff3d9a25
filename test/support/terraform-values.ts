import { isIP } from 'node:net';
import type {
  BlockSchema,
  NestedBlockSchema,
  NestedType,
  ResourceBehaviour,
  TerraformType,
} from '../../src/facts/providers/provider-facts.js';
import { parseTemplate } from './terraform-expressions.js';

/** Reports a problem at a path inside the block that is checked. */
export type Report = (path: string, message: string) => void;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An attribute that is null is one that is absent. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function join(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`;
}

function isExpression(value: unknown): boolean {
  return typeof value === 'string' && parseTemplate(value).kind === 'whole';
}

function hasTemplate(value: unknown): boolean {
  return typeof value === 'string' && parseTemplate(value).kind !== 'literal';
}

/** Attributes and blocks of one block, recursively. `ignore` lists names that are not the schema's (meta arguments). */
export function checkBlock(
  schema: BlockSchema,
  body: JsonObject,
  path: string,
  report: Report,
  ignore: ReadonlySet<string> = new Set(),
): void {
  for (const [name, value] of Object.entries(body)) {
    const at = join(path, name);
    const attribute = schema.attributes[name];
    const nested = schema.block_types?.[name];
    if (attribute !== undefined) {
      if (!isSet(value)) continue;
      if (attribute.required !== true && attribute.optional !== true)
        report(at, 'is set by the provider only');
      else if (attribute.nested_type !== undefined) checkNestedType(attribute.nested_type, value, at, report);
      else if (attribute.type !== undefined) checkValue(attribute.type, value, at, report);
    } else if (nested !== undefined) checkNested(nested, value, at, report);
    else if (!ignore.has(name)) report(at, 'does not exist in the schema');
  }
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    if (attribute.required === true && !isSet(body[name])) report(join(path, name), 'is required');
  }
  for (const [name, nested] of Object.entries(schema.block_types ?? {})) {
    if ((nested.min_items ?? 0) > 0 && !isSet(body[name])) report(join(path, name), 'is a required block');
  }
}

/** An attribute with attributes of its own. All that are written here are single. */
function checkNestedType({ attributes }: NestedType, value: unknown, path: string, report: Report): void {
  if (isExpression(value)) return;
  if (isObject(value)) checkBlock({ attributes }, value, path, report);
  else report(path, `must be an object, is ${describe(value)}`);
}

function checkNested(nested: NestedBlockSchema, value: unknown, path: string, report: Report): void {
  if (!isSet(value)) return;
  const bodies = Array.isArray(value) ? value : [value];
  const max = nested.nesting_mode === 'single' ? 1 : nested.max_items;
  if (max !== undefined && bodies.length > max)
    report(path, `is there ${bodies.length} times, at most ${max} allowed`);
  const min = nested.min_items ?? 0;
  if (bodies.length < min) report(path, `is there ${bodies.length} times, at least ${min} needed`);
  bodies.forEach((body: unknown, index) => {
    const at = Array.isArray(value) ? `${path}[${index}]` : path;
    if (isObject(body)) checkBlock(nested.block, body, at, report);
    else report(at, 'is a block, and must be an object');
  });
}

/** Type of a value. Stricter than Terraform, which turns numbers into strings and back: ours are typed right. */
export function checkValue(type: TerraformType, value: unknown, path: string, report: Report): void {
  if (type === 'dynamic' || isExpression(value)) return;
  if (typeof type === 'string') {
    const expected = type === 'bool' ? 'boolean' : type;
    if (typeof value !== expected) report(path, `must be a ${type}, is ${describe(value)}`);
    return;
  }
  if (type[0] === 'list' || type[0] === 'set') {
    if (!Array.isArray(value)) report(path, `must be a ${type[0]}, is ${describe(value)}`);
    for (const [index, item] of Array.isArray(value) ? value.entries() : []) {
      checkValue(type[1], item, `${path}[${index}]`, report);
    }
  } else if (!isObject(value)) {
    report(path, `must be ${type[0] === 'map' ? 'a map' : 'an object'}, is ${describe(value)}`);
  } else if (type[0] === 'map') {
    for (const [key, item] of Object.entries(value)) checkValue(type[1], item, join(path, key), report);
  } else checkObject(type[1], value, path, report);
}

function checkObject(
  shape: { readonly [name: string]: TerraformType },
  value: JsonObject,
  path: string,
  report: Report,
): void {
  for (const [name, type] of Object.entries(shape)) {
    if (name in value) checkValue(type, value[name], join(path, name), report);
    else report(join(path, name), 'is missing from the object');
  }
  for (const name of Object.keys(value)) {
    if (!(name in shape)) report(join(path, name), 'does not exist in the object type');
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `${typeof value} ${JSON.stringify(value)}`;
}

/** Values at a dotted path, through lists of blocks; `[]` at the end goes into a list. */
function valuesAt(
  body: JsonObject,
  path: string,
  prefix = '',
): { readonly path: string; readonly value: unknown }[] {
  const [head = '', ...rest] = path.split('.');
  const into = head.endsWith('[]');
  const name = into ? head.slice(0, -2) : head;
  const value = body[name];
  const at = join(prefix, name);
  if (!isSet(value)) return [];
  if (rest.length === 0) {
    if (!into || !Array.isArray(value)) return [{ path: at, value }];
    return value.map((item: unknown, index) => ({ path: `${at}[${index}]`, value: item }));
  }
  if (!Array.isArray(value)) return isObject(value) ? valuesAt(value, rest.join('.'), at) : [];
  return value.flatMap((item: unknown, index) =>
    isObject(item) ? valuesAt(item, rest.join('.'), `${at}[${index}]`) : [],
  );
}

/** What the schema does not say: allowed values, ranges, formats, and which attributes go together. */
export function checkBehaviour(behaviour: ResourceBehaviour, body: JsonObject, report: Report): void {
  for (const [path, allowed] of Object.entries(behaviour.allowedValues ?? {})) {
    for (const found of literals(body, path)) {
      if (!allowed.includes(String(found.value))) {
        report(found.path, `must be one of ${allowed.join(', ')}, is ${JSON.stringify(found.value)}`);
      }
    }
  }
  for (const [path, { min = -Infinity, max = Infinity }] of Object.entries(behaviour.range ?? {})) {
    for (const found of literals(body, path)) {
      if (Number(found.value) < min || Number(found.value) > max) {
        report(found.path, `must be from ${min} to ${max}, is ${String(found.value)}`);
      }
    }
  }
  for (const [path, format] of Object.entries(behaviour.format ?? {})) {
    for (const found of valuesAt(body, path)) {
      const fault = formatFault(path, format, found.value);
      if (fault !== undefined) report(found.path, fault);
    }
  }
  checkGroups(behaviour, body, report);
  for (const found of valuesAt(body, 'timeouts')) checkTimeouts(found.value, report);
}

function literals(body: JsonObject, path: string): { readonly path: string; readonly value: unknown }[] {
  return valuesAt(body, path).filter((found) => !hasTemplate(found.value));
}

function checkTimeouts(timeouts: unknown, report: Report): void {
  for (const [operation, value] of Object.entries(isObject(timeouts) ? timeouts : {})) {
    const ok = hasTemplate(value) || /^(?:\d+(?:\.\d+)?(?:h|m|s|ms|us|ns))+$/.test(String(value));
    if (!ok) report(`timeouts.${operation}`, `must be a duration such as 30m, is ${JSON.stringify(value)}`);
  }
}

function checkGroups(behaviour: ResourceBehaviour, body: JsonObject, report: Report): void {
  const set = (name: string) => isSet(body[name]);
  for (const [name, others] of Object.entries(behaviour.conflictsWith ?? {})) {
    for (const other of others)
      if (set(name) && set(other)) report(name, `must not be given together with ${other}`);
  }
  for (const [name, others] of Object.entries(behaviour.requiredWith ?? {})) {
    for (const other of others) if (set(name) && !set(other)) report(name, `needs ${other}`);
  }
  for (const group of behaviour.exactlyOneOf ?? []) {
    const count = group.filter(set).length;
    if (count !== 1) report('', `exactly one of ${group.join(', ')} must be given, ${count} are`);
  }
  for (const group of behaviour.atLeastOneOf ?? []) {
    if (!group.some(set)) report('', `at least one of ${group.join(', ')} must be given`);
  }
}

/** Settings that `maas_configuration` refuses to hold. */
const REFUSED_SETTINGS = ['maas_auto_ipmi_workaround_flags'];

function formatFault(
  path: string,
  format: 'ip' | 'json' | 'email' | 'custom',
  value: unknown,
): string | undefined {
  if (typeof value !== 'string' || isExpression(value)) return undefined;
  if (format === 'json') return jsonFault(value);
  if (hasTemplate(value)) return undefined;
  if (path === 'key') return REFUSED_SETTINGS.includes(value) ? `"${value}" cannot be set` : undefined;
  if (format === 'email')
    return /^[^@\s]+@[^@\s]+$/.test(value) ? undefined : `must be an e-mail address, is "${value}"`;
  return isIP(value) === 0 ? `must be an IP address, is "${value}"` : undefined;
}

function jsonFault(value: string): string | undefined {
  try {
    JSON.parse(value.replaceAll(/\$\{[^}]*\}/g, '0'));
    return undefined;
  } catch {
    // The value may be a secret, so it is not quoted.
    return 'must be JSON';
  }
}
