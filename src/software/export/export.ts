import type { SiteModel } from '../../model/types.js';
import { migParted, migPartedConfig } from '../day2/gpu/mig-parted.js';
import { topologyConf } from '../day2/slurm/config.js';
import { hostsFile } from './hosts.js';
import { ironicBurnin, ironicBurninCommands } from './ironic-burnin.js';
import { maasExpectations, maasTestScript } from './maas-tests.js';
import { partitions, partitionsConf } from './pkeys.js';
import { switchPorts, switchPortsCsv } from './switch-ports.js';

/** A view of a model for another system: as the file that it reads, and as data. */
export interface Export {
  readonly text: (model: SiteModel) => string;
  readonly data: (model: SiteModel) => unknown;
  /** True where the files of two sites cannot stand one after the other. */
  readonly isOneSite?: true;
}

/** All views by name. */
export const exports = {
  hosts: {
    text: hostsFile,
    data: ({ clusters }) =>
      clusters.flatMap(({ slots }) =>
        slots
          .filter(({ isDeclared }) => isDeclared)
          .map(({ name, fqdn, dnsAddress, asset }) => ({ name, fqdn, address: dnsAddress, machine: asset })),
      ),
  },
  'slurm-topology': {
    // Of several clusters each has a file of its own on its machines; here one stands after the other.
    text: ({ clusters }) => clusters.map(({ software }) => topologyConf(software.topology)).join(''),
    data: ({ clusters }) =>
      clusters.map(({ name, software }) => ({ cluster: name, switches: software.topology })),
  },
  'switch-ports': { text: (model) => switchPortsCsv(switchPorts(model)), data: switchPorts },
  'maas-tests': { text: maasTestScript, data: maasExpectations, isOneSite: true },
  'ironic-burnin': { text: ironicBurninCommands, data: ironicBurnin },
  'mig-parted': { text: migPartedConfig, data: migParted, isOneSite: true },
  pkeys: { text: partitionsConf, data: partitions },
} as const satisfies Readonly<Record<string, Export>>;

export type ExportName = keyof typeof exports;
export const exportNames = Object.keys(exports) as readonly ExportName[];
