import { DnsName } from '../../definition/scalars.js';
import { IRONIC_DIALECTS } from '../../facts/providers/ironic-dialects.js';
import { adoptIronic as readIronic, whyNoAdoption } from '../../inventory/adopt/ironic.js';
import { type AdoptArgs, runAdoption } from '../adopt/adopt-run.js';
import { CliError } from '../cli-error.js';
import type { ExitCode } from '../exit-codes.js';
import { readInputs } from '../import-run.js';
import type { Io } from '../io.js';

/** Arguments of `adopt ironic`. */
export interface AdoptIronicArgs extends AdoptArgs {
  readonly dialect: string;
  readonly domain: string;
  readonly networks: string;
  readonly addresses?: string | undefined;
}

/** Turns what Ironic says of itself into a project whose first plan only imports. */
export async function adoptIronic(io: Io, args: AdoptIronicArgs): Promise<ExitCode> {
  const dialect = IRONIC_DIALECTS.find((known) => known === args.dialect);
  if (dialect === undefined)
    throw new CliError(`--dialect ${JSON.stringify(args.dialect)}: there are ${IRONIC_DIALECTS.join(', ')}`);
  const why = whyNoAdoption(dialect);
  if (why !== null) throw new CliError(`--dialect ${dialect}: ${why}`);
  const { domain } = args;
  if (!DnsName.safeParse(domain).success)
    throw new CliError(`--domain ${JSON.stringify(domain)}: must be a lower-case DNS name`);
  const more = [args.networks, ...(args.addresses === undefined ? [] : [args.addresses])];
  const [networks = { name: args.networks, text: '' }, addresses = null] = await readInputs(io, more);
  return runAdoption(io, args, (files, options) =>
    readIronic(files, { ...options, dialect, domain, networks, addresses }),
  );
}
