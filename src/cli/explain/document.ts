import { jsonSchema, type SchemaKind } from '../../definition/json-schema.js';
import type { ParsedDefinition } from '../../definition/parse.js';
import type { Explanation } from '../../model/explain.js';
import { candidates, type Path } from '../../model/layers.js';

/** A field by the document that it stands in. */
interface DocumentField {
  readonly kind: SchemaKind;
  readonly document: string;
  readonly data: unknown;
  readonly path: Path;
}

function documentField(parsed: ParsedDefinition, field: string): DocumentField | null {
  const [kind = '', name = '', ...rest] = field.split('.');
  const own = (documents: Readonly<Record<string, unknown>>) =>
    Object.hasOwn(documents, name) ? documents[name] : undefined;
  if (kind === 'clusters') {
    return { kind: 'cluster', document: `cluster/${name}`, data: own(parsed.clusters), path: rest };
  }
  if (kind === 'hardware') {
    return { kind: 'hardware', document: `hardware/${name}`, data: own(parsed.hardware), path: rest };
  }
  if (parsed.project === null) return null;
  // Deployments are a list, and the only one in which a field is named by its number.
  const path = field.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  return { kind: 'project', document: 'project', data: parsed.project, path };
}

/**
 * Explains a field that one document alone has: of the project, of a hardware profile, or of a cluster besides its
 * pools.
 *
 * @returns null where the field names nothing that is there
 */
export function explainDocument(parsed: ParsedDefinition, field: string): Explanation | null {
  const found = documentField(parsed, field);
  if (found === null || found.data === undefined || found.path.length === 0) return null;
  const { kind, document, data, path } = found;
  const own = candidates([{ name: kind, at: { document, path: [] }, data }], path);
  const description = descriptionAt(jsonSchema(kind), path);
  if (own.length === 0 && description === null) return null;
  return { field, value: own[0]?.value, candidates: own, description };
}

export interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** What a schema says of a field; null where it says nothing. */
export function descriptionAt(schema: JsonSchema, path: Path): string | null {
  const [step, ...rest] = path;
  if (step === undefined) return schema.description ?? null;
  const { properties = {}, additionalProperties: any, items, anyOf = [], oneOf = [] } = schema;
  const inner = [properties[step], typeof any === 'object' ? any : undefined, items].filter(
    (one) => one !== undefined,
  );
  for (const one of inner) {
    const found = descriptionAt(one, rest);
    if (found !== null) return found;
  }
  for (const form of [...anyOf, ...oneOf]) {
    const found = descriptionAt(form, path);
    if (found !== null) return found;
  }
  return null;
}
