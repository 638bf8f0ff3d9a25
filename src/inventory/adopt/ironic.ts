import type { Issue } from '../../errors.js';
import { ironicProviders } from '../../facts/providers/ironic.js';
import {
  IRONIC_DIALECTS,
  type IronicDialect,
  ironicDialects,
} from '../../facts/providers/ironic-dialects.js';
import type { DocumentMap } from '../emit.js';
import { startNotes } from '../imported/notes.js';
import type { Report } from '../imported/source/fields.js';
import {
  encodingIssue,
  type Input,
  type InputFile,
  jsonInput,
  reportInto,
  sourceOf,
  syntaxIssue,
  yamlInput,
} from '../imported/source/input.js';
import { parseJson } from '../imported/source/json-text.js';
import type { FoundServer } from './found.js';
import { IronicCollection } from './ironic/documents.js';
import { type Known, readAddresses, readNetworks } from './ironic/known.js';
import { readNode } from './ironic/node.js';
import { type AdoptOptions, type AdoptResult, finishAdoption } from './result.js';

/** What Ironic is asked of, and what people know besides. */
export interface IronicAdoption extends AdoptOptions {
  readonly dialect: IronicDialect;
  /** Domain of the servers. */
  readonly domain: string;
  /** YAML with the networks that servers are on. */
  readonly networks: InputFile;
  /** CSV with the addresses of servers by the names of their nodes. */
  readonly addresses: InputFile | null;
}

/** Why a dialect cannot adopt; null where it can. */
export function whyNoAdoption(dialect: IronicDialect): string | null {
  const canImport = (one: IronicDialect) =>
    [ironicDialects[one].nodeType, 'ironic_deployment'].every(
      (type) => ironicProviders[one].behaviour[type]?.importable === true,
    );
  if (canImport(dialect)) return null;
  const others = IRONIC_DIALECTS.filter(canImport).join(', ');
  return `the provider of dialect ${dialect} can import neither nodes nor deployments: adopt with ${others}, or leave the servers to what has them and list their machines with state adopted`;
}

/**
 * Turns what Ironic says of itself into a project whose first plan only imports: nodes in detail and ports, as its API
 * or the openstack command gives them. Never throws for what is in the files.
 */
export function adoptIronic(files: readonly InputFile[], options: IronicAdoption): AdoptResult {
  const issues: Issue[] = [];
  const inputs = files.map((file) => jsonInput(sourceOf(file)));
  const networks = yamlInput(sourceOf(options.networks));
  const addresses = options.addresses === null ? null : yamlInput(sourceOf(options.addresses));
  const report = reportInto(issues, [...inputs, networks, ...(addresses === null ? [] : [addresses])]);
  const documents = new IronicCollection();
  for (const { source } of inputs) readDocument(source, documents, issues, report);
  const known: Known = {
    ...readNetworks(networks.source, issues),
    addresses: addresses === null ? new Map() : readAddresses(addresses.source, issues, report),
  };
  const notes = startNotes();
  const unmanaged = startNotes();
  const servers = withoutTwins(documents, report).flatMap(
    (fields) => readNode(fields, { documents, known, notes, unmanaged, report }) ?? [],
  );
  const hasErrors = issues.some(({ severity }) => severity === 'error');
  if (documents.nodes.length === 0 && !hasErrors)
    report(
      { file: inputs[0]?.source.file ?? '', path: [] },
      'IMPORT_NO_MACHINES',
      'no node is found in the files',
    );
  notes.add(
    'provisioner',
    'Ironic 2026.1, no authentication and cleaning of all devices are taken',
    options.site,
  );
  return finishAdoption(
    {
      options,
      files: [...files, options.networks, ...(options.addresses === null ? [] : [options.addresses])].map(
        ({ name }) => name,
      ),
      origin: 'node list of Ironic',
      servers,
      siteDocument: siteDocument(options, servers, documents, known),
      notes,
      unmanaged,
    },
    issues,
    report,
  );
}

function readDocument(
  source: Input['source'],
  documents: IronicCollection,
  issues: Issue[],
  report: Report,
): void {
  const encoding = encodingIssue(source);
  const parsed = parseJson(source.text);
  if (encoding !== undefined) issues.push(encoding);
  else if ('fault' in parsed) issues.push(syntaxIssue(source, parsed.fault));
  else documents.add(parsed.value, source.file, report);
}

/** Nodes; two of one name are an error, since Terraform names them. */
function withoutTwins({ nodes }: IronicCollection, report: Report): IronicCollection['nodes'] {
  const first = new Map<string, string>();
  for (const fields of nodes) {
    const [name, uuid] = [fields.text('name'), fields.text('uuid') ?? ''];
    if (name === null) continue;
    const other = first.get(name);
    if (other === undefined) first.set(name, uuid);
    else
      report(
        fields.at('name'),
        'ADOPT_DUPLICATE_NAME',
        `node ${JSON.stringify(name)} is there twice: ${other} and ${uuid}`,
        'give each node once',
      );
  }
  return nodes;
}

function siteDocument(
  { dialect, domain }: IronicAdoption,
  servers: readonly FoundServer[],
  documents: IronicCollection,
  known: Known,
): DocumentMap {
  const switches = documents.ports.flatMap((port) => {
    const link = port.fields('local_link_connection');
    const id = link.text('switch_id');
    return id === null ? [] : [[link.text('switch_info') ?? id, id] as const];
  });
  const bmcs = servers.some(({ machine }) => machine.bmc.protocol !== 'manual');
  return {
    domain,
    provisioner: {
      type: 'ironic',
      dialect,
      switchIds: switches.length === 0 ? undefined : Object.fromEntries(switches),
    },
    networks: known.networks,
    credentials: bmcs ? { bmc: { description: 'BMC user that Ironic has' } } : undefined,
    defaults: bmcs ? { credentials: 'bmc' } : undefined,
  };
}
