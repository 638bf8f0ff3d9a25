import { expect, test } from 'vitest';
import { emptyLock, newMachine } from '../../src/model/lock/lock.js';
import { parseLock, printLock } from '../../src/model/lock/lock-file.js';
import type { Lock, LockSlot } from '../../src/model/lock/lock-types.js';
import { said } from '../support/said.js';

const slot = (number: number, more: Partial<LockSlot> = {}): LockSlot => ({
  name: `train-gpu-00${number}`,
  cluster: 'train',
  pool: 'gpu',
  number,
  asset: `m${number}`,
  generation: 1,
  shard: 1,
  phase: 'in-service',
  addresses: { storage: `192.0.3.${number}`, 'in-band': `192.0.2.${number}` },
  network: '1-abc front:123',
  content: null,
  erase: 'secure',
  reason: null,
  adopted: null,
  ...more,
});

const lock: Lock = {
  ...emptyLock('dc1'),
  provisioner: 'ironic/rackform',
  stacks: ['dc1-enrolment-01', 'dc1-network', 'dc1-train-claim-01'],
  machines: [1, 2, 3].map((number) => ({
    ...newMachine(`m${number}`),
    shard: 1,
    phase: 'in-service' as const,
    tenant: 'red',
    claim: number === 3 ? null : `train-gpu-00${number}`,
    bootMac: `02:00:00:00:00:0${number}`,
    ...(number === 3
      ? { abandoned: 'BMC dead', erased: 'not-erased', adopted: { node: 'uuid', 'port/eno1': 'p' } }
      : {}),
  })),
  numbers: [{ key: 'vlan/front', pool: 'pool', value: 200 }],
  slots: [
    slot(1, { reason: 'sold', phase: 'releasing' }),
    slot(2, { content: 'c0ffee', adopted: { deployment: 'uuid', a: '1' } }),
  ],
  tombstones: [{ key: 'slot/train-gpu-009', reason: 'no longer needed' }],
};
const text = printLock(lock);

const read = (source: string) => parseLock(source, 'dc1', 'locks/dc1.yaml');
const refused = (source: string) => {
  const { lock: none, issues } = read(source);
  expect(none).toBeNull();
  return said(issues);
};
/** The lock with one line of it changed. */
const edited = (change: (line: string) => string | null, of = text) =>
  of
    .split('\n')
    .flatMap((line) => change(line) ?? [])
    .join('\n');

test('what is printed is read again, to the last field, also with a byte order mark and the line ends of Windows', () => {
  expect(read(text)).toEqual({ lock, issues: [] });
  expect(read(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual({ lock, issues: [] });
  expect(printLock(emptyLock('dc1'))).toMatchInlineSnapshot(`
    "# Allocations of site dc1. Written by \`rackform lock\`; every line carries a sum, so edits are noticed.
    # To merge two branches: take one side, then \`rackform lock --onto <the other branch>\`.
    version: 1
    site: "dc1"
    stacks:
    machines:
    numbers:
    slots:
    tombstones:
    "
  `);
  expect(read(printLock(emptyLock('dc1')))).toEqual({ lock: emptyLock('dc1'), issues: [] });
});

test('keys of addresses and adopted ids are sorted, and what there is nothing to say of is left out', () => {
  const [, line = ''] = /^( {2}"train-gpu-002".*)$/m.exec(text) ?? [];
  expect(line.replace(/"sum":"[0-9a-f]+"/, '"sum":""')).toBe(
    '  "train-gpu-002": {"cluster":"train","pool":"gpu","number":2,"machine":"m2","generation":1,"phase":"in-service","shard":1,"addresses":{"in-band":"192.0.2.2","storage":"192.0.3.2"},"network":"1-abc front:123","content":"c0ffee","erase":"secure","adopted":{"a":"1","deployment":"uuid"},"sum":""}',
  );
  expect(text.split('\n').slice(0, 4).join('\n')).toMatchInlineSnapshot(`
    "# Allocations of site dc1. Written by \`rackform lock\`; every line carries a sum, so edits are noticed.
    # To merge two branches: take one side, then \`rackform lock --onto <the other branch>\`.
    version: 1
    site: "dc1""
  `);
});

test('markers of a merge, at any line and of each kind', () => {
  expect(refused(`<<<<<<< ours\n${text}`)).toMatchInlineSnapshot(`
    "lock/dc1 locks/dc1.yaml:1:1
      error [lock/conflict] the lock holds the markers of an unfinished merge
      hint: take one side whole (git checkout --ours locks/dc1.yaml), then run rackform lock --onto <the other branch>"
  `);
  for (const marker of ['=======', '>>>>>>> theirs', '||||||| base', '<<<<<<<']) {
    expect(refused(`${text}${marker}\n`)).toContain('markers of an unfinished merge');
  }
  expect(refused(`${text}======= and text\n`)).toContain('markers');
  expect(refused(`${text}= no marker\n`)).not.toContain('markers');
  expect(refused(`${text}> no marker\n`)).not.toContain('markers');
  expect(refused(`${text}| no marker\n`)).not.toContain('markers');
  expect(refused(`${text} <<<<<<< ours\n`)).not.toContain('markers');
});

test('a lock of a later format, of none, or of another site', () => {
  expect(refused(text.replace('version: 1', 'version: 12'))).toMatchInlineSnapshot(`
    "lock/dc1 locks/dc1.yaml:3:1
      error [lock/newer] the lock has format 12, and this rackform reads up to 1
      hint: update rackform"
  `);
  expect(refused(text.replace('version: 1', 'version: x'))).toMatchInlineSnapshot(`
    "lock/dc1 locks/dc1.yaml:3:1
      error [lock/edited] the lock names no known format version
      hint: restore it from version control; allocations change by way of rackform lock only"
  `);
  expect(refused(text.replace('version: 1\n', ''))).toContain('names no known format version');
  expect(refused(text.replace('version: 1', '  version: 1'))).toContain('names no known format version');
  expect(refused(text.replace('version: 1', 'version: 1 # old'))).toContain('names no known format version');
  expect(refused(text.replace('site: "dc1"', 'site: "dc2"'))).toMatchInlineSnapshot(`
    "lock/dc1 locks/dc1.yaml:4:1
      error [lock/edited] the lock is not one of site "dc1"
      hint: restore it from version control; allocations change by way of rackform lock only"
  `);
});

test('lines that were changed by hand, by their numbers', () => {
  expect(
    refused(edited((line) => line.replace('"asset":"m1"', '').replace('"machine":"m1"', '"machine":"m9"'))),
  ).toMatchInlineSnapshot(`
    "lock/dc1 locks/dc1.yaml:16:1
      error [lock/edited] the line of "train-gpu-001" was changed by hand
      hint: restore it from version control; allocations change by way of rackform lock only"
  `);
  expect(refused(`${text}garbage\n`)).toMatchInlineSnapshot(`
    "lock/dc1 locks/dc1.yaml:20:1
      error [lock/edited] this line of the lock is none that rackform writes
      hint: restore it from version control; allocations change by way of rackform lock only"
  `);
  expect(refused(`${text}  "x": {}\n`)).toContain('the line of "x" was changed by hand');
  expect(refused(`${text}  "x": {"sum":"00000000"}\n`)).toContain('the line of "x" was changed by hand');
  expect(refused(edited((line) => (line.startsWith('  "m2"') ? `${line} # mine` : line)))).toContain(
    'the line of "m2" was changed',
  );
  expect(refused(edited((line) => (line.startsWith('  "m2"') ? `x${line}` : line)))).toContain(
    'none that rackform writes',
  );
  expect(refused(edited((line) => (line === 'stacks:' ? null : line)))).toMatchInlineSnapshot(`
    "lock/dc1 locks/dc1.yaml:5:1
      error [lock/edited] the line of "dc1-enrolment-01" was changed by hand
      hint: restore it from version control; allocations change by way of rackform lock only
    lock/dc1 locks/dc1.yaml:6:1
      error [lock/edited] the line of "dc1-network" was changed by hand
      hint: restore it from version control; allocations change by way of rackform lock only
    lock/dc1 locks/dc1.yaml:7:1
      error [lock/edited] the line of "dc1-train-claim-01" was changed by hand
      hint: restore it from version control; allocations change by way of rackform lock only
    lock/dc1 locks/dc1.yaml:19:1
      error [lock/edited] the lock has no section "stacks"
      hint: restore it from version control; allocations change by way of rackform lock only"
  `);
});

test('a key that stands twice', () => {
  expect(
    refused(edited((line) => (line.startsWith('  "m2"') ? `${line}\n${line}` : line))),
  ).toMatchInlineSnapshot(`
    "lock/dc1 locks/dc1.yaml:12:1
      error [lock/conflict] "m2" stands in the lock twice
      hint: two branches took the same: on the branch that is not merged yet, run rackform lock --onto <base branch>"
  `);
});

test('one thing that two hold, and claims whose other side is missing', () => {
  const clash = { ...lock, slots: [slot(1), slot(2, { addresses: { 'in-band': '192.0.2.1' } })] };
  expect(refused(printLock(clash))).toMatchInlineSnapshot(`
    "lock/dc1 locks/dc1.yaml:17:1
      error [lock/conflict] train-gpu-002 and train-gpu-001 both hold 192.0.2.1 on in-band
      hint: two branches took the same: on the branch that is not merged yet, run rackform lock --onto <base branch>"
  `);
  const same = { ...lock, slots: [slot(1), slot(2, { asset: 'm1' })] };
  expect(refused(printLock(same))).toMatchInlineSnapshot(`
    "lock/dc1 locks/dc1.yaml:17:1
      error [lock/conflict] train-gpu-002 and train-gpu-001 both hold machine m1
      hint: two branches took the same: on the branch that is not merged yet, run rackform lock --onto <base branch>
    lock/dc1 locks/dc1.yaml:17:1
      error [lock/edited] train-gpu-002 holds machine m1, whose line does not say so
      hint: restore it from version control; allocations change by way of rackform lock only"
  `);
  expect(
    refused(edited((line) => (line.startsWith('  "train-gpu-002"') ? null : line))),
  ).toMatchInlineSnapshot(`
    "lock/dc1 locks/dc1.yaml:11:1
      error [lock/edited] machine m2 is claimed by train-gpu-002, whose line is missing
      hint: restore it from version control; allocations change by way of rackform lock only"
  `);
  expect(refused(edited((line) => (line.startsWith('  "m2"') ? null : line)))).toMatchInlineSnapshot(`
    "lock/dc1 locks/dc1.yaml:16:1
      error [lock/edited] train-gpu-002 holds machine m2, whose line does not say so
      hint: restore it from version control; allocations change by way of rackform lock only"
  `);
});
