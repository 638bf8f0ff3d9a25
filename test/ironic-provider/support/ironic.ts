import { type InstalledIronic, IronicMissing, obtainIronic } from '../../../scripts/ironic/obtain.js';
import { type IronicOptions, startIronic } from '../../../scripts/ironic/start.js';
import type { HttpRequest, Transport } from '../../../src/ironic-provider/api/transport.js';
import { httpTransport } from '../../../src/ironic-provider/api/transport.js';
import { ironicProvider } from '../../../src/ironic-provider/provider.js';
import { apply, openWorkspace, type Workspace } from '../../protocol/support/terraform.js';

/** A real Ironic, or null where there is none to be had, which is said on standard error. */
export async function installedOrNull(): Promise<InstalledIronic | null> {
  try {
    return await obtainIronic((line) => process.stderr.write(`${line}\n`));
  } catch (error) {
    if (!(error instanceof IronicMissing)) throw error;
    process.stderr.write(`skipped: tests against a real Ironic: ${error.message}\n`);
    return null;
  }
}

type Json = Readonly<Record<string, unknown>>;

/** What an operation of the fake hardware is to do, by `scripts/ironic/faults`. */
export type Faults = Readonly<Record<string, string | number | boolean>>;

/** A real Ironic, and what a test does with it behind Terraform's back. */
export interface TestIronic {
  readonly url: string;
  request(method: string, path: string, body?: unknown): Promise<Json>;
  node(ident: string): Promise<Json>;
  patch(ident: string, path: string, value: unknown): Promise<void>;
  /** Makes operations on a node with the interfaces `faulty` fail, wait or take long. */
  fault(ident: string, faults: Faults): Promise<void>;
  stop(): Promise<void>;
}

/** Starts an Ironic of a test file's own. */
export async function testIronic(installed: InstalledIronic, options?: IronicOptions): Promise<TestIronic> {
  const { url, stop } = await startIronic(installed, options);
  const request = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const answer = await fetch(`${url}/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-openstack-ironic-api-version': '1.115' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Json);
  };
  const patch = async (ident: string, path: string, value: unknown): Promise<void> => {
    await request('PATCH', `nodes/${ident}`, [{ op: 'add', path, value }]);
  };
  return {
    url,
    stop,
    request,
    patch,
    node: (ident) => request('GET', `nodes/${ident}`),
    fault: (ident, faults) => patch(ident, '/extra/fault', faults),
  };
}

/** How a test meets Ironic. */
export interface MeetOptions {
  /** Stands between the provider and Ironic. */
  readonly between?: (request: HttpRequest, next: Transport) => ReturnType<Transport>;
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: (text: string) => void;
  readonly binary?: string;
}

/** A folder whose Terraform has the provider, and what tests ask of it. */
export interface IronicWorkspace extends Workspace {
  /** Applies a configuration that must then plan nothing more. */
  settle(hcl: string): Promise<string>;
  /** Applies a configuration that must fail. @returns what Terraform printed, on one line each */
  fails(hcl: string): Promise<string>;
  /** What a plan of the configuration says, whether it succeeds or not. */
  says(hcl: string): Promise<{ readonly code: number | null; readonly text: string }>;
}

/** Terraform breaks lines where its frame ends. */
function unwrapped(text: string): string {
  return text.replace(/\n(?=[^\n])/g, ' ').replace(/ {2,}/g, ' ');
}

/** A workspace whose provider runs in this process. */
export async function meet(url: string, options: MeetOptions = {}): Promise<IronicWorkspace> {
  const { between, env = {}, log = () => {}, binary } = options;
  const provider = ironicProvider({
    env: { OS_ENDPOINT: url, ...env },
    log: ({ text }) => log(text),
    transport: ({ tls, parallelRequests }) => {
      const next = httpTransport(tls, parallelRequests);
      return between === undefined ? next : (request) => between(request, next);
    },
  });
  const workspace = await openWorkspace(provider, '', 6, 'rackform/ironic', binary);
  const planned = ['plan', '-no-color', '-input=false', '-detailed-exitcode'] as const;
  return {
    ...workspace,
    settle: async (hcl) => {
      workspace.write(hcl);
      const text = await workspace.ok(...apply);
      const { code, text: second } = await workspace.run(...planned);
      if (code !== 0) throw new Error(`the second plan is not empty (${code})\n${second}`);
      return unwrapped(text);
    },
    fails: async (hcl) => {
      workspace.write(hcl);
      const { code, text } = await workspace.run(...apply);
      if (code !== 1) throw new Error(`it was to fail, and ended in ${code}\n${text}`);
      return unwrapped(text);
    },
    says: async (hcl) => {
      workspace.write(hcl);
      const { code, text } = await workspace.run(...planned);
      return { code, text: unwrapped(text) };
    },
  };
}

let made = 0;

/** A name that no other test uses. */
export function freshName(): string {
  made += 1;
  return `node-${made}`;
}

/** An address that no other test uses. */
export function freshMac(): string {
  made += 1;
  return `52:54:00:00:${(made >> 8).toString(16).padStart(2, '0')}:${(made & 255).toString(16).padStart(2, '0')}`;
}

/** A node with hardware that fails on demand. */
export function node(name: string, more = '', label = 'a'): string {
  return `resource "ironic_node" "${label}" {
  name             = "${name}"
  driver           = "fake-hardware"
  deploy_interface = "faulty"
  power_interface  = "faulty"
  ${more}
}
`;
}

/** A deployment to a node. */
export function deployment(ident: string, more = '', label = 'a'): string {
  return `resource "ironic_deployment" "${label}" {
  node  = ${ident}
  image = { source = "https://images.example.net/gpu.img", checksum = "8d777f385d3dfec8815d20f7496026dc" }
  ${more}
}
`;
}
