import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromRoot } from '../support/project-root.js';
import { folderWith, rackform } from './support.js';

function node(uid: string, last: string, change: object = {}): object {
  return {
    uid,
    type: 'node',
    chassis: { manufacturer: 'Example', name: 'Server 1', serial: `S-${uid}` },
    architecture: { nb_procs: 2, nb_cores: 32, nb_threads: 64, platform_type: 'x86_64' },
    main_memory: { ram_size: 274877906944 },
    network_adapters: [
      {
        device: 'eth0',
        mac: `02:00:5e:00:53:${last}`,
        rate: 25000000000,
        interface: 'Ethernet',
        enabled: true,
      },
      { device: 'bmc', mac: `02:00:5e:00:54:${last}`, management: true, ip: `192.0.2.${Number(last)}` },
    ],
    storage_devices: [{ device: 'sda', size: 960197124096, interface: 'SATA', storage: 'SSD' }],
    ...change,
  };
}

const inventory = (...nodes: readonly object[]) =>
  JSON.stringify({ site: 'luna', clusters: [{ cluster: 'cpu', nodes }] });

const args = ['import', 'reference-api', 'luna.json', '--site', 'luna', '--out', 'project'];

describe('import reference-api', () => {
  test('writes a site and says what it read, what is blank and what to do next', async () => {
    const cwd = folderWith({ 'luna.json': inventory(node('cpu-1', '01'), node('cpu-2', '02')) });
    const { code, out, err } = await rackform(args, { cwd });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('read 2 machines, 0 GPUs');
    expect(out).toMatch(/rack: not known, for 2 machines/);
    expect(out).toContain('wrote project/sites/luna/machines.csv');
    expect(out).toContain('Next: write project/rackform.yaml');
    const rows = readFileSync(join(cwd, 'project/sites/luna/machines.csv'), 'utf8').trimEnd().split('\n');
    expect(rows).toHaveLength(3);
  });

  test('what it wrote is read again without a shape error, once the blanks are filled in', async () => {
    const cwd = folderWith({
      'luna.json': inventory(node('cpu-1', '01')),
      'project/rackform.yaml': 'organization: example\ntenants: {}\ndeployments: []\n',
    });
    await rackform(args, { cwd });
    const path = join(cwd, 'project/sites/luna/site.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^# domain:.*$/m, 'domain: luna.example.net'));
    const { out } = await rackform(['check', '--json'], { cwd: join(cwd, 'project') });
    const { issues } = JSON.parse(out) as { issues: { code: string; severity: string }[] };
    expect(issues.filter(({ code }) => /^(?:SHAPE|CSV|YAML|FILE)_/.test(code))).toEqual([]);
  });

  test('changes nothing when run again, and writes over an edited file by --force only', async () => {
    const cwd = folderWith({ 'luna.json': inventory(node('cpu-1', '01')) });
    await rackform(args, { cwd });
    expect((await rackform(args, { cwd })).out).toContain('nothing changed');
    const path = join(cwd, 'project/sites/luna/site.yaml');
    writeFileSync(path, 'mine');
    const refused = await rackform(args, { cwd });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('project/sites/luna/site.yaml:1:1  error  the file is there already');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect((await rackform([...args, '--force'], { cwd })).code).toBe(0);
    expect(readFileSync(path, 'utf8')).not.toBe('mine');
  });

  test('says where the input is wrong, and writes nothing when it is no inventory', async () => {
    const cwd = folderWith({ 'luna.json': '{ "clusters": [' });
    const { code, out, err } = await rackform(args, { cwd });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^luna\.json:1:\d+ {2}error {2}.*\[IMPORT_SYNTAX\]/);
    expect(err).toContain('nothing was written');
    expect(existsSync(join(cwd, 'project'))).toBe(false);
  });

  test('prints a hostile name as harmless text', async () => {
    const hostile = node('cpu-1', '01', { main_memory: { ram_size: 'much\u001b[2J' } });
    const { err } = await rackform(args, { cwd: folderWith({ 'luna.json': inventory(hostile) }) });
    expect(err).toContain('much\\u001b[2J');
    expect(err).not.toContain('\u001b');
  });

  test('refuses a site name that is none, a folder, and a file that is not there, in words', async () => {
    const cwd = folderWith({});
    const named = await rackform(['import', 'reference-api', 'x.json', '--site', 'L 1', '--out', '.'], {
      cwd,
    });
    expect(named.err).toContain('--site "L 1": must be a lower-case DNS label');
    const folder = await rackform(['import', 'instackenv', '.', '--site', 'x', '--out', '.'], { cwd });
    expect(folder.err).toContain('.: is a folder, where a file is wanted');
    const absent = await rackform(args, { cwd });
    expect(absent.code).toBe(1);
    expect(absent.err).toMatch(/luna\.json: no such file or folder\n$/);
  });

  test('lays a CSV over what was read, and takes the provisioner that is said', async () => {
    const cwd = folderWith({
      'luna.json': inventory(node('cpu-1', '01')),
      'more.csv': 'name,rack,unit\ncpu-1,r1,7\n',
    });
    const line = [...args, '--overlay', 'more.csv', '--provisioner', 'ironic'];
    const { code, out } = await rackform(line, { cwd });
    expect(code).toBe(0);
    expect(out).not.toContain('rack: not known');
    const site = join(cwd, 'project/sites/luna');
    expect(readFileSync(join(site, 'machines.csv'), 'utf8')).toContain('cpu-1,S-cpu-1,r1,7,');
    expect(readFileSync(join(site, 'site.yaml'), 'utf8')).toContain('  type: ironic\n');
  });

  test('refuses an overlay that is not there or does not fit, and a provisioner that is none', async () => {
    const cwd = folderWith({
      'luna.json': inventory(node('cpu-1', '01')),
      'more.csv': 'name,rack\ncpu-2,r1\n',
    });
    const absent = await rackform([...args, '--overlay', 'none.csv'], { cwd });
    expect(absent.err).toMatch(/none\.csv: no such file or folder\n$/);
    const { code, err } = await rackform([...args, '--overlay', 'more.csv'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain(
      'more.csv:2:1  error  machines.cpu-2: no machine of the inventory is called "cpu-2"',
    );
    expect(err).toContain('did you mean "cpu-1"?');
    const wrong = await rackform([...args, '--provisioner', 'irnic'], { cwd });
    expect(wrong.err).toContain('Allowed choices are maas, ironic, dry-run');
    expect(existsSync(join(cwd, 'project'))).toBe(false);
  });

  test('--json says the same for programs', async () => {
    const cwd = folderWith({ 'luna.json': inventory(node('cpu-1', '01')) });
    const { out } = await rackform([...args, '--json'], { cwd });
    const json = JSON.parse(out) as {
      formatVersion: number;
      written: string[];
      read: { machines: number };
    };
    expect(json.read.machines).toBe(1);
    expect(json.written).toContain('sites/luna/site.yaml');
  });
});

const fixture = (path: string): string => fromRoot('test', 'fixtures', path);
const pallasMap = ['--map', fixture('csv/assets.map.yaml')];
const others = [
  ['csv', [fixture('csv/assets.csv'), ...pallasMap], 4],
  ['netbox', [fixture('netbox/v3/devices.json'), fixture('netbox/v3/interfaces.json')], 2],
  ['instackenv', [fixture('instackenv/instackenv.json')], 4],
] as const;

describe.each(others)('import %s', (kind, given, count) => {
  const line = ['import', kind, ...given, '--site', 'ceres', '--out', 'project'];

  test('writes a site, says what is blank, and changes nothing when run again', async () => {
    const cwd = folderWith({});
    const { code, out } = await rackform(line, { cwd });
    expect(code).toBe(0);
    expect(out).toContain(`read ${count} machines`);
    expect(out).toMatch(/not known|does not have it/);
    expect(out).toContain('wrote project/sites/ceres/machines.csv');
    expect((await rackform(line, { cwd })).out).toContain('nothing changed');
  });

  test('writes what check finds no fault with but what the inventory lacks', async () => {
    const cwd = folderWith({
      'project/rackform.yaml': 'organization: example\ntenants: {}\ndeployments: []\n',
    });
    await rackform(line, { cwd });
    const path = join(cwd, 'project/sites/ceres/site.yaml');
    const known = 'domain: ceres.example.net\ncredentials: { bmc: {} }\ndefaults: { credentials: bmc }';
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^# domain:.*$/m, known));
    const { out } = await rackform(['check', '--json'], { cwd: join(cwd, 'project') });
    const { issues } = JSON.parse(out) as { issues: { code: string; path: string; severity: string }[] };
    const errors = issues.filter(({ severity }) => severity === 'error');
    const lacking = /^(?:cpu|memoryGiB|disks)/;
    expect(errors.filter(({ code, path: at }) => code !== 'SHAPE_MISSING' || !lacking.test(at))).toEqual([]);
  });

  test('--json says the same for programs, and names no secret', async () => {
    const { out, err } = await rackform([...line, '--json'], { cwd: folderWith({}) });
    const json = JSON.parse(out) as { written: string[]; read: { machines: number; notes: unknown[] } };
    expect(json.read.machines).toBe(count);
    expect(json.read.notes).not.toEqual([]);
    expect(json.written).toContain('sites/ceres/site.yaml');
    expect(out + err).not.toContain('canary');
  });

  test('writes over an edited file by --force only', async () => {
    const cwd = folderWith({ 'project/sites/ceres/site.yaml': 'mine' });
    const refused = await rackform(line, { cwd });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('[FILE_EXISTS]');
    expect(existsSync(join(cwd, 'project/sites/ceres/machines.csv'))).toBe(false);
    expect((await rackform([...line, '--force'], { cwd })).code).toBe(0);
  });

  test('is completed, and has a help text with its options', async () => {
    const cwd = folderWith({});
    expect((await rackform(['complete', '--', 'import', ''], { cwd })).out).toContain(`${kind}\t`);
    expect((await rackform(['import', kind, '--help'], { cwd })).out).toContain('--site <name>');
  });
});

test('import csv needs a map, and says where it is wrong', async () => {
  const cwd = folderWith({ 'a.csv': 'Name\nx\n', 'm.yaml': 'columns:\n  Nmae: name\n' });
  const line = ['import', 'csv', 'a.csv', '--site', 'x', '--out', '.'];
  expect((await rackform(line, { cwd })).err).toContain("required option '--map <file>' not specified");
  const { code, err } = await rackform([...line, '--map', 'm.yaml'], { cwd });
  expect(code).toBe(1);
  expect(err).toContain('m.yaml:2:9  error  columns.Nmae: no file has a column "Nmae"  [IMPORT_MAP]');
  expect(err).toContain('did you mean "Name"?');
  expect(err).toContain('nothing was written');
});

test('import netbox takes devices of the roles that --role names', async () => {
  const files = ['devices-1', 'devices-2', 'interfaces'].map((name) => fixture(`netbox/v4/${name}.json`));
  const line = [
    'import',
    'netbox',
    ...files,
    '--site',
    'x',
    '--out',
    '.',
    '--netbox-site',
    'juno',
    '--role',
    'gpu-server',
  ];
  const { out } = await rackform([...line, '--json'], { cwd: folderWith({}) });
  expect(JSON.parse(out)).toMatchObject({ read: { machines: 2 } });
});

test.each(['IMPORT_MAP', 'IMPORT_INCOMPLETE', 'IMPORT_UNKNOWN_STATE', 'IMPORT_RAGGED'])(
  'explain knows what %s means',
  async (code) => {
    const { code: exit, out } = await rackform(['explain', code], { cwd: folderWith({}) });
    expect(exit).toBe(0);
    expect(out).toContain(code);
  },
);
