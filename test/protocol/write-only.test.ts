import { expect, test } from 'vitest';
import { crudResource } from '../../src/protocol/crud.js';
import { validateRequest } from '../../src/protocol/messages.js';
import { encodeValue } from '../../src/protocol/msgpack.js';
import type { CallContext, Provider } from '../../src/protocol/provider.js';
import { resourceCalls } from '../../src/protocol/resource-calls.js';
import { blockType, type EntitySchema } from '../../src/protocol/schema.js';
import type { Session } from '../../src/protocol/session.js';
import type { ObjectValue } from '../../src/protocol/value.js';

const schema: EntitySchema = {
  version: 0,
  block: {
    attributes: {
      id: { type: 'string', computed: true },
      name: { type: 'string', required: true },
      password: { type: 'string', optional: true, write_only: true },
    },
  },
};

const given: ObjectValue[] = [];
const server = crudResource<null>(
  schema,
  {},
  {
    create: (planned, _, config) => {
      given.push(planned, config);
      return { values: { id: '1' } };
    },
    read: (values) => ({ values }),
    delete: () => [],
  },
);
const context: CallContext<null> = { client: null, signal: new AbortController().signal };
const config: ObjectValue = { id: null, name: 'a', password: 'canary' };
const noBytes = new Uint8Array();

test('what is only written is in no plan and no state, and is there to create with', async () => {
  const request = { prior: null, proposed: config, config, private: noBytes };
  const { planned } = await server.plan(request, context);
  expect(planned).toMatchObject({ name: 'a', password: null });
  const answer = await server.apply({ prior: null, planned, config, private: noBytes }, context);
  expect(answer.state).toEqual({ id: '1', name: 'a', password: null });
  expect(given).toEqual([planned, config]);
});

test('a client that would keep it in its state is refused', async () => {
  const provider: Provider<null> = {
    schema: { provider: { version: 0, block: {} }, resources: { toy: schema }, dataSources: {} },
    configure: () => ({ client: null }),
    resources: { toy: server },
    dataSources: {},
  };
  const session: Session<null> = { shared: { provider, log: () => {} }, calls: new Set(), end: () => {} };
  const validate = async (password: string | null, isAllowed: boolean) => {
    const msgpack = encodeValue({ ...config, password }, blockType(schema.block));
    const request = validateRequest.decode(
      Buffer.from(
        validateRequest.encode({
          typeName: 'toy',
          config: { msgpack },
          clientCapabilities: { writeOnlyAttributesAllowed: isAllowed },
        }),
      ),
    );
    const call = resourceCalls<null>()['ValidateResourceConfig'];
    const answer = await call?.run(session, request, new AbortController());
    return (answer as { readonly diagnostics: readonly { readonly summary: string }[] }).diagnostics;
  };
  expect(await validate('canary', false)).toMatchObject([
    { summary: 'password needs Terraform 1.11 or OpenTofu 1.11' },
  ]);
  expect(await validate('canary', true)).toEqual([]);
  expect(await validate(null, false)).toEqual([]);
});
