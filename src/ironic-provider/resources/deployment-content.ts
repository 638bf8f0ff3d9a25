import { createHash } from 'node:crypto';
import { textOf } from '../../protocol/attributes.js';
import { canonicalJson, type Json, type JsonObject, jsonOf, objectOf } from '../../protocol/json.js';
import { hasUnknown, type ObjectValue } from '../../protocol/value.js';
import { CONTENT, imageFields } from '../schema/deployment.js';

function withoutNulls(json: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
}

function sorted(json: Json): Json {
  return Array.isArray(json) ? [...(json as readonly string[])].sort() : json;
}

/**
 * A text that is the same exactly for the same content.
 *
 * @returns null where some of it is not known yet
 */
export function contentDigest(values: ObjectValue): string | null {
  const content = CONTENT.map((name) => [name, values[name] ?? null] as const);
  if (content.some(([, value]) => hasUnknown(value))) return null;
  // Traits are a set; what is null says the same as what is left out.
  const json = Object.fromEntries(
    content.map(([name, value]) => [name, name === 'traits' ? sorted(jsonOf(value)) : jsonOf(value)]),
  );
  return createHash('sha256')
    .update(canonicalJson(withoutNulls(json)))
    .digest('hex');
}

/** What is deployed, as Ironic's `instance_info`. */
export function instanceInfo(values: ObjectValue): JsonObject {
  const image = objectOf(values, 'image');
  const fromImage = Object.entries(imageFields).flatMap(([name, { at }]) => {
    const value = image[name] ?? null;
    return value === null ? [] : [[at, value] as const];
  });
  const rest: Record<string, Json> = {};
  for (const name of ['capabilities', 'traits', 'root_device']) {
    const json = jsonOf(values[name]);
    if (json === null) continue;
    rest[name] = Array.isArray(json) ? json : withoutNulls(json as JsonObject);
  }
  return { ...objectOf(values, 'instance_info'), ...Object.fromEntries(fromImage), ...rest };
}

/** The image of an `instance_info`, for an import; null where it has none. */
export function imageOf(info: JsonObject): ObjectValue | null {
  const found = Object.entries(imageFields).map(([name, { at }]) => {
    const value = info[at];
    return [name, typeof value === 'string' && value !== '******' ? value : null] as const;
  });
  const image = Object.fromEntries(found);
  return image['source'] === null ? null : image;
}

/** What is sent with the request to deploy: the config drive's content, and steps. */
export function deployRequest(values: ObjectValue): JsonObject {
  const drive = withoutNulls({
    user_data: textOf(values, 'user_data'),
    ...Object.fromEntries(
      ['meta_data', 'network_data', 'vendor_data'].map((name) => [name, jsonOf(values[name])]),
    ),
  });
  const steps = jsonOf(values['deploy_steps']);
  return {
    ...(Object.keys(drive).length > 0 && { configdrive: drive }),
    ...(steps !== null && { deploy_steps: steps }),
  };
}
