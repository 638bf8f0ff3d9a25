import { readFileSync } from 'node:fs';
import type { Definition } from '../../src/definition/definition.js';
import { readMachines } from '../../src/inventory/csv.js';
import type { ImportResult } from '../../src/inventory/imported/output/result.js';
import { importReferenceApi } from '../../src/inventory/reference-api.js';
import { readYaml } from '../../src/inventory/yaml.js';
import { projectRoot } from './project-root.js';

type Map_ = Readonly<Record<string, unknown>>;

/** A fixture or any file, as the import takes it. */
export function inputFile(path: string): { readonly name: string; readonly json: string } {
  return { name: path.split('/').at(-1) ?? path, json: readFileSync(path, 'utf8') };
}

/** Path of a fixture. */
export function fixturePath(name: string): string {
  return `${projectRoot}/test/fixtures/reference-api/${name}.json`;
}

/** Imports fixtures as one site. */
export function importFixtures(site: string, ...names: readonly string[]): ImportResult {
  return importReferenceApi(
    names.map((name) => inputFile(fixturePath(name))),
    { site },
  );
}

/** What the written files say to the readers of rackform. Fails where one of them finds a problem. */
export function readBack(files: ImportResult['files'], site: string) {
  const yaml = (file: string): Map_ => {
    const read = readYaml({ file, text: files[file] ?? '' }, file);
    if (read.issues.length > 0) throw new Error(JSON.stringify(read.issues));
    return read.value as Map_;
  };
  const csv = `sites/${site}/machines.csv`;
  const machines = readMachines({ file: csv, text: files[csv] ?? '' }, `site/${site}`);
  if (machines.issues.length > 0) throw new Error(JSON.stringify(machines.issues));
  const profiles = Object.keys(files).filter((file) => file.startsWith('hardware/'));
  return {
    site: yaml(`sites/${site}/site.yaml`),
    machines: machines.machines as Readonly<Record<string, Map_>>,
    profiles: Object.fromEntries(
      profiles.map((file) => [file.slice('hardware/'.length, -'.yaml'.length), yaml(file)]),
    ),
  };
}

/** A definition of the imported site with what only people know added, and one cluster on it. */
export function definitionOf(files: ImportResult['files'], site: string, cluster: Map_): Definition {
  const read = readBack(files, site);
  const networks = (read.site['networks'] ?? {}) as Readonly<Record<string, Map_>>;
  const inBand = networks['in-band'] ?? {
    purpose: 'in-band',
    subnets: { ipv4: { cidr: '10.20.0.0/16', gateway: '10.20.0.1' } },
  };
  return {
    project: {
      organization: 'example',
      tenants: { lab: {} },
      deployments: [{ cluster: 'train', site }],
    },
    sites: {
      [site]: {
        ...read.site,
        domain: `${site}.example.org`,
        fabrics: { main: {} },
        networks: { ...networks, 'in-band': { ...inBand, fabric: 'main', dhcp: { by: 'external' } } },
        images: { noble: { series: 'noble' } },
        credentials: { bmc: {} },
        defaults: { image: 'noble', credentials: 'bmc' },
        machines: read.machines,
      },
    },
    clusters: { train: cluster },
    hardware: read.profiles,
  } as unknown as Definition;
}
