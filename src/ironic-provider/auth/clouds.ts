import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Settings of one cloud in a `clouds.yaml`, in the words of that file. */
export type CloudSettings = Readonly<Record<string, unknown>>;

/** The cloud, or why there is none. */
export type FoundCloud = { readonly settings: CloudSettings } | { readonly problem: string };

type Env = Readonly<Record<string, string | undefined>>;

function places(name: string, env: Env): readonly string[] {
  const home = env['HOME'] || homedir();
  return [
    name,
    join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'openstack', name),
    join('/etc/openstack', name),
  ];
}

function isRecord(value: unknown): value is CloudSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects part by part, as the OpenStack tools lay `secure.yaml` over `clouds.yaml`. */
function merged(under: CloudSettings, over: CloudSettings): CloudSettings {
  const entries = Object.entries(over).map(([key, value]) => {
    const before = under[key];
    return [key, isRecord(before) && isRecord(value) ? merged(before, value) : value] as const;
  });
  return { ...under, ...Object.fromEntries(entries) };
}

async function cloudsIn(path: string): Promise<CloudSettings | { readonly problem: string }> {
  // Loaded late: most processes of a provider read no such file.
  const { parse } = await import('yaml');
  try {
    const file: unknown = parse(readFileSync(path, 'utf8'));
    const clouds = isRecord(file) ? file['clouds'] : undefined;
    return isRecord(clouds) ? clouds : { problem: `${path} has no clouds` };
  } catch (error) {
    const [firstLine] = error instanceof Error ? error.message.split('\n') : [];
    return { problem: `${path} cannot be read: ${firstLine}` };
  }
}

/** Finds a cloud as the OpenStack tools do: in OS_CLIENT_CONFIG_FILE, here, in the user's and in the machine's folder. */
export async function findCloud(name: string, env: Env): Promise<FoundCloud> {
  const own = env['OS_CLIENT_CONFIG_FILE'];
  const candidates = own ? [own] : places('clouds.yaml', env);
  const path = candidates.find((candidate) => existsSync(candidate));
  if (path === undefined) return { problem: `there is no clouds.yaml; looked at ${candidates.join(', ')}` };
  const clouds = await cloudsIn(path);
  if (typeof clouds['problem'] === 'string') return { problem: clouds['problem'] };
  const cloud = clouds[name as keyof typeof clouds];
  if (!isRecord(cloud)) {
    return {
      problem: `${path} has no cloud ${name}; it has ${Object.keys(clouds).sort().join(', ') || 'none'}`,
    };
  }
  const secretsPath = env['OS_CLIENT_SECURE_FILE'] || path.replace(/clouds\.yaml$/, 'secure.yaml');
  if (secretsPath === path || !existsSync(secretsPath)) return { settings: cloud };
  const secrets = await cloudsIn(secretsPath);
  if (typeof secrets['problem'] === 'string') return { problem: secrets['problem'] };
  const over = secrets[name as keyof typeof secrets];
  return { settings: isRecord(over) ? merged(cloud, over) : cloud };
}
