import type { Definition } from '../definition/definition.js';
import { nearest } from '../definition/nearest.js';
import { isMap, setOwn, unreadable } from '../definition/raw.js';
import { quote } from '../definition/secrets.js';
import type { Issue } from '../errors.js';
import { locateIn } from './positions.js';
import { type CsvReading, type EntryKind, type Reading, startReading } from './reading.js';

/** A project as read from its folder. Files are relative to the folder, with `/`. */
export interface LoadedProject {
  /** Raw. What could not be read is there as `unreadable`, and `issues` says why. */
  readonly definition: Definition;
  /** What is wrong with the files; shapes are checked by `parseDefinition`. */
  readonly issues: readonly Issue[];
  /** Text of each lock by site, also of sites that the project does not have. */
  readonly locks: Readonly<Record<string, { readonly file: string; readonly text: string }>>;
  /** Every file that was read. */
  readonly files: readonly string[];
}

/**
 * Reads a project folder: `rackform.yaml`, `sites/<site>/site.yaml` with `machines.csv` beside it,
 * `clusters/<name>.yaml`, `hardware/<name>.yaml` and `locks/<site>.yaml`.
 */
export function loadProject(dir: string): LoadedProject {
  const reading = startReading(dir);
  const root = reading.list('');
  if (root === undefined) {
    return finish(reading, { project: unreadable, sites: {}, clusters: {}, hardware: {} });
  }
  const project = root.has('rackform.yaml')
    ? reading.yaml('rackform.yaml', 'project')
    : noProjectFile(reading, root);
  return finish(reading, {
    project,
    sites: loadSites(reading),
    clusters: loadFolder(reading, 'clusters', 'cluster'),
    hardware: loadFolder(reading, 'hardware', 'hardware'),
  });
}

interface Raw {
  readonly project: unknown;
  readonly sites: Readonly<Record<string, unknown>>;
  readonly clusters: Readonly<Record<string, unknown>>;
  readonly hardware: Readonly<Record<string, unknown>>;
}

function finish(reading: Reading, raw: Raw): LoadedProject {
  const locks = loadLocks(reading);
  return {
    // Raw by contract: the parser looks at every value before anything else does.
    definition: { ...raw, locate: locateIn(reading.documents) } as unknown as Definition,
    issues: reading.issues,
    locks,
    files: reading.files,
  };
}

function noProjectFile(reading: Reading, root: ReadonlyMap<string, EntryKind>): typeof unreadable {
  const near = nearest('rackform.yaml', [...root.keys()]);
  const hint = near === undefined ? '`rackform init` starts a project' : `rename ${near} to rackform.yaml`;
  reading.report('FILE_MISSING', 'there is no rackform.yaml', 'project', 'rackform.yaml', hint);
  return unreadable;
}

function loadSites(reading: Reading): Readonly<Record<string, unknown>> {
  const sites: Record<string, unknown> = {};
  for (const [name, kind] of reading.list('sites') ?? []) {
    if (kind === 'folder') setOwn(sites, name, loadSite(reading, name));
    else if (/\.(?:ya?ml|csv)$/.test(name)) {
      const site = name.replace(/\.[^.]*$/, '');
      const hint = `a site is a folder: move it to sites/${site}/site.yaml`;
      reading.report('FILE_MISPLACED', 'the file is not read', `site/${site}`, `sites/${name}`, hint);
      // Deployments that name it have no second problem.
      if (!Object.hasOwn(sites, site)) setOwn(sites, site, unreadable);
    }
  }
  return sites;
}

function loadSite(reading: Reading, name: string): unknown {
  const folder = `sites/${name}`;
  const document = `site/${name}`;
  const entries = reading.list(folder);
  if (entries === undefined) return unreadable;
  reportStrays(reading, folder, entries, ['site.yaml', 'machines.csv'], document);
  const csv = entries.has('machines.csv') ? reading.csv(`${folder}/machines.csv`, document) : undefined;
  if (!entries.has('site.yaml')) {
    reading.report(
      'FILE_MISSING',
      `there is no ${folder}/site.yaml`,
      document,
      `${folder}/site.yaml`,
      'write it, or remove the folder',
    );
    return unreadable;
  }
  const site = reading.yaml(`${folder}/site.yaml`, document);
  return csv === undefined || !isMap(site) ? site : withMachines(reading, site, csv, document);
}

/** Machines of the YAML file first, then the rows. One that is in both stays as the YAML file has it. */
function withMachines(
  reading: Reading,
  site: Readonly<Record<string, unknown>>,
  csv: CsvReading | typeof unreadable,
  document: string,
): unknown {
  if (csv === unreadable || csv.file.machines === unreadable) return { ...site, machines: unreadable };
  const { file, source } = csv;
  const inline = site['machines'];
  if (inline !== undefined && inline !== null && !isMap(inline)) return site;
  const machines: Record<string, unknown> = { ...inline };
  const rows = new Map(file.rows.lines);
  for (const [name, machine] of Object.entries(csv.file.machines)) {
    if (!Object.hasOwn(machines, name)) {
      setOwn(machines, name, machine);
      continue;
    }
    rows.delete(name);
    const line = file.rows.lines.get(name) ?? 1;
    const message = `machine ${quote(name)} is in site.yaml too`;
    reading.report(
      'SITE_MACHINE_TWICE',
      message,
      document,
      source.file,
      'give it in one of the two files',
      line,
    );
  }
  reading.documents.set(document, {
    ...reading.documents.get(document),
    csv: { source, rows: { ...file.rows, lines: rows } },
  });
  return { ...site, machines };
}

function loadFolder(reading: Reading, folder: string, kind: string): Readonly<Record<string, unknown>> {
  const documents: Record<string, unknown> = {};
  const { names, misplaced } = yamlNames(reading, folder, kind);
  // Uses of their names are no second problem.
  for (const name of misplaced) setOwn(documents, name, unreadable);
  for (const name of names)
    setOwn(documents, name, reading.yaml(`${folder}/${name}.yaml`, `${kind}/${name}`));
  return documents;
}

function loadLocks(reading: Reading): LoadedProject['locks'] {
  // Without a prototype: a site may be called `constructor`, and has no lock before it has one.
  const locks: Record<string, { file: string; text: string }> = Object.create(null);
  for (const site of yamlNames(reading, 'locks', 'lock').names) {
    const source = reading.text(`locks/${site}.yaml`, `lock/${site}`);
    if (source !== undefined) setOwn(locks, site, { file: source.file, text: source.text });
  }
  return locks;
}

function yamlNames(
  reading: Reading,
  folder: string,
  kind: string,
): { readonly names: readonly string[]; readonly misplaced: readonly string[] } {
  const names: string[] = [];
  const misplaced: string[] = [];
  for (const name of (reading.list(folder) ?? new Map<string, EntryKind>()).keys()) {
    if (name.endsWith('.yaml')) names.push(name.slice(0, -'.yaml'.length));
    else if (name.endsWith('.yml')) {
      const base = name.slice(0, -'.yml'.length);
      const hint = `rename it to ${base}.yaml`;
      reading.report('FILE_MISPLACED', 'the file is not read', `${kind}/${base}`, `${folder}/${name}`, hint);
      misplaced.push(base);
    }
  }
  return { names, misplaced };
}

/** Files that look like input and are not: a `site.yml` that nobody reads is found late. */
function reportStrays(
  reading: Reading,
  folder: string,
  entries: ReadonlyMap<string, EntryKind>,
  known: readonly string[],
  document: string,
): void {
  for (const name of entries.keys()) {
    if (known.includes(name) || !/\.(?:ya?ml|csv)$/.test(name)) continue;
    const near = nearest(name, known);
    const hint = near === undefined ? `a site is ${known.join(' and ')}` : `rename it to ${near}`;
    reading.report('FILE_MISPLACED', 'the file is not read', document, `${folder}/${name}`, hint);
  }
}
