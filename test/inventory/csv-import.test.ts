import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Machine } from '../../src/definition/site.js';
import { quantityOf } from '../../src/inventory/csv-import/units.js';
import { importCsv } from '../../src/inventory/csv-import.js';
import { fromRoot } from '../support/project-root.js';
import { readBack } from '../support/reference-import.js';

const fixture = (name: string) => ({
  name,
  text: readFileSync(fromRoot('test', 'fixtures', 'csv', name), 'utf8'),
});
const assets = fixture('assets.csv');
const map = fixture('assets.map.yaml');
const pallas = importCsv([assets], { site: 'pallas', map });
const { machines, profiles } = readBack(pallas.files, 'pallas');

/** Imports a text by a map, both given in place. */
function run(csv: string, yaml: string) {
  return importCsv([{ name: 'a.csv', text: csv }], { site: 'x', map: { name: 'm.yaml', text: yaml } });
}
const machinesOf = (csv: string, yaml: string) => readBack(run(csv, yaml).files, 'x').machines;
const said = (csv: string, yaml: string) =>
  run(csv, yaml).issues.map(
    ({ code, position, message, hint }) =>
      `${position?.file}:${position?.line}:${position?.column} ${code} ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );

describe('a CSV with a map', () => {
  test('becomes machines, with what the map replaces, converts and adds', () => {
    expect(machines['gpu02']).toEqual({
      serial: 'PA0002',
      rack: 'row-3-a07',
      unit: 20,
      profile: 'acme-titan-8000-h100-sxm-80gb',
      state: 'available',
      bmc: { protocol: 'redfish', address: '198.51.100.82' },
      nics: { eno1: { mac: '02:00:5e:40:02:01', port: 'Eth1/2' } },
    });
    expect(machines['cpu02']).toMatchObject({ state: 'retired', unit: 3, rack: 'r14' });
  });

  test('describes hardware by the fields below `hardware`, cores and GPUs by what rackform knows', () => {
    expect(profiles['acme-titan-8000-h100-sxm-80gb']).toMatchObject({
      manufacturer: 'Acme',
      cpu: { sockets: 2, coresPerSocket: 56 },
      memoryGiB: 2048,
      gpus: { vendor: 'nvidia', model: 'H100-SXM-80GB', count: 8, memoryGB: 80 },
      nics: { eno1: { gbps: 25, roles: ['boot', 'management'] } },
      disks: { disk0: { type: 'nvme', sizeGB: 960, role: 'root' } },
    });
    expect(profiles['acme-heron-100']).not.toHaveProperty('gpus');
  });

  test('takes the rows that `where` names, and counts the others', () => {
    expect(Object.keys(machines)).toEqual(['cpu01', 'cpu02', 'gpu01', 'gpu02']);
    expect(pallas.summary.notes).toContainEqual({
      what: 'where',
      text: 'rows whose Type is not server are left out',
      machines: ['line 7'],
    });
  });

  test('says where a cell is wrong, and leaves it blank', () => {
    expect(machines['cpu02']).not.toHaveProperty('serial');
    expect(machines['cpu02']).not.toHaveProperty('nics.eno1.mac');
    expect(
      pallas.issues.map(({ code, position }) => `${position?.line}:${position?.column} ${code}`),
    ).toEqual([
      '6:85 IMPORT_RAGGED',
      '1:124 IMPORT_UNUSED',
      '6:14 IMPORT_DIGITS_LOST',
      '6:59 IMPORT_INVALID_MAC',
    ]);
  });

  test.each([',', ';', '\t', '|'])('may have %j between its cells, and quotes around them', (separator) => {
    const csv = [`Name${separator}"Rack"`, `a${separator}"R${separator}1"`].join('\r\n');
    expect(machinesOf(csv, 'columns: { Name: name, Rack: rack }')['a']).toMatchObject({ rack: 'r-1' });
  });

  test('may have a head that begins with #, which is no comment here', () => {
    expect(Object.keys(machinesOf('#,Name\n1,a\n2,b\n', 'columns: { Name: name, "#": unit }'))).toEqual([
      'a',
      'b',
    ]);
  });

  test('takes the first column that has a value where two are mapped to one field', () => {
    const found = machinesOf('Host,Tag\n,T1\nb,T2\n', 'columns: { Host: name, Tag: [name, serial] }');
    expect(found).toMatchObject({ t1: { serial: 'T1' }, b: { serial: 'T2' } });
  });

  test('keeps both of two machines of one name, and reports it', () => {
    const { issues, files } = run('Name,Serial\na,1\na,2\n', 'columns: { Name: name, Serial: serial }');
    expect(issues.map(({ code }) => code)).toEqual(['IMPORT_DUPLICATE_NAME']);
    expect(Object.keys(readBack(files, 'x').machines)).toEqual(['a', 'a-2']);
  });

  test('keeps full names where the host part alone would be the same', () => {
    const found = machinesOf('Name\na.x.org\na.y.org\nb.x.org\n', 'columns: { Name: name }');
    expect(Object.keys(found)).toEqual(['a-x-org', 'a-y-org', 'b']);
  });

  test('names profiles as a column says, and describes none that has no hardware', () => {
    const csv = 'Name,Profile,RAM\na,big,512\nb,big,512\nc,small,\n';
    const { files } = run(csv, 'columns: { Name: name, Profile: profile, RAM: hardware.memoryGiB }');
    const back = readBack(files, 'x');
    expect(Object.keys(back.profiles)).toEqual(['big']);
    expect(back.machines).toMatchObject({ a: { profile: 'big' }, c: { profile: 'small' } });
  });

  test('sends any other field of a machine to its row', () => {
    const csv = 'Name,Zone,Id,Cred,RAM\na,az-1,System.Embedded.1,rack-a,512 GiB\n';
    const yaml =
      'columns: { Name: name, Zone: zone, Id: bmc.nodeId, Cred: bmc.credentials, RAM: overrides.memoryGiB }';
    expect(machinesOf(csv, yaml)['a']).toMatchObject({
      zone: 'az-1',
      bmc: { nodeId: 'System.Embedded.1', credentials: 'rack-a' },
      overrides: { memoryGiB: 512 },
    });
  });

  test('leaves out a cell that looks like a secret, and does not quote it', () => {
    const result = run(
      'Name,Note\na,"https://admin:hunter2@bmc.example.org"\n',
      'columns: { Name: name, Note: serial }',
    );
    expect(result.issues.map(({ code }) => code)).toEqual(['DEFINITION_SECRET']);
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

describe('what does not fit', () => {
  test('a map is told all its mistakes at once, each with the nearest name', () => {
    const yaml = `columns:
  Nmae: name
  Rack: rak
  RAM: { to: hardware.memoryGiB, unit: GBB }
  Serial: { to: serial, unit: GB }
  State: { to: state, values: { x: availble } }
  BMC password: bmc.credentials
constants:
  bmc.protocol: ipmitool
wher: {}
`;
    expect(said('Name,Rack,RAM,State\n', yaml)).toMatchInlineSnapshot(`
      [
        "m.yaml:10:7 SHAPE_UNKNOWN_KEY unknown key "wher" (did you mean "where"?)",
        "m.yaml:3:9 IMPORT_MAP unknown field "rak" (did you mean "rack"?)",
        "m.yaml:4:40 IMPORT_MAP unit "GBB" is none of field "hardware.memoryGiB" (did you mean GB?)",
        "m.yaml:5:31 IMPORT_MAP field "serial" has no unit (leave it out)",
        "m.yaml:6:36 IMPORT_MAP "availble" is no state (did you mean available?)",
        "m.yaml:7:17 IMPORT_MAP column "BMC password" holds secrets by its name (take it out of the map: passwords are Terraform variables)",
        "m.yaml:9:17 IMPORT_MAP "ipmitool" is no bmc.protocol (allowed are redfish, ipmi, manual)",
      ]
    `);
  });

  test('a column that is in no file is told with the nearest, and no row is judged by it', () => {
    expect(said('Name,Rack\na,1\n', 'columns: { Nmae: name, Rack: rack }')).toMatchInlineSnapshot(`
      [
        "m.yaml:1:18 IMPORT_MAP no file has a column "Nmae" (did you mean "Name"?)",
        "a.csv:1:1 IMPORT_UNUSED columns that the map does not name are left out: "Name"",
      ]
    `);
  });

  test.each([
    ['a map without a name', 'Name\na\n', 'columns: { Name: serial }', 'no column is mapped to `name`'],
    ['a column that is there twice', 'Name,Name\na,b\n', 'columns: { Name: name }', 'is there twice'],
    [
      'a state that is none',
      'Name,State\na,parked\n',
      'columns: { Name: name, State: state }',
      'is no state',
    ],
    ['a row with too many cells', 'Name\na,b\n', 'columns: { Name: name }', '[CSV_RAGGED]'],
    ['a quote that is never closed', 'Name\n"a\nb\n', 'columns: { Name: name }', '[CSV_QUOTE_NOT_CLOSED]'],
    ['no row at all', 'Name\n', 'columns: { Name: name }', '[IMPORT_NO_MACHINES]'],
    ['an empty file', '', 'columns: { Name: name }', '[FILE_EMPTY]'],
    ['a file in another encoding', 'Name\nM\ufffdller\n', 'columns: { Name: name }', '[FILE_NOT_UTF8]'],
    ['an empty map', 'Name\na\n', '', '[FILE_EMPTY]'],
    ['a map that is no YAML', 'Name\na\n', 'columns: {', '[YAML_'],
  ])('%s is an error, and nothing is written', (_, csv, yaml, text) => {
    const { issues, files } = run(csv, yaml);
    const errors = issues.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ message, code }) => `${message} [${code}]`).join('\n')).toContain(text);
    expect(files).toEqual({});
  });
});

test.each([
  ['hardware.memoryGiB', '256', undefined, 256],
  ['hardware.memoryGiB', '256 GB', undefined, 256],
  ['hardware.memoryGiB', '262144', 'MB', 256],
  ['hardware.memoryGiB', '2TB', 'GB', 2048],
  ['hardware.memoryGiB', '1,024', 'GiB', 1024],
  ['hardware.disks.a.sizeGB', '1.92 TB', undefined, 1920],
  ['hardware.disks.a.sizeGB', '447.1GiB', undefined, 480.07],
  ['hardware.nics.a.gbps', '25GbE', undefined, 25],
  ['hardware.nics.a.gbps', '1000 Mb/s', undefined, 1],
  ['hardware.nics.a.gbps', '25000', 'Mbps', 25],
  ['hardware.power.maxWatts', '10.2 kW', undefined, 10200],
  ['hardware.weightKg', '287.6 lb', undefined, 130.45],
  ['hardware.units', '8U', undefined, 8],
  ['unit', 'U12', undefined, 12],
  ['unit', '12-19', undefined, 12],
  ['unit', 'U19 - U12', undefined, 12],
  ['hardware.memoryGiB', '10 bananas', undefined, undefined],
  ['hardware.disks.a.sizeGB', '1.024,5', undefined, undefined],
  ['hardware.cpu.sockets', '2 GB', undefined, undefined],
])('%s of %j with unit %s is %s', (field, cell, unit, expected) => {
  expect(quantityOf(field, cell, unit)).toBe(expected);
});

const words = [
  'name',
  'rack',
  'unit',
  'state',
  'hardware.memoryGiB',
  'hardware.gpus.count',
  'hardware.gpus.model',
  'nics.eno1.mac',
  'hardware.disks.d.sizeGB',
  'hardware.nics.eno1.roles',
  'bmc.address',
  'overrides.memoryGiB',
  'profile',
  'columns',
  '',
];
const cell = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    'N/A',
    'U12',
    '12 GB',
    'server',
    '"',
    '__proto__',
    '=1+1',
    '\u2028',
    '1e999',
    '-5',
    'boot|rail',
    '::1',
    '02:00:5e:00:53:01',
  ),
  fc.string({ maxLength: 12 }),
);

describe('anything at all', () => {
  test('in cells never fails, writes files that can be read, and rows that are machines', () => {
    const fields = words.filter((word) => word !== '' && word !== 'columns' && word !== 'state');
    const yaml = `columns:\n${fields.map((field, index) => `  c${index}: ${field}`).join('\n')}\n`;
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: fields.length, maxLength: fields.length }), { maxLength: 6 }),
        (rows) => {
          const csv = [fields.map((_, index) => `c${index}`), ...rows]
            .map((row) => row.map(quoted).join(','))
            .join('\n');
          const { files, summary, issues } = run(csv, yaml);
          for (const { position } of issues) expect(position?.line).toBeGreaterThan(0);
          if (Object.keys(files).length === 0) return;
          const back = readBack(files, 'x').machines;
          expect(Object.keys(back)).toHaveLength(summary.machines);
          for (const machine of Object.values(back))
            expect(Machine.safeParse(machine).error?.issues).toBeUndefined();
        },
      ),
      { numRuns: 150 },
    );
  });

  test('in a file or a map never fails', () => {
    const value = fc.oneof(cell, fc.constantFrom(...words), fc.jsonValue({ maxDepth: 2 }));
    const anyMap = fc.record(
      {
        columns: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), value),
        constants: value,
        where: value,
        separator: value,
      },
      { requiredKeys: [] },
    );
    const yaml = fc.oneof(
      anyMap.map((found) => JSON.stringify(found)),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.string(), yaml, (csv, text) => {
        for (const { position } of run(`a,b\n${csv}`, text).issues) expect(position?.line).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

test('twenty thousand rows take no more than seconds', { timeout: 20_000 }, () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => `n${index},r${index % 500},x,`);
  const result = run(
    `Name,Rack,Unit,MAC\n${rows.join('\n')}\n`,
    'columns: { Name: name, Rack: rack, Unit: unit, MAC: nics.eno1.mac }',
  );
  expect(result.summary.machines).toBe(20_000);
});
