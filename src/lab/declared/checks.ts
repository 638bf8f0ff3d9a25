import type { ResourceBehaviour } from '../../facts/providers/provider-facts.js';
import type { Diagnostic } from '../../protocol/provider.js';
import type { AttributeSchema, BlockSchema, EntitySchema, NestedBlockSchema } from '../../protocol/schema.js';
import type { Path, Type } from '../../protocol/types.js';
import { hasUnknown, isObject, type ObjectValue, type Value } from '../../protocol/value.js';
import { companionProblem, conflictProblem, groupProblem, isSet, type Members } from './groups.js';
import { valueProblem } from './value-checks.js';

/** What the checks of one block work with. */
interface Scope {
  readonly behaviour: ResourceBehaviour;
  readonly fractions: readonly string[];
  /** Before the names of the block, in paths of the facts: empty, or ending with a dot. */
  readonly prefix: string;
  readonly path: Path;
  /** Inside a set, whose elements no path points to. */
  readonly inSet: boolean;
}

type Declared = { readonly attribute: AttributeSchema } | { readonly block: NestedBlockSchema };

function stepped(scope: Scope, step: string | number): Path {
  return scope.inSet ? scope.path : [...scope.path, step];
}

/** Attributes in the words of a user: `ip_ranges.0.type`. */
function written(path: Path): string {
  return path.join('.');
}

function isRequired(declared: Declared): boolean {
  return 'attribute' in declared ? declared.attribute.required === true : (declared.block.min_items ?? 0) > 0;
}

function isConfigurable(declared: Declared): boolean {
  if ('block' in declared) return true;
  return declared.attribute.required === true || declared.attribute.optional === true;
}

function attributeValues(scope: Scope, name: string, schema: AttributeSchema, value: Value): Diagnostic[] {
  const path = stepped(scope, name);
  const mayBeFraction = scope.fractions.includes(scope.prefix + name);
  const at = { path: scope.prefix + name, name, sensitive: schema.sensitive === true };
  const one = (item: Value, place: typeof at, itemPath: Path): Diagnostic[] => {
    const summary = valueProblem(item, place, scope.behaviour, mayBeFraction);
    return summary === null ? [] : [{ summary, path: itemPath }];
  };
  const isList = typeof schema.type === 'object' && schema.type[0] === 'list';
  if (!Array.isArray(value)) return one(value, at, path);
  return (value as readonly Value[]).flatMap((item, index) =>
    one(item, { ...at, path: `${at.path}[]` }, isList && !scope.inSet ? [...path, index] : path),
  );
}

function blockValues(scope: Scope, name: string, schema: NestedBlockSchema, value: Value): Diagnostic[] {
  const path = stepped(scope, name);
  const items = Array.isArray(value) ? (value as readonly Value[]) : [value];
  const { max_items: most, min_items: least } = schema;
  if (most !== undefined && items.length > most) {
    const detail = `Attribute ${name} supports ${most} item maximum, but config has ${items.length} declared.`;
    return [{ summary: 'Too many list items', detail, path }];
  }
  if (least !== undefined && items.length < least) {
    const detail = `Attribute ${name} requires ${least} item minimum, but config has only ${items.length} declared.`;
    return [{ summary: 'Not enough list items', detail, path }];
  }
  const inSet = scope.inSet || schema.nesting_mode === 'set';
  return items.flatMap((item, index) => {
    if (!isObject(item)) return [];
    const itemPath = inSet || schema.nesting_mode === 'single' ? path : [...path, index];
    return checkBlock(
      { ...scope, prefix: `${scope.prefix}${name}.`, path: itemPath, inSet },
      schema.block,
      item,
    );
  });
}

/** In the SDK's order: the first thing that is wrong with an attribute hides what else is. */
function checkOne(scope: Scope, name: string, declared: Declared, members: Members): readonly Diagnostic[] {
  const path = stepped(scope, name);
  const value = members.config[name] ?? null;
  const isTop = scope.prefix === '';
  const at = (problem: Pick<Diagnostic, 'summary' | 'detail'>) => [{ ...problem, path }];
  const group = isTop ? groupProblem(name, scope.behaviour, members) : null;
  if (group !== null) return at(group);
  if (!isSet(value, 'block' in declared)) {
    if (!isRequired(declared)) return [];
    const detail = `The argument "${written(path)}" is required, but no definition was found.`;
    return at({ summary: 'Missing required argument', detail });
  }
  if (!isConfigurable(declared)) {
    const why = 'its value will be decided automatically based on the result of applying this configuration';
    const detail = `Can't configure a value for "${written(path)}": ${why}.`;
    return at({ summary: 'Value for unconfigurable attribute', detail });
  }
  const companion = isTop ? companionProblem(name, scope.behaviour, members) : null;
  if (companion !== null) return at(companion);
  if (hasUnknown(value)) return [];
  const conflict = isTop ? conflictProblem(name, scope.behaviour, members) : null;
  if (conflict !== null) return at(conflict);
  return 'attribute' in declared
    ? attributeValues(scope, name, declared.attribute, value)
    : blockValues(scope, name, declared.block, value);
}

function checkBlock(scope: Scope, block: BlockSchema, config: ObjectValue): readonly Diagnostic[] {
  const blocks = block.block_types ?? {};
  const members: Members = { config, isBlock: (name) => Object.hasOwn(blocks, name) };
  return [
    ...Object.entries(block.attributes ?? {}).flatMap(([name, attribute]) =>
      checkOne(scope, name, { attribute }, members),
    ),
    ...Object.entries(blocks)
      .filter(([name]) => name !== 'timeouts')
      .flatMap(([name, inner]) => checkOne(scope, name, { block: inner }, members)),
  ];
}

/** The SDK adds `id` to each schema as optional and computed, and knows nothing of it where a configuration sets it. */
function idProblem({ block }: EntitySchema, config: ObjectValue): readonly Diagnostic[] {
  const { optional, computed } = block.attributes?.['id'] ?? {};
  if (optional !== true || computed !== true || (config['id'] ?? null) === null) return [];
  return [{ summary: 'Invalid or unknown key', path: ['id'] }];
}

const nullElement = {
  summary: 'Null value found in list',
  detail: 'Null values are not allowed for this attribute value.',
} as const;

const schemaOnly: ResourceBehaviour = { inPlaceUpdate: true, importable: false };

/**
 * All that the SDK checks in a configuration by what its schema declares: `terraform validate`. Unknown values pass,
 * or count as set where the SDK counts them so. The first problem of an attribute is reported, of all attributes.
 * A sensitive value is never quoted.
 *
 * Not checked here: formats that are `custom`, the block `timeouts` (`timeoutProblems`) and groups inside blocks,
 * which no provider of ours has.
 *
 * @param behaviour left out for data sources and the provider's own block, of which only the schema is known
 * @param fractions paths of numbers that need not be whole
 */
export function declaredChecks(
  entity: EntitySchema,
  behaviour: ResourceBehaviour = schemaOnly,
  fractions: readonly string[] = [],
): (config: ObjectValue) => readonly Diagnostic[] {
  const scope: Scope = { behaviour, fractions, prefix: '', path: [], inSet: false };
  return (config) => [...idProblem(entity, config), ...checkBlock(scope, entity.block, config)];
}

/** Null elements of lists and sets, which the SDK cannot hold. It looks for them in planning and in reading data. */
export function nullElements(type: Type, value: Value, path: Path = []): readonly Diagnostic[] {
  if (typeof type === 'string' || value === null || type[0] === 'tuple') return [];
  if (type[0] === 'object' || type[0] === 'map') {
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([name, item]) => {
      const inner = type[0] === 'map' ? type[1] : type[1][name];
      return inner === undefined ? [] : nullElements(inner, item, [...path, name]);
    });
  }
  if (!Array.isArray(value)) return [];
  const [kind, inner] = type;
  return (value as readonly Value[]).flatMap((item, index): readonly Diagnostic[] => {
    if (item === null) return [{ ...nullElement, path: kind === 'set' ? path : [...path, index] }];
    // The protocol cannot point into a set: what is found there is reported at the set.
    const found = nullElements(inner, item, [...path, index]);
    return kind === 'set' ? found.map((problem) => ({ ...problem, path })) : found;
  });
}
