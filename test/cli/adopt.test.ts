import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { maasMachine, maasNic, maasPower, maasSubnet } from '../support/maas-answer.js';
import { folderWith, rackform } from './support.js';

const machines = [
  maasMachine('n1', 11),
  maasMachine('n2', 12),
  maasMachine('n3', 13, { status_name: 'Ready' }),
];
const options = ['--organization', 'aurora', '--site', 'dc1', '--tenant', 'research', '--out', 'new'];

function folderOf(list: readonly object[] = machines, more: Readonly<Record<string, string>> = {}): string {
  return folderWith({
    'machines.json': JSON.stringify(list),
    'power.json': JSON.stringify(maasPower(11, 12, 13)),
    ...more,
  });
}

const adopt = (cwd: string, ...more: readonly string[]) =>
  rackform(['adopt', 'maas', 'machines.json', 'power.json', ...options, ...more], { cwd });

describe('rackform adopt maas', () => {
  test('writes a project that is decided, and that check and lock agree with', async () => {
    const cwd = folderOf();
    const { code, out } = await adopt(cwd);
    expect(code).toBe(0);
    expect(out).toContain('adopted 3 machines, 2 deployed slots; 0 machines left alone');
    const project = ['--project', 'new'];
    expect((await rackform(['check', ...project], { cwd })).code).toBe(0);
    const lock = await rackform(['lock', '--check', ...project], { cwd });
    expect(lock).toMatchObject({ code: 0 });
    expect(lock.out).toContain('locks/dc1.yaml is up to date');
    expect(readFileSync(join(cwd, 'new/locks/dc1.yaml'), 'utf8')).toContain('"adopted":{"machine":"sys11"}');
  });

  test('with --json says what is imported by which id, and what is not managed and why', async () => {
    const { code, out } = await adopt(folderOf(), '--json');
    expect(code).toBe(0);
    const { formatVersion, written, adopted, unmanaged } = JSON.parse(out);
    expect(formatVersion).toBe(1);
    expect(written).toContain('locks/dc1.yaml');
    expect(adopted.slots[0]).toEqual({
      name: 'n1',
      machine: 'n1',
      cluster: 'default',
      pool: 'nodes',
      addresses: { servers: '198.51.100.11' },
      imports: { instance: 'sys11', 'nic/eth0': 'sys11/02:00:5e:00:53:11' },
    });
    expect(adopted.machines).toContainEqual({ name: 'n3', imports: { machine: 'sys13' } });
    expect(unmanaged).toContainEqual({
      what: 'link',
      text: 'the provider cannot import addresses of NICs; they stay, and a reimage makes them anew',
      machines: ['n1', 'n2'],
    });
  });

  test('puts all into one cluster where it is named', async () => {
    const cwd = folderOf();
    await adopt(cwd, '--cluster', 'farm');
    expect(existsSync(join(cwd, 'new/clusters/farm.yaml'))).toBe(true);
    expect(existsSync(join(cwd, 'new/clusters/default.yaml'))).toBe(false);
  });

  test('writes nothing where the input has an error, and says where', async () => {
    const cwd = folderOf([maasMachine('n1', 11), maasMachine('n1', 12)]);
    const { code, err } = await adopt(cwd);
    expect(code).toBe(1);
    expect(err).toMatch(/machines\.json:1:\d+ {2}error {2}\[1\]\.hostname: machine "n1" is there twice/);
    expect(err).toContain('nothing was written');
    expect(existsSync(join(cwd, 'new'))).toBe(false);
  });

  test('writes nothing into a project', async () => {
    const cwd = folderOf(machines, { 'new/rackform.yaml': 'organization: other\n' });
    const { code, err } = await adopt(cwd);
    expect(code).toBe(1);
    expect(err).toContain('there is a project in new already');
    expect(existsSync(join(cwd, 'new/sites'))).toBe(false);
  });

  test.each([
    ['--site', 'DC1'],
    ['--tenant', 'a b'],
    ['--cluster', '-x'],
  ])('refuses %s %s', async (option, value) => {
    const { code, err } = await adopt(folderOf(), option, value);
    expect(code).toBe(1);
    expect(err).toContain(`${option} "${value}": must be a lower-case DNS label`);
  });

  test('writes what guardrails refuse all the same, and exits as check does: it is what runs', async () => {
    // Two machines behind one BMC.
    const power = { ...maasPower(11, 13), sys12: { power_address: '203.0.113.11' } };
    const cwd = folderOf(machines, { 'power.json': JSON.stringify(power) });
    const { code, err } = await adopt(cwd);
    expect(code).toBe(3);
    expect(err).toContain('machine/duplicate-bmc');
    expect(existsSync(join(cwd, 'new/locks/dc1.yaml'))).toBe(true);
  });

  test('takes a server over whose address stands beside a range', async () => {
    const ranges = [
      { type: 'dynamic', start_ip: '198.51.100.100', end_ip: '198.51.100.200', subnet: maasSubnet },
    ];
    const cwd = folderOf(machines, { 'ranges.json': JSON.stringify(ranges) });
    const { code } = await rackform(
      ['adopt', 'maas', 'machines.json', 'power.json', 'ranges.json', ...options],
      { cwd },
    );
    expect(code).toBe(0);
  });

  test('takes values that no definition can have for unknown', async () => {
    const odd = maasNic(0, 12, {
      links: [{ id: 1, mode: 'static', ip_address: 'no address', subnet: { ...maasSubnet, cidr: '::/x' } }],
    });
    const { code, out } = await adopt(
      folderOf([maasMachine('n1', 11), maasMachine('n2', 12, { interface_set: [odd], cpu_count: 65536 })]),
    );
    expect(code).toBe(0);
    expect(out).toContain('MAAS knows nothing of its hardware');
  });
});
