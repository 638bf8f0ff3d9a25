import { describe, expect, test } from 'vitest';
import type { StateModel } from '../../src/model/types.js';
import { exampleModel, exampleSite } from '../support/model-fixture.js';
import { synth } from '../support/synth.js';

const first = 'dc1-enrolment-01';

function backends(state: StateModel, rename: (key: string) => string = (key) => key): unknown[] {
  const model = exampleModel({ site: { ...exampleSite(), state } });
  const stacks = model.stacks.map((stack) => ({ ...stack, stateKey: rename(stack.stateKey) }));
  return Object.values(synth({ ...model, stacks }).stacks).map(
    (stack) => (stack['terraform'] as { backend: unknown }).backend,
  );
}

const states: Readonly<Record<StateModel['type'], StateModel>> = {
  local: { type: 'local', path: '../../../state' },
  s3: {
    type: 's3',
    bucket: 'states',
    region: 'eu-central-1',
    prefix: 'rackform',
    endpoint: null,
    encrypt: true,
    useLockfile: true,
  },
  http: { type: 'http', address: 'https://state.example.net/', locking: true },
  pg: { type: 'pg', schema: 'rackform' },
};

describe('a backend', () => {
  test('on the local disk is at a relative path', () => {
    expect(backends(states.local)[0]).toEqual({
      local: { path: `../../../state/dc1/site/${first}.tfstate` },
    });
  });

  test('in S3 has the key of the stack, encryption and its own lock', () => {
    expect(backends(states.s3)[0]).toEqual({
      s3: {
        bucket: 'states',
        region: 'eu-central-1',
        key: `rackform/dc1/site/${first}.tfstate`,
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  test('in another S3 store is not checked against AWS', () => {
    const state = { ...states.s3, endpoint: 'https://s3.example.net', prefix: '' } as StateModel;
    expect(backends(state)[0]).toMatchObject({
      s3: {
        key: `dc1/site/${first}.tfstate`,
        endpoints: { s3: 'https://s3.example.net' },
        use_path_style: true,
        skip_credentials_validation: true,
        skip_requesting_account_id: true,
      },
    });
  });

  test('by HTTP locks at the same address, where locking is wanted', () => {
    const address = `https://state.example.net/dc1/site/${first}.tfstate`;
    expect(backends(states.http)[0]).toEqual({
      http: { address, lock_address: address, unlock_address: address },
    });
    expect(backends({ type: 'http', address: 'https://state.example.net', locking: false })[0]).toEqual({
      http: { address },
    });
  });

  test('in PostgreSQL names a schema and no connection, which holds a password', () => {
    expect(backends(states.pg)[0]).toEqual({ pg: { schema_name: `rackform_dc1_site_${first}` } });
  });

  test('in PostgreSQL keeps long keys apart, since the server cuts names after 63 bytes', () => {
    const long = backends(states.pg, (key) => `${'a-long-site-name/'.repeat(4)}${key}`) as {
      pg: { schema_name: string };
    }[];
    const names = long.map(({ pg }) => pg.schema_name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(63);
  });

  test.each(Object.values(states))('of type $type is one of its own for each stack', (state) => {
    const all = backends(state).map((backend) => JSON.stringify(backend));
    expect(all).toHaveLength(4);
    expect(new Set(all).size).toBe(4);
  });
});
