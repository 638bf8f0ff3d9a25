import type { AttributeSchema, EntitySchema } from '../../protocol/schema.js';
import type { Microversion } from '../api/version.js';
import { computed, text } from './field.js';
import { rootDevice } from './root-device.js';
import { timeouts } from './timeouts.js';

/** Limits where the configuration gives none: a server with terabytes of memory starts slowly, and disks are erased. */
export const deploymentTimeouts = { create: '90m', update: '90m', delete: '4h' } as const;

/** What is deployed, by its name in `instance_info`. */
export const imageFields: Readonly<Record<string, { readonly at: string; readonly description: string }>> = {
  source: { at: 'image_source', description: 'URL of the image, or its id in Glance.' },
  checksum: {
    at: 'image_checksum',
    description:
      'Checksum of the image (SHA-256 or SHA-512; MD5 where Ironic allows it), or the URL of a file with it.',
  },
  disk_format: { at: 'image_disk_format', description: '`raw` or `qcow2`. Left out: Ironic finds out.' },
  type: { at: 'image_type', description: '`whole-disk` or `partition`. Left out: Ironic finds out.' },
  kernel: { at: 'kernel', description: 'Kernel of a partition image.' },
  ramdisk: { at: 'ramdisk', description: 'Ramdisk of a partition image.' },
};

const image: AttributeSchema = {
  optional: true,
  description: 'The image that is written to the root disk.',
  nested_type: {
    nesting_mode: 'single',
    attributes: Object.fromEntries(
      Object.entries(imageFields).map(([name, { description }]) => [
        name,
        { type: 'string', description, ...(name === 'source' ? { required: true } : { optional: true }) },
      ]),
    ),
  },
};

const json = (description: string): AttributeSchema => ({ type: 'dynamic', optional: true, description });

/** What runs on the server is made from these; a change of one is a reimage. */
const content: Readonly<Record<string, AttributeSchema>> = {
  image,
  instance_info: json(
    'More of Ironic’s `instance_info`, as an object: `root_gb`, `kernel_append_params`, `boot_iso`.',
  ),
  capabilities: {
    type: ['map', 'string'],
    optional: true,
    description: 'Capabilities to deploy with, e.g. `{ boot_option = "local" }`.',
  },
  traits: {
    type: ['set', 'string'],
    optional: true,
    description: 'Traits to deploy with; the node must have them. They choose deploy templates.',
  },
  root_device: rootDevice('Which disk is written to. Left out: as the node has it.'),
  user_data: text('User data for cloud-init, as text.'),
  meta_data: json('More meta data of the config drive, as an object.'),
  network_data: json('Network data of the config drive, as an object.'),
  vendor_data: json('Vendor data of the config drive, as an object.'),
  deploy_steps: json('Steps beside those of the driver: a list of `{ interface, step, args, priority }`.'),
};

/** Names of the attributes that decide what runs on the server. */
export const CONTENT = Object.keys(content);

/** Versions of the API that attributes need. */
export const deploymentSince: Readonly<Record<string, Microversion>> = {
  vendor_data: '1.59',
  deploy_steps: '1.69',
  release_runbook: '1.92',
};

/** How a reimage may be done. */
export const REIMAGE_WAYS = ['replace', 'rebuild'] as const;

const attributes: Readonly<Record<string, AttributeSchema>> = {
  id: computed('string', 'UUID of the node.'),
  node: { type: 'string', required: true, description: 'Node to deploy: id or name.' },
  ...content,
  generation: text(
    'With it a reimage is said: what else changes is recorded, and takes effect when the generation changes. Left out: every change reimages.',
  ),
  reimage_by: text(
    'How a reimage is done. `replace` (if left out): the server is released, cleaned and deployed anew. `rebuild`: the image is written over it in place, without cleaning.',
  ),
  preserve_ephemeral: {
    type: 'bool',
    optional: true,
    description: 'True: a rebuild keeps the ephemeral partition.',
  },
  release_clean_steps: json(
    'Clean steps that are done after release and Ironic’s own cleaning, before the node is available: a list of `{ interface, step, args }`. Applied before the destroy, as everything that it goes by.',
  ),
  release_runbook: text('Runbook whose steps are done in their place.'),
  protected: {
    type: 'bool',
    optional: true,
    computed: true,
    description: 'True: Ironic refuses to release or rebuild the server. Left out: as it is.',
  },
  provision_state: computed('string', 'State of the node, as Ironic has it.'),
  instance_uuid: computed('string', 'Id of this deployment, by which it is known in Ironic.'),
  deployed_digest: computed('string', 'Digest of what runs on the server; empty where that was imported.'),
  pending_reimage: computed(
    'bool',
    'True: what is recorded differs from what runs, until the generation changes.',
  ),
  timeouts: timeouts(deploymentTimeouts),
};

/** `ironic_deployment`. */
export const deploymentSchema: EntitySchema = {
  version: 0,
  block: { description: 'A server: what is deployed to a node, until it is released.', attributes },
};
