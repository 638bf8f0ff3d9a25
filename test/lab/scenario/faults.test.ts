import { afterEach, describe, expect, test } from 'vitest';
import { abortByHand } from '../../../src/lab/maas/by-hand.js';
import type { SimulatedMaas } from '../../../src/lab/maas/call.js';
import type { MachineRecord } from '../../../src/lab/maas/records.js';
import type { Fault } from '../../../src/lab/scenario/schema.js';
import { type LabWorkspace, openLabWorkspace, unframed } from '../support/workspace.js';
import { type ClusterOptions, cluster, withFaults } from './cluster.js';

let work: LabWorkspace;
afterEach(() => work.close());

async function open(fault: Fault, options: ClusterOptions = {}): Promise<void> {
  work = await openLabWorkspace(cluster(options), { scenario: withFaults(fault) });
}

function maas(): SimulatedMaas {
  return work.lab.maas[0] ?? expect.fail('there is no MAAS');
}

function machines(): readonly MachineRecord[] {
  return maas().world.store.all('machines');
}

function machine(name: string): MachineRecord {
  return machines().find(({ hostname }) => hostname === name) ?? expect.fail(`there is no ${name}`);
}

/** How often a request about a machine was done. */
function done(request: string, name: string): number {
  return work.lab.events.filter(
    (event) =>
      event.type === 'request' &&
      event.request === request &&
      event.subject.machine === name &&
      event.refused === null,
  ).length;
}

/** The end of every story: both machines there once and deployed, and nothing left to do. */
async function expectWhole(): Promise<void> {
  expect(
    machines()
      .map(({ hostname, status }) => `${hostname} ${status}`)
      .sort(),
  ).toEqual(['n1 Deployed', 'n2 Deployed']);
  expect(await work.plan()).toEqual({});
}

interface Story {
  readonly fault: Fault;
  /** What the first apply says. */
  readonly says: string;
  /** Where n1 stands after it; null: MAAS does not know it. */
  readonly leaves: string | null;
  /** How often n1 is deployed until all is well. */
  readonly deploys?: number;
}

/** What one more apply mends. */
const stories: readonly Story[] = [
  {
    fault: { kind: 'bmc-unreachable', machine: 'n1', times: 1 },
    says: 'ServerError: 500 Internal Server Error (Failed talking to node BMC: Redfish request failed',
    leaves: null,
  },
  {
    fault: { kind: 'commissioning-fails', machine: 'n1' },
    says: "unexpected state 'Failed commissioning', wanted target 'Ready'",
    leaves: 'Failed commissioning',
  },
  {
    fault: { kind: 'test-fails', machine: 'n1' },
    says: "unexpected state 'Failed testing', wanted target 'Ready'",
    leaves: 'Failed testing',
  },
  {
    fault: { kind: 'nic-missing', nic: 'eth0', machine: 'n1', times: 1 },
    says: 'context deadline exceeded',
    leaves: 'Commissioning',
  },
  {
    fault: { kind: 'image-not-found', machine: 'n1', times: 1 },
    says: `{"distro_series":["'ubuntu/noble' is not a valid distro_series. It should be one of: 'ubuntu/jammy'."]}`,
    leaves: 'Allocated',
  },
  {
    fault: { kind: 'bmc-unreachable', machine: 'n1', call: 2, times: 1 },
    says: "unexpected state 'Failed deployment', wanted target 'Deployed'",
    leaves: 'Failed deployment',
    deploys: 2,
  },
  {
    fault: { kind: 'deploy-fails', machine: 'n1' },
    says: "unexpected state 'Failed deployment', wanted target 'Deployed'",
    leaves: 'Failed deployment',
    deploys: 2,
  },
  {
    fault: { kind: 'deploy-hangs', machine: 'n1' },
    says: 'context deadline exceeded',
    leaves: 'Deploying',
    deploys: 2,
  },
  {
    fault: { kind: 'api-unavailable', request: 'machine.deploy', machine: 'n1' },
    says: 'ServerError: 503 Service Unavailable',
    leaves: 'Allocated',
  },
  {
    fault: { kind: 'api-unavailable', for: '30m' },
    says: 'ServerError: 503 Service Unavailable',
    leaves: null,
  },
  {
    fault: { kind: 'api-conflict', request: 'machines.create', machine: 'n1' },
    says: 'ServerError: 409 Conflict',
    leaves: null,
  },
  {
    fault: { kind: 'api-conflict', request: 'machines.allocate', machine: 'n1' },
    says: 'ServerError: 409 Conflict',
    leaves: 'Ready',
  },
  {
    // The provider takes the entry back (its issue 153), although commissioning goes on.
    fault: { kind: 'api-timeout', request: 'machine.commission', machine: 'n1' },
    says: 'ServerError: 504 Gateway Time-out',
    leaves: null,
  },
  {
    // Done, but not answered so: what counts as done is the second.
    fault: { kind: 'api-timeout', request: 'machine.deploy', machine: 'n1' },
    says: 'ServerError: 504 Gateway Time-out',
    leaves: 'Deploying',
  },
];

describe('one more apply mends', () => {
  test.each(stories)(
    '$fault.kind of $fault.request at call $fault.call',
    async ({ fault, says, leaves, deploys = 1 }) => {
      await open(fault);
      expect(await work.refused()).toContain(says);
      const left = machines().find(({ hostname }) => hostname === 'n1');
      expect(left?.status ?? null).toBe(leaves);
      await work.apply();
      await expectWhole();
      expect([done('machine.deploy', 'n1'), done('machine.deploy', 'n2')]).toEqual([deploys, 1]);
    },
  );
});

describe('a way out other than one more apply', () => {
  test('disk missing: the deployment is refused until the server is mended and commissioned anew', async () => {
    await open({ kind: 'disk-missing', disk: 'sda', machine: 'n1', times: 1 });
    const says = "Mount the root '/' filesystem to be able to deploy this node.";
    expect(await work.refused()).toContain(says);
    expect(machine('n1').disks).toEqual([]);
    expect(await work.refused()).toContain(says);
    await work.ok('apply', '-auto-approve', '-no-color', '-input=false', '-replace=maas_machine.n1');
    await expectWhole();
    expect(done('machine.deploy', 'n1')).toBe(1);
  });

  test('504 at the enrolment: the machine is there and not in the state, and is imported', async () => {
    await open({ kind: 'api-timeout', request: 'machines.create', machine: 'n1' });
    expect(await work.refused()).toContain('ServerError: 504 Gateway Time-out');
    expect(await work.refused()).toContain('Node with this Hostname already exists.');
    await work.ok('import', '-no-color', '-input=false', 'maas_machine.n1', 'n1');
    await work.apply();
    await expectWhole();
  });
});

describe('release', () => {
  test('erase fails: the destroy stops, the machine stays in the state, and one more destroy erases it', async () => {
    await open({ kind: 'erase-fails', machine: 'n1' });
    await work.apply();
    const destroy = ['destroy', '-auto-approve', '-no-color', '-input=false'];
    expect((await work.run(...destroy)).text).toContain(
      "unexpected state 'Failed disk erasing', wanted target 'Ready'",
    );
    expect(machine('n1').status).toBe('Failed disk erasing');
    await work.ok(...destroy);
    expect(machines()).toEqual([]);
  });

  test('release hangs: the destroy gives up after its time limit; aborted by hand, one more ends it', async () => {
    await open({ kind: 'release-hangs', machine: 'n1' }, { timeout: '45m' });
    await work.apply();
    const destroy = ['destroy', '-auto-approve', '-no-color', '-input=false'];
    expect((await work.run(...destroy)).text).toContain('context deadline exceeded');
    expect(unframed((await work.run(...destroy)).text)).toContain(
      "Machine cannot be released in its current state ('Disk erasing').",
    );
    abortByHand(maas(), 'n1');
    await work.ok(...destroy);
    expect(machines()).toEqual([]);
  });

  test('BMC dead: the destroy fails; with manual power it ends without waiting, and nothing counts as erased', async () => {
    // Commissioning and deployment are its first two calls.
    await open({ kind: 'bmc-unreachable', machine: 'n1', call: 3 });
    await work.apply();
    const destroy = ['destroy', '-auto-approve', '-no-color', '-input=false', '-target=maas_instance.n1'];
    expect((await work.run(...destroy)).text).toContain(
      "unexpected state 'Failed releasing', wanted target 'Ready'",
    );
    expect(machine('n1').status).toBe('Failed releasing');
    work.write(cluster({ powerType: 'manual' }));
    await work.ok('apply', '-auto-approve', '-no-color', '-input=false', '-target=maas_machine.n1');
    await work.ok(...destroy);
    expect(machine('n1')).toMatchObject({ status: 'Ready', deployment: null });
    expect(maas().world.store.get('servers', 'n1')?.remains).toBe('data');
  });
});

describe('recorded all the same', () => {
  test('an update that fails is in the state: what is read back shows in the next plan', async () => {
    await open({ kind: 'update-fails', machine: 'n1' });
    await work.apply();
    work.write(
      cluster().replaceAll(
        'power_type       = "redfish"',
        'pool = "default"\n  zone = "lost"\n  power_type       = "redfish"',
      ),
    );
    expect(await work.refused()).toContain('ServerError: 500 Internal Server Error');
    expect(machine('n1').zone).toBe('default');
    expect(Object.keys(await work.plan())).toContain('maas_machine.n1');
  });

  test('and of what is not read back nothing shows: the old password stays in MAAS until it is changed once more', async () => {
    await open({ kind: 'update-fails', machine: 'n1' });
    await work.apply();
    const before = machine('n1').powerDigest;
    const moved = (octet: number) => cluster().replace('203.0.113.12', `203.0.113.${octet}`);
    work.write(moved(77));
    expect(await work.refused()).toContain('ServerError: 500 Internal Server Error');
    expect(await work.plan()).toEqual({});
    expect(machine('n1').powerDigest).toBe(before);
    work.write(moved(78));
    await work.apply();
    expect(machine('n1').powerAddress).toBe('203.0.113.78');
  });
});
