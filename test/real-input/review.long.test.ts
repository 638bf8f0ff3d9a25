import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasInventories, realInputs, runRealInput } from '../../scripts/real-input/run.js';
import { disagreements } from '../cli/review/support/agreement.js';
import { addRow, type NamedChange, presetStep, setState } from '../cli/review/support/named-changes.js';
import { SiteInLab } from '../cli/review/support/site-in-lab.js';

const cluster = 'clusters/train.yaml';
const site = 'sites/luxembourg/site.yaml';
const machines = 'sites/luxembourg/machines.csv';
const nothing = /^Nothing physical changes; leaves \d+ alone\.$/;
const refused = /^Not known what it does: .* Refused: \d rules?\.$/;

/** What is asked of each project, by its site. No golden files: inventories are no part of this repository. */
const changesOf: Readonly<Record<string, readonly NamedChange[]>> = {
  luxembourg: [
    {
      name: 'a kernel option on one pool',
      edit: (project) =>
        project.write(
          cluster,
          `${project.read(cluster)}overrides: { pools: { gpu: { kernel: { sysctl: { vm.swappiness: 1 } } } } }\n`,
        ),
      verdict: nothing,
    },
    {
      name: 'another image',
      edit: (project) => project.edit(site, 'series: ubuntu/noble', 'series: ubuntu/jammy'),
      verdict: nothing,
    },
    {
      name: 'the cluster renamed',
      edit: (project) => {
        project.write('clusters/other.yaml', project.read(cluster));
        project.edit('rackform.yaml', 'cluster: train', 'cluster: other');
      },
      verdict: refused,
    },
    {
      name: 'a slot moved to another machine',
      edit: (project) => setState(project, machines, 'clervaux-4', 'repair'),
      verdict: /^WIPES 1 server, reimages 0, .* deploys 1 server, .* leaves \d+ alone\.$/,
    },
    {
      name: 'a subnet moved',
      edit: (project) => project.edit(site, 'cidr: 172.16.176.0/20', 'cidr: 172.16.160.0/19'),
      verdict: refused,
    },
    {
      name: 'a rack added',
      edit: (project) => {
        project.edit(site, 'networks:\n', 'racks: { new: { units: 42 } }\nnetworks:\n');
        const [head = ''] = project.read(machines).split('\n');
        const cells: Readonly<Record<string, string>> = {
          name: 'fresh-1',
          serial: 'FRESH1',
          rack: 'new',
          unit: '1',
          profile: 'dell-poweredge-c6320',
          'bmc.protocol': 'redfish',
          'bmc.address': '172.17.190.1',
          'nics.eno2.mac': '02:00:5e:00:53:01',
          'nics.enp1s0f0np0.mac': '02:00:5e:00:53:02',
        };
        addRow(
          project,
          machines,
          head
            .split(',')
            .map((column) => cells[column] ?? '')
            .join(','),
        );
      },
      verdict: /^WIPES 0 servers, .* enrols 1 server, .* leaves \d+ alone\.$/,
    },
    {
      name: 'an option of the preset that changes nothing',
      edit: (project) => project.edit(cluster, 'options:\n', 'options:\n  spares: 0\n'),
      verdict: nothing,
    },
    {
      name: 'a version step of the preset',
      edit: (project) => presetStep(project, 'dedicated-training'),
      verdict: nothing,
    },
    {
      name: 'a reimage of two slots',
      lock: [['--site', 'luxembourg', '--reimage', 'train-gpu-001', 'train-gpu-008']],
      verdict: /^WIPES 0 servers, reimages 2, .* leaves \d+ alone\.$/,
    },
    {
      name: 'the pool of a tenant shrunk, first its erase',
      edit: (project) => project.edit(cluster, 'gpuNodes: 8', 'gpuNodes: 7'),
      lock: [['--site', 'luxembourg', '--release', 'train-gpu-008', '--reason', 'given back']],
      verdict: nothing,
      isMerged: true,
    },
    {
      name: 'the pool of a tenant shrunk, then its server',
      lock: [['--applied']],
      verdict: /^WIPES 1 server, reimages 0, .* leaves \d+ alone\.$/,
      isMerged: true,
    },
  ],
};

const why = hasInventories() ? '' : ' (skipped: the inventories are no part of this repository)';
const folder = mkdtempSync(join(tmpdir(), 'rackform-real-review-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasInventories())(`changes of projects on real inventories${why}`, () => {
  const inputs = realInputs.filter((input) => changesOf[input.site] !== undefined);
  describe.sequential.each(inputs)('$site', (input) => {
    let project: SiteInLab;
    beforeAll(async () => {
      const dir = join(folder, input.site);
      const ran = await runRealInput(input, dir);
      expect(ran.filter(({ code }) => code !== 0)).toEqual([]);
      project = await SiteInLab.of(dir);
    });
    afterAll(() => project.remove());

    test.each(changesOf[input.site] ?? [])('$name', async (change) => {
      const outcome = await (change.isMerged ? project.merge(change) : project.review(change));
      vi.restoreAllMocks();
      if ('stopped' in outcome) throw new Error(outcome.stopped);
      expect(outcome.report.verdict.text).toMatch(change.verdict);
      expect(disagreements(outcome)).toEqual([]);
    });
  });
});
