import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { summaryLines } from '../../src/inventory/imported/output/result.js';
import { importReferenceApi } from '../../src/inventory/reference-api.js';
import { fixturePath, inputFile, readBack } from '../support/reference-import.js';

const inventory = inputFile(fixturePath('brook'));
const laidOver = (text: string) =>
  importReferenceApi([inventory], { site: 'brook', overlay: { name: 'more.csv', text } });
const bare = importReferenceApi([inventory], { site: 'brook' });
const [name = 'none', other = 'none'] = Object.keys(readBack(bare.files, 'brook').machines);

function machinesWith(text: string) {
  const { files, issues } = laidOver(text);
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  return readBack(files, 'brook').machines;
}

const errorsOf = (text: string) =>
  laidOver(text)
    .issues.filter(({ severity }) => severity === 'error')
    .map(({ code, position }) => `${code} ${position?.file}:${position?.line}:${position?.column}`);

describe('a CSV that is laid over an inventory', () => {
  test('fills in what the inventory does not know, and leaves all else as it is', () => {
    const before = readBack(bare.files, 'brook').machines;
    const after = machinesWith(`name,bmc.protocol,bmc.address\n${name},redfish,192.0.2.11\n`);
    expect(after[name]).toEqual({ ...before[name], bmc: { protocol: 'redfish', address: '192.0.2.11' } });
    expect({ ...after, [name]: null }).toEqual({ ...before, [name]: null });
  });

  test('takes the place of what was read, of NICs too', () => {
    const [nic = 'none'] = Object.keys(readBack(bare.files, 'brook').machines[name]?.['nics'] ?? {});
    const after = machinesWith(
      `name;serial;nics.${nic}.mac;nics.${nic}.switch\n${name};NEW1;02-00-5E-77-01-01;leaf-1\n`,
    );
    expect(after[name]).toMatchObject({
      serial: 'NEW1',
      nics: { [nic]: { mac: '02:00:5e:77:01:01', switch: 'leaf-1' } },
    });
  });

  test('may say the state, the credential set and overrides, which no inventory has', () => {
    const after = machinesWith(
      `name,state,bmc.credentials,overrides.memoryGiB\n${name},repair,blue,96\n${other},,,\n`,
    );
    expect(after[name]).toMatchObject({
      state: 'repair',
      bmc: { credentials: 'blue' },
      overrides: { memoryGiB: 96 },
    });
    expect(after[other]).not.toHaveProperty('state');
  });

  test('names racks, which the site then has', () => {
    const { files } = laidOver(`name,rack,unit\n${name},row-3,12\n`);
    const read = readBack(files, 'brook');
    expect(read.site['racks']).toHaveProperty('row-3');
    expect(read.machines[name]).toMatchObject({ rack: 'row-3', unit: 12 });
  });

  test('takes back what was noted as not known, for the machines that it has', () => {
    const noted = (result: typeof bare) =>
      result.summary.notes.find(({ what }) => what === 'bmc.address')?.machines ?? [];
    expect(noted(bare)).toContain(name);
    const names = noted(bare);
    expect(noted(laidOver(`name,bmc.address\n${name},192.0.2.11\n`))).toEqual(
      names.filter((one) => one !== name),
    );
    const all = names.map((one, index) => `${one},192.0.2.${index + 11}`);
    const { summary } = laidOver(['name,bmc.address', ...all, ''].join('\n'));
    expect(summaryLines(summary).join('\n')).not.toContain('bmc.address');
  });
});

test.each([
  ['a machine that the inventory does not have', `name,rack\nnobody,r1\n`, ['IMPORT_OVERLAY more.csv:2:1']],
  ['an unknown column', `name,bmc.adress\n`, ['CSV_UNKNOWN_COLUMN more.csv:1:6']],
  ['a column of passwords', `name,bmc.password\n`, ['DEFINITION_SECRET more.csv:1:6']],
  ['no column of names', 'rack\n', ['CSV_NO_NAME more.csv:1:1']],
  ['an empty file', '', ['FILE_EMPTY more.csv:1:1']],
  ['a row with a cell too many', `name,rack\n${name},r1,x\n`, [`CSV_RAGGED more.csv:2:${name.length + 5}`]],
  ['a machine twice', `name,rack\n${name},r1\n${name},r2\n`, ['CSV_DUPLICATE_NAME more.csv:3:1']],
  [
    'an address that is none',
    `name,bmc.address\n${name},300.1.1.1\n`,
    [`IMPORT_INVALID_ADDRESS more.csv:2:${name.length + 2}`],
  ],
  [
    'a state that is none',
    `name,state\n${name},broken\n`,
    [`SHAPE_INVALID_VALUE more.csv:2:${name.length + 2}`],
  ],
  ['a file that is no text', 'name\0', ['FILE_NOT_UTF8 more.csv:1:5']],
])('%s is an error at its place, and nothing is written', (_, text, expected) => {
  expect(errorsOf(text)).toEqual(expected);
  expect(laidOver(text).files).toEqual({});
});

test('a name that is nearly one of the inventory is said', () => {
  const { issues } = laidOver(`name,rack\n${name}x,r1\n`);
  expect(issues.find(({ code }) => code === 'IMPORT_OVERLAY')?.hint).toBe(`did you mean "${name}"?`);
});

describe('the site that is imported', () => {
  const siteFor = (provisioner: 'maas' | 'ironic' | 'dry-run') =>
    importReferenceApi([inputFile(fixturePath('meadow'))], { site: 'meadow', provisioner });

  test('is of MAAS where nothing is said', () => {
    const { files } = importReferenceApi([inputFile(fixturePath('meadow'))], { site: 'meadow' });
    expect(files).toEqual(siteFor('maas').files);
  });

  test.each(['maas', 'ironic', 'dry-run'] as const)('may be of %s', (provisioner) => {
    const { files } = siteFor(provisioner);
    expect(readBack(files, 'meadow').site).toMatchObject({ provisioner: { type: provisioner } });
  });

  test('asks for nothing of MAAS where it is of Ironic', () => {
    const { files, summary } = siteFor('ironic');
    const text = files['sites/meadow/site.yaml'] ?? '';
    expect(text).not.toMatch(/MAAS|fabric/);
    expect(text).toContain('# cleaning:  # fill in');
    expect(text).toContain('checksum: sha256:');
    expect(summary.fillIn.join()).not.toContain('fabric');
  });
});

test('whatever a CSV holds, it is read or refused at places in it, and never thrown at', () => {
  const pieces = [
    'name',
    'bmc.address',
    'rack',
    name,
    other,
    '__proto__',
    '192.0.2.7',
    '"',
    ',',
    ';',
    '\n',
    'é',
  ];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (csv) => {
      const { issues, files } = laidOver(csv);
      const errors = issues.filter(({ severity }) => severity === 'error');
      expect(errors.every(({ position }) => position?.file === 'more.csv')).toBe(true);
      expect(Object.keys(files).length === 0).toBe(errors.length > 0);
    }),
    { numRuns: 60 },
  );
});
