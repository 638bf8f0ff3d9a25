import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasInventories, realInputs, runRealInput } from '../../scripts/real-input/run.js';
import { disagreements } from '../cli/review/support/agreement.js';
import { addRow, type NamedChange, presetStep, setState } from '../cli/review/support/named-changes.js';
import { SiteInLab } from '../cli/review/support/site-in-lab.js';
import type { SiteProject } from '../lab/support/site-project.js';

const nothing = /^Nothing physical changes; leaves \d+ alone\.$/;
const refused = /^Not known what it does: .* Refused: \d rules?\.$/;
const oneMoves = /^WIPES 1 server, reimages 0, .* deploys 1 server, .* leaves \d+ alone\.$/;

/** What of a project the changes are made to. */
interface Subject {
  readonly preset: string;
  readonly cluster: string;
  /** Another setting for one pool, in the file of the cluster. */
  readonly kernel: readonly [from: RegExp, to: string];
  readonly image: readonly [from: string, to: string];
  readonly subnet: readonly [from: string, to: string];
  /** A network that servers are on gets another VLAN. */
  readonly vlan: { readonly edit: readonly [from: string, to: string]; readonly verdict: RegExp };
  readonly rack: readonly [from: string, to: string];
  /** A free machine; another one like it stands in the new rack. */
  readonly free: string;
  readonly freeBmc: string;
  /** A machine in service for which a free one can stand in. */
  readonly moved: string;
  readonly reimaged: readonly [string, string];
  readonly shrunk: { readonly file: string; readonly edit: readonly [string, string]; readonly slot: string };
}

/** What is asked of each project, by its site. No golden files: inventories are no part of this repository. */
const subjects: Readonly<Record<string, Subject>> = {
  luxembourg: {
    preset: 'dedicated-training',
    cluster: 'train',
    kernel: [/$/, 'overrides: { pools: { gpu: { kernel: { sysctl: { vm.swappiness: 1 } } } } }\n'],
    image: ['series: ubuntu/noble', 'series: ubuntu/jammy'],
    subnet: ['cidr: 172.16.176.0/20', 'cidr: 172.16.160.0/19'],
    vlan: { edit: ['fabric: luxembourg\n', 'fabric: luxembourg\n    vlan: 100\n'], verdict: refused },
    rack: ['networks:\n', 'racks: { new: { units: 42 } }\nnetworks:\n'],
    free: 'clervaux-5',
    freeBmc: '172.17.190.1',
    moved: 'clervaux-4',
    reimaged: ['train-gpu-001', 'train-gpu-008'],
    shrunk: {
      file: 'clusters/train.yaml',
      edit: ['gpuNodes: 8', 'gpuNodes: 7'],
      slot: 'train-gpu-008',
    },
  },
  lyon: {
    preset: 'dedicated-training',
    cluster: 'train',
    kernel: [/$/, 'overrides: { pools: { gpu: { kernel: { sysctl: { vm.swappiness: 1 } } } } }\n'],
    image: ['noble-2026-10', 'noble-2026-11'],
    subnet: ['cidr: 172.16.48.0/20', 'cidr: 172.16.32.0/19'],
    vlan: { edit: ['fabric: default\n', 'fabric: default\n    vlan: 100\n'], verdict: refused },
    rack: ['networks:\n', 'racks: { new: { units: 42 } }\nnetworks:\n'],
    free: 'taurus-1',
    freeBmc: '172.17.60.1',
    moved: 'hercule-4',
    reimaged: ['train-gpu-001', 'train-gpu-010'],
    shrunk: { file: 'rackform.yaml', edit: ['gpuNodes: 10', 'gpuNodes: 9'], slot: 'train-gpu-010' },
  },
  uc: {
    preset: 'shared-inference',
    cluster: 'serve',
    kernel: [/pools:\n/, 'pools:\n    control: { kernel: { sysctl: { vm.swappiness: 1 } } }\n'],
    image: ['noble-2026-10', 'noble-2026-11'],
    subnet: ['cidr: 203.0.113.0/24', 'cidr: 203.0.112.0/23'],
    vlan: { edit: ['purpose: front-end\n', 'purpose: front-end\n    vlan: 100\n'], verdict: refused },
    rack: ['racks:\n', 'racks:\n  new: { units: 42 }\n'],
    free: 'p3-cpu-002',
    freeBmc: '198.18.200.1',
    moved: 'nc41',
    reimaged: ['serve-mig-001', 'serve-mig-005'],
    shrunk: { file: 'rackform.yaml', edit: ['migNodes: 5', 'migNodes: 4'], slot: 'serve-mig-005' },
  },
};

/** A machine of the kind of another, with a name, addresses and a place of its own. */
function addMachineLike(project: SiteProject, file: string, like: string, bmc: string): void {
  const [head = '', ...rows] = project.read(file).split('\n');
  const row = rows.find((cells) => cells.startsWith(`${like},`));
  if (row === undefined) throw new Error(`${file} has no ${like}`);
  const own: Readonly<Record<string, string>> = {
    name: 'fresh-1',
    serial: 'FRESH1',
    rack: 'new',
    unit: '1',
    'bmc.address': bmc,
  };
  const cells = row.split(',');
  const changed = head.split(',').map((column, index) => {
    const cell = cells[index] ?? '';
    if (column.endsWith('.mac') && cell !== '') return `02:00:5e:00:53:${String(index).padStart(2, '0')}`;
    // A switch port takes one machine, and a disk is told by its own number.
    if (/\.(?:port|switch)$|\.hint\./.test(column)) return '';
    return own[column] ?? cell;
  });
  addRow(project, file, changed.join(','));
}

function changesAt(site: string, subject: Subject): readonly NamedChange[] {
  const { cluster, preset, kernel, image, subnet, vlan, rack, free, freeBmc, moved, reimaged, shrunk } =
    subject;
  const clusterFile = `clusters/${cluster}.yaml`;
  const siteFile = `sites/${site}/site.yaml`;
  const machines = `sites/${site}/machines.csv`;
  return [
    {
      name: 'a kernel option on one pool',
      edit: (project) => project.edit(clusterFile, ...kernel),
      verdict: nothing,
    },
    { name: 'another image', edit: (project) => project.edit(siteFile, ...image), verdict: nothing },
    {
      name: 'the cluster renamed',
      edit: (project) => {
        project.write('clusters/other.yaml', project.read(clusterFile));
        project.edit('rackform.yaml', new RegExp(`cluster: ${cluster}$`, 'gm'), 'cluster: other');
      },
      verdict: refused,
    },
    {
      name: 'a slot moved to another machine',
      edit: (project) => setState(project, machines, moved, 'repair'),
      verdict: oneMoves,
    },
    {
      name: 'another VLAN id',
      edit: (project) => project.edit(siteFile, ...vlan.edit),
      verdict: vlan.verdict,
    },
    { name: 'a subnet moved', edit: (project) => project.edit(siteFile, ...subnet), verdict: refused },
    {
      name: 'a rack added',
      edit: (project) => {
        project.edit(siteFile, ...rack);
        addMachineLike(project, machines, free, freeBmc);
      },
      verdict: /^WIPES 0 servers, .* enrols 1 server, .* leaves \d+ alone\.$/,
    },
    {
      name: 'an option of the preset that changes nothing',
      edit: (project) => project.edit(clusterFile, 'options:\n', 'options:\n  spares: 0\n'),
      verdict: nothing,
    },
    {
      name: 'a version step of the preset',
      edit: (project) => presetStep(project, preset),
      verdict: nothing,
    },
    {
      name: 'a reimage of two slots',
      lock: [['--site', site, '--reimage', ...reimaged]],
      verdict: /^WIPES 0 servers, reimages 2, .* leaves \d+ alone\.$/,
    },
    {
      name: 'the pool of a tenant shrunk, first its erase',
      edit: (project) => project.edit(shrunk.file, ...shrunk.edit),
      lock: [['--site', site, '--release', shrunk.slot, '--reason', 'given back']],
      verdict: nothing,
      isMerged: true,
    },
    {
      name: 'the pool of a tenant shrunk, then its server',
      lock: [['--applied']],
      verdict: /^WIPES 1 server, reimages 0, .* leaves \d+ alone\.$/,
      isMerged: true,
    },
  ];
}

const why = hasInventories() ? '' : ' (skipped: the inventories are no part of this repository)';
const folder = mkdtempSync(join(tmpdir(), 'rackform-real-review-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasInventories())(`changes of projects on real inventories${why}`, () => {
  const inputs = realInputs.flatMap((input) => {
    const subject = subjects[input.site];
    return subject === undefined ? [] : [{ ...input, changes: changesAt(input.site, subject) }];
  });
  describe.sequential.each(inputs)('$site', (input) => {
    let project: SiteInLab;
    beforeAll(async () => {
      const dir = join(folder, input.site);
      const ran = await runRealInput(input, dir);
      expect(ran.filter(({ code }) => code !== 0)).toEqual([]);
      project = await SiteInLab.of(dir);
    });
    afterAll(() => project.remove());

    test.each(input.changes)('$name', async (change) => {
      const outcome = await (change.isMerged ? project.merge(change) : project.review(change));
      vi.restoreAllMocks();
      if ('stopped' in outcome) throw new Error(outcome.stopped);
      expect(outcome.report.verdict.text).toMatch(change.verdict);
      expect(disagreements(outcome)).toEqual([]);
    });
  });
});
