/** A Terraform type as providers print it: `"string"`, `["set", "string"]`, `["object", { name: "string" }]`. */
export type TerraformType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly ['list', TerraformType]
  | readonly ['set', TerraformType]
  | readonly ['map', TerraformType]
  | readonly ['object', { readonly [attribute: string]: TerraformType }];

/** The attributes of an attribute, as providers on the framework have them. */
export interface NestedType {
  readonly nesting_mode: 'single' | 'list' | 'set' | 'map';
  readonly attributes: { readonly [name: string]: AttributeSchema };
}

/** One attribute: it has a type or a nested type. `computed` alone means that only the provider sets it. */
export interface AttributeSchema {
  readonly type?: TerraformType;
  readonly nested_type?: NestedType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** In no plan and no state. From Terraform 1.11 and OpenTofu 1.11 on. */
  readonly write_only?: boolean;
}

/** A block inside a block. `min_items` of 1 makes it required; `single` allows one. */
export interface NestedBlockSchema {
  readonly nesting_mode: 'single' | 'list' | 'set';
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: BlockSchema;
}

/** Attributes and nested blocks, in the words of `terraform providers schema -json`. */
export interface BlockSchema {
  readonly attributes: { readonly [name: string]: AttributeSchema };
  readonly block_types?: { readonly [name: string]: NestedBlockSchema };
}

/** A resource, data source or provider block with the version of its state. */
export interface EntitySchema {
  readonly version: number;
  readonly block: BlockSchema;
}

/** What one version of a provider accepts. */
export interface ProviderSchema {
  /** Source address without a host, e.g. `canonical/maas`. */
  readonly source: string;
  readonly version: string;
  /** Where the data comes from. */
  readonly provenance: string;
  readonly provider: EntitySchema;
  readonly resources: { readonly [type: string]: EntitySchema };
  readonly dataSources: { readonly [type: string]: EntitySchema };
}

/**
 * What a resource type does that its schema does not print.
 *
 * A path is joined with dots (`ip_ranges.type`); `[]` at its end stands for each element of a list or set.
 * Groups include the attribute that declares them.
 */
export interface ResourceBehaviour {
  /** False: every change of an attribute replaces. */
  readonly inPlaceUpdate: boolean;
  /** Nested blocks that may be left out and are then filled in by the provider. */
  readonly computedBlocks?: readonly string[];
  readonly requiresReplace?: readonly string[];
  readonly defaults?: { readonly [path: string]: string | number | boolean };
  readonly allowedValues?: { readonly [path: string]: readonly string[] };
  readonly range?: { readonly [path: string]: { readonly min?: number; readonly max?: number } };
  readonly format?: { readonly [path: string]: 'ip' | 'json' | 'email' | 'custom' };
  readonly conflictsWith?: { readonly [path: string]: readonly string[] };
  readonly requiredWith?: { readonly [path: string]: readonly string[] };
  readonly exactlyOneOf?: readonly (readonly string[])[];
  readonly atLeastOneOf?: readonly (readonly string[])[];
  /** Default of each timeout, as a Go duration (`30m0s`). */
  readonly timeouts?: { readonly [operation: string]: string };
  readonly importable: boolean;
  /** Shape of the import id, e.g. `<machine>:<id|name>`. */
  readonly importId?: string;
  /** The provider has a check or a change of its own at plan time. */
  readonly customDiff?: boolean;
  /** Attributes of which some differences are no change. */
  readonly diffSuppressed?: readonly string[];
  /** Attributes that are written to state in another form than configured. */
  readonly stateNormalised?: readonly string[];
}

/** What is known of one version of a provider: schema and measured behaviour, per resource type. */
export interface ProviderFacts {
  readonly schema: ProviderSchema;
  readonly behaviour: { readonly [resourceType: string]: ResourceBehaviour };
}
