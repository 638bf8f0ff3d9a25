import type { JsonObject } from '../../protocol/json.js';
import type { Authorization } from '../api/client.js';
import { ApiFailure, failureOf } from '../api/failure.js';
import type { Transport } from '../api/transport.js';

/** Who signs in, and what for. */
export interface KeystoneSettings {
  readonly authUrl: string;
  readonly identity: JsonObject;
  /** Null: as the credential has it. */
  readonly scope: JsonObject | null;
  /** Region of the service; null: the first that has it. */
  readonly region: string | null;
  /** `public`, `internal` or `admin`. */
  readonly interface: string;
}

interface Endpoint {
  readonly interface: string;
  readonly region: string | null;
  readonly region_id: string | null;
  readonly url: string;
}

interface Token {
  readonly value: string;
  readonly expiresAt: number;
  readonly endpoints: readonly Endpoint[];
}

interface TokenBody {
  readonly token?: {
    readonly expires_at?: string;
    readonly catalog?: readonly { readonly type: string; readonly endpoints: readonly Endpoint[] }[];
  };
}

/** Names of the service in catalogues: the type, and what older ones call it. */
const serviceTypes = ['baremetal', 'bare-metal'];

/** A token that ends sooner is as good as ended: an answer may take this long. */
const marginMs = 60_000;

/** `https://keystone.example/identity` and `.../identity/v3/` are one and the same. */
function tokensUrl(authUrl: string): string {
  const base = authUrl.replace(/\/+$/, '');
  return `${/\/v3$/.test(base) ? base : `${base}/v3`}/auth/tokens`;
}

/** Signs in to Keystone when it is first needed, and again before the token ends. */
export class KeystoneAuthorization implements Authorization {
  readonly #settings: KeystoneSettings;
  readonly #transport: Transport;
  #token: Promise<Token> | null = null;

  constructor(settings: KeystoneSettings, transport: Transport) {
    this.#settings = settings;
    this.#transport = transport;
  }

  async headers(signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    return { 'x-auth-token': (await this.#current(signal)).value };
  }

  renew(): boolean {
    this.#token = null;
    return true;
  }

  /** Where the catalogue says that Ironic is. @throws {ApiFailure} where it does not */
  async endpoint(signal?: AbortSignal): Promise<string> {
    const { region, interface: wanted } = this.#settings;
    const { endpoints } = await this.#current(signal);
    const found = endpoints.find(
      (endpoint) =>
        endpoint.interface === wanted && [null, endpoint.region, endpoint.region_id].includes(region),
    );
    if (found !== undefined) return found.url;
    const there = endpoints.map((one) => `${one.interface} in ${one.region ?? one.region_id ?? 'no region'}`);
    const where = region === null ? '' : ` in region ${region}`;
    throw new ApiFailure(
      `the catalogue of Keystone has no ${wanted} endpoint of baremetal${where}; it has ${there.join(', ') || 'none at all'}`,
      { status: 0 },
    );
  }

  async #current(signal: AbortSignal | undefined): Promise<Token> {
    const kept = await this.#token;
    if (kept !== null && kept.expiresAt - marginMs > Date.now()) return kept;
    this.#token = this.#signIn(signal);
    // A refusal is not kept: the next call asks again.
    this.#token.catch(() => {
      this.#token = null;
    });
    return this.#token;
  }

  async #signIn(signal: AbortSignal | undefined): Promise<Token> {
    const { authUrl, identity, scope } = this.#settings;
    const url = tokensUrl(authUrl);
    const answer = await this.#transport({
      method: 'POST',
      url,
      headers: {},
      body: { auth: { identity, ...(scope !== null && { scope }) } },
      ...(signal && { signal }),
    });
    if (answer.status >= 400) {
      const { message, status } = failureOf(answer.status, answer.body);
      throw new ApiFailure(`Keystone at ${url} refuses to sign in: ${message}`, { status });
    }
    const { token } = (answer.body ?? {}) as TokenBody;
    const value = answer.headers['x-subject-token'];
    if (token === undefined || typeof value !== 'string') {
      throw new ApiFailure(`${url} gave no token: is it Keystone of version 3?`, { status: answer.status });
    }
    const services = (token.catalog ?? []).filter(({ type }) => serviceTypes.includes(type));
    return {
      value,
      expiresAt: Date.parse(token.expires_at ?? '') || Date.now() + 5 * marginMs,
      endpoints: services.flatMap(({ endpoints }) => endpoints),
    };
  }
}
