import { fileURLToPath } from 'node:url';
import { DefinitionError, type Issue, type Position } from '../errors.js';
import type { ClusterInput } from './cluster.js';
import type { Definition } from './definition.js';
import type { HardwareProfileInput } from './hardware.js';
import type { ProjectInput } from './project.js';
import { setOwn } from './raw.js';
import type { SiteInput } from './site.js';

/** A document of a definition, written in TypeScript. */
export interface Defined<Kind extends string, Name extends string, Input> {
  readonly kind: Kind;
  readonly name: Name;
  /** As given; nothing is checked yet. */
  readonly input: Input;
  /** Where the `define*` call stands, as far as the engine knows. */
  readonly position: () => Position | undefined;
}

export type DefinedSite<Name extends string = string> = Defined<'site', Name, SiteInput>;
export type DefinedCluster<Name extends string = string> = Defined<'cluster', Name, ClusterInput>;
export type DefinedHardware<Name extends string = string> = Defined<'hardware', Name, HardwareProfileInput>;

type DeploymentInput = ProjectInput['deployments'][number];

/** A deployment that names its cluster and site, or holds them. */
export interface DefinedDeployment extends Omit<DeploymentInput, 'cluster' | 'site'> {
  readonly cluster: string | DefinedCluster;
  readonly site: string | DefinedSite;
}

/** A project with everything in it. */
export interface DefinedProject extends Omit<ProjectInput, 'deployments'> {
  readonly deployments: readonly DefinedDeployment[];
  /** @default - those that the deployments hold */
  readonly sites?: readonly DefinedSite[];
  /** @default - those that the deployments hold */
  readonly clusters?: readonly DefinedCluster[];
  /** Own hardware profiles. @default - only the catalog */
  readonly hardware?: readonly DefinedHardware[];
}

/** A site: what `sites/<name>/site.yaml` and its `machines.csv` say. */
export function defineSite<const Name extends string>(name: Name, input: SiteInput): DefinedSite<Name> {
  return { kind: 'site', name, input, position: positionOf(defineSite) };
}

/** A cluster: what `clusters/<name>.yaml` says. */
export function defineCluster<const Name extends string>(
  name: Name,
  input: ClusterInput,
): DefinedCluster<Name> {
  return { kind: 'cluster', name, input, position: positionOf(defineCluster) };
}

/** A hardware profile: what `hardware/<name>.yaml` says. */
export function defineHardware<const Name extends string>(
  name: Name,
  input: HardwareProfileInput,
): DefinedHardware<Name> {
  return { kind: 'hardware', name, input, position: positionOf(defineHardware) };
}

/**
 * The whole definition: what a project folder says. Nothing is checked here but that names are given once; `resolve`
 * checks the rest, so that all problems show at once.
 *
 * @throws {DefinitionError} where two different documents of a kind have one name
 */
export function defineProject(project: DefinedProject): Definition {
  const { sites = [], clusters = [], hardware = [], deployments, ...head } = project;
  const positions = new Map<string, () => Position | undefined>([['project', positionOf(defineProject)]]);
  const issues: Issue[] = [];
  const collect = <Input>(
    defined: readonly Defined<string, string, Input>[],
  ): Readonly<Record<string, Input>> => {
    const inputs: Record<string, Input> = {};
    // One that a deployment holds may stand in the list too.
    for (const one of new Set(defined)) {
      const document = `${one.kind}/${one.name}`;
      if (positions.has(document)) issues.push(twice(one, positions.get(document)?.()));
      else setOwn(inputs, one.name, one.input);
      positions.set(document, one.position);
    }
    return inputs;
  };
  const held = deployments
    .flatMap(({ site, cluster }) => [site, cluster])
    .filter((part) => typeof part !== 'string');
  const definition = {
    project: { ...head, deployments: deployments.map(namesOf) },
    sites: collect([...sites, ...held.filter((part) => part.kind === 'site')]),
    clusters: collect([...clusters, ...held.filter((part) => part.kind === 'cluster')]),
    hardware: collect(hardware),
    locate: ({ document }: { readonly document: string }) => positions.get(document)?.(),
  };
  if (issues.length > 0) throw new DefinitionError(issues);
  return definition;
}

function namesOf({ cluster, site, ...rest }: DefinedDeployment): DeploymentInput {
  return { cluster: nameOf(cluster), site: nameOf(site), ...rest };
}

function nameOf(part: string | { readonly name: string }): string {
  return typeof part === 'string' ? part : part.name;
}

function twice(one: Defined<string, string, unknown>, first: Position | undefined): Issue {
  const position = one.position();
  const where = first === undefined ? '' : `, first at ${first.file}:${first.line}`;
  return {
    code: 'DEFINE_TWICE',
    severity: 'error',
    message: `${one.kind} ${JSON.stringify(one.name)} is defined twice${where}`,
    at: { document: `${one.kind}/${one.name}`, path: [] },
    ...(position === undefined ? {} : { position }),
  };
}

/**
 * Remembers who called a `define*` function. Only one frame is captured, and the engine writes it out (through source
 * maps where there are any) when somebody asks.
 */
function positionOf(define: (...args: never[]) => unknown): () => Position | undefined {
  const limit = Error.stackTraceLimit;
  const holder: { stack?: string } = {};
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, define);
  Error.stackTraceLimit = limit;
  return () => readFrame(holder.stack ?? '');
}

function readFrame(stack: string): Position | undefined {
  const frame = stack.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
  const match = /(?:\(|at (?:async )?)([^()]+):(\d+):(\d+)\)?$/.exec(frame);
  if (match === null) return undefined;
  const [, file = '', line, column] = match;
  return {
    file: file.startsWith('file:') ? fileURLToPath(file) : file,
    line: Number(line),
    column: Number(column),
  };
}
