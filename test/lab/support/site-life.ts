import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDefinition } from '../../../src/definition/parse.js';
import { loadProject } from '../../../src/inventory/load.js';
import { type Lab, startLab } from '../../../src/lab/lab.js';
import type { MachineRecord } from '../../../src/lab/maas/records.js';
import { parseScenario } from '../../../src/lab/scenario/parse.js';
import { parseLock } from '../../../src/model/lock/lock-file.js';
import { resolveParsed } from '../../../src/model/resolve.js';
import { type Changes, machinesOf, SiteProject } from './site-project.js';

const network = 'dc1-network';
const enrolment = 'dc1-enrolment-01';
const claim = 'dc1-train-a-claim-01';

/**
 * The life of a site, as tests that follow each other: each goes on where the one before ended.
 *
 * @param binary terraform or tofu
 */
export function lifeOfASite(binary: string): void {
  let project: SiteProject;
  let lab: Lab;

  /** Starts the lab on the state of the one before; the inventory is today's. */
  async function startOn(faults: readonly object[] = []): Promise<void> {
    const { model } = resolveParsed(parseDefinition(loadProject(project.folder).definition), {
      site: 'dc1',
      lock: null,
    });
    const { scenario } = parseScenario({ faults });
    if (model === null || scenario === null) throw new Error('the example does not resolve');
    lab = await startLab({ models: [model], state: join(project.folder, '.rackform/lab'), scenario });
    const credentials = model.site.machines.map(({ asset }) => [asset, { user: 'u', password: 'p' }]);
    project.use(lab, { TF_VAR_bmc_credentials: JSON.stringify(Object.fromEntries(credentials)) });
  }

  async function restart(faults: readonly object[] = []): Promise<void> {
    await lab.close();
    await startOn(faults);
  }

  beforeAll(async () => {
    project = new SiteProject('examples/training', binary);
    await startOn();
  });
  afterAll(async () => {
    await lab.close();
    project.remove();
  });

  /** How many machines of MAAS are in each state. */
  function statuses(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { status } of Object.values(machinesOf(lab))) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  /** The machine that a slot runs on, by the lock. */
  function machineOf(slot: string): string {
    const { lock } = parseLock(project.read('locks/dc1.yaml'), 'dc1', 'locks/dc1.yaml');
    const asset = lock?.slots.find(({ name }) => name === slot)?.asset;
    if (asset === undefined) throw new Error(`the lock has no slot ${slot}`);
    return asset;
  }

  const instances = (changes: Changes | undefined) =>
    Object.fromEntries(
      Object.entries(changes ?? {})
        .filter(([address]) => address.startsWith('maas_instance.'))
        .map(([address, actions]) => [address.replace('maas_instance.', ''), actions]),
    );

  /** Addresses of a machine's links, whichever of them was made first. */
  const addressesOf = (machine: MachineRecord | undefined) =>
    (machine?.interfaces ?? []).flatMap(({ links }) => links.map(({ address }) => address ?? '')).sort();

  /** Requests of the lab from a place on, by name and machine. */
  const requestsFrom = (start: number) =>
    lab.events.slice(start).map(({ request, subject }) => `${request} ${subject.machine ?? ''}`.trim());

  describe.sequential('the life of a site', { timeout: 90_000 }, () => {
    test('a fresh MAAS gets network, machines and slots, and the second plan is empty before and after', async () => {
      await project.lockAndSynth('Decide');
      expect(project.stacks()).toEqual([network, enrolment, claim]);
      await project.apply([network, enrolment]);
      expect(await project.plan([network, enrolment])).toEqual({});
      await project.apply([claim]);
      expect(await project.plan()).toEqual({});
      expect(statuses()).toEqual({ Deployed: 10, Ready: 5 });
      await project.evidence('In service');
    });

    test('growing by one touches no running node, though NTP and user data change in the same commit', async () => {
      project.edit('clusters/train-a.yaml', 'gpuNodes: 6', 'gpuNodes: 7');
      project.edit('sites/dc1/site.yaml', 'ntp: [192.0.2.123]', 'ntp: [192.0.2.124]');
      project.edit(
        'clusters/train-a.yaml',
        '    gpu:\n',
        '    gpu:\n      userData: { write_files: [{ path: /etc/cluster/token-name, content: train-a-2 }] }\n',
      );
      await project.lockAndSynth('Grow by one');
      const start = lab.events.length;
      const changes = await project.plan();
      expect(changes[network]).toEqual({ 'maas_configuration.ntp_servers': 'update' });
      expect(instances(changes[claim])).toEqual({ 'train-a-gpu-007': 'create' });
      const others = Object.entries(changes[claim] ?? {}).filter(([address]) => !address.includes('gpu-007'));
      expect(Object.fromEntries(others)).toEqual({
        'maas_tag.train-a_gpu': 'delete create',
        'terraform_data.tag_train-a_gpu': 'update',
      });
      await project.apply();
      expect(await project.plan()).toEqual({});
      expect(new Set(requestsFrom(start).filter((one) => one.startsWith('machine.')))).toEqual(
        new Set([`machine.deploy ${machineOf('train-a-gpu-007')}`]),
      );
      await project.evidence('Seven');
    });

    test('a machine whose BMC is dead is given up, and a spare in another rack takes its name and address', async () => {
      const slot = 'train-a-gpu-001';
      const dead = machineOf(slot);
      const addresses = addressesOf(machinesOf(lab)[dead]);
      await restart([{ kind: 'bmc-unreachable', machine: dead, times: 'always' }]);
      await project.lockAndSynth('Give up', '--abandon', slot, '--reason', 'BMC dead');
      expect(instances((await project.plan())[claim])).toEqual({ [slot]: 'update' });
      await project.apply([enrolment, claim]);
      await project.evidence('Given up');
      await project.rackform('synth');
      const next = machineOf(slot);
      expect(next).not.toBe(dead);
      expect(instances((await project.plan())[claim])).toEqual({ [slot]: 'delete create' });
      await project.apply([enrolment, claim]);
      expect(await project.plan()).toEqual({});
      const spare = machinesOf(lab)[next];
      expect(spare).toMatchObject({ status: 'Deployed' });
      expect(addressesOf(spare)).toEqual(addresses);
      expect(next.slice(0, 7)).not.toBe(dead.slice(0, 7));
      await project.evidence('Moved');
      await restart();
    });

    test('two slots are reimaged when it is said, and no other is', async () => {
      const slots = ['train-a-gpu-002', 'train-a-gpu-003'];
      await project.lockAndSynth('Reimage two', '--reimage', ...slots);
      const changes = await project.plan();
      expect(Object.keys(changes)).toEqual([claim]);
      expect(instances(changes[claim])).toEqual(
        Object.fromEntries(slots.map((slot) => [slot, 'delete create'])),
      );
      await project.apply([claim]);
      expect(await project.plan()).toEqual({});
      await project.evidence('Reimaged');
    });

    test('a pool and a rack leave in order: no machine is deleted while it is deployed', async () => {
      project.edit('clusters/train-a.yaml', '  gpuNodes: 7\n', '  gpuNodes: 7\n  loginNodes: 0\n');
      await project.lockAndSynth('No login pool', '--release', 'train-a-login-001', '--reason', 'not used');
      await project.apply();
      await project.evidence('Carries its erase');
      await project.rackform('synth');
      const start = lab.events.length;
      expect(instances((await project.plan())[claim])).toEqual({ 'train-a-login-001': 'delete' });
      await project.apply();
      expect(requestsFrom(start)).toContain('machine.release cpu-r01-n02');
      await project.evidence('Erased and given back');

      // Its control slot moves to the machine that became free, then its machines leave, then it does.
      for (const asset of ['cpu-r03-n01', 'cpu-r03-n02', 'cpu-r03-n03']) {
        project.edit(
          'sites/dc1/machines.csv',
          new RegExp(`^(${asset},[^,]*,[^,]*,[^,]*,[^,]*),\\w*,`, 'm'),
          '$1,retired,',
        );
      }
      await project.lockAndSynth('Rack r03 leaves');
      await project.apply();
      await project.evidence('Nobody is left in r03');
      await project.rackform('synth');
      await project.apply();
      await project.evidence('Out of MAAS');
      const rows = project.read('sites/dc1/machines.csv').split('\n');
      writeFileSync(
        join(project.folder, 'sites/dc1/machines.csv'),
        rows.filter((row) => !row.startsWith('cpu-r03-')).join('\n'),
      );
      project.edit('sites/dc1/site.yaml', /^ {2}r03:.*\n/m, '');
      await project.lockAndSynth('No rack r03');
      expect(await project.plan()).toEqual({});
      expect(Object.keys(machinesOf(lab)).filter((name) => name.startsWith('cpu-r03'))).toEqual([]);
      expect(statuses()['Deployed']).toBe(10);
    });

    test('a machine goes to another tenant erased, by a release that its state carries', async () => {
      const slot = 'train-a-gpu-007';
      const handed = machineOf(slot);
      project.edit('clusters/train-a.yaml', 'gpuNodes: 7', 'gpuNodes: 6');
      await project.lockAndSynth('Give one back', '--release', slot, '--reason', 'to the platform team');
      await project.apply();
      await project.evidence('Carries its erase');
      await project.rackform('synth');
      const start = lab.events.length;
      await project.apply();
      expect(requestsFrom(start)).toContain(`machine.release ${handed}`);
      await project.evidence('Given back');

      writeFileSync(
        join(project.folder, 'clusters/web.yaml'),
        `tenant: platform\nmode: dedicated\npools:\n  node:\n    role: cpu\n    machines: [${handed}]\n    networks: { in-band: { gateway: true } }\n`,
      );
      project.edit(
        'rackform.yaml',
        '  - cluster: train-a\n',
        '  - { cluster: web, site: dc1 }\n  - cluster: train-a\n',
      );
      await project.lockAndSynth('The platform team gets it');
      await project.apply();
      expect(await project.plan()).toEqual({});
      expect(machinesOf(lab)[handed]).toMatchObject({ status: 'Deployed' });
      const { world } = lab.maas[0] ?? expect.fail('there is no MAAS');
      expect(world.store.get('servers', handed)).toMatchObject({ remains: 'data' });
      await project.evidence('Handed over');
    });

    test('everything is destroyed in the reverse order, and MAAS has no machine of it left', async () => {
      const start = lab.events.length;
      for (const stack of [...project.stacks()].reverse()) {
        await project.ok(stack, 'destroy', '-auto-approve', '-no-color', '-input=false');
      }
      expect(machinesOf(lab)).toEqual({});
      expect(lab.events.slice(start).filter(({ refused }) => refused !== null)).toEqual([]);
    });
  });
}
