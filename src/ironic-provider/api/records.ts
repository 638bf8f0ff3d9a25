import type { Json, JsonObject } from '../../protocol/json.js';

/** A node as Ironic shows it, as far as decisions are made from it. */
export interface NodeRecord extends JsonObject {
  readonly uuid: string;
  readonly name: string | null;
  readonly provision_state: string;
  readonly target_provision_state: string | null;
  readonly last_error: string | null;
  readonly maintenance: boolean;
  readonly maintenance_reason: string | null;
  readonly fault: string | null;
  readonly protected: boolean;
  readonly retired: boolean;
  readonly instance_uuid: string | null;
  readonly instance_info: JsonObject;
  readonly properties: JsonObject;
  readonly resource_class: string | null;
  readonly driver: string;
}

/** A port or a group of ports, as far as decisions are made from it. */
export interface NodePartRecord extends JsonObject {
  readonly uuid: string;
  readonly node_uuid: string;
  readonly address: string | null;
}

/** What Ironic keeps under a name of its own: deploy templates, runbooks. */
export interface NamedRecord extends JsonObject {
  readonly uuid: string;
  readonly name: string;
}

/** One operation of a JSON patch. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string };

/** A key as a step of a JSON pointer. */
export function pointerStep(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** What is called a node in messages: its name where it has one. */
export function nodeLabel({ name, uuid }: Pick<NodeRecord, 'name' | 'uuid'>): string {
  return name ?? uuid;
}
