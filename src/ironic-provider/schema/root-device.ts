import type { AttributeSchema } from '../../protocol/schema.js';

const hint = (type: 'string' | 'number' | 'bool', description: string): AttributeSchema => ({
  type,
  optional: true,
  description,
});

/** Hints by which a node's root disk is found; all that are given must fit. */
export function rootDevice(description: string): AttributeSchema {
  return {
    optional: true,
    description,
    nested_type: {
      nesting_mode: 'single',
      attributes: {
        by_path: hint('string', 'E.g. `/dev/disk/by-path/pci-0000:01:00.0-nvme-1`.'),
        hctl: hint('string', 'SCSI address.'),
        model: hint('string', 'Model of the disk.'),
        name: hint('string', 'E.g. `/dev/nvme0n1`; not stable over reboots.'),
        rotational: hint('bool', 'False: no spinning disk.'),
        serial: hint('string', 'Serial number.'),
        size: hint('string', 'Size in GiB, or a comparison such as `>= 400`.'),
        vendor: hint('string', 'Vendor of the disk.'),
        wwn: hint('string', 'World Wide Name.'),
        wwn_with_extension: hint('string', 'World Wide Name with the vendor’s extension.'),
      },
    },
  };
}
