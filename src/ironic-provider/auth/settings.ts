import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../protocol/json.js';
import type { Diagnostic } from '../../protocol/provider.js';
import { type ObjectValue, Unknown } from '../../protocol/value.js';
import type { TlsSettings } from '../api/transport.js';
import { minorOf } from '../api/version.js';
import { type ProviderSetting, providerSettings, type SettingName } from '../schema/provider.js';
import { type CloudSettings, findCloud } from './clouds.js';
import type { KeystoneSettings } from './keystone.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Who signs in where. */
export type SignIn =
  | { readonly type: 'none' }
  | { readonly type: 'http_basic'; readonly username: string; readonly password: string }
  | { readonly type: 'keystone'; readonly keystone: KeystoneSettings };

/** The provider block with all that the environment and `clouds.yaml` say. */
export interface ProviderSettings {
  /** Without a slash and /v1 at its end; null: as Keystone's catalogue has it. */
  readonly endpoint: string | null;
  readonly signIn: SignIn;
  readonly tls: TlsSettings;
  readonly microversion: string | null;
  readonly parallelRequests: number;
}

/** A setting that is missing or wrong. */
class SettingProblem extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.summary);
    this.diagnostic = diagnostic;
  }
}

function refuse(summary: string, setting?: SettingName, detail?: string): never {
  throw new SettingProblem({
    summary,
    ...(detail !== undefined && { detail }),
    ...(setting !== undefined && { path: [setting] }),
  });
}

class Settings {
  readonly #config: ObjectValue;
  readonly #env: Env;
  readonly #cloud: CloudSettings;

  constructor(config: ObjectValue, env: Env, cloud: CloudSettings) {
    this.#config = config;
    this.#env = env;
    this.#cloud = cloud;
  }

  get(name: SettingName): string | null {
    const { env, cloud }: ProviderSetting = providerSettings[name];
    const configured = this.#config[name] ?? null;
    if (configured instanceof Unknown) {
      refuse(
        `${name} of the provider is not known before the apply`,
        name,
        'Ironic is asked while planning. Give a value that is known, or apply what it comes from first by -target.',
      );
    }
    if (configured !== null) return String(configured);
    const fromEnv = env === undefined ? undefined : this.#env[env];
    if (fromEnv) return fromEnv;
    let found: unknown = cloud === undefined ? undefined : this.#cloud;
    for (const key of cloud ?? []) found = (found as CloudSettings | undefined)?.[key];
    return found === undefined || found === null ? null : String(found);
  }

  need(name: SettingName, why: string): string {
    const value = this.get(name);
    if (value !== null) return value;
    const { env }: ProviderSetting = providerSettings[name];
    return refuse(
      `${name} is missing: ${why}`,
      undefined,
      env && `Give it in the provider block, or as ${env}.`,
    );
  }
}

/** The ways to sign in, by the names that OpenStack has for them. */
const authTypes: Readonly<Record<string, SignIn['type']>> = {
  none: 'none',
  http_basic: 'http_basic',
  password: 'keystone',
  v3password: 'keystone',
  v3applicationcredential: 'keystone',
};

function authType(settings: Settings): SignIn['type'] {
  const given = settings.get('auth_type');
  if (given !== null) {
    const type = Object.hasOwn(authTypes, given) ? authTypes[given] : undefined;
    const allowed = Object.keys(authTypes).join(', ');
    return (
      type ?? refuse(`auth_type ${JSON.stringify(given)} is not known; known are ${allowed}`, 'auth_type')
    );
  }
  if (settings.get('auth_url') !== null) return 'keystone';
  return settings.get('username') === null ? 'none' : 'http_basic';
}

function domain(settings: Settings, of: 'user' | 'project'): JsonObject {
  const id = settings.get(`${of}_domain_id`);
  return id === null ? { name: settings.get(`${of}_domain_name`) ?? 'Default' } : { id };
}

function user(settings: Settings): JsonObject {
  const id = settings.get('user_id');
  if (id !== null) return { id };
  return { name: settings.need('username', 'Keystone wants a user'), domain: domain(settings, 'user') };
}

function identity(settings: Settings): JsonObject {
  const id = settings.get('application_credential_id');
  const name = settings.get('application_credential_name');
  if (id === null && name === null) {
    const password = settings.need('password', 'Keystone wants it beside the user');
    return { methods: ['password'], password: { user: { ...user(settings), password } } };
  }
  const secret = settings.need('application_credential_secret', 'it belongs to the application credential');
  const credential = id === null ? { name: name as string, user: user(settings) } : { id };
  return { methods: ['application_credential'], application_credential: { ...credential, secret } };
}

/** Null for an application credential, which has its scope in it. */
function scope(settings: Settings, { methods }: JsonObject): JsonObject | null {
  if ((methods as readonly string[]).includes('application_credential')) return null;
  const system = settings.get('system_scope');
  if (system !== null) return { system: { [system]: true } };
  const id = settings.get('project_id');
  if (id !== null) return { project: { id } };
  const name = settings.get('project_name');
  return name === null ? null : { project: { name, domain: domain(settings, 'project') } };
}

function signIn(settings: Settings): SignIn {
  const type = authType(settings);
  if (type === 'none') return { type };
  if (type === 'http_basic') {
    const username = settings.need('username', 'HTTP basic wants it');
    return { type, username, password: settings.need('password', 'HTTP basic wants it') };
  }
  const who = identity(settings);
  const keystone: KeystoneSettings = {
    authUrl: url('auth_url', settings.need('auth_url', 'it says where Keystone is')),
    identity: who,
    scope: scope(settings, who),
    region: settings.get('region'),
    interface: (settings.get('interface') ?? 'public').replace(/URL$/, ''),
  };
  return { type, keystone };
}

function url(name: SettingName, text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : null;
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    // Not quoted: there may be a password in it.
    refuse(`${name} is no URL; one looks like https://ironic.example.net:6385`, name);
  }
  if (parsed.username !== '' || parsed.password !== '') {
    refuse(`${name} has a user or a password in it`, name, 'Give them as username and password.');
  }
  return text.replace(/\/+$/, '').replace(/\/v1$/, '');
}

function file(settings: Settings, name: 'cacert' | 'cert' | 'key'): string | null {
  const path = settings.get(name);
  if (path === null) return null;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refuse(`${name}: ${path} cannot be read (${code})`, name);
  }
}

function tls(settings: Settings): TlsSettings {
  const [ca, cert, key] = (['cacert', 'cert', 'key'] as const).map((name) => file(settings, name));
  return {
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    insecure: ['true', '1', 'yes'].includes((settings.get('insecure') ?? '').toLowerCase()),
  };
}

function parallel(settings: Settings): number {
  const wanted = Number(settings.get('parallel_requests') ?? 8);
  if (Number.isInteger(wanted) && wanted >= 1 && wanted <= 100) return wanted;
  return refuse('parallel_requests is a whole number from 1 to 100', 'parallel_requests');
}

function resolved(settings: Settings): ProviderSettings {
  const how = signIn(settings);
  const endpoint = settings.get('endpoint');
  if (endpoint === null && how.type !== 'keystone') {
    settings.need('endpoint', 'without Keystone nothing else says where Ironic is');
  }
  const microversion = settings.get('microversion');
  if (microversion !== null && Number.isNaN(minorOf(microversion))) {
    refuse(`microversion ${JSON.stringify(microversion)} is none; it looks like 1.82`, 'microversion');
  }
  return {
    endpoint: endpoint === null ? null : url('endpoint', endpoint),
    signIn: how,
    tls: tls(settings),
    microversion,
    parallelRequests: parallel(settings),
  };
}

/** Puts together the provider block, the environment and `clouds.yaml`, in this order. */
export async function readSettings(
  config: ObjectValue,
  env: Env,
): Promise<{ readonly settings: ProviderSettings } | { readonly diagnostics: readonly Diagnostic[] }> {
  try {
    const name = new Settings(config, env, {}).get('cloud');
    const found = name === null ? { settings: {} } : await findCloud(name, env);
    if ('problem' in found) refuse(found.problem, 'cloud');
    return { settings: resolved(new Settings(config, env, found.settings)) };
  } catch (error) {
    if (error instanceof SettingProblem) return { diagnostics: [error.diagnostic] };
    throw error;
  }
}
