import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Issue } from '../../errors.js';
import { hasErrors } from '../../errors.js';
import { compareWithModel } from '../../software/check/compare.js';
import { expectedOf } from '../../software/check/expected.js';
import { Found } from '../../software/check/found.js';
import { softwareOfCluster } from '../../software/day2/software.js';
import type { SiteArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { inert, inertJson } from '../render/inert.js';
import { renderIssues } from '../render/issues.js';
import { locateIssues } from '../render/located.js';
import { type Style, styleFor } from '../render/style.js';
import { counted } from '../render/table.js';
import { endWith, type SiteModels, siteModels } from '../site-models.js';

/** Arguments of `verify`. */
export interface VerifyArgs extends SiteArgs {
  readonly collect?: string | undefined;
  readonly json?: boolean | undefined;
}

interface Collected {
  readonly found: ReadonlyMap<string, Found>;
  readonly issues: readonly Issue[];
}

function unreadable(file: string, message: string): Issue {
  return {
    code: 'COLLECTED_UNREADABLE',
    severity: 'error',
    message,
    at: { document: 'project', path: [] },
    position: { file, line: 1, column: 1 },
    hint: 'fetch it again: ansible-playbook --inventory inventory.yaml collect.yaml',
  };
}

/** What machines found of themselves, by slot. */
function readCollected(dir: string): Collected {
  const found = new Map<string, Found>();
  const issues: Issue[] = [];
  for (const name of readdirSync(dir).sort()) {
    if (!name.endsWith('.json')) continue;
    const file = join(dir, name);
    try {
      const parsed = Found.safeParse(JSON.parse(readFileSync(file, 'utf8')));
      if (parsed.success) found.set(parsed.data.slot, parsed.data);
      else {
        const [first] = parsed.error.issues;
        issues.push(
          unreadable(
            file,
            `is not what a machine finds of itself: ${first?.path.join('.') || 'the whole'}: ${first?.message}`,
          ),
        );
      }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      issues.push(unreadable(file, 'is no JSON'));
    }
  }
  return { found, issues };
}

interface Verdict {
  readonly slot: string;
  readonly site: string;
  readonly machine: string;
  readonly verdict: 'as-defined' | 'differs' | 'not-collected';
  readonly problems: readonly string[];
}

function verdictsOf({ models }: SiteModels, found: Collected['found']): readonly Verdict[] {
  return models.flatMap((model) =>
    model.clusters.flatMap((cluster) =>
      softwareOfCluster(cluster, model).map(({ node }): Verdict => {
        const { name, asset } = node.slot;
        const one = found.get(name);
        const problems = one === undefined ? [] : compareWithModel(expectedOf(node), one);
        const verdict =
          one === undefined ? 'not-collected' : problems.length === 0 ? 'as-defined' : 'differs';
        return { slot: name, site: model.site.name, machine: asset, verdict, problems };
      }),
    ),
  );
}

function text(verdicts: readonly Verdict[], unknown: readonly string[], style: Style): string {
  const of = (wanted: Verdict['verdict']) => verdicts.filter(({ verdict }) => verdict === wanted);
  const missing = of('not-collected');
  return [
    ...of('differs').flatMap(({ slot, machine, problems }) => [
      `${style.error(inert(slot))}  ${inert(machine)}\n`,
      ...problems.map((problem) => `  ${inert(problem)}\n`),
    ]),
    ...(missing.length === 0 ? [] : [`nothing collected of ${missing.map(({ slot }) => slot).join(', ')}\n`]),
    ...(unknown.length === 0 ? [] : [`collected, and no slot in use: ${unknown.map(inert).join(', ')}\n`]),
    `${counted(of('as-defined').length, 'machine')} of ${verdicts.length} as defined\n`,
  ].join('');
}

/** Compares what machines found of themselves with the model. */
export async function verify(io: Io, args: VerifyArgs): Promise<ExitCode> {
  if (args.collect === undefined) {
    throw new CliError(
      'verify needs --collect DIR',
      'collect.yaml of rackform software --out fills the folder',
    );
  }
  const read = await siteModels(io, args);
  const collected = readCollected(resolve(io.cwd, args.collect));
  if (collected.issues.length > 0) {
    const style = styleFor(io, 'stderr', args.color);
    io.stderr.write(renderIssues(locateIssues(collected.issues, undefined, io.cwd), { cwd: io.cwd, style }));
    return exitCodes.failed;
  }
  const verdicts = verdictsOf(read, collected.found);
  const known = new Set(verdicts.map(({ slot }) => slot));
  const unknown = [...collected.found.keys()].filter((slot) => !known.has(slot));
  if (args.json === true) io.stdout.write(inertJson({ formatVersion: 1, nodes: verdicts, unknown }));
  else io.stdout.write(text(verdicts, unknown, styleFor(io, 'stdout', args.color)));
  const ended = endWith(io, read, args);
  if (hasErrors(read.issues)) return ended;
  return verdicts.every(({ verdict }) => verdict === 'as-defined') ? exitCodes.clean : exitCodes.refused;
}
