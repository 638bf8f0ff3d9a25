import { bool, bytes, field, int, type Kind, lazy, mapField, message, repeated, text } from './protobuf.js';

/**
 * The messages of `tfplugin6.Provider` that resources and data sources need, by field number. Version 5 has
 * the same ones under other method names, but without nested types.
 */

/** A value, as msgpack (what Terraform sends) or as JSON. */
export const dynamicValue = message({ msgpack: field(1, bytes), json: field(2, bytes) });

/** Exactly one of the three is set; the index also at zero. */
const pathStep = message({
  attributeName: field(1, text),
  elementKeyString: field(2, text),
  elementKeyInt: field(3, int),
});

/** The way from a resource to one value in it. */
export const attributePath = message({ steps: repeated(1, pathStep) });

/** One problem. Severity 1 is an error, 2 a warning. */
export const diagnostic = message({
  severity: field(1, int),
  summary: field(2, text),
  detail: field(3, text),
  attribute: field(4, attributePath),
});

const attributeFields = {
  name: field(1, text),
  type: field(2, bytes),
  description: field(3, text),
  required: field(4, bool),
  optional: field(5, bool),
  computed: field(6, bool),
  sensitive: field(7, bool),
  descriptionKind: field(8, int),
  deprecated: field(9, bool),
};

/** One attribute of a schema; version 5 leaves the nested type out. */
export interface AttributeMessage {
  readonly name: string;
  readonly type?: Uint8Array | undefined;
  readonly description?: string | undefined;
  readonly required?: boolean | undefined;
  readonly optional?: boolean | undefined;
  readonly computed?: boolean | undefined;
  readonly sensitive?: boolean | undefined;
  readonly descriptionKind?: number | undefined;
  readonly deprecated?: boolean | undefined;
  readonly writeOnly?: boolean | undefined;
  readonly nestedType?: ObjectMessage | undefined;
}

/** The attributes of an attribute. Nesting: 1 single, 2 list, 3 set, 4 map. */
export interface ObjectMessage {
  readonly attributes: readonly AttributeMessage[];
  readonly nesting: number;
}

/** A block of a schema. */
export interface BlockMessage {
  readonly attributes: readonly AttributeMessage[];
  readonly blockTypes: readonly NestedBlockMessage[];
  readonly description?: string | undefined;
  readonly descriptionKind?: number | undefined;
  readonly deprecated?: boolean | undefined;
}

/** A block in a block. Nesting: 1 single, 2 list, 3 set, 4 map, 5 group. */
export interface NestedBlockMessage {
  readonly typeName: string;
  readonly block: BlockMessage;
  readonly nesting: number;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
}

const nestedObject: Kind<ObjectMessage> = lazy(() => objectType);
const attribute6 = message({
  ...attributeFields,
  nestedType: field(10, nestedObject),
  writeOnly: field(11, bool),
}) as Kind<AttributeMessage>;
const objectType = message({
  attributes: repeated(1, attribute6),
  nesting: field(3, int),
}) as Kind<ObjectMessage>;
const attribute5 = message({ ...attributeFields, writeOnly: field(10, bool) }) as Kind<AttributeMessage>;

function schemaMessage(attribute: Kind<AttributeMessage>) {
  const block: Kind<BlockMessage> = lazy(() => content);
  const nestedBlock = message({
    typeName: field(1, text),
    block: field(2, block),
    nesting: field(3, int),
    minItems: field(4, int),
    maxItems: field(5, int),
  }) as Kind<NestedBlockMessage>;
  const content = message({
    attributes: repeated(2, attribute),
    blockTypes: repeated(3, nestedBlock),
    description: field(4, text),
    descriptionKind: field(5, int),
    deprecated: field(6, bool),
  }) as Kind<BlockMessage>;
  return message({ version: field(1, int), block: field(2, block) });
}

const serverCapabilities = message({
  planDestroy: field(1, bool),
  getProviderSchemaOptional: field(2, bool),
});

function schemaResponse(attribute: Kind<AttributeMessage>) {
  const schema = schemaMessage(attribute);
  return message({
    provider: field(1, schema),
    resourceSchemas: mapField(2, schema),
    dataSourceSchemas: mapField(3, schema),
    diagnostics: repeated(4, diagnostic),
    serverCapabilities: field(6, serverCapabilities),
  });
}

/** GetProviderSchema of version 6. */
export const schemaResponse6 = schemaResponse(attribute6);
/** GetSchema of version 5: no attributes of attributes. */
export const schemaResponse5 = schemaResponse(attribute5);

/** ValidateProviderConfig; PrepareProviderConfig in version 5. */
export const validateProviderRequest = message({ config: field(1, dynamicValue) });
/** Field 1 of the answer is version 5's prepared configuration, which may be left out. */
export const validateProviderResponse = message({ diagnostics: repeated(2, diagnostic) });

/** ValidateResourceConfig and ValidateDataResourceConfig; what the client can is said of resources only. */
export const validateRequest = message({
  typeName: field(1, text),
  config: field(2, dynamicValue),
  clientCapabilities: field(3, message({ writeOnlyAttributesAllowed: field(2, bool) })),
});
/** Answer of the validations and of ConfigureProvider. */
export const diagnosticsResponse = message({ diagnostics: repeated(1, diagnostic) });

/** ConfigureProvider. */
export const configureRequest = message({
  terraformVersion: field(1, text),
  config: field(2, dynamicValue),
});

/** UpgradeResourceState: the state as it stands in the state file. Field 2 of it is Terraform 0.11's form. */
export const upgradeRequest = message({
  typeName: field(1, text),
  version: field(2, int),
  rawState: field(3, message({ json: field(1, bytes) })),
});
/** Answer of UpgradeResourceState. */
export const upgradeResponse = message({
  upgradedState: field(1, dynamicValue),
  diagnostics: repeated(2, diagnostic),
});

/** ReadResource. */
export const readRequest = message({
  typeName: field(1, text),
  currentState: field(2, dynamicValue),
  private: field(3, bytes),
});
/** Answer of ReadResource. A null state: it is gone. */
export const readResponse = message({
  newState: field(1, dynamicValue),
  diagnostics: repeated(2, diagnostic),
  private: field(3, bytes),
});

/** PlanResourceChange. */
export const planRequest = message({
  typeName: field(1, text),
  priorState: field(2, dynamicValue),
  proposedNewState: field(3, dynamicValue),
  config: field(4, dynamicValue),
  priorPrivate: field(5, bytes),
});
/** Answer of PlanResourceChange. */
export const planResponse = message({
  plannedState: field(1, dynamicValue),
  requiresReplace: repeated(2, attributePath),
  plannedPrivate: field(3, bytes),
  diagnostics: repeated(4, diagnostic),
  legacyTypeSystem: field(5, bool),
});

/** ApplyResourceChange. A null planned state deletes. */
export const applyRequest = message({
  typeName: field(1, text),
  priorState: field(2, dynamicValue),
  plannedState: field(3, dynamicValue),
  config: field(4, dynamicValue),
  plannedPrivate: field(5, bytes),
});
/** Answer of ApplyResourceChange. */
export const applyResponse = message({
  newState: field(1, dynamicValue),
  private: field(2, bytes),
  diagnostics: repeated(3, diagnostic),
  legacyTypeSystem: field(4, bool),
});

/** ImportResourceState. */
export const importRequest = message({ typeName: field(1, text), id: field(2, text) });
/** Answer of ImportResourceState. */
export const importResponse = message({
  importedResources: repeated(
    1,
    message({ typeName: field(1, text), state: field(2, dynamicValue), private: field(3, bytes) }),
  ),
  diagnostics: repeated(2, diagnostic),
});

/** ReadDataSource. */
export const readDataRequest = message({ typeName: field(1, text), config: field(2, dynamicValue) });
/** Answer of ReadDataSource. */
export const readDataResponse = message({
  state: field(1, dynamicValue),
  diagnostics: repeated(2, diagnostic),
});

/** Requests and answers without content: GetProviderSchema, StopProvider, the controller's Shutdown. */
export const empty = message({});
