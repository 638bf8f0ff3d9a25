import { isObject, isSet, type JsonObject, type Report } from './terraform-values.js';

type Rule = (body: JsonObject, report: Report) => void;

function blocks(value: unknown): JsonObject[] {
  return [value].flat().filter(isObject);
}

const mountNeedsFilesystem: Rule = (body, report) => {
  if (isSet(body['mount_point']) && !isSet(body['fs_type'])) report('mount_point', 'needs fs_type');
};

/** What a MAAS plan lets through and the apply refuses, or silently leaves out. */
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
  maas_instance: (body, report) => {
    blocks(body['network_interfaces']).forEach((nic, index) => {
      if (isSet(nic['ip_address']) && !isSet(nic['subnet_cidr'])) {
        report(`network_interfaces[${index}].ip_address`, 'needs subnet_cidr');
      }
    });
  },
};

/** Checks what neither schema nor behaviour facts say, but the apply does. */
export function checkApplyRules(type: string, body: JsonObject, report: Report): void {
  RULES[type]?.(body, report);
}
