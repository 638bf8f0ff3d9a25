import type { AttributeMessage, BlockMessage, NestedBlockMessage, ObjectMessage } from './messages.js';
import { hasDynamic, type ObjectType, type Type } from './types.js';
import { isObject, type ObjectValue, type Value } from './value.js';

/** The attributes of an attribute, as framework providers have them. */
export interface NestedType {
  readonly nesting_mode: 'single' | 'list' | 'set' | 'map';
  readonly attributes: { readonly [name: string]: AttributeSchema };
}

/** One attribute, in the words of `terraform providers schema -json`: it has a type or a nested type. */
export interface AttributeSchema {
  readonly type?: Type;
  readonly nested_type?: NestedType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** Given to create and update alone: it is in no plan and no state. From Terraform 1.11 and OpenTofu 1.11 on. */
  readonly write_only?: boolean;
  readonly deprecated?: boolean;
  readonly description?: string;
  readonly description_kind?: 'plain' | 'markdown';
}

/** A block inside a block. */
export interface NestedBlockSchema {
  readonly nesting_mode: 'single' | 'list' | 'set' | 'map' | 'group';
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: BlockSchema;
}

/** Attributes and nested blocks. */
export interface BlockSchema {
  readonly attributes?: { readonly [name: string]: AttributeSchema };
  readonly block_types?: { readonly [name: string]: NestedBlockSchema };
  readonly deprecated?: boolean;
  readonly description?: string;
  readonly description_kind?: 'plain' | 'markdown';
}

/** A resource, data source or provider block with the version of its state. */
export interface EntitySchema {
  readonly version: number;
  readonly block: BlockSchema;
}

/** What a provider accepts. */
export interface ProviderSchema {
  readonly provider: EntitySchema;
  readonly resources: { readonly [type: string]: EntitySchema };
  readonly dataSources: { readonly [type: string]: EntitySchema };
}

const attributeNesting = { single: 1, list: 2, set: 3, map: 4 } as const;
const blockNesting = { ...attributeNesting, group: 5 } as const;

function nested(mode: NestedBlockSchema['nesting_mode'], object: ObjectType): Type {
  return mode === 'single' || mode === 'group' ? object : [mode, object];
}

function attributeType(name: string, attribute: AttributeSchema): Type {
  if (attribute.type !== undefined) return attribute.type;
  const { nested_type: inner } = attribute;
  if (inner === undefined) throw new TypeError(`attribute ${name} has neither a type nor a nested type`);
  return nested(inner.nesting_mode, ['object', attributeTypes(inner.attributes)]);
}

function attributeTypes(attributes: BlockSchema['attributes']): Record<string, Type> {
  const entries = Object.entries(attributes ?? {});
  return Object.fromEntries(entries.map(([name, attribute]) => [name, attributeType(name, attribute)]));
}

const known = new WeakMap<BlockSchema, ObjectType>();

/** The type of a block's value: an attribute for each attribute and each nested block. */
export function blockType(block: BlockSchema): ObjectType {
  const before = known.get(block);
  if (before !== undefined) return before;
  const types = attributeTypes(block.attributes);
  for (const [name, inner] of Object.entries(block.block_types ?? {})) {
    const object = blockType(inner.block);
    // Terraform then takes each element's own type, which nothing here needs and no provider of ours has.
    if (hasDynamic(object) && inner.nesting_mode !== 'single' && inner.nesting_mode !== 'group') {
      throw new TypeError(
        `block ${name}: a dynamic attribute in a ${inner.nesting_mode} of blocks is not supported`,
      );
    }
    types[name] = nested(inner.nesting_mode, object);
  }
  const type: ObjectType = ['object', types];
  known.set(block, type);
  return type;
}

/** The value of a nested block that is not there: Terraform wants an empty list, set or map, not null. */
function absentBlock(inner: NestedBlockSchema): Value {
  if (inner.nesting_mode === 'list' || inner.nesting_mode === 'set') return [];
  if (inner.nesting_mode === 'map') return {};
  return inner.nesting_mode === 'group' ? normalise(inner.block, {}) : null;
}

/** Applies a function to each object in the value of a nested block or nested type; its step is an index or a key. */
export function mapNested(
  mode: NestedBlockSchema['nesting_mode'],
  value: Value,
  each: (object: ObjectValue, step: string | number) => Value,
): Value {
  if (Array.isArray(value)) {
    return (value as readonly Value[]).map((item, index) => (isObject(item) ? each(item, index) : item));
  }
  if (!isObject(value)) return value;
  if (mode !== 'map') return each(value, 0);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isObject(item) ? each(item, key) : item]),
  );
}

/** Gives a block's value the form that Terraform asks for: every name there, absent blocks empty. */
export function normalise(block: BlockSchema, value: ObjectValue): ObjectValue {
  const out: Record<string, Value> = { ...value };
  for (const name of Object.keys(block.attributes ?? {})) out[name] ??= null;
  for (const [name, inner] of Object.entries(block.block_types ?? {})) {
    out[name] = mapNested(inner.nesting_mode, out[name] ?? absentBlock(inner), (object) =>
      normalise(inner.block, object),
    );
  }
  return out;
}

function textFields(schema: BlockSchema | AttributeSchema) {
  return {
    description: schema.description,
    descriptionKind: schema.description_kind === 'markdown' ? 1 : undefined,
    deprecated: schema.deprecated,
  };
}

function nestedTypeMessage(inner: NestedType): ObjectMessage {
  return { attributes: attributeMessages(inner.attributes), nesting: attributeNesting[inner.nesting_mode] };
}

function attributeMessages(attributes: BlockSchema['attributes']): AttributeMessage[] {
  return Object.entries(attributes ?? {}).map(([name, attribute]) => ({
    name,
    type: attribute.type === undefined ? undefined : Buffer.from(JSON.stringify(attribute.type)),
    nestedType: attribute.nested_type === undefined ? undefined : nestedTypeMessage(attribute.nested_type),
    required: attribute.required,
    optional: attribute.optional,
    computed: attribute.computed,
    sensitive: attribute.sensitive,
    writeOnly: attribute.write_only,
    ...textFields(attribute),
  }));
}

function blockMessage(block: BlockSchema): BlockMessage {
  const blockTypes = Object.entries(block.block_types ?? {}).map(
    ([typeName, inner]): NestedBlockMessage => ({
      typeName,
      block: blockMessage(inner.block),
      nesting: blockNesting[inner.nesting_mode],
      minItems: inner.min_items,
      maxItems: inner.max_items,
    }),
  );
  return { attributes: attributeMessages(block.attributes), blockTypes, ...textFields(block) };
}

/** A schema as the protocol sends it. */
export function schemaToMessage({ version, block }: EntitySchema) {
  return { version, block: blockMessage(block) };
}

function attributesNest(attributes: BlockSchema['attributes']): boolean {
  return Object.values(attributes ?? {}).some((attribute) => attribute.nested_type !== undefined);
}

/** True where a schema has attributes of attributes, which protocol 5 cannot carry. */
export function needsVersion6(block: BlockSchema): boolean {
  return (
    attributesNest(block.attributes) ||
    Object.values(block.block_types ?? {}).some((inner) => needsVersion6(inner.block))
  );
}
