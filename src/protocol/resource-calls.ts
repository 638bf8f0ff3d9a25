import { diagnosticsToMessage, pathToMessage } from './diagnostics.js';
import {
  applyRequest,
  applyResponse,
  diagnosticsResponse,
  importRequest,
  importResponse,
  planRequest,
  planResponse,
  readDataRequest,
  readDataResponse,
  readRequest,
  readResponse,
  upgradeRequest,
  upgradeResponse,
  validateRequest,
} from './messages.js';
import type { Kind } from './protobuf.js';
import type { Diagnostic, Provider } from './provider.js';
import { blockType, type EntitySchema } from './schema.js';
import { callContext, lookUp, needObject, readObject, type Session, writeObject } from './session.js';
import { parseState } from './state-json.js';
import type { Type } from './types.js';
import type { ObjectValue } from './value.js';

/** One method of the service. */
export interface Call<C, Request, Answer> {
  readonly request: Kind<Request>;
  readonly answer: Kind<Answer>;
  /** What the log calls the subject of a request, e.g. the resource type. */
  subject?(request: Request): string | undefined;
  run(session: Session<C>, request: Request, running: AbortController): Promise<Answer>;
  /** The answer where the call failed. */
  failed(diagnostics: ReturnType<typeof diagnosticsToMessage>, request: Request): Answer;
}

/** Keeps the types of a call in step, and forgets them. */
export function call<C, Request, Answer>(definition: Call<C, Request, Answer>): Call<C, unknown, unknown> {
  return definition as unknown as Call<C, unknown, unknown>;
}

const noBytes = new Uint8Array();

interface Resource {
  readonly name: string;
  readonly schema: EntitySchema;
  readonly type: Type;
}

function resourceOf<C>(provider: Provider<C>, typeName: string | undefined): Resource {
  const name = typeName ?? '';
  const schema = lookUp(provider.schema.resources, name, 'resource type');
  return { name, schema, type: blockType(schema.block) };
}

function serverOf<C>(provider: Provider<C>, { name }: Resource) {
  return lookUp(provider.resources, name, 'server for resource type');
}

function dataOf<C>(provider: Provider<C>, typeName: string | undefined) {
  const name = typeName ?? '';
  const schema = lookUp(provider.schema.dataSources, name, 'data source');
  const server = lookUp(provider.dataSources, name, 'server for data source');
  return { schema, server, type: blockType(schema.block) };
}

const subject = (request: { readonly typeName?: string | undefined }) => request.typeName;

/** A client that does not know such attributes would keep them in its state. */
function writeOnlyRefused({ block }: EntitySchema, config: ObjectValue): readonly Diagnostic[] {
  return Object.entries(block.attributes ?? {})
    .filter(([name, attribute]) => attribute.write_only === true && (config[name] ?? null) !== null)
    .map(([name]) => ({
      summary: `${name} needs Terraform 1.11 or OpenTofu 1.11`,
      detail: 'It is only written, and kept in no state; an older version would keep it.',
      path: [name],
    }));
}

function validateCall<C>(kind: 'resource' | 'data') {
  return call<C, ReturnType<typeof validateRequest.decode>, object>({
    request: validateRequest,
    answer: diagnosticsResponse,
    subject,
    run: async ({ shared: { provider } }, { typeName, config, clientCapabilities }) => {
      const resource = kind === 'resource' ? resourceOf(provider, typeName) : dataOf(provider, typeName);
      const server = 'server' in resource ? resource.server : serverOf(provider, resource as Resource);
      const wanted = needObject(resource.schema, config, 'configuration');
      const unfit =
        clientCapabilities?.writeOnlyAttributesAllowed === true
          ? []
          : writeOnlyRefused(resource.schema, wanted);
      const found = [...unfit, ...((await server.validate?.(wanted)) ?? [])];
      return { diagnostics: diagnosticsToMessage(found, resource.type) };
    },
    failed: (diagnostics) => ({ diagnostics }),
  });
}

function upgradeCall<C>() {
  return call<C, ReturnType<typeof upgradeRequest.decode>, ReturnType<typeof upgradeResponse.decode>>({
    request: upgradeRequest,
    answer: upgradeResponse,
    subject,
    run: async ({ shared: { provider } }, { typeName, version = 0, rawState }) => {
      const resource = resourceOf(provider, typeName);
      const server = serverOf(provider, resource);
      const json = rawState?.json;
      if (json === undefined) throw new Error('states of Terraform 0.11 and earlier cannot be read');
      const state = server.upgrade
        ? await server.upgrade({ version, json })
        : (parseState(json, resource.type) as ObjectValue | null);
      return { upgradedState: writeObject(resource.schema, state) };
    },
    failed: (diagnostics) => ({ diagnostics }),
  });
}

function readCall<C>() {
  return call<C, ReturnType<typeof readRequest.decode>, ReturnType<typeof readResponse.decode>>({
    request: readRequest,
    answer: readResponse,
    subject,
    run: async (session, { typeName, currentState, private: kept = noBytes }, running) => {
      const resource = resourceOf(session.shared.provider, typeName);
      const state = readObject(resource.schema, currentState);
      if (state === null) return { newState: writeObject(resource.schema, null) };
      const server = serverOf(session.shared.provider, resource);
      const answer = await server.read({ state, private: kept }, callContext(session, running));
      return {
        newState: writeObject(resource.schema, answer.state),
        private: answer.private ?? kept,
        diagnostics: diagnosticsToMessage(answer.diagnostics ?? [], resource.type),
      };
    },
    failed: (diagnostics, { currentState }) => ({ newState: currentState, diagnostics }),
  });
}

function planCall<C>() {
  return call<C, ReturnType<typeof planRequest.decode>, ReturnType<typeof planResponse.decode>>({
    request: planRequest,
    answer: planResponse,
    subject,
    run: async (session, request, running) => {
      const { provider } = session.shared;
      const resource = resourceOf(provider, request.typeName);
      const { schema, type } = resource;
      const kept = request.priorPrivate ?? noBytes;
      const answer = await serverOf(provider, resource).plan(
        {
          prior: readObject(schema, request.priorState),
          proposed: readObject(schema, request.proposedNewState),
          config: readObject(schema, request.config),
          private: kept,
        },
        callContext(session, running),
      );
      return {
        plannedState: writeObject(schema, answer.planned),
        requiresReplace: (answer.requiresReplace ?? []).map((path) => pathToMessage(path, type)),
        plannedPrivate: answer.private ?? kept,
        diagnostics: diagnosticsToMessage(answer.diagnostics ?? [], type),
        legacyTypeSystem: provider.legacyTypeSystem ?? false,
      };
    },
    failed: (diagnostics) => ({ diagnostics }),
  });
}

function applyCall<C>() {
  return call<C, ReturnType<typeof applyRequest.decode>, ReturnType<typeof applyResponse.decode>>({
    request: applyRequest,
    answer: applyResponse,
    subject,
    run: async (session, request, running) => {
      const { provider } = session.shared;
      const resource = resourceOf(provider, request.typeName);
      const { schema, type } = resource;
      const kept = request.plannedPrivate ?? noBytes;
      const answer = await serverOf(provider, resource).apply(
        {
          prior: readObject(schema, request.priorState),
          planned: readObject(schema, request.plannedState),
          config: readObject(schema, request.config),
          private: kept,
        },
        callContext(session, running),
      );
      return {
        newState: writeObject(schema, answer.state),
        private: answer.private ?? kept,
        diagnostics: diagnosticsToMessage(answer.diagnostics ?? [], type),
        legacyTypeSystem: provider.legacyTypeSystem ?? false,
      };
    },
    // The bytes that came: whatever failed, the resource is not to be forgotten.
    failed: (diagnostics, { priorState, plannedPrivate }) => ({
      newState: priorState,
      private: plannedPrivate,
      diagnostics,
    }),
  });
}

function importCall<C>() {
  return call<C, ReturnType<typeof importRequest.decode>, ReturnType<typeof importResponse.decode>>({
    request: importRequest,
    answer: importResponse,
    subject,
    run: async (session, { typeName, id = '' }, running) => {
      const { provider } = session.shared;
      const resource = resourceOf(provider, typeName);
      const answer = await serverOf(provider, resource).import?.(id, callContext(session, running));
      if (answer === undefined) {
        const refused: Diagnostic = { summary: `Resource type ${resource.name} cannot be imported` };
        return { diagnostics: diagnosticsToMessage([refused], resource.type) };
      }
      const importedResources = answer.resources.map((imported) => {
        const name = imported.type ?? resource.name;
        const state = writeObject(resourceOf(provider, name).schema, imported.state);
        return { typeName: name, state, private: imported.private };
      });
      const diagnostics = diagnosticsToMessage(answer.diagnostics ?? [], resource.type);
      return { importedResources, diagnostics };
    },
    failed: (diagnostics) => ({ diagnostics }),
  });
}

function readDataCall<C>() {
  return call<C, ReturnType<typeof readDataRequest.decode>, ReturnType<typeof readDataResponse.decode>>({
    request: readDataRequest,
    answer: readDataResponse,
    subject,
    run: async (session, { typeName, config }, running) => {
      const { schema, server, type } = dataOf(session.shared.provider, typeName);
      const wanted = needObject(schema, config, 'configuration');
      const answer = await server.read(wanted, callContext(session, running));
      return {
        state: writeObject(schema, answer.state),
        diagnostics: diagnosticsToMessage(answer.diagnostics ?? [], type),
      };
    },
    failed: (diagnostics) => ({ diagnostics }),
  });
}

/** The methods that work on resources and data sources, by their names in version 6. */
export function resourceCalls<C>(): Readonly<Record<string, Call<C, unknown, unknown>>> {
  return {
    ValidateResourceConfig: validateCall<C>('resource'),
    ValidateDataResourceConfig: validateCall<C>('data'),
    UpgradeResourceState: upgradeCall<C>(),
    ReadResource: readCall<C>(),
    PlanResourceChange: planCall<C>(),
    ApplyResourceChange: applyCall<C>(),
    ImportResourceState: importCall<C>(),
    ReadDataSource: readDataCall<C>(),
  };
}
