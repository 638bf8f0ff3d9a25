import type { Json, JsonObject } from '../../protocol/json.js';
import { type Clock, pauses } from './clock.js';
import { ApiFailure, failureOf, isPassing } from './failure.js';
import type { PatchOperation } from './records.js';
import type { HttpAnswer, HttpRequest, Transport } from './transport.js';
import type { Microversion } from './version.js';

/** Shows who asks. */
export interface Authorization {
  headers(signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** Forgets what the server no longer accepts. @returns false where there is nothing newer to be had */
  renew(): boolean;
}

/** What an operation is held to. */
export interface Limits {
  readonly signal: AbortSignal;
  /** Time of the clock by which the operation must be done. */
  readonly deadline: number;
}

/** A line for Terraform's log. */
export type Say = (text: string) => void;

/** What a client of Ironic works with. */
export interface ClientOptions {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly version: Microversion;
  readonly transport: Transport;
  readonly authorization: Authorization;
  readonly clock: Clock;
  readonly say: Say;
}

/** Without an answer, only what changes nothing may be asked again; how long it is tried. */
const silenceLimitMs = 20_000;

/** Answers of what stands between us and Ironic. */
const gatewayFailures = [502, 504];

/** Ironic's API. What is locked or busy is asked again until the deadline. */
export class IronicApi {
  readonly version: Microversion;
  readonly clock: Clock;
  readonly say: Say;
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.version = options.version;
    this.clock = options.clock;
    this.say = options.say;
    this.#options = options;
  }

  /** @throws {ApiFailure} */
  async get<T extends JsonObject>(path: string, limits: Limits): Promise<T> {
    return (await this.#send('GET', path, limits)) as T;
  }

  /** All pages of a collection. @throws {ApiFailure} */
  async list<T extends JsonObject>(path: string, key: string, limits: Limits): Promise<readonly T[]> {
    const found: T[] = [];
    for (let next: string | null = path; next !== null; ) {
      const page: JsonObject = await this.get(next, limits);
      found.push(...((page[key] ?? []) as readonly T[]));
      next = typeof page['next'] === 'string' ? withoutOrigin(page['next']) : null;
    }
    return found;
  }

  /** @throws {ApiFailure} */
  async post<T extends JsonObject>(path: string, body: JsonObject, limits: Limits): Promise<T> {
    return (await this.#send('POST', path, limits, body)) as T;
  }

  /** @throws {ApiFailure} */
  async put(path: string, body: JsonObject, limits: Limits): Promise<void> {
    await this.#send('PUT', path, limits, body);
  }

  /** @throws {ApiFailure} */
  async patch<T extends JsonObject>(
    path: string,
    operations: readonly PatchOperation[],
    limits: Limits,
  ): Promise<T> {
    return (await this.#send('PATCH', path, limits, operations as unknown as Json)) as T;
  }

  /** @throws {ApiFailure} */
  async delete(path: string, limits: Limits): Promise<void> {
    await this.#send('DELETE', path, limits);
  }

  async #send(method: HttpRequest['method'], path: string, limits: Limits, body?: Json): Promise<unknown> {
    const { clock } = this.#options;
    const silentUntil = clock.now() + silenceLimitMs;
    for (const pause of pauses()) {
      try {
        return await this.#once(method, path, limits, body);
      } catch (error) {
        const until = isPassing(error)
          ? limits.deadline
          : method === 'GET' && isSilence(error)
            ? Math.min(silentUntil, limits.deadline)
            : 0;
        if (clock.now() + pause > until) throw error;
        this.say(`${method} ${path}: ${(error as Error).message}; asked again in ${Math.round(pause)} ms`);
        await clock.sleep(pause, limits.signal);
      }
    }
    throw new Error('unreachable');
  }

  async #once(
    method: HttpRequest['method'],
    path: string,
    { signal }: Limits,
    body: Json | undefined,
  ): Promise<unknown> {
    const { authorization } = this.#options;
    let answer = await this.#carry(method, path, signal, body);
    if (answer.status === 401 && authorization.renew())
      answer = await this.#carry(method, path, signal, body);
    if (answer.status >= 400) throw failureOf(answer.status, answer.body);
    return answer.body;
  }

  async #carry(
    method: HttpRequest['method'],
    path: string,
    signal: AbortSignal,
    body: Json | undefined,
  ): Promise<HttpAnswer> {
    const { transport, authorization, endpoint, version } = this.#options;
    return transport({
      method,
      url: `${endpoint}${path}`,
      headers: { ...(await authorization.headers(signal)), 'x-openstack-ironic-api-version': version },
      ...(body !== undefined && { body }),
      signal,
    });
  }
}

function isSilence(error: unknown): boolean {
  return error instanceof ApiFailure && (error.status === 0 || gatewayFailures.includes(error.status));
}

/** Behind a proxy Ironic names itself otherwise than it is reached: what it links to is asked where it was asked. */
function withoutOrigin(link: string): string {
  const { pathname, search } = new URL(link);
  return `${pathname.slice(pathname.indexOf('/v1/'))}${search}`;
}
