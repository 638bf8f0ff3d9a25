import { z } from 'zod';
import { PROVISIONER_TYPES } from '../facts/provisioner-types.js';
import { ironicProvisioner } from './ironic.js';

/** Who installs the servers of a site. Which fields go with which type, a guardrail says by name. */
export const Provisioner = z.strictObject({
  type: z.enum(PROVISIONER_TYPES).meta({ description: 'What the Terraform is for.' }),
  providerVersion: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, { error: 'must be a version such as 2.8.0' })
    .optional()
    .meta({
      description:
        'Version of the Terraform provider; for maas 2.7.2 or later, or 2.4. Default: 2.8.0 for maas, 0.1.0, 0.6.0 or 1.0.1 for the dialects rackform, openshift-metal3 and metal3-community of ironic.',
    }),
  serverVersion: z
    .string()
    .regex(/^\d+\.\d+(\.\d+)?$/, { error: 'must be a version such as 3.5' })
    .optional()
    .meta({ description: 'Version of MAAS. Default: 3.5.' }),
  apiUrl: z.url().optional().meta({
    description:
      'URL of MAAS or Ironic. Default: MAAS_API_URL of the environment; for ironic the Terraform variable ironic_url.',
  }),
  settings: z
    .record(
      z
        .string()
        .regex(/^[a-z][a-z0-9_]*$/, { error: 'must be a MAAS configuration key such as kernel_opts' }),
      z.string(),
    )
    .optional()
    .meta({ description: 'MAAS configuration keys that rackform sets (maas_configuration). Default: none.' }),
  ...ironicProvisioner,
});
