import { DnsName } from '../../definition/scalars.js';
import type { Issue } from '../../errors.js';
import type { DocumentMap } from '../emit.js';
import { startNotes } from '../imported/notes.js';
import type { Fields, Report } from '../imported/source/fields.js';
import {
  encodingIssue,
  type InputFile,
  jsonInput,
  reportInto,
  sourceOf,
  syntaxIssue,
} from '../imported/source/input.js';
import { parseJson } from '../imported/source/json-text.js';
import type { FoundServer } from './found.js';
import { MaasCollection, type MaasDocuments } from './maas/documents.js';
import { readMachine } from './maas/machine.js';
import { networkDocument, Vlans } from './maas/networks.js';
import { rangesBySubnet } from './maas/ranges.js';
import { networksInOneForm, type SeenUse } from './maas/uses.js';
import { type AdoptOptions, type AdoptResult, finishAdoption } from './result.js';

/**
 * Turns what MAAS says of itself into a project whose first plan only imports: `machines read`,
 * `machines power-parameters`, `subnets read` and `ipranges read`, each recognised by its content. Users and passwords
 * are never read, so that they can go nowhere. Never throws for what is in the files.
 */
export function adoptMaas(files: readonly InputFile[], options: AdoptOptions): AdoptResult {
  const issues: Issue[] = [];
  const inputs = files.map((file) => jsonInput(sourceOf(file)));
  const report = reportInto(issues, inputs);
  const documents = new MaasCollection();
  for (const { source } of inputs) {
    const encoding = encodingIssue(source);
    const parsed = parseJson(source.text);
    if (encoding !== undefined) issues.push(encoding);
    else if ('fault' in parsed) issues.push(syntaxIssue(source, parsed.fault));
    else documents.add(parsed.value, source.file, report);
  }
  const notes = startNotes();
  const unmanaged = startNotes();
  const vlans = new Vlans(report);
  for (const subnet of documents.subnets) vlans.readSubnet(subnet);
  checkWhole(documents, inputs[0]?.source.file ?? '', issues, report);
  const found = documents.machines.flatMap(
    (fields) => readMachine(fields, { documents, vlans, notes, unmanaged, report }) ?? [],
  );
  const { servers, uses } = networksInOneForm(found, unmanaged);
  for (const fields of documents.machines) {
    const booted = vlans.read(fields.fields('boot_interface').fields('vlan'));
    if (booted !== null) uses.bootedFrom.add(booted.network);
  }
  return finishAdoption(
    {
      options,
      files: files.map(({ name }) => name),
      origin: 'machines read of MAAS',
      servers,
      siteDocument: siteDocument(options.site, documents, servers, vlans, uses, notes, unmanaged),
      notes,
      unmanaged,
    },
    issues,
    report,
  );
}

/** What makes all of it useless, or a part of it wrong. */
function checkWhole(documents: MaasDocuments, file: string, issues: readonly Issue[], report: Report): void {
  const hasErrors = issues.some(({ severity }) => severity === 'error');
  if (documents.machines.length === 0 && !hasErrors)
    report(
      { file, path: [] },
      'IMPORT_NO_MACHINES',
      'no machine is found in the files',
      'give what maas $PROFILE machines read prints',
    );
  const [first] = documents.machines;
  const needPower = documents.machines.some((fields) =>
    ['redfish', 'ipmi'].includes(fields.text('power_type') ?? ''),
  );
  if (first !== undefined && needPower && !documents.hasPower)
    report(
      { file: first.place.file, path: [] },
      'ADOPT_NO_POWER',
      'the list of machines does not have the addresses of their BMCs',
      'give also what maas $PROFILE machines power-parameters prints; no user and no password in it is read',
    );
  reportTwice(documents.machines, report);
}

/** Terraform looks machines up by host name: of two that share one, it could take either. */
function reportTwice(machines: readonly Fields[], report: Report): void {
  const first = new Map<string, Fields>();
  for (const fields of machines) {
    const name = fields.text('hostname');
    if (name === null) continue;
    const other = first.get(name);
    if (other === undefined) first.set(name, fields);
    else
      report(
        fields.at('hostname'),
        'ADOPT_DUPLICATE_NAME',
        `machine ${JSON.stringify(name)} is there twice: ${other.text('system_id') ?? 'one'} and ${fields.text('system_id') ?? 'another'}`,
        'rename one of them: maas $PROFILE machine update SYSTEM_ID hostname=...',
      );
  }
}

function siteDocument(
  site: string,
  documents: MaasDocuments,
  servers: readonly FoundServer[],
  vlans: Vlans,
  uses: SeenUse,
  notes: ReturnType<typeof startNotes>,
  unmanaged: ReturnType<typeof startNotes>,
): DocumentMap {
  // MAAS makes a fabric for every NIC that it finds without an address: those say nothing.
  const all = vlans
    .all()
    .filter(({ network, subnets, hasDhcp }) => uses.used.has(network) || subnets.size > 0 || hasDhcp);
  const rangesOf = rangesBySubnet(documents, servers, unmanaged);
  if (documents.ranges.length === 0)
    notes.add('ranges', 'no IP ranges were given: a new slot may take any free address of a subnet', site);
  notes.add('provisioner', 'MAAS 3.5 and provider 2.8 are taken, and the URL of MAAS_API_URL', site);
  const networks = all.map((vlan) => {
    for (const kind of ['VLAN', 'subnets', 'DHCP'])
      unmanaged.add(
        kind,
        'networks are looked up (mode existing) and stay as they are in MAAS',
        vlan.network,
      );
    notes.add('networks.purpose', 'by what is seen of it; correct it', vlan.network);
    const use = {
      isTagged: uses.tagged.has(vlan.network),
      isGateway: uses.gateway.has(vlan.network),
      isBootedFrom: uses.bootedFrom.has(vlan.network),
      isUsed: uses.used.has(vlan.network),
    };
    return [vlan.network, networkDocument(vlan, use, rangesOf)] as const;
  });
  const zones = new Set(servers.flatMap(({ machine }) => machine.cells['zone'] ?? []));
  const bmcs = servers.some(({ machine }) => machine.bmc.protocol !== 'manual');
  return {
    domain: domainOf(documents.machines, notes),
    domainMode: 'existing',
    provisioner: { type: 'maas' },
    fabrics: mapOf(all.map(({ fabric }) => [fabric, { mode: 'existing' }])),
    zones: mapOf([...zones].sort().map((zone) => [zone, { mode: 'existing' }])),
    networks: mapOf(networks),
    credentials: bmcs ? { bmc: { description: 'BMC user that MAAS has' } } : undefined,
    defaults: bmcs ? { credentials: 'bmc' } : undefined,
  };
}

function mapOf(entries: readonly (readonly [string, DocumentMap])[]): DocumentMap | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The domain that most machines are in. */
function domainOf(machines: readonly Fields[], notes: ReturnType<typeof startNotes>): string {
  const counts = new Map<string, number>();
  const names = machines.map((fields) => fields.fields('domain').text('name') ?? 'maas');
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const [most] = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const domain = most?.[0] ?? 'maas';
  machines.forEach((fields, index) => {
    if (names[index] !== domain)
      notes.add(
        'domain',
        `the site has one; ${domain} is that of most machines`,
        fields.text('hostname') ?? '',
      );
  });
  return DnsName.safeParse(domain).success ? domain : 'maas';
}
