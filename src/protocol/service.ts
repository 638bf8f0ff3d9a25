import { Server, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { diagnosticsToMessage } from './diagnostics.js';
import { MalformedMessage } from './protobuf.js';
import { ProviderCrash } from './provider.js';
import { type ProtocolVersion, providerCalls } from './provider-calls.js';
import { type Call, resourceCalls } from './resource-calls.js';
import { type Session, UnknownName } from './session.js';
import { ValueError } from './types.js';

/** What version 5 calls a method otherwise. */
const version5Names: Readonly<Record<string, string>> = {
  GetProviderSchema: 'GetSchema',
  ValidateProviderConfig: 'PrepareProviderConfig',
  ValidateResourceConfig: 'ValidateResourceTypeConfig',
  ValidateDataResourceConfig: 'ValidateDataSourceConfig',
  ConfigureProvider: 'Configure',
  StopProvider: 'Stop',
};

type AnyCall<C> = Call<C, unknown, unknown>;
const identity = (body: Buffer): Buffer => body;

function describe(error: unknown): {
  readonly summary: string;
  readonly detail: string;
  readonly log: string;
} {
  if (error instanceof UnknownName) {
    return { summary: 'Not in the schema of this provider', detail: error.message, log: error.message };
  }
  if (error instanceof ValueError) {
    return { summary: 'A value does not fit the schema', detail: error.message, log: error.message };
  }
  const message = error instanceof Error ? error.message : String(error);
  const log = error instanceof Error ? (error.stack ?? message) : message;
  return { summary: 'The provider failed', detail: message, log };
}

/**
 * Runs one call. Whatever goes wrong in it becomes an answer with a diagnostic, which Terraform shows better
 * than a failed call.
 *
 * @throws {MalformedMessage} where the request is none
 * @throws {ProviderCrash} where the provider is to seem to crash
 */
async function answer<C>(
  name: string,
  method: AnyCall<C>,
  session: Session<C>,
  body: Buffer,
  running: AbortController,
): Promise<Buffer> {
  const request = method.request.decode(body);
  try {
    return method.answer.encode(await method.run(session, request, running));
  } catch (error) {
    if (error instanceof ProviderCrash) throw error;
    const subject = method.subject?.(request);
    const { summary, detail, log } = describe(error);
    const what = subject === undefined ? name : `${name} of ${subject}`;
    session.shared.log({ level: 'error', text: `${what} failed: ${log}` });
    const found = diagnosticsToMessage([{ summary: `${summary}: ${what}`, detail }], 'dynamic');
    return method.answer.encode(method.failed(found, request));
  }
}

function handler<C>(name: string, method: AnyCall<C>, session: Session<C>) {
  return (call: ServerUnaryCall<Buffer, Buffer>, respond: sendUnaryData<Buffer>): void => {
    const { log } = session.shared;
    const running = new AbortController();
    session.calls.add(running);
    let answered = false;
    const end: typeof respond = (...result) => {
      answered = true;
      session.calls.delete(running);
      respond(...result);
    };
    call.on('cancelled', () => {
      // An answer that is an error counts as cancelled as well.
      if (answered) return;
      log({ level: 'warn', text: `the client went away during ${name}` });
      running.abort();
    });
    answer(name, method, session, call.request, running).then(
      (body) => end(null, body),
      (error: unknown) => {
        if (error instanceof ProviderCrash) {
          log({ level: 'error', text: `${name}: the real provider crashes here: ${error.message}` });
          session.end();
          return;
        }
        const malformed = error instanceof MalformedMessage;
        const text = malformed ? `malformed ${name} request: ${error.message}` : `${name} failed: ${error}`;
        log({ level: 'error', text });
        end({ code: malformed ? status.INVALID_ARGUMENT : status.INTERNAL, details: text });
      },
    );
  };
}

function register<C>(server: Server, version: ProtocolVersion, session: Session<C>): void {
  const calls = { ...providerCalls<C>(version), ...resourceCalls<C>() };
  for (const [name, method] of Object.entries(calls)) {
    const sent = version === 5 ? (version5Names[name] ?? name) : name;
    const path = `/tfplugin${version}.Provider/${sent}`;
    server.register(path, handler(sent, method, session), identity, identity, 'unary');
  }
}

/**
 * The services of one connection: both versions of the protocol, and the controller's Shutdown.
 *
 * @param shutdown what to do when the client asks the process to end; left out, it is not offered
 */
export function connectionServer<C>(session: Session<C>, shutdown?: () => void): Server {
  // Terraform reads any size; the limit of 4 MiB of this library would refuse a large attribute.
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.enable_channelz': 0 });
  register(server, 5, session);
  register(server, 6, session);
  if (shutdown !== undefined) {
    const end = (_: unknown, respond: sendUnaryData<Buffer>): void => {
      respond(null, Buffer.alloc(0));
      shutdown();
    };
    server.register('/plugin.GRPCController/Shutdown', end, identity, identity, 'unary');
  }
  return server;
}
