import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEntry, Provider } from '../../../src/protocol/provider.js';
import { reattachProviders } from '../../../src/protocol/reattach.js';
import { serveProvider } from '../../../src/protocol/server.js';

/** How one run of terraform ended. */
export interface Run {
  readonly code: number | null;
  /** Standard output and standard error. */
  readonly text: string;
}

/** A folder with a configuration, and the terraform that works in it. */
export interface Workspace {
  readonly folder: string;
  readonly log: readonly LogEntry[];
  readonly socket: string;
  /** Replaces the configuration; the block that names the provider is added. */
  write(hcl: string): void;
  run(...args: readonly string[]): Promise<Run> & { readonly pid: number | undefined };
  /** Runs that must succeed: otherwise its text is thrown. */
  ok(...args: readonly string[]): Promise<string>;
  /** The changes of a new plan, by address. */
  plan(...args: readonly string[]): Promise<Readonly<Record<string, PlannedChange>>>;
  /** Attributes in the state, by address. */
  state(): Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  close(): Promise<void>;
}

/** One entry of `resource_changes`. */
export interface PlannedChange {
  readonly actions: readonly string[];
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly after_unknown: Readonly<Record<string, unknown>>;
  readonly after_sensitive: Readonly<Record<string, unknown>>;
  readonly replace_paths?: readonly unknown[];
}

/** The block that names a provider, by the last part of its source address. */
function header(source: string): string {
  const name = source.slice(source.lastIndexOf('/') + 1);
  return `terraform {\n  required_providers {\n    ${name} = {\n      source = "${source}"\n    }\n  }\n}\n`;
}

/** Runs terraform, or tofu; never synchronously, as the provider answers from this very process. */
export function terraform(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  binary = 'terraform',
): Promise<Run> & { readonly pid: number | undefined } {
  const child = spawn(binary, args, { cwd: folder, env: { ...process.env, ...env } });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Run>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, text: Buffer.concat(chunks).toString('utf8') }));
  });
  return Object.assign(ended, { pid: child.pid });
}

interface StateFile {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: number;
      readonly attributes: Record<string, unknown>;
    }[];
  }[];
}

function readState(folder: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const { resources } = JSON.parse(readFileSync(join(folder, 'terraform.tfstate'), 'utf8')) as StateFile;
  const entries = resources.flatMap(({ mode, type, name, instances }) =>
    instances.map(({ index_key: key, attributes }) => {
      const place = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
      return [key === undefined ? place : `${place}[${key}]`, attributes] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** Serves a provider in this process, and makes an initialised folder whose terraform uses it. */
export async function openWorkspace<C>(
  provider: Provider<C>,
  hcl = '',
  protocolVersion: 5 | 6 = 6,
  source = 'example/toy',
  binary = 'terraform',
): Promise<Workspace> {
  const log: LogEntry[] = [];
  const served = await serveProvider(provider, { log: (entry) => log.push(entry) });
  const folder = mkdtempSync(join(tmpdir(), 'protocol-'));
  const env = {
    TF_REATTACH_PROVIDERS: reattachProviders(
      [{ source, socket: served.socket, protocolVersion }],
      process.pid,
    ),
    TF_IN_AUTOMATION: '1',
  };
  const write = (text: string): void => writeFileSync(join(folder, 'main.tf'), header(source) + text);
  const run = (...args: readonly string[]) => terraform(folder, args, env, binary);
  const ok = async (...args: readonly string[]): Promise<string> => {
    const { code, text } = await run(...args);
    if (code !== 0) throw new Error(`${binary} ${args.join(' ')} ended with ${code}\n${text}`);
    return text;
  };
  write(hcl);
  await ok('init', '-no-color');
  return {
    folder,
    log,
    socket: served.socket,
    write,
    run,
    ok,
    plan: async (...args) => {
      await ok('plan', '-no-color', '-input=false', '-out=plan', ...args);
      const { resource_changes: changes = [] } = JSON.parse(await ok('show', '-json', 'plan')) as {
        resource_changes?: readonly { readonly address: string; readonly change: PlannedChange }[];
      };
      return Object.fromEntries(changes.map(({ address, change }) => [address, change]));
    },
    state: () => readState(folder),
    close: async () => {
      await served.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Arguments of an apply that asks nothing. */
export const apply = ['apply', '-auto-approve', '-no-color', '-input=false'] as const;
