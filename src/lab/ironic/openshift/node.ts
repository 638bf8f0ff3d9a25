import { flagOf, needText, textOf } from '../../../protocol/attributes.js';
import { jsonOf, objectOf } from '../../../protocol/json.js';
import { isObject, type ObjectValue, type Value } from '../../../protocol/value.js';
import { apiRefusal } from '../../refusal.js';
import type { LabResource } from '../../resource.js';
import { createNode, deleteNode, type NodeSettings, patchNode, readDriverInfo } from '../api/nodes.js';
import { createPort } from '../api/ports.js';
import type { IronicCall, Request } from '../call.js';
import { interfaceNames, interfacesOf } from '../interfaces.js';
import type { NodeRecord } from '../records.js';
import { provision } from '../workflow.js';

/** The provider has no limit of its own; the lab would otherwise wait for ever. */
const limitMs = 24 * 3_600_000;
/** How long a change that Ironic refuses with 409 is tried again: five times. Measured. */
const retriesMs = 155_000;

function settingsOf(planned: ObjectValue, salt: string): NodeSettings {
  const rootDevice = objectOf(planned, 'root_device');
  const properties = objectOf(planned, 'properties');
  return {
    name: textOf(planned, 'name'),
    driver: needText(planned, 'driver'),
    driverInfo: readDriverInfo(objectOf(planned, 'driver_info'), salt),
    properties:
      Object.keys(rootDevice).length === 0 ? properties : { ...properties, root_device: rootDevice },
    extra: objectOf(planned, 'extra'),
    resourceClass: textOf(planned, 'resource_class'),
    conductorGroup: textOf(planned, 'conductor_group') ?? '',
    owner: textOf(planned, 'owner'),
    interfaces: interfacesOf(planned),
    // No attribute says it, so the conductor's own setting decides, which is to clean.
    automatedClean: null,
  };
}

/** The one key that the provider keeps from drifting, though Ironic masks it as it masks others. */
const keptSecret = 'ipmi_password';

function readNode(call: IronicCall, uuid: string, state: ObjectValue): ObjectValue {
  const node = call.node(uuid);
  const known = objectOf(state, 'driver_info');
  const driverInfo = { ...node.driverInfo.shown };
  if (Object.hasOwn(known, keptSecret)) driverInfo[keptSecret] = known[keptSecret] ?? null;
  const { root_device: rootDevice, ...properties } = node.properties;
  return {
    id: node.uuid,
    name: node.name,
    driver: node.driver,
    driver_info: Object.keys(driverInfo).length === 0 ? null : driverInfo,
    properties: state['properties'] === null && Object.keys(properties).length === 0 ? null : properties,
    root_device: rootDevice ?? null,
    extra: state['extra'] === null && Object.keys(node.extra).length === 0 ? null : node.extra,
    resource_class: node.resourceClass,
    conductor_group: node.conductorGroup,
    owner: node.owner ?? '',
    instance_uuid: node.instanceUuid ?? '',
    provision_state: node.provisionState,
    power_state: node.powerState,
    power_state_timeout: state['power_state_timeout'] ?? 300,
    bios_settings: state['bios_settings'] ?? '',
    raid_config: state['raid_config'] ?? '',
    ...Object.fromEntries(interfaceNames.map((name) => [name, node.interfaces[name] ?? ''])),
  };
}

/** Ports are sent when the node is made, and never again. */
function createPorts(request: Request, node: NodeRecord, planned: ObjectValue): void {
  const ports = planned['ports'];
  for (const port of Array.isArray(ports) ? (ports as readonly Value[]).filter((one) => isObject(one)) : []) {
    const values = jsonOf(port) as Readonly<Record<string, string>>;
    createPort(request, {
      node: node.uuid,
      address: (values['address'] ?? '').toLowerCase(),
      pxeEnabled: values['pxe_enabled'] !== 'false',
      physicalNetwork: values['physical_network'] ?? null,
      localLink: {},
      portGroup: null,
      extra: {},
      isSmartNic: false,
    });
  }
}

export const node: LabResource<IronicCall> = {
  machineOf: (values) => textOf(values, 'name'),
  create: async (planned, call, record) => {
    const settings = settingsOf(planned, call.ironic.salt);
    const subject = settings.name === null ? {} : { machine: settings.name };
    const { uuid } = await call.request('nodes.create', subject, (request) => {
      const made = createNode(request, settings);
      createPorts(request, made, planned);
      return made;
    });
    record({ id: uuid });
    const wants = (name: string) => flagOf(planned, name) === true;
    if (wants('manage') || wants('inspect') || wants('clean') || wants('available')) {
      await provision(call, uuid, 'manage', limitMs);
    }
    if (wants('inspect')) await provision(call, uuid, 'inspect', limitMs);
    if (wants('clean')) await provision(call, uuid, 'clean', limitMs);
    if (wants('available')) await provision(call, uuid, 'provide', limitMs);
    return readNode(call, uuid, planned);
  },
  read: (state, call) => readNode(call, needText(state, 'id'), state),
  update: async (planned, prior, call) => {
    const uuid = needText(prior, 'id');
    const settings = settingsOf(planned, call.ironic.salt);
    const { name } = call.node(uuid);
    const subject = name === null ? {} : { machine: name };
    try {
      await call.request('node.update', subject, (request) =>
        // Neither driver_info nor ports are sent: the apply says that it is done all the same.
        patchNode(request, request.world.node(uuid), {
          name: settings.name,
          properties: settings.properties,
          extra: settings.extra,
          resourceClass: settings.resourceClass,
        }),
      );
    } catch (error) {
      await call.pause(retriesMs);
      throw error;
    }
    if (flagOf(planned, 'available') === true && call.node(uuid).provisionState === 'manageable') {
      await provision(call, uuid, 'provide', limitMs);
    }
    return readNode(call, uuid, planned);
  },
  delete: async (state, call) => {
    const uuid = needText(state, 'id');
    const { provisionState, isProtected, name } = call.node(uuid);
    if (isProtected) {
      throw apiRefusal(403, `Node ${uuid} is protected and can not be undeployed, rebuilt or deleted.`);
    }
    // A server that is in use is undeployed without a word.
    if (provisionState === 'active' || provisionState === 'deploy failed') {
      await provision(call, uuid, 'deleted', limitMs);
    }
    await call.request('node.delete', name === null ? {} : { machine: name }, (request) =>
      deleteNode(request, request.world.node(uuid)),
    );
  },
};
