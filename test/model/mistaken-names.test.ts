import { describe, expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import type { MachineInput } from '../../src/definition/site.js';
import { runGuardrails } from '../../src/guardrails/run.js';
import { parseLock, printLock } from '../../src/model/lock/lock-file.js';
import type { Lock } from '../../src/model/lock/lock-types.js';
import { resolve } from '../../src/model/resolve.js';
import { definitionOf, withMachines } from '../support/site-fixture.js';

const run = (definition: Definition, lock: Lock | null = null) => resolve(definition, { site: 'dc1', lock });
const said = (definition: Definition, lock: Lock | null = null) =>
  run(definition, lock).issues.map(
    ({ code, message, at }) => `${code} ${at.document}:${at.path.join('.')} ${message}`,
  );

function lockOf(definition: Definition, before: Lock | null = null): Lock {
  const { lock, issues } = run(definition, before);
  expect(issues).toEqual([]);
  if (lock === null) throw new Error('no lock was proposed');
  return lock;
}

/** The sound definition with the NICs of some machines replaced. */
function withNics(nics: Readonly<Record<string, MachineInput['nics']>>): Definition {
  return withMachines(definitionOf(), (machines) =>
    Object.fromEntries(
      Object.entries(machines).map(([asset, machine]) => [
        asset,
        asset in nics ? { ...machine, nics: { ...machine.nics, ...nics[asset] } } : machine,
      ]),
    ),
  );
}

const nicsOf = (asset: string) => definitionOf().sites['dc1']?.machines?.[asset]?.nics;

describe('names that nothing has', () => {
  test('a deployment at a site that is not there is refused, with the nearest', () => {
    const definition = definitionOf();
    const deployments = [...definition.project.deployments, { cluster: 'train', site: 'dc11' }];
    const { issues } = run({ ...definition, project: { ...definition.project, deployments } });
    expect(issues).toEqual([
      {
        code: 'REF_UNKNOWN_SITE',
        severity: 'error',
        message: 'unknown site "dc11"; there are dc1',
        at: { document: 'project', path: ['deployments', 1, 'site'] },
        hint: 'did you mean "dc1"?',
      },
    ]);
  });

  test('a NIC that the hardware does not have is refused, once for all machines that have it', () => {
    const nic = { mac: '02:00:00:00:00:aa' };
    const other = { mac: '02:00:00:00:00:ab' };
    const definition = withNics({ 'gpu-r1-n1': { rail1: nic }, 'gpu-r1-n2': { rail1: other } });
    expect(said(definition)).toEqual([
      'REF_UNKNOWN_NIC site/dc1:machines.gpu-r1-n1.nics.rail1 unknown NIC "rail1"; there are eno1, eno2, rail0',
    ]);
  });

  test('a NIC that the machine has beyond its profile is none of them', () => {
    const definition = withMachines(withNics({ 'gpu-r1-n1': { eno3: {} } }), (machines) => ({
      ...machines,
      'gpu-r1-n1': { ...machines['gpu-r1-n1'], overrides: { nics: { eno3: { gbps: 10 } } } },
    }));
    expect(said(definition)).toEqual([]);
  });

  test('an unknown default image is placed where the default stands', () => {
    const definition = definitionOf({ site: { defaults: { image: 'nobel' } } });
    expect(said(definition)).toContainEqual(
      expect.stringMatching(/^REF_UNKNOWN_IMAGE site\/dc1:defaults\.image unknown image "nobel"/),
    );
  });

  test('an unknown rule is told also where the cluster itself cannot be planned', () => {
    const definition = definitionOf({
      cluster: {
        tenant: 'redd',
        preset: 'no-such-preset',
        acknowledge: [{ rule: 'tests/no-gpu-tests', reason: 'burnt in by the vendor' }],
      },
    });
    expect(runGuardrails(run(definition)).map(({ code, hint }) => [code, hint])).toContainEqual([
      'ACKNOWLEDGE_UNKNOWN_RULE',
      'did you mean "tests/no-gpu-test"?',
    ]);
  });
});

describe('machines in service', () => {
  const one = 'gpu-r1-n1';
  const two = 'gpu-r1-n2';
  const swapped = () => withNics({ [one]: nicsOf(two), [two]: nicsOf(one) });

  test('do not take each other’s names', () => {
    expect(said(swapped(), lockOf(definitionOf()))).toEqual([
      `lock/machine-exchanged site/dc1:machines.${one}.nics.eno1.mac machine ${one} has boot MAC 02:00:00:01:02:01, which is that of ${two} in the lock: one server took the name of another while the provisioner knows both`,
    ]);
  });

  test('are known by what the lock file says', () => {
    const printed = printLock(lockOf(definitionOf()));
    expect(printed).toContain('"bootMac":"02:00:00:01:01:01"');
    const { lock, issues } = parseLock(printed, 'dc1', 'locks/dc1.yaml');
    expect(issues).toEqual([]);
    expect(said(swapped(), lock)).toHaveLength(1);
  });

  test('may change names while nothing is applied, and where an older lock knows no address', () => {
    expect(resolve(swapped(), { site: 'dc1', lock: lockOf(definitionOf()), baseLock: null }).issues).toEqual(
      [],
    );
    const lock = lockOf(definitionOf());
    const older = { ...lock, machines: lock.machines.map((machine) => ({ ...machine, bootMac: null })) };
    expect(said(swapped(), older)).toEqual([]);
  });

  test('may get a new NIC, and pass the old one on after that', () => {
    const lock = lockOf(definitionOf());
    const fresh = { eno1: { mac: '02:00:00:00:00:aa', switch: 'leaf-1', port: '1a' } };
    const replaced = withNics({ [one]: fresh });
    const next = lockOf(replaced, lock);
    expect(next.machines.find(({ asset }) => asset === one)?.bootMac).toBe('02:00:00:00:00:aa');
    const old = { eno1: { ...nicsOf(one)?.['eno1'], switch: 'leaf-1', port: '2a' } };
    expect(said(withNics({ [one]: fresh, [two]: old }), next)).toEqual([]);
  });
});
