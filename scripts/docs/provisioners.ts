import {
  IRONIC_DIALECTS,
  type IronicDialect,
  ironicDialects,
} from '../../src/facts/providers/ironic-dialects.js';
import { IRONIC_LIMITS, type IronicLimitId } from '../../src/facts/providers/ironic-supports.js';
import type { MaasProviderFeatureName } from '../../src/facts/providers/maas-features.js';
import { MAAS_PROVIDER, type MaasLimitId } from '../../src/facts/providers/supports.js';
import { anchorOf, cell, code, GENERATED, page, table } from './markdown.js';

/** Done with a limit, or not. */
type Verdict = 'but' | 'no';

interface Row {
  readonly what: string;
  /** Where a definition asks for it. */
  readonly field: string;
  readonly maas?: readonly [Verdict, MaasLimitId] | 'not its matter';
  /** What the older MAAS provider lacks for it. */
  readonly older?: readonly [Verdict, MaasProviderFeatureName];
  /** Each for the dialects that the limit is of. */
  readonly ironic?: readonly (readonly [Verdict, IronicLimitId])[];
}

/** What is not named is done. What a definition has no words for is in no row. */
export const provisionerRows: readonly Row[] = [
  {
    what: 'Machines enrolled',
    field: 'machines',
    older: ['but', 'machine-list'],
    ironic: [['but', 'ironic/secret-in-driver-info']],
  },
  {
    what: 'Machines whose boot NIC has no known MAC address, as far as [`boot/no-mac`](../rules.md#bootno-mac) lets them',
    field: 'machines.NAME.nics',
    older: ['no', 'machine-without-mac'],
  },
  { what: 'BMC accounts left alone', field: 'machines.NAME.bmc', older: ['no', 'skip-bmc-config'] },
  {
    what: 'A changed BMC address',
    field: 'machines.NAME.bmc.address',
    ironic: [
      ['no', 'ironic/driver-info-changed'],
      ['no', 'ironic/driver-info-ignored'],
    ],
  },
  {
    what: 'A changed BMC password',
    field: 'machines.NAME.bmc.credentials',
    ironic: [
      ['no', 'ironic/driver-info-changed'],
      ['no', 'ironic/driver-info-ignored'],
      ['but', 'ironic/write-only-secrets'],
    ],
  },
  {
    what: 'Switch and port of a NIC told to the provisioner',
    field: 'machines.NAME.nics.NIC.port',
    maas: 'not its matter',
    ironic: [['no', 'ironic/inline-ports-without-switch']],
  },
  {
    what: 'Interfaces of a hardware type',
    field: 'ironic.interfaces',
    maas: 'not its matter',
    ironic: [['but', 'ironic/missing-interfaces']],
  },
  {
    what: 'Settings of the provisioner',
    field: 'provisioner.settings, ntp',
    older: ['no', 'settings'],
    ironic: [['no', 'ironic/no-networks']],
  },
  { what: 'Zones made', field: 'zones', older: ['no', 'zones'], ironic: [['no', 'ironic/no-networks']] },
  {
    what: 'VLANs, subnets and ranges made',
    field: 'networks.NAME.mode: managed',
    maas: ['but', 'maas/mtu-on-managed-untagged-vlan'],
    ironic: [['no', 'ironic/no-networks']],
  },
  {
    what: 'DHCP',
    field: 'networks.NAME.dhcp',
    maas: ['but', 'maas/vlan-dhcp-on-new-fabric'],
    older: ['no', 'dhcp'],
    ironic: [['no', 'ironic/no-networks']],
  },
  { what: 'DNS names of slots', field: 'domain', ironic: [['no', 'ironic/no-networks']] },
  {
    what: 'Bonds and VLAN interfaces',
    field: 'pools.NAME.networks',
    older: ['but', 'vlan-interface-name'],
    ironic: [['but', 'ironic/network-data']],
  },
  {
    what: 'Routes of rails in network data',
    field: 'pools.NAME.rails',
    maas: 'not its matter',
    ironic: [
      ['no', 'ironic/routing-tables-in-network-data'],
      ['no', 'ironic/network-data'],
    ],
  },
  {
    what: 'Addresses that the provisioner picks',
    field: 'pools.NAME.networks.NET.addressing: auto',
    ironic: [['no', 'ironic/auto-addresses']],
  },
  { what: 'Two tenants at a site', field: 'tenants', ironic: [['but', 'ironic/flat-networks']] },
  {
    what: 'Another storage layout than flat',
    field: 'pools.NAME.storage.layout',
    maas: ['no', 'maas/storage-layout'],
    ironic: [['no', 'ironic/storage-layout']],
  },
  {
    what: 'Another root disk for a pool',
    field: 'pools.NAME.storage.rootDisk',
    maas: ['no', 'maas/storage-layout'],
    ironic: [['no', 'ironic/root-disk-of-a-pool']],
  },
  {
    what: 'Software RAID',
    field: 'pools.NAME.storage.raid',
    maas: ['no', 'maas/raid-with-boot-disk'],
    ironic: [['no', 'ironic/storage-layout']],
  },
  {
    what: 'Erase at release',
    field: 'pools.NAME.release.erase',
    maas: ['but', 'maas/erase-per-disk'],
    older: ['no', 'erase-on-release'],
    ironic: [['but', 'ironic/erase-by-release']],
  },
  {
    what: 'Scripts at release',
    field: 'pools.NAME.release.scripts',
    older: ['no', 'release-scripts'],
    ironic: [['no', 'ironic/release-scripts']],
  },
  {
    what: 'Giving up a machine whose BMC is dead',
    field: code('rackform lock --abandon'),
    ironic: [['but', 'ironic/dead-bmc']],
  },
];

const olderHeading = `What ${MAAS_PROVIDER.older.target} does not have`;

const words: Readonly<Record<Verdict, string>> = { but: 'yes, with a limit', no: 'no' };

function linked(verdict: Verdict, path: string): string {
  return `[${words[verdict]}](${path})`;
}

function maasCell(limit: Row['maas']): string {
  if (limit === 'not its matter') return '';
  return limit === undefined ? 'yes' : linked(limit[0], `maas-limits.md#${anchorOf(limit[1])}`);
}

function olderCell({ older, maas }: Row): string {
  return older === undefined ? maasCell(maas) : linked(older[0], `maas-limits.md#${anchorOf(olderHeading)}`);
}

function ironicCell({ ironic = [] }: Row, dialect: IronicDialect): string {
  const found = ironic.find(([, id]) =>
    (IRONIC_LIMITS[id].dialects as readonly IronicDialect[]).includes(dialect),
  );
  return found === undefined ? 'yes' : linked(found[0], `ironic-limits.md#${anchorOf(found[1])}`);
}

/** `docs/reference/provisioners.md`: what of a definition each provisioner does. */
export function provisionersPage(): string {
  const { target, older } = MAAS_PROVIDER;
  return page([
    '# What each provisioner does',
    '',
    GENERATED,
    '',
    'One definition, several provisioners. What one of them cannot do is refused by `rackform check` at the line that asks for it, or said where',
    'only Terraform or the provisioner can run into it; each *no* and each limit leads to what it is, how sure that is, and what to do instead.',
    'What is alike in all stands in no row. The dry run does all of it, on paper: its null resources hold every value.',
    '',
    ...table(
      [
        '',
        'Field',
        `MAAS, provider ${target}`,
        `MAAS, provider ${older.target}`,
        ...IRONIC_DIALECTS.map((name) => `Ironic, ${code(ironicDialects[name].source)}`),
      ],
      provisionerRows.map((row) => [
        cell(row.what),
        row.field.startsWith('`') ? row.field : code(row.field),
        maasCell(row.maas),
        olderCell(row),
        ...IRONIC_DIALECTS.map((dialect) => ironicCell(row, dialect)),
      ]),
    ),
    '[What MAAS and its provider cannot do](maas-limits.md) and [What Ironic and its providers cannot do](ironic-limits.md) list the rest:',
    'limits that the Terraform is written around.',
  ]);
}
