import { z } from 'zod';
import { IRONIC_HARDWARE_TYPES } from '../facts/ironic-hardware.js';
import {
  DEFAULT_IRONIC_DIALECT,
  IRONIC_DIALECTS,
  IRONIC_INTERFACES,
} from '../facts/providers/ironic-dialects.js';
import { Mac, NicName } from './scalars.js';

const InterfaceValue = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'must be an Ironic interface such as redfish-virtual-media' });

const interfaces = Object.fromEntries(
  IRONIC_INTERFACES.map((name) => [
    name,
    InterfaceValue.optional().meta({ description: `The ${name} interface. Default: as Ironic picks it.` }),
  ]),
) as Record<(typeof IRONIC_INTERFACES)[number], z.ZodOptional<typeof InterfaceValue>>;

/** Interfaces of a node, each optional. */
export const IronicInterfaces = z.strictObject(interfaces);

const ConductorGroup = z
  .string()
  .max(255)
  .regex(/^[a-zA-Z0-9_.-]*$/, { error: 'must be letters, digits, _, . and -' });
const ResourceClass = z
  .string()
  .max(80, { error: 'must be at most 80 characters' })
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, { error: 'must be letters, digits, _, . and -' });

/** Of a server, what Ironic alone asks for. In a profile, and in the overrides of a machine. */
export const IronicHardware = z.strictObject({
  hardwareType: z.enum(IRONIC_HARDWARE_TYPES).optional().meta({
    description: 'Hardware type (driver). Default: by the BMC protocol: redfish, ipmi or manual-management.',
  }),
  interfaces: IronicInterfaces.optional().meta({
    description: 'Interfaces of the node. Default: those of the site.',
  }),
  resourceClass: ResourceClass.optional().meta({
    description: 'Resource class. Default: that of the site, else the name of the profile.',
  }),
  conductorGroup: ConductorGroup.optional().meta({
    description: 'Group of the conductors that manage it. Default: that of the site.',
  }),
  deployKernel: z.string().min(1).optional().meta({
    description: 'Kernel of the deploy ramdisk: URL or Glance id. Default: that of the site.',
  }),
  deployRamdisk: z.string().min(1).optional().meta({
    description: 'Deploy ramdisk: URL or Glance id. Default: that of the site.',
  }),
  verifyCa: z.boolean().optional().meta({
    description: 'Check the certificate of the BMC (Redfish). Default: true.',
  }),
  vendor: z.string().min(1).optional().meta({
    description:
      'Vendor in the properties of the node; supermicro changes how IPMI sets the boot disk. Default: none.',
  }),
  physicalNetworks: z
    .record(NicName, z.string().min(1).max(64))
    .optional()
    .meta({ description: 'Physical network of NICs, by name. Default: none.' }),
});

/** Fields of `provisioner` that are of Ironic alone. */
export const ironicProvisioner = {
  dialect: z
    .enum(IRONIC_DIALECTS)
    .optional()
    .meta({
      description: `Terraform provider for Ironic. rackform is installed by rackform provider install; metal3-community needs a build of its own source. Default: ${DEFAULT_IRONIC_DIALECT}.`,
    }),
  release: z
    .string()
    .regex(/^\d+\.\d+(\.\d+)?$/, { error: 'must be a release such as 2026.1, or a version such as 35.0' })
    .optional()
    .meta({ description: 'Release of Ironic: OpenStack’s name or Ironic’s version. Default: 2026.1.' }),
  microversion: z
    .string()
    .regex(/^1\.\d{1,3}$/, { error: 'must be an API version such as 1.95' })
    .optional()
    .meta({ description: 'API version of Ironic that is asked for. Default: 1.95, or 1.82 before 2024.2.' }),
  auth: z.enum(['none', 'http-basic']).optional().meta({
    description:
      'How Ironic knows who asks. http-basic: user and password are the Terraform variables ironic_username and ironic_password. Default: none.',
  }),
  interfaces: IronicInterfaces.optional().meta({
    description: 'Interfaces of all nodes. Default: as Ironic picks them.',
  }),
  deployKernel: IronicHardware.shape.deployKernel.meta({
    description: 'Kernel of the deploy ramdisk: URL or Glance id. Default: that of the conductor.',
  }),
  deployRamdisk: IronicHardware.shape.deployRamdisk.meta({
    description: 'Deploy ramdisk: URL or Glance id. Default: that of the conductor.',
  }),
  conductorGroup: ConductorGroup.optional().meta({
    description: 'Group of the conductors that manage the site. Default: none.',
  }),
  resourceClass: ResourceClass.optional().meta({
    description: 'Resource class of all nodes. Default: the name of each profile.',
  }),
  cleaning: z.enum(['devices', 'metadata', 'none']).optional().meta({
    description:
      'What automated cleaning of the conductors does when a node is given back; a statement, Terraform cannot set it. devices: erase_devices, the drive’s own erase or an overwrite. metadata: partition tables only, no erase between tenants. none: no cleaning. Default: devices, as Ironic ships it.',
  }),
  switchIds: z.record(z.string().min(1), Mac).optional().meta({
    description:
      'Chassis MAC address of switches, by the name that NICs have: Ironic wants it beside the port. Default: none, and ports have no local_link_connection.',
  }),
} as const;
