import type { AttributeSchema } from '../../protocol/schema.js';
import type { Value } from '../../protocol/value.js';
import type { NodeRecord } from '../api/records.js';
import type { Microversion } from '../api/version.js';

/**
 * How a value stands in Ironic. Maps are kept by key: keys that the configuration does not name are left alone and
 * not looked at, since inspection and operators write there too.
 */
export type Form =
  /** The same there and here. */
  | 'plain'
  /** A map of texts, of which Ironic has any JSON. */
  | 'text-map'
  /** A map of texts, which Ironic has as one text: `boot_mode:uefi,secure_boot:true`. */
  | 'capabilities'
  /** Any JSON; an object is kept by key. */
  | 'json'
  /** An object of known attributes, kept as a whole. */
  | 'object'
  /** A set of texts. */
  | 'texts'
  /** Steps: the same in another order, or with the `args` that Ironic fills in, are the same. */
  | 'steps'
  /** A hardware address, which Ironic writes in lower case. */
  | 'mac'
  /** Another node: its id in Ironic, its id or name here. */
  | 'node';

/** A change that Ironic refuses while the node is in some states. */
export interface StateRule {
  readonly isRefused: (node: NodeRecord, value: Value) => boolean;
  /** What to do about it; it follows "node N is in STATE". */
  readonly advice: string;
}

/** An attribute that Ironic has a field for. */
export interface Field {
  readonly schema: AttributeSchema;
  /** Place in Ironic's record. @default - the attribute's name */
  readonly at?: readonly [string, ...string[]];
  /** @default - plain */
  readonly form?: Form;
  /** Version of the API that has it. @default - every version that is served */
  readonly since?: Microversion;
  /** True: Ironic cannot change it. */
  readonly replaces?: true;
  /**
   * `patch`: Ironic takes it only once the record is there. `end`: only once the node is where it is to be. `own`: by a
   * request of its own.
   */
  readonly when?: 'patch' | 'end' | 'own';
  readonly rule?: StateRule;
  /** Keys of a map that other attributes are about. */
  readonly without?: readonly string[];
}

/** Attributes by name. */
export type Fields = Readonly<Record<string, Field>>;

/** The schema's attributes of fields. */
export function attributesOf(fields: Fields): Readonly<Record<string, AttributeSchema>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { schema, since }]) => {
      const suffix = since === undefined ? '' : ` API ${since} or later.`;
      return [name, { ...schema, description: `${schema.description ?? ''}${suffix}` }];
    }),
  );
}

/** An optional text. */
export function text(description: string): AttributeSchema {
  return { type: 'string', optional: true, description };
}

/** A value that Ironic fills in where it is left out, and that is then left as it is. */
export function filledIn(type: 'string' | 'bool' | 'number', description: string): AttributeSchema {
  return { type, optional: true, computed: true, description };
}

/** A value that Ironic alone decides. */
export function computed(type: 'string' | 'bool', description: string): AttributeSchema {
  return { type, computed: true, description };
}
