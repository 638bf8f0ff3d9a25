import type { AttributeSchema, EntitySchema } from '../../protocol/schema.js';

/** An attribute of the provider block, and where its value comes from where it is left out. */
export interface ProviderSetting {
  readonly schema: AttributeSchema;
  /** Environment variable. */
  readonly env?: string;
  /** Place in a cloud of `clouds.yaml`. */
  readonly cloud?: readonly string[];
}

function text(description: string, env?: string, cloud?: readonly string[]): ProviderSetting {
  const from = env === undefined ? '' : ` Environment: \`${env}\`.`;
  return {
    schema: { type: 'string', optional: true, description: description + from },
    ...(env !== undefined && { env }),
    ...(cloud !== undefined && { cloud }),
  };
}

function secret(description: string, env: string, cloud: readonly string[]): ProviderSetting {
  const { schema, ...rest } = text(description, env, cloud);
  return { ...rest, schema: { ...schema, sensitive: true } };
}

const auth = (name: string) => ['auth', name] as const;

/** What the provider block takes. The names are those of the OpenStack tools. */
export const providerSettings = {
  endpoint: text(
    'URL of Ironic, without /v1. Left out: as the catalogue of Keystone has it.',
    'OS_ENDPOINT',
    ['baremetal_endpoint_override'],
  ),
  auth_type: text(
    'How to sign in: `none`, `http_basic`, `password` or `v3applicationcredential`. Left out: by what else is given.',
    'OS_AUTH_TYPE',
    ['auth_type'],
  ),
  cloud: text('Name of a cloud in `clouds.yaml`, for all that is left out here.', 'OS_CLOUD'),
  auth_url: text('URL of Keystone.', 'OS_AUTH_URL', auth('auth_url')),
  username: text('User name, for HTTP basic or Keystone.', 'OS_USERNAME', auth('username')),
  user_id: text('User id, instead of a name.', 'OS_USER_ID', auth('user_id')),
  password: secret('Password of the user.', 'OS_PASSWORD', auth('password')),
  user_domain_name: text('Domain of the user.', 'OS_USER_DOMAIN_NAME', auth('user_domain_name')),
  user_domain_id: text('Domain of the user, by id.', 'OS_USER_DOMAIN_ID', auth('user_domain_id')),
  project_name: text('Project to work in.', 'OS_PROJECT_NAME', auth('project_name')),
  project_id: text('Project, by id.', 'OS_PROJECT_ID', auth('project_id')),
  project_domain_name: text('Domain of the project.', 'OS_PROJECT_DOMAIN_NAME', auth('project_domain_name')),
  project_domain_id: text('Domain of the project, by id.', 'OS_PROJECT_DOMAIN_ID', auth('project_domain_id')),
  system_scope: text(
    '`all`: work on the system as a whole, in no project.',
    'OS_SYSTEM_SCOPE',
    auth('system_scope'),
  ),
  application_credential_id: text(
    'Application credential, by id.',
    'OS_APPLICATION_CREDENTIAL_ID',
    auth('application_credential_id'),
  ),
  application_credential_name: text(
    'Application credential, by name; then the user is needed too.',
    'OS_APPLICATION_CREDENTIAL_NAME',
    auth('application_credential_name'),
  ),
  application_credential_secret: secret(
    'Secret of the application credential.',
    'OS_APPLICATION_CREDENTIAL_SECRET',
    auth('application_credential_secret'),
  ),
  region: text('Region of Ironic in the catalogue.', 'OS_REGION_NAME', ['region_name']),
  interface: text('`public` (if left out), `internal` or `admin`.', 'OS_INTERFACE', ['interface']),
  cacert: text('File with the CA that signs the servers’ certificates.', 'OS_CACERT', ['cacert']),
  cert: text('File with the client’s certificate.', 'OS_CERT', ['cert']),
  key: text('File with the key of the client’s certificate.', 'OS_KEY', ['key']),
  insecure: {
    schema: {
      type: 'bool',
      optional: true,
      description: 'True: any certificate passes, so anybody may listen. Environment: `OS_INSECURE`.',
    },
    env: 'OS_INSECURE',
  },
  microversion: text(
    'Version of Ironic’s API to speak, e.g. `1.82`. Left out: the newest that both know.',
    'OS_BAREMETAL_API_VERSION',
    ['baremetal_api_version'],
  ),
  parallel_requests: {
    schema: {
      type: 'number',
      optional: true,
      description: 'Most requests to Ironic at a time. 8 where it is left out.',
    },
  },
} as const satisfies Readonly<Record<string, ProviderSetting>>;

/** Name of a setting. */
export type SettingName = keyof typeof providerSettings;

/** The provider block. */
export const providerSchema: EntitySchema = {
  version: 0,
  block: {
    description:
      'An Ironic, and how to sign in to it. Everything may come from the environment, or from `clouds.yaml`.',
    attributes: Object.fromEntries(
      Object.entries(providerSettings).map(([name, { schema }]) => [name, schema]),
    ),
  },
};
