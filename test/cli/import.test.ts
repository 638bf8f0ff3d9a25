import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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

  test('refuses a site name that is none, and a file that is not there, in words', async () => {
    const cwd = folderWith({});
    const named = await rackform(['import', 'reference-api', 'x.json', '--site', 'L 1', '--out', '.'], {
      cwd,
    });
    expect(named.err).toContain('--site "L 1": must be a lower-case DNS label');
    const absent = await rackform(args, { cwd });
    expect(absent.code).toBe(1);
    expect(absent.err).toMatch(/luna\.json: no such file or folder\n$/);
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
