import { CliError } from './cli-error.js';

/** Default hosts of terraform and of tofu. */
export const HOSTS = ['registry.terraform.io', 'registry.opentofu.org'] as const;

/** The CLI configuration that is written beside a mirror. */
export const CONFIG_FILE = 'terraform.rc';

/**
 * The platform's name, as Go has it.
 *
 * @param command for the message where there is none
 * @param hint what works all the same
 */
export function platform(command: string, hint?: string): string {
  const systems: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
    linux: 'linux',
    darwin: 'darwin',
    freebsd: 'freebsd',
    openbsd: 'openbsd',
  };
  const machines: Readonly<Partial<Record<NodeJS.Architecture, string>>> = {
    x64: 'amd64',
    arm64: 'arm64',
    arm: 'arm',
    ia32: '386',
  };
  const [system, machine] = [systems[process.platform], machines[process.arch as NodeJS.Architecture]];
  if (system === undefined || machine === undefined) {
    throw new CliError(`${command} knows no ${process.platform} on ${process.arch}`, hint);
  }
  return `${system}_${machine}`;
}

/** A word as a shell takes it, whatever is in it. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Folder of one provider in a mirror, as Terraform looks for it. */
export function mirrorFolder(host: string, source: string, version: string, target: string): string {
  return `${host}/${source}/${version}/${target}`;
}

/** Name of a provider's program, as Terraform looks for it. */
export function programName(source: string, version: string): string {
  return `terraform-provider-${source.slice(source.lastIndexOf('/') + 1)}_v${version}`;
}

/** For the CLI configuration of terraform and tofu: these from the mirror, all others as ever. */
export function installation(dir: string, sources: readonly string[]): string {
  const names = sources.flatMap((source) => HOSTS.map((host) => `"${host}/${source}"`)).join(', ');
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(dir)}
    include = [${names}]
  }
  direct {
    exclude = [${names}]
  }
}
`;
}
