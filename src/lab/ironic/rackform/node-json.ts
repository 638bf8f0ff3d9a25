import { IRONIC_INTERFACES } from '../../../facts/providers/ironic-dialects.js';
import { flagOf, needText, textOf } from '../../../protocol/attributes.js';
import { type Json, type JsonObject, objectOf } from '../../../protocol/json.js';
import type { ObjectValue } from '../../../protocol/value.js';
import { type NodeSettings, readDriverInfo } from '../api/nodes.js';
import { interfacesOf } from '../interfaces.js';
import type { NodeRecord } from '../records.js';

/** Fields that the simulation keeps and makes nothing of, as Ironic has them in a new node. */
const kept: JsonObject = {
  description: null,
  disable_power_off: false,
  fault: null,
  lessee: null,
  maintenance_reason: null,
  parent_node: null,
  protected_reason: null,
  retired: false,
  retired_reason: null,
  shard: null,
  traits: [],
};

const interfaceKeys = IRONIC_INTERFACES.map((name) => `${name}_interface`);

/** A node as the API shows it. */
export function nodeJson(node: NodeRecord): JsonObject {
  return {
    uuid: node.uuid,
    name: node.name,
    driver: node.driver,
    driver_info: node.driverInfo.shown,
    properties: node.properties,
    extra: node.extra,
    instance_info: node.instanceInfo,
    instance_uuid: node.instanceUuid,
    resource_class: node.resourceClass,
    conductor_group: node.conductorGroup,
    owner: node.owner,
    automated_clean: node.automatedClean,
    protected: node.isProtected,
    maintenance: node.maintenance,
    provision_state: node.provisionState,
    target_provision_state: node.target,
    last_error: node.lastError,
    power_state: node.powerState,
    ...Object.fromEntries(interfaceKeys.map((key) => [key, node.interfaces[key] ?? null])),
    ...kept,
    ...node.more,
  };
}

/** What a node is entered with, from the body of the request; what it leaves out Ironic fills in. */
export function nodeSettings(body: JsonObject, salt: string): NodeSettings & { readonly more: JsonObject } {
  const values = body as ObjectValue;
  const usual = interfacesOf(values);
  const interfaces = interfaceKeys.map((key) => {
    const chosen = textOf(values, key) ?? usual[key] ?? `no-${key.replace('_interface', '')}`;
    return [key, chosen] as const;
  });
  return {
    name: textOf(values, 'name'),
    driver: needText(values, 'driver'),
    driverInfo: readDriverInfo(objectOf(values, 'driver_info'), salt),
    properties: objectOf(values, 'properties'),
    extra: objectOf(values, 'extra'),
    resourceClass: textOf(values, 'resource_class'),
    conductorGroup: textOf(values, 'conductor_group') ?? '',
    owner: textOf(values, 'owner'),
    interfaces: Object.fromEntries(interfaces),
    automatedClean: flagOf(values, 'automated_clean'),
    more: Object.fromEntries(Object.entries(kept).map(([key, usually]) => [key, body[key] ?? usually])),
  };
}

/** What a patched node is to be. Secrets that the patch does not bring stay as they are masked. */
export function nodeChange(patched: JsonObject, salt: string): Partial<NodeRecord> {
  const values = patched as ObjectValue;
  return {
    ...nodeSettings(patched, salt),
    instanceInfo: objectOf(values, 'instance_info') as Readonly<Record<string, Json>>,
    instanceUuid: textOf(values, 'instance_uuid'),
    isProtected: flagOf(values, 'protected') === true,
    maintenance: flagOf(values, 'maintenance') === true,
  };
}
