import { isObject, isSet, type JsonObject, type Report } from './terraform-values.js';

type Rule = (body: JsonObject, report: Report) => void;

function blocks(value: unknown): JsonObject[] {
  return [value].flat().filter(isObject);
}

const mountNeedsFilesystem: Rule = (body, report) => {
  if (isSet(body['mount_point']) && !isSet(body['fs_type'])) report('mount_point', 'needs fs_type');
};

const neverWorks =
  (message: string): Rule =>
  (_, report) =>
    report('', message);

/** Attributes that `metal3-community` sends wrongly or not at all. */
const notSent = ['extra', 'lessee', 'owner', 'protected'];

const ignoresDriverInfo: Rule = ({ lifecycle }, report) => {
  const ignored = isObject(lifecycle) ? lifecycle['ignore_changes'] : undefined;
  if (!Array.isArray(ignored) || !ignored.includes('driver_info'))
    report('lifecycle.ignore_changes', 'lacks driver_info, which differs from what is read back for ever');
};

const deploysFlatText: Rule = (body, report) => {
  const info = isObject(body['instance_info']) ? body['instance_info'] : {};
  if (!isSet(info['image_source'])) report('instance_info.image_source', 'is what is deployed');
  if (isSet(info['capabilities']))
    report('instance_info.capabilities', 'is not read back: every plan would replace the deployment');
};

/** What a plan lets through and the apply refuses, or silently leaves out. By type, or by provider and type. */
const RULES: Readonly<Record<string, Rule>> = {
  maas_machine: (body, report) => {
    if (body['power_type'] !== 'ipmi' && !isSet(body['pxe_mac_address'])) {
      report('pxe_mac_address', 'is required when power_type is not "ipmi"');
    }
  },
  maas_network_interface_link: (body, report) => {
    const mode = body['mode'] ?? 'AUTO';
    if (body['default_gateway'] === true && mode !== 'STATIC' && mode !== 'AUTO') {
      report('default_gateway', `cannot be used in mode ${String(mode)}`);
    }
  },
  maas_block_device: (body, report) => {
    blocks(body['partitions']).forEach((partition, index) => {
      mountNeedsFilesystem(partition, (path, message) => report(`partitions[${index}].${path}`, message));
    });
  },
  maas_raid: mountNeedsFilesystem,
  maas_logical_volume: mountNeedsFilesystem,
  maas_tag: (body, report) => {
    if (Array.isArray(body['machines']) && body['machines'].length === 0) {
      report('machines', 'changes nothing when it is empty');
    }
  },
  ironic_node_v1: ignoresDriverInfo,
  'metal3-community/ironic ironic_node': (body, report) => {
    ignoresDriverInfo(body, report);
    for (const name of ['manage', 'available', 'inspect'])
      if (body[name] !== false) report(name, 'must be false: true stops with "was true, but now null"');
    for (const name of notSent) if (isSet(body[name])) report(name, 'is not sent, and taints the node');
    const info = isObject(body['driver_info']) ? body['driver_info'] : {};
    for (const key of Object.keys(info))
      if (/password|secret|token/.test(key))
        report(`driver_info.${key}`, 'is read back masked, and taints the node');
  },
  ironic_port_v1: neverWorks('stops with "Invalid address to set: port_group_id"'),
  ironic_allocation_v1: neverWorks('is gone after an undeploy, and the next refresh stops'),
  ironic_allocation: neverWorks('is gone after an undeploy, and the next refresh stops'),
  'openshift-metal3/ironic ironic_deployment': deploysFlatText,
  'metal3-community/ironic ironic_deployment': deploysFlatText,
  'rackform/ironic ironic_deployment': ({ image }, report) => {
    if (!isObject(image) || !isSet(image['source'])) report('image.source', 'is what is deployed');
  },
  maas_instance: (body, report) => {
    blocks(body['network_interfaces']).forEach((nic, index) => {
      if (isSet(nic['ip_address']) && !isSet(nic['subnet_cidr'])) {
        report(`network_interfaces[${index}].ip_address`, 'needs subnet_cidr');
      }
    });
  },
};

/**
 * Checks what neither schema nor behaviour facts say, but the apply does.
 *
 * @param source of the provider: several have resources of one name
 */
export function checkApplyRules(source: string, type: string, body: JsonObject, report: Report): void {
  (RULES[`${source} ${type}`] ?? RULES[type])?.(body, report);
}
