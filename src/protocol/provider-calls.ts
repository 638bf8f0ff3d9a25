import { diagnosticsToMessage, hasErrors } from './diagnostics.js';
import {
  configureRequest,
  diagnosticsResponse,
  empty,
  schemaResponse5,
  schemaResponse6,
  validateProviderRequest,
  validateProviderResponse,
} from './messages.js';

import { type Call, call } from './resource-calls.js';
import {
  blockType,
  type EntitySchema,
  needsVersion6,
  type ProviderSchema,
  schemaToMessage,
} from './schema.js';
import { needObject, stopCalls } from './session.js';

/** The versions of the protocol that are served. */
export type ProtocolVersion = 5 | 6;

function schemas(entries: { readonly [name: string]: EntitySchema }) {
  return Object.entries(entries).map(([key, entry]) => ({ key, value: schemaToMessage(entry) }));
}

/** The names of all types with attributes of attributes. */
function version6Only(schema: ProviderSchema): string[] {
  const all = { provider: schema.provider, ...schema.resources, ...schema.dataSources };
  return Object.entries(all)
    .filter(([, entry]) => needsVersion6(entry.block))
    .map(([name]) => name);
}

function schemaCall<C>(version: ProtocolVersion) {
  return call<C, unknown, ReturnType<typeof schemaResponse6.decode>>({
    request: empty,
    answer: version === 6 ? schemaResponse6 : schemaResponse5,
    run: async ({ shared: { provider, log } }) => {
      const { schema } = provider;
      const tooNew = version === 5 ? version6Only(schema) : [];
      if (tooNew.length > 0) {
        const detail = `Terraform asked by version 5, but ${tooNew.join(', ')} can only be described in version 6.`;
        log({ level: 'error', text: `wrong protocol version: ${detail}` });
        const found = [{ summary: 'The provider needs version 6 of the plugin protocol', detail }];
        return { diagnostics: diagnosticsToMessage(found, 'dynamic') };
      }
      return {
        provider: schemaToMessage(schema.provider),
        resourceSchemas: schemas(schema.resources),
        dataSourceSchemas: schemas(schema.dataSources),
        // The schema is the same on every connection, so Terraform need not ask again on the next one.
        serverCapabilities: { planDestroy: true, getProviderSchemaOptional: true },
      };
    },
    failed: (diagnostics) => ({ diagnostics }),
  });
}

function validateProviderCall<C>() {
  return call<C, ReturnType<typeof validateProviderRequest.decode>, object>({
    request: validateProviderRequest,
    answer: validateProviderResponse,
    run: async ({ shared: { provider } }, { config }) => {
      const schema = provider.schema.provider;
      const found = (await provider.validateConfig?.(needObject(schema, config, 'configuration'))) ?? [];
      return { diagnostics: diagnosticsToMessage(found, blockType(schema.block)) };
    },
    failed: (diagnostics) => ({ diagnostics }),
  });
}

function configureCall<C>() {
  return call<C, ReturnType<typeof configureRequest.decode>, object>({
    request: configureRequest,
    answer: diagnosticsResponse,
    run: async (session, { terraformVersion = '', config }) => {
      const { provider } = session.shared;
      const schema = provider.schema.provider;
      const wanted = needObject(schema, config, 'configuration');
      const answer = await provider.configure({ config: wanted, terraformVersion });
      const { client, diagnostics = [] } = answer;
      if (!hasErrors(diagnostics)) {
        if (client === undefined) throw new Error('the configuration was accepted, but gave no client');
        session.configured = { client };
        session.shared.last = session.configured;
      }
      return { diagnostics: diagnosticsToMessage(diagnostics, blockType(schema.block)) };
    },
    failed: (diagnostics) => ({ diagnostics }),
  });
}

function stopCall<C>() {
  return call<C, unknown, object>({
    request: empty,
    answer: empty,
    run: async (session) => {
      session.shared.log({ level: 'info', text: 'Terraform was interrupted and asks to stop' });
      stopCalls(session);
      return {};
    },
    failed: () => ({}),
  });
}

/** The methods that concern the provider as a whole, by their names in version 6. */
export function providerCalls<C>(
  version: ProtocolVersion,
): Readonly<Record<string, Call<C, unknown, unknown>>> {
  return {
    GetProviderSchema: schemaCall<C>(version),
    ValidateProviderConfig: validateProviderCall<C>(),
    ConfigureProvider: configureCall<C>(),
    StopProvider: stopCall<C>(),
  };
}
