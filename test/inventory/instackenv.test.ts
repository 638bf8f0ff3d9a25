import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importInstackenv } from '../../src/inventory/instackenv.js';
import { fromRoot } from '../support/project-root.js';
import { readBack } from '../support/reference-import.js';
import { checkMutations } from '../support/reference-mutations.js';

const fixture = (name: string) => ({
  name,
  text: readFileSync(fromRoot('test', 'fixtures', 'instackenv', name), 'utf8'),
});
const json = fixture('instackenv.json');
const result = importInstackenv([json], { site: 'oc' });
const { machines, profiles } = readBack(result.files, 'oc');
const read = (text: string) => importInstackenv([{ name: 'a.json', text }], { site: 'x' });
const one = (change: object) => read(JSON.stringify({ nodes: [{ name: 'a', ...change }] }));

test('a site of instackenv.json is one of Ironic, unless another provisioner is said', () => {
  expect(readBack(result.files, 'oc').site).toMatchObject({ provisioner: { type: 'ironic' } });
  const { files } = importInstackenv([json], { site: 'oc', provisioner: 'maas' });
  expect(readBack(files, 'oc').site).toMatchObject({ provisioner: { type: 'maas' } });
});

describe('nodes of instackenv.json', () => {
  test('become machines by their names, and by their place where they have none', () => {
    expect(Object.keys(machines)).toEqual([
      'node-4',
      'overcloud-controller-0',
      'overcloud-controller-1',
      'overcloud-gpu-0',
    ]);
  });

  test('keep MAC addresses in any notation, with switch and port where `ports` has them', () => {
    expect(machines['overcloud-controller-1']).toMatchObject({
      nics: { nic0: { mac: '02:00:5e:00:60:02' } },
    });
    expect(machines['overcloud-gpu-0']).toMatchObject({
      nics: {
        nic0: { mac: '02:00:5e:00:61:01', switch: 'leaf-1', port: 'Ethernet1/1' },
        nic1: { mac: '02:00:5e:00:61:02' },
      },
    });
  });

  test('boot from the port that has PXE', () => {
    expect(profiles['gpu']).toMatchObject({ nics: { nic0: { roles: ['boot', 'management'] }, nic1: {} } });
  });

  test('have a BMC by the words of their driver, and the system id of Redfish without its path', () => {
    expect(machines['overcloud-gpu-0']).toMatchObject({
      bmc: { protocol: 'redfish', address: '198.51.100.21', nodeId: 'System.Embedded.1' },
    });
    expect(machines['overcloud-controller-0']).toMatchObject({ bmc: { protocol: 'ipmi' } });
    expect(machines['node-4']).toMatchObject({ bmc: { protocol: 'redfish' } });
  });

  test('have memory of MiB and a disk of GiB in the units of a profile', () => {
    expect(profiles['control']).toMatchObject({
      memoryGiB: 256,
      disks: { root: { sizeGB: 478.9, role: 'root' } },
    });
  });

  test('boot as their capabilities say', () => {
    expect(profiles['control']).toMatchObject({ boot: { mode: 'uefi' } });
    expect(profiles['gpu']).toMatchObject({ boot: { mode: 'uefi', secureBoot: true } });
  });

  test('with a host name for a BMC have no address, and the place is reported', () => {
    expect(machines['overcloud-controller-1']).not.toHaveProperty('bmc.address');
    expect(result.issues).toMatchObject([
      { code: 'IMPORT_INVALID_ADDRESS', at: { path: ['nodes', 1, 'pm_addr'] }, position: { line: 27 } },
    ]);
  });

  test('leave in words what a count of CPUs does not say', () => {
    expect(profiles['control']).not.toHaveProperty('cpu');
    expect(result.files['hardware/control.yaml']).toContain(
      'the inventory counts 64 CPUs, architecture amd64',
    );
  });
});

test('the YAML form, with the words of Ironic itself, reads the same', () => {
  const yaml = importInstackenv([fixture('nodes.yaml')], { site: 'y' });
  const back = readBack(yaml.files, 'y');
  expect(yaml.issues).toEqual([]);
  expect(back.machines['node-a']).toMatchObject({
    bmc: { protocol: 'ipmi', address: '198.51.100.41' },
    nics: { nic0: { mac: '02:00:5e:00:63:01' } },
  });
  expect(back.profiles['server']).toMatchObject({ memoryGiB: 128, boot: { mode: 'bios' } });
});

test('no user and no password goes anywhere, and the report says how to give them', () => {
  const yaml = importInstackenv([fixture('nodes.yaml')], { site: 'y' });
  const everything = JSON.stringify([result, yaml]);
  expect(everything).not.toMatch(/canary|Calvin/);
  expect(result.summary.notes.find(({ what }) => what === 'bmc.credentials')?.machines).toHaveLength(4);
  expect(everything).toContain('give them as Terraform variables');
});

test('a URL with a password in it is quoted by no message', () => {
  const { issues, files } = one({
    pm_type: 'redfish',
    pm_addr: 'https://admin:canary-7@bmc.example.org/redfish/v1',
  });
  expect(issues.map(({ code }) => code)).toContain('IMPORT_INVALID_ADDRESS');
  expect(JSON.stringify([issues, files])).not.toContain('canary-7');
});

test('a driver that is not known is reported with the nearest that is', () => {
  expect(one({ pm_type: 'redfsh', pm_addr: '192.0.2.1' }).issues).toMatchObject([
    { code: 'IMPORT_UNKNOWN_DRIVER', hint: 'did you mean redfish?' },
  ]);
});

test.each([
  ['', 'FILE_EMPTY'],
  ['{}', 'IMPORT_NO_MACHINES'],
  ['{"nodes": []}', 'IMPORT_NO_MACHINES'],
  ['{"nodes": [', 'IMPORT_SYNTAX'],
  ['nodes:\n\t- name: a', 'YAML_TAB_AS_INDENT'],
  ['{"nodes": [{"name": "a\ufffd"}]}', 'FILE_NOT_UTF8'],
])('%j is refused as %s, and nothing is written', (text, code) => {
  const { issues, files } = read(text);
  expect(issues.filter(({ severity }) => severity === 'error').map((issue) => issue.code)).toContain(code);
  expect(files).toEqual({});
});

test('with anything wrong in it never fails, writes files that can be read, and rows that are machines', () => {
  checkMutations({ name: json.name, json: json.text }, 100, (text) =>
    importInstackenv([{ name: 'a', text }], { site: 'x' }),
  );
});
