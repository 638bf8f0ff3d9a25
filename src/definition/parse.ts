import type { z } from 'zod';
import type { DocumentPath, Issue } from '../errors.js';
import { Cluster, ClusterOverrides } from './cluster.js';
import type { Definition } from './definition.js';
import { HardwareProfile } from './hardware.js';
import { type FieldParse, parseFields } from './parse-fields.js';
import { Project } from './project.js';
import { emptyMap, isMap, kindOf, unreadable } from './raw.js';
import { checkRaw } from './raw-check.js';
import { DnsLabel } from './scalars.js';
import { nameIssue, parseShape } from './shape-issues.js';
import { Site } from './site.js';

export type ParsedProject = z.output<typeof Project>;
export type ParsedSite = z.output<typeof Site>;
export type ParsedCluster = z.output<typeof Cluster>;
export type ParsedProfile = z.output<typeof HardwareProfile>;

/**
 * What of a definition has the right shape, and every problem with the rest.
 *
 * A record that is wrong (a machine, a network, a pool) is left out and named in `setAside`; all others are there.
 * Required fields of a project or a site that are wrong are replaced by stand-ins (`standIns`), and optional ones
 * left out, so that later stages can look for more problems; nothing may be decided from such a document: it has an
 * error among `issues`, always.
 */
export interface ParsedDefinition {
  /** Null where the document is missing or no map. */
  readonly project: ParsedProject | null;
  readonly sites: Readonly<Record<string, ParsedSite>>;
  readonly clusters: Readonly<Record<string, ParsedCluster>>;
  readonly hardware: Readonly<Record<string, ParsedProfile>>;
  readonly issues: readonly Issue[];
  /** What was left out for problems of its own. An empty path is the whole document. */
  readonly setAside: readonly DocumentPath[];
  /** True for what was left out, and for everything inside it: a use of such a name is no second problem. */
  readonly isSetAside: (document: string, path: DocumentPath['path']) => boolean;
}

/** Stand in for required fields that are wrong. No definition can say these. */
export const standIns = {
  project: { organization: 'invalid', tenants: {}, deployments: [] },
  site: { domain: 'invalid', provisioner: { type: 'dry-run' } },
  deployment: { cluster: '', site: '' },
} as const;

/** Checks the shape of everything that a user wrote, record by record, and finds secrets. */
export function parseDefinition(definition: Definition): ParsedDefinition {
  const issues: Issue[] = [];
  const setAside: DocumentPath[] = [];
  const collect: Collect = (parsed) => {
    issues.push(...parsed.issues);
    setAside.push(...parsed.setAside);
  };
  const project = parseDocument(definition.project, 'project', parseProject, collect);
  const sites = parseAll(definition.sites, 'site', parseSite, collect);
  const clusters = parseAll(definition.clusters, 'cluster', parseCluster, collect);
  const hardware = parseAll(definition.hardware, 'hardware', parseProfile, collect);
  const aside = new Set(setAside.map(keyOf));
  return {
    project: project ?? null,
    sites,
    clusters,
    hardware,
    issues,
    setAside,
    isSetAside: (document, path) => {
      for (let length = 0; length <= path.length; length += 1) {
        if (aside.has(keyOf({ document, path: path.slice(0, length) }))) return true;
      }
      return false;
    },
  };
}

type Collect = (parsed: {
  readonly issues: readonly Issue[];
  readonly setAside: readonly DocumentPath[];
}) => void;

/** What came of one document; undefined where it is set aside whole. */
interface DocumentParse<Value> {
  readonly value: Value | undefined;
  readonly issues: readonly Issue[];
  readonly setAside: readonly DocumentPath[];
}

function keyOf({ document, path }: DocumentPath): string {
  return JSON.stringify([document, ...path]);
}

function parseAll<Value>(
  documents: unknown,
  kind: string,
  parse: (raw: Readonly<Record<string, unknown>>, document: string) => DocumentParse<Value>,
  collect: Collect,
): Readonly<Record<string, Value>> {
  const parsed = emptyMap<Value>();
  for (const [name, raw] of Object.entries(isMap(documents) ? documents : {})) {
    const value = parseDocument(raw, `${kind}/${name}`, parse, collect);
    const at = { document: `${kind}/${name}`, path: [] };
    const wrongName = nameIssue(DnsLabel, name, at);
    if (wrongName !== undefined) collect({ issues: [wrongName], setAside: [at] });
    else if (value !== undefined) parsed[name] = value;
  }
  return parsed;
}

function parseDocument<Value>(
  raw: unknown,
  document: string,
  parse: (raw: Readonly<Record<string, unknown>>, document: string) => DocumentParse<Value>,
  collect: Collect,
): Value | undefined {
  const whole = { document, path: [] };
  if (raw === unreadable) {
    collect({ issues: [], setAside: [whole] });
    return undefined;
  }
  const checked = checkRaw(document, raw);
  if (!checked.isUsable) {
    collect({ issues: checked.issues, setAside: [whole] });
    return undefined;
  }
  if (!isMap(raw)) {
    const issue = {
      code: 'SHAPE_INVALID_TYPE',
      severity: 'error',
      message: `must be a map, got ${kindOf(raw)}`,
      at: whole,
    } as const;
    collect({ issues: [...checked.issues, issue], setAside: [whole] });
    return undefined;
  }
  const parsed = parse(raw, document);
  // A secret mostly stands under a key that does not exist either: that would be the same problem twice.
  const secrets = new Set(checked.issues.map((issue) => keyOf(issue.at)));
  const others = parsed.issues.filter(
    (issue) => issue.code !== 'SHAPE_UNKNOWN_KEY' || !secrets.has(keyOf(issue.at)),
  );
  collect({ issues: [...checked.issues, ...others], setAside: parsed.setAside });
  return parsed.value;
}

function parseProject(
  raw: Readonly<Record<string, unknown>>,
  document: string,
): DocumentParse<ParsedProject> {
  const { deployments, ...head } = Project.shape;
  const { deployments: rawDeployments, ...rawHead } = raw;
  const parsed = parseFields(head, rawHead, { document, path: [] }, Object.keys(Project.shape));
  const listed = parseDeployments(rawDeployments, { document, path: ['deployments'] }, deployments);
  return {
    value: { ...standIns.project, ...parsed.value, deployments: listed.value } as ParsedProject,
    issues: [...parsed.issues, ...listed.issues],
    setAside: [...parsed.setAside, ...listed.setAside],
  };
}

/** A wrong deployment keeps its place in the list, since others are found by their index. */
function parseDeployments(
  raw: unknown,
  at: DocumentPath,
  schema: (typeof Project)['shape']['deployments'],
): {
  readonly value: ParsedProject['deployments'];
  readonly issues: readonly Issue[];
  readonly setAside: readonly DocumentPath[];
} {
  if (!Array.isArray(raw)) {
    const parsed = parseShape(schema, raw, at);
    return { value: [], issues: 'issues' in parsed ? parsed.issues : [], setAside: [at] };
  }
  const issues: Issue[] = [];
  const setAside: DocumentPath[] = [];
  const value = raw.map((entry, index) => {
    const place = { ...at, path: [...at.path, index] };
    const parsed = parseShape(schema.element, entry, place);
    if ('value' in parsed) return parsed.value;
    issues.push(...parsed.issues);
    setAside.push(place);
    return standIns.deployment;
  });
  return { value, issues, setAside };
}

function parseSite(raw: Readonly<Record<string, unknown>>, document: string): DocumentParse<ParsedSite> {
  const parsed = parseFields(Site.shape, raw, { document, path: [] });
  return { ...parsed, value: { ...standIns.site, ...parsed.value } as ParsedSite };
}

/** With a wrong tenant, preset or option nothing of a cluster can be said; a wrong pool is left out alone. */
function parseCluster(
  raw: Readonly<Record<string, unknown>>,
  document: string,
): DocumentParse<ParsedCluster> {
  const { overrides, ...head } = Cluster.shape;
  const { overrides: rawOverrides, ...rawHead } = raw;
  const at = { document, path: [] };
  const parsed = parseFields(head, rawHead, at, Object.keys(Cluster.shape));
  const over = parseOverrides(overrides, rawOverrides, { document, path: ['overrides'] });
  const issues = [...parsed.issues, ...over.issues];
  const isWhole = parsed.failed.length === 0 && over.failed.length === 0;
  if (!isWhole) return { value: undefined, issues, setAside: [at, ...parsed.setAside, ...over.setAside] };
  const value = {
    ...parsed.value,
    ...(rawOverrides === undefined ? {} : { overrides: over.value }),
  } as ParsedCluster;
  return { value, issues, setAside: [...parsed.setAside, ...over.setAside] };
}

function parseOverrides(schema: z.ZodType, raw: unknown, at: DocumentPath): FieldParse {
  if (isMap(raw)) return parseFields(ClusterOverrides.shape, raw, at);
  const parsed = parseShape(schema, raw, at);
  if ('value' in parsed) return { value: {}, issues: [], setAside: [], failed: [] };
  return { value: {}, issues: parsed.issues, setAside: [], failed: ['overrides'] };
}

function parseProfile(
  raw: Readonly<Record<string, unknown>>,
  document: string,
): DocumentParse<ParsedProfile> {
  const parsed = parseShape(HardwareProfile, raw, { document, path: [] });
  if ('value' in parsed) return { value: parsed.value, issues: [], setAside: [] };
  return { value: undefined, issues: parsed.issues, setAside: [{ document, path: [] }] };
}
