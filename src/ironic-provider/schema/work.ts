import type { AttributeSchema, EntitySchema } from '../../protocol/schema.js';
import { computed, text } from './field.js';
import { timeouts } from './timeouts.js';

/** Limits where the configuration gives none: a server restarts once or twice meanwhile. */
export const workTimeouts = { create: '60m', update: '60m', delete: '5m' } as const;

function entity(
  description: string,
  attributes: Readonly<Record<string, AttributeSchema>>,
  again: string,
): EntitySchema {
  return {
    version: 0,
    block: {
      description,
      attributes: {
        id: computed('string', 'UUID of the node.'),
        node: {
          type: 'string',
          required: true,
          description: 'Node: id or name. It must be free: manageable, available, or on its way there.',
        },
        ...attributes,
        generation: text(again),
        timeouts: timeouts(workTimeouts),
      },
    },
  };
}

/** `ironic_node_inspection`. */
export const inspectionSchema = entity(
  'What a node is made of, as its inspection finds it.',
  {
    inspected_at: computed('string', 'When it was inspected last, as Ironic has it.'),
    inventory: {
      type: 'dynamic',
      computed: true,
      description: 'CPUs, memory, disks and NICs that were found. API 1.81 or later; null before.',
    },
  },
  'The node is inspected anew when this changes.',
);

/** `ironic_bios_settings`. */
export const biosSchema = entity(
  'BIOS settings of a node, applied by a clean step.',
  {
    settings: {
      type: ['map', 'string'],
      required: true,
      description:
        'Settings by the names of the vendor, e.g. `{ ProcVirtualization = "Enabled" }`. Others are left alone.',
    },
  },
  'The settings are applied again when this changes.',
);

/** `ironic_raid`. */
export const raidSchema = entity(
  'RAID volumes of a node, made by clean steps. What was there before is deleted, and all data on it.',
  {
    logical_disks: {
      type: 'dynamic',
      required: true,
      description:
        'Volumes, as Ironic’s `target_raid_config` has them: a list of `{ size_gb, raid_level, is_root_volume, controller, physical_disks }`.',
    },
    raid_config: {
      type: 'dynamic',
      computed: true,
      description: 'Volumes that there are, as the driver found them.',
    },
  },
  'The volumes are made anew, and all data is lost, when this changes.',
);
