import type { ProtocolVersion } from './provider-calls.js';

/** One provider that is being served, by what a configuration calls it. */
export interface Reattachable {
  /** Source address without a host, e.g. `canonical/maas`. */
  readonly source: string;
  /** Path of the socket. */
  readonly socket: string;
  /** @default 6 */
  readonly protocolVersion?: ProtocolVersion;
}

/** The default hosts of terraform and of tofu: each tool only finds the key with its own. */
const hosts = ['registry.terraform.io', 'registry.opentofu.org'];

/**
 * The value of `TF_REATTACH_PROVIDERS` by which terraform and tofu use providers that are served already.
 *
 * Give it only to children that end before the server closes, and never leave it exported: a client that finds
 * nobody at the socket kills the process of that id.
 *
 * @param pid the serving process; Terraform watches it and cancels its calls once it is gone
 */
export function reattachProviders(providers: readonly Reattachable[], pid: number): string {
  const entries = providers.flatMap(({ source, socket, protocolVersion = 6 }) => {
    const entry = {
      Protocol: 'grpc',
      ProtocolVersion: protocolVersion,
      Pid: pid,
      // False would let Terraform end the process, and makes some versions panic.
      Test: true,
      Addr: { Network: 'unix', String: socket },
    };
    return hosts.map((host) => [`${host}/${source}`, entry] as const);
  });
  return JSON.stringify(Object.fromEntries(entries));
}
