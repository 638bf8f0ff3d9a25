import { z } from 'zod';
import { ClusterOverrides } from './cluster.js';
import { DnsLabel, EraseMode } from './scalars.js';
import { SharedService, TenantId } from './tenancy.js';

/** Where Terraform keeps state: one state a stack, key `<site>/<cluster>/<stack>`. It holds BMC passwords: encrypt it. */
export const StateBackend = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('local'),
    path: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'Folder, relative to where Terraform runs. Default: ../../../state.' }),
  }),
  z.strictObject({
    type: z.literal('s3'),
    bucket: z.string().min(3).meta({ description: 'Name of the bucket.' }),
    region: z.string().min(1).meta({ description: 'Region of the bucket.' }),
    prefix: z.string().optional().meta({ description: 'Before every key. Default: rackform.' }),
    endpoint: z.url().optional().meta({ description: 'For S3 compatible stores. Default: AWS.' }),
    encrypt: z.boolean().optional().meta({ description: 'Server-side encryption. Default: true.' }),
    useLockfile: z
      .boolean()
      .optional()
      .meta({ description: 'S3 native locking (Terraform >= 1.10). Default: true.' }),
  }),
  z.strictObject({
    type: z.literal('http'),
    address: z.url().meta({
      description: 'The key and `.tfstate` are appended; credentials come from TF_HTTP_* variables.',
    }),
    locking: z
      .boolean()
      .optional()
      .meta({ description: 'Lock and unlock at the same address. Default: true.' }),
  }),
  z.strictObject({
    type: z.literal('pg'),
    schema: z
      .string()
      .regex(/^[a-z_][a-z0-9_]*$/)
      .optional()
      .meta({
        description: 'Prefix of the schema of each state. Default: rackform. The connection is PG_CONN_STR.',
      }),
  }),
]);
export type StateBackendInput = z.input<typeof StateBackend>;

export const Tenant = z.strictObject({
  description: z.string().optional().meta({ description: 'For people. Default: none.' }),
  id: TenantId.optional().meta({
    description:
      'Number of the tenant; with tenantNumbers of a site it decides its VLANs, VNIs, P_Key and NVLink partition. Default: none, all as written.',
  }),
  handOver: z
    .strictObject({
      erase: EraseMode.optional().meta({
        description: 'Least erase before a machine of this tenant goes to another. Default: full.',
      }),
    })
    .optional()
    .meta({
      description: 'What must happen before a machine of this tenant goes to another. Default: it is erased.',
    }),
});

export const Deployment = z.strictObject({
  cluster: DnsLabel.meta({ description: 'A cluster of the folder clusters.' }),
  site: DnsLabel.meta({ description: 'A site of the folder sites.' }),
  options: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'Preset options for this site only. Default: the cluster’s.' }),
  overrides: ClusterOverrides.optional().meta({
    description: 'Fields for this site only. Default: the cluster’s.',
  }),
});

/** One repository: who, where, and which cluster at which site. */
export const Project = z.strictObject({
  organization: DnsLabel.meta({ description: 'Who runs the sites.' }),
  tenants: z.record(DnsLabel, Tenant).meta({ description: 'Who may own machines.' }),
  sharedServices: z.record(DnsLabel, SharedService).optional().meta({
    description:
      'What tenants share on purpose, by name; rackform isolation refuses the rest. Default: nothing.',
  }),
  state: StateBackend.optional().meta({
    description: 'Where Terraform keeps state, which holds BMC passwords. Default: local.',
  }),
  baseBranch: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Protected branch: what its lock holds is in service. Default: main.' }),
  deployments: z.array(Deployment).meta({ description: 'Which cluster runs at which site.' }),
});
export type ProjectInput = z.input<typeof Project>;
