import { blocksOf, flagOf, needText, textOf } from '../../../protocol/attributes.js';
import { dynamicOf, type Json, objectOf } from '../../../protocol/json.js';
import type { ObjectValue, Value } from '../../../protocol/value.js';
import { Refusal } from '../../refusal.js';
import type { LabResource } from '../../resource.js';
import { createNode, deleteNode, type NodeSettings, patchNode, readDriverInfo } from '../api/nodes.js';
import { createPort } from '../api/ports.js';
import type { IronicCall } from '../call.js';
import { interfaceNames, interfacesOf } from '../interfaces.js';
import { provision } from '../workflow.js';

/** Every change of state has this limit, which nothing sets. */
const limitMs = 30 * 60_000;

function settingsOf(planned: ObjectValue, salt: string): NodeSettings {
  return {
    name: textOf(planned, 'name'),
    driver: needText(planned, 'driver'),
    driverInfo: readDriverInfo(objectOf(planned, 'driver_info'), salt),
    properties: objectOf(planned, 'properties'),
    // The provider sends the properties in its place.
    extra: planned['extra'] === null ? {} : objectOf(planned, 'properties'),
    resourceClass: textOf(planned, 'resource_class'),
    conductorGroup: textOf(planned, 'conductor_group') ?? '',
    owner: textOf(planned, 'owner'),
    interfaces: interfacesOf(planned),
    automatedClean: flagOf(planned, 'automated_clean') ?? true,
  };
}

function portOf(node: string, port: ObjectValue) {
  return {
    node,
    address: needText(port, 'mac_address').toLowerCase(),
    pxeEnabled: true,
    physicalNetwork: null,
    localLink: {},
    portGroup: null,
    extra: {},
    isSmartNic: false,
  };
}

/** A dynamic attribute as Ironic has it; one that is not set and empty in Ironic stays unset. */
function dynamicValue(json: Json, state: ObjectValue, name: string): Value {
  const isEmpty = typeof json === 'object' && json !== null && Object.keys(json).length === 0;
  return isEmpty && state[name] === null ? null : dynamicOf(json, state[name]);
}

const timeOf = (now: number) => new Date(now).toISOString();

function readNode(call: IronicCall, uuid: string, state: ObjectValue): ObjectValue {
  const node = call.node(uuid);
  const ports = call.ironic.world.portsByNode.get(uuid);
  return {
    id: node.uuid,
    name: node.name,
    full_name: node.name,
    namespace: '',
    driver: node.driver,
    driver_info: dynamicValue(node.driverInfo.shown, state, 'driver_info'),
    properties: dynamicValue(node.properties, state, 'properties'),
    extra: dynamicValue(node.extra, state, 'extra'),
    instance_info: dynamicValue(node.instanceInfo, state, 'instance_info'),
    resource_class: node.resourceClass,
    conductor_group: node.conductorGroup,
    owner: node.owner,
    // Never sent, so never there.
    lessee: null,
    automated_clean: node.automatedClean,
    protected: node.isProtected,
    maintenance: node.maintenance,
    maintenance_reason: '',
    instance_uuid: node.instanceUuid,
    provision_state: node.provisionState,
    target_provision_state: node.target ?? '',
    power_state: node.powerState,
    last_error: node.lastError ?? '',
    fault: '',
    conductor: 'lab',
    allocation_uuid: call.ironic.world.allocationsByNode.get(uuid)[0]?.uuid ?? '',
    chassis_uuid: textOf(state, 'chassis_uuid'),
    created_at: timeOf(node.createdAt),
    updated_at: timeOf(node.updatedAt),
    provision_updated_at: timeOf(node.updatedAt),
    inspection_started_at: '',
    inspection_finished_at: '',
    bios_interface: textOf(state, 'bios_interface') ?? 'no-bios',
    firmware_interface: textOf(state, 'firmware_interface') ?? 'no-firmware',
    ports: blocksOf(state, 'ports').map((port) => ({
      ...port,
      uuid: ports.find(({ address }) => address === textOf(port, 'mac_address')?.toLowerCase())?.uuid ?? '',
    })),
    ...Object.fromEntries(interfaceNames.map((name) => [name, node.interfaces[name] ?? null])),
    ...Object.fromEntries(steps.map((name) => [name, flagOf(state, name) === false ? false : null])),
  };
}

/** Steps that the provider takes and then loses: what was true is null afterwards, which Terraform calls an error. */
const steps = ['manage', 'inspect', 'clean', 'available'] as const;

/** A step that the state says nothing of, as after an import, is read as its default. */
function stepsAsRead(state: ObjectValue): ObjectValue {
  const defaults = { manage: true, inspect: true, clean: false, available: true };
  return Object.fromEntries(steps.map((name) => [name, flagOf(state, name) ?? defaults[name]]));
}

export const node: LabResource<IronicCall> = {
  machineOf: (values) => textOf(values, 'name'),
  create: async (planned, call, record) => {
    const settings = settingsOf(planned, call.ironic.salt);
    const subject = settings.name === null ? {} : { machine: settings.name };
    const { uuid } = await call.request('nodes.create', subject, (request) => {
      const made = createNode(request, settings);
      for (const port of blocksOf(planned, 'ports')) createPort(request, portOf(made.uuid, port));
      return made;
    });
    record({ id: uuid });
    const wants = (name: (typeof steps)[number]) => flagOf(planned, name) === true;
    if (steps.some(wants)) await provision(call, uuid, 'manage', limitMs);
    if (wants('inspect')) await provision(call, uuid, 'inspect', limitMs);
    if (wants('clean')) await provision(call, uuid, 'clean', limitMs);
    if (wants('available')) await provision(call, uuid, 'provide', limitMs);
    return readNode(call, uuid, planned);
  },
  read: (state, call) => {
    const uuid = needText(state, 'id');
    if (call.node(uuid).automatedClean === null) {
      // The provider follows a pointer that is not there, and ends.
      throw new Refusal('The plugin encountered an error: invalid memory address or nil pointer dereference');
    }
    return { ...readNode(call, uuid, state), ...stepsAsRead(state) };
  },
  update: async (planned, prior, call) => {
    const uuid = needText(prior, 'id');
    const settings = settingsOf(planned, call.ironic.salt);
    const { name, automatedClean, owner } = call.node(uuid);
    await call.request('node.update', name === null ? {} : { machine: name }, (request) =>
      // Neither of the two that are kept is sent.
      patchNode(request, request.world.node(uuid), { ...settings, automatedClean, owner }),
    );
    return readNode(call, uuid, planned);
  },
  delete: async (state, call) => {
    const uuid = needText(state, 'id');
    const { name } = call.node(uuid);
    const subject = name === null ? {} : { machine: name };
    // Ports go first, whether or not Ironic then lets the node go.
    await call.request('ports.delete', subject, ({ world }) => {
      for (const port of world.portsByNode.get(uuid)) world.store.remove('ports', port.uuid);
    });
    await call.request('node.delete', subject, (request) => deleteNode(request, request.world.node(uuid)));
  },
  import: (id, call) => ({ id: call.node(id).uuid }),
};
