import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { ApiFailure } from './failure.js';

/** One request over HTTP. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Its answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Parsed where it is JSON, else text. */
  readonly body: unknown;
}

/**
 * Carries requests to a server, at most a fixed number at a time.
 *
 * @throws {ApiFailure} with status 0 where there is no answer
 */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

/** How the server is trusted, and this client by it. PEM, read already. */
export interface TlsSettings {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** True: any certificate passes. */
  readonly insecure: boolean;
}

/** No answer of Ironic takes this long: what takes longer it does after its answer. */
const answerLimitMs = 60_000;

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function reason(error: NodeJS.ErrnoException): string {
  const texts: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nobody listens there',
    ENOTFOUND: 'there is no such host',
    ECONNRESET: 'the connection was cut',
    SELF_SIGNED_CERT_IN_CHAIN:
      'its certificate is signed by a CA that is not trusted: give cacert (OS_CACERT)',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate signs itself: give it as cacert (OS_CACERT)',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      'its certificate is signed by a CA that is not trusted: give cacert (OS_CACERT)',
  };
  return texts[error.code ?? ''] ?? error.message;
}

/** @param parallel most requests at a time; others wait for their turn */
export function httpTransport(tls: TlsSettings, parallel: number): Transport {
  const common = { keepAlive: true, maxSockets: parallel };
  const plain = new HttpAgent(common);
  const { ca, cert, key, insecure } = tls;
  const secure = new HttpsAgent({
    ...common,
    rejectUnauthorized: !insecure,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert, key: key ?? cert }),
  });
  return ({ method, url, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const isPlain = url.startsWith('http:');
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const sent = (isPlain ? httpRequest : httpsRequest)(url, {
        method,
        agent: isPlain ? plain : secure,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(payload !== undefined && {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(payload)),
          }),
        },
        timeout: answerLimitMs,
        ...(signal && { signal }),
      });
      const fail = (cause: NodeJS.ErrnoException) => {
        if (signal?.aborted === true) reject(signal.reason);
        else
          reject(
            new ApiFailure(`no answer from ${new URL(url).origin}: ${reason(cause)}`, { status: 0, cause }),
          );
      };
      sent.once('timeout', () => sent.destroy(new Error(`it took longer than ${answerLimitMs / 1000} s`)));
      sent.once('error', fail);
      sent.once('response', (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', fail);
        answer.once('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: parsed(text) });
        });
      });
      sent.end(payload);
    });
}
