import { createHash } from 'node:crypto';
import {
  HttpBackend,
  LocalBackend,
  S3Backend,
  TerraformBackend,
  type TerraformRemoteState,
  type TerraformStack,
} from 'cdktf';
import { InternalError } from '../errors.js';
import type { StateModel } from '../model/types.js';

/**
 * Gives a stack its state, one state a stack. No secret stands here: access to a backend comes from its own
 * environment variables (`AWS_*`, `TF_HTTP_USERNAME`, `TF_HTTP_PASSWORD`, `PG_CONN_STR`).
 *
 * @param key of the stack in the model; a state is never moved by anything but a new key
 */
export function addBackend(stack: TerraformStack, state: StateModel, key: string): void {
  switch (state.type) {
    case 'local':
      // Relative on purpose: cdktf's default is an absolute path of the machine that synthesized.
      new LocalBackend(stack, { path: `${state.path}/${key}.tfstate` });
      return;
    case 's3':
      addS3(stack, state, key);
      return;
    case 'http':
      addHttp(stack, state, key);
      return;
    case 'pg':
      new EnvironmentPgBackend(stack, schemaName(state.schema, key));
      return;
    default:
      state satisfies never;
  }
}

function addS3(stack: TerraformStack, state: Extract<StateModel, { type: 's3' }>, key: string): void {
  const { type, bucket, region, prefix, endpoint, encrypt, useLockfile, ...unmapped } = state;
  unmapped satisfies Record<string, never>;
  const backend = new S3Backend(stack, {
    bucket,
    region,
    key: `${prefix === '' ? '' : `${prefix}/`}${key}.tfstate`,
    encrypt,
    ...(endpoint === null ? {} : elsewhere(endpoint)),
  });
  // Newer than cdktf's own options.
  backend.addOverride('use_lockfile', useLockfile);
}

/** A store that is not AWS has no accounts and regions that Terraform could check. */
function elsewhere(endpoint: string) {
  return {
    endpoints: { s3: endpoint },
    usePathStyle: true,
    skipCredentialsValidation: true,
    skipRegionValidation: true,
    skipRequestingAccountId: true,
    skipMetadataApiCheck: true,
    skipS3Checksum: true,
  };
}

function addHttp(stack: TerraformStack, state: Extract<StateModel, { type: 'http' }>, key: string): void {
  const { type, address: base, locking, ...unmapped } = state;
  unmapped satisfies Record<string, never>;
  const address = `${base.replace(/\/+$/, '')}/${key}.tfstate`;
  new HttpBackend(stack, {
    address,
    ...(locking ? { lockAddress: address, unlockAddress: address } : {}),
  });
}

/** cdktf's own asks for the connection string, which holds a password and comes from `PG_CONN_STR`. */
class EnvironmentPgBackend extends TerraformBackend {
  readonly #schema: string;

  constructor(stack: TerraformStack, schema: string) {
    super(stack, 'backend', 'pg');
    this.#schema = schema;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { schema_name: this.#schema };
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new InternalError('a stack refers to another, which would read its state');
  }
}

/** PostgreSQL cuts names after 63 bytes without a word, and two states would be one. */
function schemaName(prefix: string, key: string): string {
  const name = `${prefix}_${key.replaceAll('/', '_')}`;
  if (name.length <= 63) return name;
  return `${name.slice(0, 50)}_${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}
