import { flagOf, needText, textOf } from '../../../protocol/attributes.js';
import { type JsonObject, objectOf } from '../../../protocol/json.js';
import type { ObjectValue } from '../../../protocol/value.js';
import type { PortGroupRecord, PortRecord } from '../records.js';

function rest(body: JsonObject, known: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !Object.hasOwn(known, key)));
}

/** A port as the API shows it. */
export function portJson(port: PortRecord): JsonObject {
  return { ...port.more, ...ownPortJson(port) };
}

function ownPortJson(port: PortRecord): JsonObject {
  return {
    uuid: port.uuid,
    node_uuid: port.node,
    address: port.address,
    pxe_enabled: port.pxeEnabled,
    physical_network: port.physicalNetwork,
    local_link_connection: port.localLink,
    portgroup_uuid: port.portGroup,
    is_smartnic: port.isSmartNic,
    extra: port.extra,
  };
}

/** A port, from the body of a request or as it was patched. */
export function portOf(uuid: string, body: JsonObject): PortRecord {
  const values = body as ObjectValue;
  const port: PortRecord = {
    uuid,
    node: needText(values, 'node_uuid'),
    address: needText(values, 'address').toLowerCase(),
    pxeEnabled: flagOf(values, 'pxe_enabled') ?? true,
    physicalNetwork: textOf(values, 'physical_network'),
    localLink: objectOf(values, 'local_link_connection'),
    portGroup: textOf(values, 'portgroup_uuid'),
    extra: objectOf(values, 'extra'),
    isSmartNic: flagOf(values, 'is_smartnic') ?? false,
  };
  return { ...port, more: rest(body, ownPortJson(port)) };
}

/** A port group as the API shows it. */
export function groupJson(group: PortGroupRecord): JsonObject {
  return { properties: {}, standalone_ports_supported: true, ...group.more, ...ownGroupJson(group) };
}

function ownGroupJson({ uuid, node, name, address, mode, extra }: PortGroupRecord): JsonObject {
  return { uuid, node_uuid: node, name, address, mode, extra };
}

/** A port group, from the body of a request or as it was patched. */
export function groupOf(uuid: string, body: JsonObject): PortGroupRecord {
  const values = body as ObjectValue;
  const group: PortGroupRecord = {
    uuid,
    node: needText(values, 'node_uuid'),
    name: textOf(values, 'name'),
    address: textOf(values, 'address')?.toLowerCase() ?? null,
    mode: textOf(values, 'mode') ?? 'active-backup',
    extra: objectOf(values, 'extra'),
  };
  return { ...group, more: rest(body, ownGroupJson(group)) };
}
