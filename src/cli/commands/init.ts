import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nearest } from '../../definition/nearest.js';
import { DnsLabel, DnsName } from '../../definition/scalars.js';
import { PROVISIONER_TYPES, type ProvisionerType } from '../../facts/provisioner-types.js';
import { presets } from '../../presets/presets.js';
import type { CommonArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { writeAll } from '../files.js';
import type { Io } from '../io.js';
import { projectFileOf } from '../project-dir.js';
import { inert } from '../render/inert.js';
import { relativeFile } from '../render/located.js';
import { styleFor } from '../render/style.js';
import { type InitAnswers, initFiles } from './init-files.js';
import { schemaFiles } from './schema.js';

/** Arguments of `init`. */
export interface InitArgs extends CommonArgs {
  readonly dir: string;
  readonly organization?: string | undefined;
  readonly site?: string | undefined;
  readonly domain?: string | undefined;
  readonly tenant?: string | undefined;
  readonly cluster?: string | undefined;
  readonly provisioner?: ProvisionerType | undefined;
  /** `none`: pools are written out. */
  readonly preset?: string | undefined;
  readonly yes?: boolean | undefined;
}

interface Question {
  readonly key: 'organization' | 'site' | 'domain' | 'tenant' | 'cluster';
  readonly asks: string;
  readonly fallback: (site: string) => string;
  readonly schema: typeof DnsLabel;
}

const questions: readonly Question[] = [
  { key: 'organization', asks: 'Who runs the sites?', fallback: () => 'example', schema: DnsLabel },
  { key: 'site', asks: 'What is the first site called?', fallback: () => 'dc1', schema: DnsLabel },
  {
    key: 'domain',
    asks: 'What is its DNS domain?',
    fallback: (site) => `${site}.example.org`,
    schema: DnsName,
  },
  { key: 'tenant', asks: 'Who owns the machines?', fallback: () => 'research', schema: DnsLabel },
  { key: 'cluster', asks: 'What is the first cluster called?', fallback: () => 'train', schema: DnsLabel },
];

function problemOf(question: Question, value: string): string | undefined {
  const parsed = question.schema.safeParse(value);
  return parsed.success ? undefined : parsed.error.issues.map(({ message }) => message).join('; ');
}

const noPreset = 'none';

function presetOf(given: string | undefined): string | null {
  const name = given ?? Object.keys(presets)[0] ?? noPreset;
  if (name === noPreset) return null;
  if (Object.hasOwn(presets, name)) return name;
  const known = [...Object.keys(presets), noPreset];
  const near = nearest(name, known);
  throw new CliError(
    `--preset ${JSON.stringify(name)}: unknown preset; there are ${known.join(', ')}`,
    near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
  );
}

async function ask(question: Question, fallback: string): Promise<string> {
  const { isCancel, text } = await import('@clack/prompts');
  const answer = await text({
    message: question.asks,
    placeholder: fallback,
    defaultValue: fallback,
    validate: (value) => (value === undefined || value === '' ? undefined : problemOf(question, value)),
  });
  if (isCancel(answer)) throw new CliError('stopped; nothing was written');
  return answer;
}

/** A provisioner in words for people. */
interface ProvisionerWords {
  readonly hint: string;
  /** What of it has to be edited in the site. */
  readonly edited: string;
}

const provisioners: Readonly<Record<ProvisionerType, ProvisionerWords>> = {
  maas: { hint: 'Canonical MAAS', edited: 'MAAS' },
  ironic: { hint: 'OpenStack Ironic, with or without the rest of OpenStack', edited: 'Ironic' },
  'dry-run': { hint: 'none yet: a plan to look at', edited: 'addresses' },
};

async function askProvisioner(): Promise<ProvisionerType> {
  const { isCancel, select } = await import('@clack/prompts');
  const answer = await select<ProvisionerType>({
    message: 'What installs the machines?',
    options: PROVISIONER_TYPES.map((value) => ({ value, label: value, hint: provisioners[value].hint })),
  });
  if (isCancel(answer)) throw new CliError('stopped; nothing was written');
  return answer;
}

async function answersOf(io: Io, args: InitArgs): Promise<InitAnswers> {
  const missing = questions.filter(({ key }) => args[key] === undefined);
  const asks = io.canAsk && args.yes !== true;
  if (!asks && args.yes !== true && missing.length > 0) {
    throw new CliError(
      `init cannot ask here and needs ${missing.map(({ key }) => `--${key}`).join(', ')}`,
      'give them, or --yes to take the defaults',
    );
  }
  const given: Record<string, string> = {};
  for (const question of questions) {
    const value = args[question.key];
    const problem = value === undefined ? undefined : problemOf(question, value);
    if (problem !== undefined) {
      throw new CliError(`--${question.key} ${JSON.stringify(value)}: ${problem}`);
    }
    const fallback = question.fallback(given['site'] ?? 'dc1');
    given[question.key] = value ?? (asks ? await ask(question, fallback) : fallback);
  }
  const provisioner = args.provisioner ?? (asks ? await askProvisioner() : 'maas');
  return {
    ...(given as Omit<InitAnswers, 'preset' | 'provisioner'>),
    provisioner,
    preset: presetOf(args.preset),
  };
}

function nextSteps(dir: string, answers: InitAnswers): string {
  const steps = [
    ...(dir === '.' ? [] : [[`cd ${dir}`, '']]),
    [
      `edit sites/${answers.site}/site.yaml`,
      `racks, networks and ${provisioners[answers.provisioner].edited} as they are`,
    ],
    [`edit sites/${answers.site}/machines.csv`, 'your machines, one row each'],
    [`edit clusters/${answers.cluster}.yaml`, 'what should run on them'],
    ['rackform check', 'every problem, with its place'],
    ['rackform lock', 'decides machines, addresses and names, once'],
    ['rackform synth', 'writes the Terraform'],
  ];
  const width = Math.max(...steps.map(([command]) => command?.length ?? 0));
  return steps.map(([command = '', why = '']) => `  ${command.padEnd(width)}  ${why}`.trimEnd()).join('\n');
}

/** Starts a project with a small example that is complete, to be edited. */
export async function init(io: Io, args: InitArgs): Promise<ExitCode> {
  // What would stop it is said before anything is asked.
  const dir = resolve(io.cwd, args.dir);
  if (projectFileOf(dir) !== undefined) {
    throw new CliError(`there is a project in ${args.dir} already`, 'init does not change what is there');
  }
  presetOf(args.preset);
  const answers = await answersOf(io, args);
  const files = initFiles(answers);
  const there = Object.keys(files).filter((path) => existsSync(join(dir, path)));
  if (there.length > 0) {
    throw new CliError(
      `${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} there already`,
      'init writes over nothing: choose another folder, or move them away',
    );
  }
  writeAll(dir, { ...files, ...schemaFiles() });
  const style = styleFor(io, 'stdout', args.color);
  const written = [...Object.keys(files), '.rackform/schema/*.json']
    .map((path) => `  ${style.good('wrote')} ${path}\n`)
    .join('');
  const shown = inert(relativeFile(dir, io.cwd) || '.');
  io.stdout.write(`${written}\n${style.title('Next:')}\n${nextSteps(shown, answers)}\n`);
  return exitCodes.clean;
}
