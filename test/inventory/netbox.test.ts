import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { linkOf } from '../../src/inventory/netbox/links.js';
import { unitOf } from '../../src/inventory/netbox/racks.js';
import { importNetbox } from '../../src/inventory/netbox.js';
import { fromRoot } from '../support/project-root.js';
import { readBack } from '../support/reference-import.js';
import { checkMutations } from '../support/reference-mutations.js';

const folder = (name: string) =>
  readdirSync(fromRoot('test', 'fixtures', 'netbox', name))
    .sort()
    .map((file) => ({
      name: file,
      text: readFileSync(fromRoot('test', 'fixtures', 'netbox', name, file), 'utf8'),
    }));
const select = (site: string, more: object = {}) => ({ site, netboxSite: null, roles: [], ...more });
const four = folder('v4');
const juno = importNetbox(four, select('juno'));
const { machines, profiles, site } = readBack(juno.files, 'juno');
const only = (...names: readonly string[]) => four.filter(({ name }) => names.includes(name));
const codes = (result: ReturnType<typeof importNetbox>) => result.issues.map(({ code }) => code);
const titan = 'acme-titan-8000-h100-sxm-80gb';

describe('answers of NetBox 4', () => {
  test('are read without a problem', () => {
    expect(juno.issues).toEqual([]);
  });

  test('become machines of the one site that is called so, under their host names', () => {
    expect(Object.keys(machines)).toEqual(['cpu-01', 'cpu-02', 'gpu-01', 'gpu-02', 'juno-0105']);
    expect(machines['cpu-01']).toMatchObject({ serial: '70000001' });
    expect(machines['cpu-02']).not.toHaveProperty('serial');
  });

  test('leave out switches, PDUs and what is only planned, and say so', () => {
    const notes = juno.summary.notes.map(({ what, text, machines: of }) => `${what}: ${text}: ${of.join()}`);
    expect(notes).toContain('role: devices of role "leaf-switch" are left out: leaf-1');
    expect(notes).toContain('role: devices of role "pdu" are left out: pdu-a');
    expect(notes).toContain('state: only planned, so it is left out: cpu-04');
  });

  test('give machines the state that their status means', () => {
    expect(machines['cpu-02']).toMatchObject({ state: 'repair' });
    expect(machines['juno-0105']).toMatchObject({ state: 'spare' });
    expect(machines['cpu-01']).not.toHaveProperty('state');
  });

  test('place machines by unit, counted from the bottom also where the rack counts from the top', () => {
    expect(machines['gpu-01']).toMatchObject({ rack: 'a01', unit: 10 });
    expect(machines['cpu-01']).toMatchObject({ rack: 'r12', unit: 42 });
    expect(machines['juno-0105']).not.toHaveProperty('rack');
  });

  test('give the BMC its out-of-band address, else that of its management interface', () => {
    expect(machines['gpu-01']).toMatchObject({ bmc: { address: '198.51.100.11' } });
    expect(machines['cpu-01']).toMatchObject({ bmc: { address: '198.51.100.23' } });
  });

  test('make NICs of physical ports alone', () => {
    expect(Object.keys(profiles[titan]?.['nics'] as object)).toEqual(['eno1', 'enp65s0f0np0', 'ib0', 'ib1']);
    expect(Object.keys(machines['cpu-01']?.['nics'] as object)).toEqual(['embedded-nic-1', 'eno2']);
    expect(machines['gpu-01']).toMatchObject({
      nics: { eno1: { mac: '02:00:5e:10:01:01', switch: 'leaf-1', port: 'Ethernet1/1' } },
    });
  });

  test('boot from the port tagged PXE, else from the one with the primary address', () => {
    expect(profiles[titan]).toMatchObject({ nics: { eno1: { roles: ['boot', 'management'] } } });
    expect(profiles['acme-heron-100']).toMatchObject({ nics: { eno2: { roles: ['boot', 'management'] } } });
  });

  test('describe hardware by device types, modules and their attributes', () => {
    expect(profiles[titan]).toMatchObject({
      manufacturer: 'Acme',
      units: 8,
      weightKg: 130,
      cpu: { sockets: 2, coresPerSocket: 56, architecture: 'amd64', model: 'Xeon Platinum 8480+' },
      memoryGiB: 2048,
      gpus: { model: 'H100-SXM-80GB', count: 8, migCapable: true },
      disks: { disk0: { type: 'nvme', sizeGB: 960, role: 'root' }, disk1: { role: 'scratch' } },
      power: { psus: 6, psuWatts: 3000 },
    });
    expect(machines['gpu-01']).toMatchObject({
      overrides: { disks: { disk0: { hint: { serial: 'SN00043' } } } },
    });
  });

  test('give racks their height and feeds, with the capacity of three phases', () => {
    expect(site['racks']).toEqual({
      a01: { units: 48, derate: 0.8, feeds: { a: { capacityWatts: 43128 }, b: { capacityWatts: 43128 } } },
      r12: { units: 42 },
    });
  });

  test('give the site its description', () => {
    expect(site['description']).toBe('Training hall');
  });

  test('name racks of one name by their location too', () => {
    const [first, ...rest] = only('devices-1.json', 'devices-2.json').map(({ text }) => JSON.parse(text));
    const at = (name: string) => ({ id: name.length, name, slug: name });
    Object.assign(first.results[2], { rack: { id: 77, name: 'A01' }, location: at('hall-2') });
    Object.assign(first.results[0], { location: at('hall') });
    const files = [first, ...rest].map((answer, index) => ({
      name: `${index}`,
      text: JSON.stringify(answer),
    }));
    const { machines: found } = readBack(importNetbox(files, select('juno')).files, 'juno');
    expect(found).toMatchObject({ 'gpu-01': { rack: 'hall-a01' }, 'cpu-01': { rack: 'hall-2-a01' } });
  });

  test('give networks of the site alone, with a purpose where a name says it', () => {
    expect(site['networks']).toEqual({
      '10-8-0-0-16': { subnets: { ipv4: { cidr: '10.8.0.0/16' } } },
      green: { vlan: 300 },
      'juno-oob': { purpose: 'bmc', vlan: 100, subnets: { ipv4: { cidr: '198.51.100.0/24' } } },
      servers: { purpose: 'in-band', vlan: 120, subnets: { ipv4: { cidr: '192.0.2.0/24' } } },
    });
  });

  test('give the same bytes in any order of the files but for their list', () => {
    const turned = importNetbox([...four].reverse(), select('juno'));
    expect(turned.files['sites/juno/machines.csv']).toBe(juno.files['sites/juno/machines.csv']);
  });
});

describe('answers of NetBox 3', () => {
  const ceres = importNetbox(folder('v3'), select('ceres'));
  const back = readBack(ceres.files, 'ceres');

  test('name the role and the other end of a cable in their own way', () => {
    expect(ceres.issues).toEqual([]);
    expect(back.machines['node-1']).toMatchObject({
      bmc: { address: '198.51.100.41' },
      nics: { eno1: { switch: 'ceres-leaf', port: 'xe-0/0/1' } },
    });
  });

  test('describe hardware by inventory items', () => {
    expect(back.profiles['dell-poweredge-r740']).toMatchObject({
      cpu: { sockets: 2, coresPerSocket: 12 },
      memoryGiB: 192,
      disks: { disk0: { type: 'ssd', sizeGB: 480 } },
    });
  });

  test('with half a unit take the unit below, and note it', () => {
    expect(back.machines['node-2']).toMatchObject({ unit: 5 });
    expect(ceres.summary.notes).toContainEqual({
      what: 'unit',
      text: 'half units are cut: the unit below is taken',
      machines: ['node-2'],
    });
  });
});

describe('CSV exports', () => {
  const files = folder('export');
  const iris = importNetbox(files, select('iris'));

  test('of devices and interfaces read the same as answers', () => {
    expect(iris.issues).toEqual([]);
    expect(readBack(iris.files, 'iris').machines['srv-01']).toEqual({
      serial: 'IR0001',
      rack: 'b07',
      unit: 12,
      profile: 'acme-heron-100-2x25g',
      bmc: { address: '198.51.100.71' },
      nics: { eno1: { mac: '02:00:5e:30:01:01' }, eno2: { mac: '02:00:5e:30:01:02' } },
    });
  });

  test('point to the cell that is wrong', () => {
    const [devices, interfaces] = files;
    const text = interfaces?.text.replace('02:00:5E:30:01:02', 'unknown yet') ?? '';
    const { issues } = importNetbox(
      [
        { name: 'd.csv', text: devices?.text ?? '' },
        { name: 'i.csv', text },
      ],
      select('iris'),
    );
    expect(issues).toMatchObject([
      { code: 'IMPORT_INVALID_MAC', position: { file: 'i.csv', line: 3, column: 45 } },
    ]);
  });

  test('of anything else are refused', () => {
    const other = importNetbox([{ name: 'cables.csv', text: 'ID,Label\n1,x\n' }], select('iris'));
    expect(codes(other)).toEqual(['IMPORT_UNKNOWN_DOCUMENT']);
  });
});

describe('a choice of devices', () => {
  test('by role takes those alone', () => {
    const chosen = importNetbox(four, select('juno', { roles: ['GPU server'] }));
    expect(Object.keys(readBack(chosen.files, 'juno').machines)).toEqual(['gpu-01', 'gpu-02']);
  });

  test('by a role that no device has is refused with the nearest', () => {
    const { issues } = importNetbox(four, select('juno', { roles: ['gpu-serv'] }));
    expect(issues).toMatchObject([{ code: 'IMPORT_UNKNOWN_ROLE', hint: 'did you mean gpu-server?' }]);
  });

  test('by a site that is not there is refused with those that are', () => {
    expect(importNetbox(four, select('mars')).issues).toMatchObject([
      { code: 'IMPORT_NO_SITE', hint: 'give one by --netbox-site: juno, vesta' },
    ]);
    const named = importNetbox(four, select('mars', { netboxSite: 'Vesta' }));
    expect(Object.keys(readBack(named.files, 'mars').machines)).toEqual(['cpu-01']);
  });
});

test('a value of a wrong kind is reported once, however often it is looked at', () => {
  const [answer] = only('devices-2.json').map(({ text }) => JSON.parse(text));
  const [device] = answer.results.filter(({ name }: { name: string }) => name === 'leaf-1');
  const text = JSON.stringify([{ ...device, rack: 'A01' }]);
  const { issues } = importNetbox([{ name: 'd', text }], select('juno', { roles: ['leaf-switch'] }));
  expect(issues.map(({ code, at }) => [code, at.path])).toEqual([['IMPORT_WRONG_TYPE', [0, 'rack']]]);
});

describe('what is no inventory', () => {
  test('pages that are missing are an error: machines would be left out in silence', () => {
    expect(codes(importNetbox(only('devices-1.json'), select('juno')))).toEqual(['IMPORT_INCOMPLETE']);
  });

  test('a page that is there twice counts once', () => {
    const twice = importNetbox(
      [...four, ...only('devices-1.json').map((file) => ({ ...file, name: 'again.json' }))],
      select('juno'),
    );
    expect(twice.summary.machines).toBe(5);
    expect(twice.issues).toEqual([]);
  });

  test.each([
    ['{"detail":"Invalid token"}', 'IMPORT_ERROR_ANSWER'],
    ['{"nodes":[]}', 'IMPORT_UNKNOWN_DOCUMENT'],
    ['[', 'IMPORT_SYNTAX'],
    ['', 'FILE_EMPTY'],
    ['"text"', 'IMPORT_UNKNOWN_DOCUMENT'],
    ['{"count":0,"next":null,"previous":null,"results":[]}', 'IMPORT_NO_MACHINES'],
    [`${'['.repeat(5000)}${']'.repeat(5000)}`, 'IMPORT_UNKNOWN_DOCUMENT'],
  ])('%.40s is refused as %s', (text, code) => {
    const result = importNetbox([{ name: 'a.json', text }], select('x'));
    expect(codes(result)).toContain(code);
    expect(result.files).toEqual({});
  });
});

test.each([
  ['1000base-t', 'ethernet', 1],
  ['2.5gbase-t', 'ethernet', 2.5],
  ['100base-tx', 'ethernet', 0.1],
  ['25gbase-x-sfp28', 'ethernet', 25],
  ['800gbase-x-osfp', 'ethernet', 800],
  ['SFP28 (25GE)', 'ethernet', 25],
  ['1000BASE-T (1GE)', 'ethernet', 1],
  ['100BASE-TX (10/100ME)', 'ethernet', 0.1],
  ['infiniband-ndr', 'infiniband', 400],
  ['HDR (50 Gbps)', 'infiniband', 200],
  ['other', 'ethernet', null],
  ['virtual', 'none', null],
  ['lag', 'none', null],
  ['Link Aggregation Group (LAG)', 'none', null],
  ['bridge', 'none', null],
  ['16gfc-sfpp', 'none', null],
  ['ieee802.11ax', 'none', null],
])('an interface of type %s is %s with %s Gb/s', (type, kind, gbps) => {
  expect(linkOf(type)).toMatchObject({ kind, gbps });
});

test('the unit of a machine is never outside of what a rack can have', () => {
  expect(unitOf(1, 2, { units: 42, isDescending: true })).toBe(41);
  expect(unitOf(1, null, { units: 42, isDescending: true })).toBeNull();
  expect(unitOf(0, 1, undefined)).toBeNull();
  expect(unitOf(61, 1, undefined)).toBeNull();
});

describe.each(['devices-2.json', 'interfaces.json', 'modules.json', 'prefixes.json', 'power-feeds.json'])(
  '%s with anything wrong in it',
  (name) => {
    test('never fails, writes files that can be read, and rows that are machines', () => {
      const [changed] = only(name);
      const others = four.filter((file) => file !== changed);
      checkMutations({ name, json: changed?.text ?? '' }, 25, (text) =>
        importNetbox([...others, { name, text }], select('x', { netboxSite: 'juno' })),
      );
    });
  },
);
