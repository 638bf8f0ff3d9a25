import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Lab, startLab } from '../../lab/lab.js';
import { noScenario } from '../../lab/scenario/parse.js';
import type { Log } from '../../protocol/provider.js';
import { CliError } from '../cli-error.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { inert } from '../render/inert.js';
import { relativeFile } from '../render/located.js';
import { processesWith, runCommand, untilUnused } from './child.js';
import { type LabArgs, labSites, stateFolder } from './lab-args.js';
import { labProgress } from './lab-progress.js';
import { readScenario } from './scenario-file.js';

/** Arguments of `lab run`. */
export interface LabRunArgs extends LabArgs {
  readonly command: readonly string[];
  readonly speed?: number | undefined;
  /** File given by `--scenario`. */
  readonly scenario?: string | undefined;
  readonly progress?: boolean | undefined;
}

function malformedReattach(cause: unknown): CliError {
  const hint = 'unset it: terraform would refuse it too';
  return new CliError('TF_REATTACH_PROVIDERS of the environment is not JSON', hint, { cause });
}

/** Providers that the caller serves already stay; the lab's own come beside them. */
function mergedReattach(given: string | undefined, own: string): string {
  if (given === undefined || given === '') return own;
  try {
    return JSON.stringify({ ...(JSON.parse(given) as object), ...(JSON.parse(own) as object) });
  } catch (error) {
    throw malformedReattach(error);
  }
}

/** Lines of the lab about itself, of this run. */
function openLog(path: string): { readonly log: Log; readonly close: () => void } {
  const file = openSync(path, 'w', 0o600);
  return {
    log: ({ level, text }) => writeSync(file, `${new Date().toISOString()} ${level} ${inert(text)}\n`),
    close: () => closeSync(file),
  };
}

/** Writes the credentials to a file where the environment has no room for them, and says how to give it. */
function writeCredentials(io: Io, lab: Lab, folder: string): void {
  const file = join(folder, 'bmc-credentials.tfvars.json');
  writeFileSync(file, `${JSON.stringify({ bmc_credentials: lab.credentials })}\n`, { mode: 0o600 });
  const path = relativeFile(file, io.cwd);
  io.stderr.write(
    `rackform: too many machines for TF_VAR_bmc_credentials: give terraform -var-file=${inert(path)} (cdktf: --var-file)\n`,
  );
}

/** The environment of the command. What the caller has of its own wins over what is made up. */
function environment(io: Io, lab: Lab, folder: string): NodeJS.ProcessEnv {
  const { TF_REATTACH_PROVIDERS: given, TF_VAR_bmc_credentials: credentials } = io.env;
  const { TF_REATTACH_PROVIDERS: reattach = '', ...madeUp } = lab.env;
  const hasNoRoom = Object.keys(lab.credentials).length > 0 && Object.keys(madeUp).length === 0;
  if (credentials === undefined && hasNoRoom) writeCredentials(io, lab, folder);
  return {
    ...madeUp,
    ...io.env,
    TF_REATTACH_PROVIDERS: mergedReattach(given, reattach),
    CHECKPOINT_DISABLE: '1',
  };
}

/** Waits for what the command left running. A second Ctrl-C ends that. */
async function waitForOthers(io: Io, lab: Lab): Promise<void> {
  let isEnough = false;
  const stop = (): void => {
    isEnough = true;
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  const { TF_REATTACH_PROVIDERS: reattach = '' } = lab.env;
  const [, socket = reattach] = /"String":"([^"]+)"/.exec(reattach) ?? [];
  try {
    await untilUnused(
      () => processesWith(socket),
      lab.connections,
      (users) => {
        const names = users.map(({ name, pid }) => `${inert(name)} (${pid})`).join(', ');
        const who = names === '' ? 'a client that is connected' : names;
        io.stderr.write(`rackform: the lab stays for what still uses it: ${who}; Ctrl-C stops it\n`);
      },
      () => isEnough,
    );
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

/** Runs a command whose Terraform meets simulated provisioners, and ends as it does. */
export async function labRun(io: Io, args: LabRunArgs): Promise<number> {
  const [file, ...rest] = args.command;
  if (file === undefined) throw new CliError('lab run has no command', 'rackform lab run -- terraform apply');
  const scenario = args.scenario === undefined ? noScenario : readScenario(io, args.scenario, args.color);
  if (typeof scenario === 'number') return scenario;
  const sites = await labSites(io, args);
  if (typeof sites === 'number') return sites;
  const folder = stateFolder(io, args);
  const hasTerminal = io.stdout.isTTY || io.stderr.isTTY || io.canAsk;
  const progress = labProgress(io, args.progress);
  const lines: { log: Log } = { log: () => {} };
  const lab = await startLab({
    models: sites,
    state: folder,
    scenario,
    ...(args.speed === undefined ? {} : { speed: args.speed }),
    onEvent: progress.event,
    log: (entry) => lines.log(entry),
  });
  const log = openLog(join(folder, 'lab.log'));
  lines.log = log.log;
  try {
    const env = environment(io, lab, folder);
    const { code, problem } = await runCommand([file, ...rest], { cwd: io.cwd, env, hasTerminal });
    progress.done();
    if (problem !== null) io.stderr.write(`rackform: ${inert(problem)}\n`);
    await waitForOthers(io, lab);
    return problem === null ? code : code || exitCodes.failed;
  } finally {
    await lab.close();
    log.close();
  }
}
