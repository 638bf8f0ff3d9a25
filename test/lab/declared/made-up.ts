import { maasProvider } from '../../../src/facts/providers/maas.js';
import type {
  AttributeSchema,
  BlockSchema,
  ResourceBehaviour,
} from '../../../src/facts/providers/provider-facts.js';
import type { Type } from '../../../src/protocol/types.js';
import { isObject, type ObjectValue, type Value } from '../../../src/protocol/value.js';

/** The resource types of the provider. */
export const resourceTypes: readonly string[] = Object.keys(maasProvider.schema.resources);

/** Schema and behaviour of a resource type. */
export function factsOf(resourceType: string): {
  readonly block: BlockSchema;
  readonly behaviour: ResourceBehaviour;
} {
  const block = maasProvider.schema.resources[resourceType]?.block;
  const behaviour = maasProvider.behaviour[resourceType];
  if (block === undefined || behaviour === undefined) throw new TypeError(`no facts on ${resourceType}`);
  return { block, behaviour };
}

const texts = {
  ip: ['192.0.2.1', '192.0.2.2'],
  json: ['{"a":1}', '{"a":2}'],
  email: ['a@example.com', 'b@example.com'],
  custom: ['one', 'two'],
} as const;

/** A value that a type and what is declared of it allow; the two variants differ. */
export function madeUp(type: Type, path: string, behaviour: ResourceBehaviour, variant: 0 | 1): Value {
  const name = path.replace('[]', '').split('.').at(-1);
  const [least] = [behaviour.range?.[path]?.min ?? 1];
  const format = behaviour.format?.[path];
  const allowed = behaviour.allowedValues?.[path];
  if (type === 'string') {
    return allowed?.[variant] ?? (format === undefined ? `${name}-${variant}` : texts[format][variant]);
  }
  if (type === 'number') return least + variant;
  if (type === 'bool') return variant === 1;
  if (typeof type === 'string' || type[0] === 'tuple' || type[0] === 'object')
    throw new TypeError(`${path}: ${type}`);
  const item = madeUp(type[1], `${path}[]`, behaviour, variant);
  return type[0] === 'map' ? { key: item } : [item];
}

function isInput({ required, optional }: AttributeSchema): boolean {
  return required === true || optional === true;
}

/** Every attribute and block that a user may set, blocks by themselves and by their attributes. */
export function inputPaths(
  { attributes, block_types: blocks = {} }: BlockSchema,
  prefix = '',
): readonly string[] {
  return [
    ...Object.entries(attributes)
      .filter(([name, attribute]) => isInput(attribute) && (prefix !== '' || name !== 'id'))
      .map(([name]) => prefix + name),
    ...Object.entries(blocks)
      .filter(([name]) => name !== 'timeouts')
      .flatMap(([name, { block }]) => [prefix + name, ...inputPaths(block, `${prefix}${name}.`)]),
  ];
}

function isRequired(block: BlockSchema, name: string): boolean {
  return block.attributes[name]?.required === true || (block.block_types?.[name]?.min_items ?? 0) > 0;
}

/** The names at the top that make a configuration legal which sets those given; null where nothing does. */
function completed(names: ReadonlySet<string>, behaviour: ResourceBehaviour): ReadonlySet<string> | null {
  const { requiredWith = {}, conflictsWith = {}, exactlyOneOf = [], atLeastOneOf = [] } = behaviour;
  const missing = [...names].flatMap((name) => requiredWith[name] ?? []).filter((name) => !names.has(name));
  if (missing.length > 0) return completed(new Set([...names, ...missing]), behaviour);
  if ([...names].some((name) => conflictsWith[name]?.some((rival) => names.has(rival)))) return null;
  const set = (group: readonly string[]) => group.filter((name) => names.has(name)).length;
  if (exactlyOneOf.some((group) => set(group) > 1)) return null;
  const open = [...exactlyOneOf, ...atLeastOneOf].find((group) => set(group) === 0);
  if (open === undefined) return names;
  for (const name of open) {
    const found = completed(new Set([...names, name]), behaviour);
    if (found !== null) return found;
  }
  return null;
}

function blockValue(
  block: BlockSchema,
  path: string,
  behaviour: ResourceBehaviour,
  more: string,
  variant: 0 | 1,
): ObjectValue {
  const entries = Object.entries(block.attributes).flatMap(([name, { type = 'dynamic', required }]) => {
    if (required !== true && name !== more) return [];
    return [[name, madeUp(type, `${path}.${name}`, behaviour, name === more ? variant : 0)] as const];
  });
  return Object.fromEntries(entries);
}

/** A legal configuration that sets a path, to the first or the second value. A block by itself: absent, or there. */
export function configured(resourceType: string, path: string, variant: 0 | 1): ObjectValue {
  const { block, behaviour } = factsOf(resourceType);
  const [top = '', more = ''] = path.split('.');
  const isBlockAlone = more === '' && block.block_types?.[top] !== undefined;
  const always = inputPaths(block).filter((name) => isRequired(block, name));
  const names = completed(new Set([...always, top]), behaviour);
  if (names === null) throw new TypeError(`no configuration sets ${resourceType}.${path}`);
  const entries = [...names].map((name): readonly [string, Value] => {
    const attribute = block.attributes[name];
    const at = name === top ? variant : 0;
    if (attribute !== undefined) return [name, madeUp(attribute.type ?? 'dynamic', name, behaviour, at)];
    const inner = block.block_types?.[name]?.block;
    if (inner === undefined) throw new TypeError(`${resourceType} has no ${name}`);
    const one = blockValue(inner, name, behaviour, name === top ? more : '', variant);
    if (name !== top || !isBlockAlone) return [name, [one]];
    const few = isRequired(block, name) ? [one] : [];
    const other = Object.fromEntries(
      Object.entries(one).map(([key, value]) => [key, typeof value === 'string' ? `${value}-b` : value]),
    );
    return [name, variant === 0 ? few : [...few, few.length > 0 ? other : one]];
  });
  return Object.fromEntries(entries);
}

function hcl(value: Value): string {
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(hcl).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, item]) => `${name} = ${hcl(item)}`)
    .join(', ')} }`;
}

/** A configuration as a block of HCL. */
export function resourceBlock(resourceType: string, name: string, config: ObjectValue): string {
  const { block } = factsOf(resourceType);
  const lines = Object.entries(config).flatMap(([key, value]) => {
    if (block.block_types?.[key] === undefined) return [`  ${key} = ${hcl(value)}`];
    return (value as readonly ObjectValue[]).map((item) => {
      const inner = Object.entries(item).map(([part, content]) => `    ${part} = ${hcl(content)}`);
      return [`  ${key} {`, ...inner, '  }'].join('\n');
    });
  });
  return [`resource "${resourceType}" "${name}" {`, ...lines, '}', ''].join('\n');
}
