import { schemaModeline } from '../../definition/json-schema.js';
import { unitsOfModel } from '../../facts/hardware/chassis.js';
import { type DocumentValue, emitCsv, emitYaml } from '../emit.js';
import type { ImportedMachine } from './machine.js';
import { type ImportedNetwork, networksDocument } from './networks.js';
import { byNumber } from './notes.js';
import type { ImportedCpu, ImportedGpus, ImportedHardware } from './parts.js';
import type { ImportedProfile, ImportedProfiles } from './profiles.js';
import type { ImportedRacks } from './racks.js';

type Map_ = { readonly [key: string]: DocumentValue | undefined };

/** All that was read, ready to be written. */
export interface ImportedSite {
  readonly site: string;
  /** Names of the input files. */
  readonly sources: readonly string[];
  readonly machines: readonly ImportedMachine[];
  readonly profiles: ImportedProfiles;
  readonly racks: ImportedRacks;
  readonly networks: readonly ImportedNetwork[];
}

/** Texts of `site.yaml`, `machines.csv` and the profiles, by path in the project. */
export function writeDocuments(imported: ImportedSite): Readonly<Record<string, string>> {
  const folder = `sites/${imported.site}`;
  const profiles = imported.profiles.profiles.map((profile) => {
    const file = `hardware/${profile.name}.yaml`;
    const head = [schemaModeline('hardware', file), `# ${profileOrigin(profile, imported.site)}`];
    return [file, emitYaml(profileDocument(profile.hardware, imported.site), head)] as const;
  });
  const file = `${folder}/site.yaml`;
  const head = [
    schemaModeline('site', file),
    `# Imported from ${imported.sources.join(', ')}. The machines are in machines.csv beside this file.`,
    '# Lines with "fill in" stand for what the inventory does not know.',
  ];
  return {
    [file]: emitYaml(siteDocument(imported), head),
    [`${folder}/machines.csv`]: machinesCsv(imported),
    ...Object.fromEntries(profiles),
  };
}

function profileOrigin({ machines, kinds }: ImportedProfile, site: string): string {
  const named =
    kinds.length === 0 ? '' : ` (${kinds.slice(0, 5).join(', ')}${kinds.length > 5 ? ', ...' : ''})`;
  const count = machines.length === 1 ? 'one machine' : `${machines.length} machines`;
  return `Hardware of ${count}${named} of site ${site}.`;
}

function siteDocument({ racks, networks, machines }: ImportedSite): Map_ {
  return {
    '#domain': 'domain:  # fill in: DNS domain of the servers',
    provisioner: {
      type: 'maas',
      '#url': 'apiUrl:  # fill in: URL of MAAS, or leave it to MAAS_API_URL',
    },
    ...(racks.racks.length === 0
      ? {
          '#racks':
            'racks:  # fill in: the inventory names no racks; add them, and rack and unit in machines.csv',
        }
      : {
          racks: Object.fromEntries(racks.racks.map((rack) => [rack, {}])),
          '#feeds':
            'A rack takes units (42 where not said) and feeds with capacityWatts; the inventory has neither.',
        }),
    ...feedComment(machines),
    '#fabrics': 'fabrics:  # fill in: MAAS fabrics by name, with mode existing or managed',
    networks: networksDocument(networks),
    '#images': 'images:  # fill in: images by name, such as noble: { series: noble }; and defaults.image',
    '#credentials': 'credentials:  # fill in: credential sets of the BMCs by name; and defaults.credentials',
  };
}

/** Which PDUs there are is known, and not what they carry; without a capacity they are no feeds. */
function feedComment(machines: readonly ImportedMachine[]): Map_ {
  const pdus = new Map<string, number>();
  for (const { outlets } of machines) {
    for (const pdu of new Set(outlets.map((outlet) => outlet.slice(0, outlet.lastIndexOf(':')))))
      pdus.set(pdu, (pdus.get(pdu) ?? 0) + 1);
  }
  if (pdus.size === 0) return {};
  const listed = [...pdus]
    .sort(([a], [b]) => byNumber(a, b))
    .map(([pdu, count]) => `${pdu} (${count} ${count === 1 ? 'machine' : 'machines'})`);
  return { '#pdus': `PDUs of the inventory, whose racks and capacities are not known: ${listed.join(', ')}` };
}

function profileDocument(hardware: ImportedHardware, site: string): Map_ {
  const { manufacturer, model, cpu, memoryGiB, gpus, nics, disks } = hardware;
  const height = model === null ? null : unitsOfModel(model);
  const suggestion = height === null ? '' : `${height}, by public specification`;
  return {
    ...(manufacturer === null ? {} : { manufacturer }),
    ...(model === null ? {} : { model }),
    '#units': `units:  # fill in: height in rack units${suggestion === '' ? '' : ` (${suggestion})`}`,
    ...(cpu === null
      ? { '#cpu': 'cpu:  # fill in: { sockets: , coresPerSocket: , threadsPerCore: }' }
      : { cpu: cpuDocument(cpu) }),
    ...(memoryGiB === null ? { '#memory': 'memoryGiB:  # fill in: RAM in GiB' } : { memoryGiB }),
    ...(gpus === null ? {} : { gpus: gpuDocument(gpus) }),
    nics: Object.fromEntries(
      [...nics]
        .sort((a, b) => byNumber(a.name, b.name))
        .map(({ name, kind, gbps, roles, rail }) => [
          name,
          {
            gbps: gbps ?? undefined,
            kind: kind === 'ethernet' ? undefined : kind,
            roles: roles.length === 0 ? undefined : roles,
            rail: rail ?? undefined,
          },
        ]),
    ),
    disks: Object.fromEntries(
      disks.map(({ name, type, sizeGB, role, hint }) => [
        name,
        {
          type,
          ...(sizeGB === null ? { '#size': 'sizeGB:  # fill in: size in GB' } : { sizeGB }),
          role: role ?? undefined,
          hint: hint.model === null ? undefined : { model: hint.model },
        },
      ]),
    ),
    '#boot': 'boot:  # fill in: { mode: bios } where the firmware does not boot by UEFI',
    '#power': 'power:  # fill in: { psus: , psuWatts: , maxWatts: } to have feeds and racks checked',
    sources: sourcesOf(hardware, site),
  };
}

function cpuDocument({ sockets, coresPerSocket, threadsPerCore, architecture, model }: ImportedCpu): Map_ {
  return {
    sockets,
    coresPerSocket,
    threadsPerCore: threadsPerCore ?? undefined,
    ...(architecture === null
      ? { '#architecture': 'architecture:  # fill in: amd64 is taken otherwise' }
      : { architecture }),
    model: model ?? undefined,
  };
}

function gpuDocument(gpus: ImportedGpus): Map_ {
  const { vendor, model, count, memoryGB, formFactor, migCapable, watts } = gpus;
  return {
    ...(vendor === null ? { '#vendor': 'vendor:  # fill in: amd, nvidia or intel' } : { vendor }),
    model,
    ...(count === null ? { '#count': 'count:  # fill in: GPUs in one machine' } : { count }),
    ...(memoryGB === null ? { '#memory': 'memoryGB:  # fill in: memory of one GPU in GB' } : { memoryGB }),
    formFactor: formFactor ?? undefined,
    migCapable: migCapable ? true : undefined,
    watts: watts ?? undefined,
  };
}

function sourcesOf({ cpu, gpus, nics, disks }: ImportedHardware, site: string): Map_ {
  const cores = {
    counted: {},
    specification: {
      'cpu.coresPerSocket': {
        source: 'threads of the inventory, cores by specification of the CPU',
        mark: 'M',
      },
    },
    assumed: {
      'cpu.coresPerSocket': {
        source: 'threads of the inventory; how many share a core is assumed',
        mark: '?',
      },
    },
  }[cpu?.coresBy ?? 'counted'];
  return {
    '*': { source: `reference inventory of ${site}`, mark: 'V' },
    ...cores,
    ...(gpus === null
      ? {}
      : {
          gpus: { source: 'name and count of the inventory, the rest by GPU table of rackform', mark: 'D' },
        }),
    ...(nics.some(({ roles }) => roles.length > 0)
      ? { 'nics.roles': { source: 'which ports are enabled and connected', mark: 'D' } }
      : {}),
    ...(disks.length > 1 ? { 'disks.role': { source: 'order of the names', mark: 'D' } } : {}),
  };
}

/** Columns that are there though empty: what people will fill in. */
const firstColumns = ['name', 'serial', 'rack', 'unit', 'profile', 'state', 'bmc.protocol', 'bmc.address'];

function machinesCsv(imported: ImportedSite): string {
  const rows = [...imported.machines]
    .sort((a, b) => byNumber(a.name, b.name))
    .map((machine) => rowOf(machine, imported));
  const more = new Set(rows.flatMap((row) => [...row.keys()]));
  for (const column of firstColumns) more.delete(column);
  const header = [...firstColumns, ...[...more].sort(byColumn)];
  return emitCsv(
    header,
    rows.map((row) => header.map((column) => row.get(column) ?? '')),
  );
}

const nicFields = ['mac', 'switch', 'port'];

/** NICs before overrides, each in the order of names. */
function byColumn(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  if (left[0] !== right[0]) return (left[0] ?? '') < (right[0] ?? '') ? -1 : 1;
  if (left[0] !== 'nics' || left[1] !== right[1]) return byNumber(a, b);
  return nicFields.indexOf(left[2] ?? '') - nicFields.indexOf(right[2] ?? '');
}

function rowOf(machine: ImportedMachine, { racks, profiles }: ImportedSite): ReadonlyMap<string, string> {
  const { name, serial, rack, bmc, hardware } = machine;
  const cells: readonly (readonly [string, string | number | null | undefined])[] = [
    ['name', name],
    ['serial', serial],
    ['rack', rack],
    ['unit', racks.unitOf.get(name)],
    ['profile', profiles.profileOf.get(name)],
    ['bmc.protocol', bmc.protocol],
    ['bmc.address', bmc.address],
    ...hardware.nics.flatMap((nic) => [
      [`nics.${nic.name}.mac`, nic.mac] as const,
      [`nics.${nic.name}.switch`, nic.switch] as const,
      [`nics.${nic.name}.port`, nic.port] as const,
    ]),
    ...Object.entries(profiles.overridesOf.get(name) ?? {}),
  ];
  return new Map(
    cells.flatMap(([column, value]) =>
      value === null || value === undefined ? [] : [[column, String(value)]],
    ),
  );
}
