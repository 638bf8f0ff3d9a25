import { describe, expect, test } from 'vitest';
import { HardwareProfile } from '../../src/definition/hardware.js';
import { Machine, Site } from '../../src/definition/site.js';
import { hasErrors } from '../../src/errors.js';
import { summaryLines } from '../../src/inventory/imported/output/result.js';
import { importReferenceApi } from '../../src/inventory/reference-api.js';
import { resolve } from '../../src/model/resolve.js';
import {
  definitionOf,
  fixturePath,
  importFixtures,
  inputFile,
  readBack,
} from '../support/reference-import.js';

const meadow = importFixtures('meadow', 'meadow');
const brook = importFixtures('brook', 'brook');
const nodeUuid = '00000000-0000-4000-8000-000000000020';

/** Imports one node after a change, in either shape. */
function importChanged(fixture: string, index: readonly [number, number], change: (node: Node) => void) {
  const { name, json } = inputFile(fixturePath(fixture));
  const document = JSON.parse(json);
  const node = document.clusters[index[0]].nodes[index[1]];
  change(node);
  document.clusters = [{ cluster: document.clusters[index[0]].cluster, nodes: [node] }];
  const result = importReferenceApi([{ name, json: JSON.stringify(document) }], { site: 'one' });
  const { machines, profiles } = readBack(result.files, 'one');
  return { ...result, machine: Object.values(machines)[0], profile: Object.values(profiles)[0] };
}
// biome-ignore lint/suspicious/noExplicitAny: a test changes whatever it likes of foreign JSON
type Node = any;

describe('what is written', () => {
  test.each([
    ['meadow', meadow, 7],
    ['brook', brook, 7],
  ] as const)('every row of %s is a machine and every profile a profile', (site, { files }, count) => {
    const { machines, profiles } = readBack(files, site);
    expect(Object.keys(machines)).toHaveLength(count);
    for (const [name, machine] of Object.entries(machines)) {
      expect(Machine.safeParse(machine).error?.issues, name).toBeUndefined();
      expect(Object.keys(profiles)).toContain(machine['profile']);
    }
    for (const [name, profile] of Object.entries(profiles))
      expect(HardwareProfile.safeParse(profile).error?.issues, name).toBeUndefined();
  });

  test('a site lacks exactly what the inventory does not know', () => {
    const { site } = readBack(meadow.files, 'meadow');
    expect(Site.safeParse(site).error?.issues.map(({ path }) => path.join('.'))).toEqual(['domain']);
    expect(meadow.files['sites/meadow/site.yaml']).toContain('# domain:  # fill in');
  });

  test('the first line makes editors check the file', () => {
    expect(meadow.files['sites/meadow/site.yaml']?.split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../../.rackform/schema/site.json',
    );
    expect(meadow.files['hardware/acme-heron-100.yaml']?.split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../.rackform/schema/hardware.json',
    );
  });

  test('the same files give the same bytes', () => {
    expect(importFixtures('meadow', 'meadow').files).toEqual(meadow.files);
  });

  test('with the missing facts added, a training cluster resolves on it', () => {
    const definition = definitionOf(meadow.files, 'meadow', {
      tenant: 'lab',
      preset: 'dedicated-training',
      options: { gpuNodes: 2, gpu: { vendor: 'amd', model: 'MI300X' }, controlNodes: 3, loginNodes: 1 },
    });
    const { model, issues } = resolve(definition, { site: 'meadow', lock: null });
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(model?.clusters[0]?.slots.map(({ asset }) => asset).sort()).toEqual([
      'heron-1',
      'heron-2',
      'heron-3',
      'heron-4',
      'otter-1',
      'otter-2',
    ]);
  });

  test('several files become one site', () => {
    const both = importFixtures('both', 'meadow', 'brook');
    const { machines, site } = readBack(both.files, 'both');
    expect(Object.keys(machines)).toHaveLength(14);
    expect(Object.keys(site['racks'] as object)).toEqual(['bh-41', 'r7', 'r8']);
    expect(site['networks']).toHaveProperty('in-band');
  });
});

describe('machines', () => {
  const { machines } = readBack(meadow.files, 'meadow');
  const rows = readBack(brook.files, 'brook').machines;

  test('a serial number that is a number keeps its digits, and a placeholder is none', () => {
    expect(machines['otter-1']).toMatchObject({ serial: '7000000000001' });
    expect(machines['newt-1']).not.toHaveProperty('serial');
    expect(rows[nodeUuid]).not.toHaveProperty('serial');
  });

  test('are called what people call them, in lower case, and by their uid where nobody calls them anything', () => {
    expect(Object.keys(rows)).toEqual([
      nodeUuid,
      'b-cpu-001',
      'b-cpu-002',
      'b-cpu-003',
      'b-cpu-010',
      'b-cpu-011',
      'b-cpu-021',
    ]);
  });

  test('have the BMC that the management port names, and none where there is none', () => {
    expect(machines['otter-1']).toMatchObject({ bmc: { protocol: 'redfish', address: '198.51.100.11' } });
    expect(machines['heron-1']).toMatchObject({ bmc: { protocol: 'ipmi', address: '198.51.100.31' } });
    expect(machines['heron-3']).not.toHaveProperty('bmc');
    expect(machines['heron-3']).not.toHaveProperty('nics.bmc');
  });

  test('stand in a unit only where the positions of the whole rack can be units', () => {
    expect(rows['b-cpu-002']).toMatchObject({ rack: 'r7', unit: 3 });
    expect(rows['b-cpu-021']).toMatchObject({ rack: 'bh-41', unit: 15 });
    expect(rows['b-cpu-011']).toMatchObject({ rack: 'r8' });
    expect(rows['b-cpu-011']).not.toHaveProperty('unit');
    expect(rows[nodeUuid]).not.toHaveProperty('rack');
  });

  test('of one name are both kept, and reported', () => {
    const { name, json } = inputFile(fixturePath('meadow'));
    const twice = JSON.parse(json);
    twice.clusters.push(twice.clusters[2]);
    const result = importReferenceApi([{ name, json: JSON.stringify(twice) }], { site: 'x' });
    expect(Object.keys(readBack(result.files, 'x').machines)).toContain('newt-1-2');
    const codes = result.issues.map(({ code }) => code);
    expect(codes).toContain('IMPORT_DUPLICATE_NAME');
    expect(codes.filter((code) => code === 'IMPORT_DUPLICATE').length).toBeGreaterThan(2);
  });

  test('with nothing to call them by are left out, and the others are not', () => {
    const { name, json } = inputFile(fixturePath('meadow'));
    const document = JSON.parse(json);
    const [first] = document.clusters[0].nodes;
    delete first.uid;
    delete first.chassis.serial;
    const { summary, issues } = importReferenceApi([{ name, json: JSON.stringify(document) }], { site: 'x' });
    expect(summary.machines).toBe(6);
    expect(issues.map(({ code, at }) => [code, at.path])).toEqual([
      ['IMPORT_NO_NAME', ['clusters', 0, 'nodes', 0]],
    ]);
  });
});

describe('NICs', () => {
  const { profiles, machines } = readBack(meadow.files, 'meadow');
  const rows = readBack(brook.files, 'brook');

  test('the port that is enabled and connected boots, though it is not the first', () => {
    const nics = profiles['acme-otter-8000-mi300x']?.['nics'];
    expect(nics).toMatchObject({
      eno1: {},
      enp65s0f0np0: { gbps: 25, roles: ['boot', 'management'] },
      enp97s0f0np0: { gbps: 200, roles: ['storage'] },
    });
    expect((nics as Node).eno1).toEqual({});
    expect(machines['otter-1']).toMatchObject({
      nics: {
        eno1: { mac: '02:00:00:00:01:00' },
        enp65s0f0np0: { mac: '02:00:00:00:01:01', switch: 'sw-a', port: 'Ethernet1/1' },
      },
    });
  });

  test('InfiniBand ports of a GPU machine are rails in their order, with hardware addresses of 8 octets', () => {
    expect(profiles['acme-otter-8000-mi300x']?.['nics']).toMatchObject({
      ib0: { kind: 'infiniband', roles: ['rail'], rail: 0 },
      ib3: { kind: 'infiniband', roles: ['rail'], rail: 3 },
    });
    expect(machines['otter-2']).toMatchObject({ nics: { ib1: { mac: '02:00:00:00:00:02:00:01' } } });
  });

  test('an InfiniBand port that is off on a machine without GPUs has no role, and no speed where none is given', () => {
    expect(rows.profiles['dell-poweredge-r6525-gold-6126']?.['nics']).toEqual({
      'inf-slo-2-1': { kind: 'infiniband' },
      'nic-emb-1-1': {},
      'nic-int-1-1': { gbps: 25, roles: ['boot', 'management'] },
    });
  });

  test('a speed that cannot be in bit/s is not known', () => {
    const { profile, issues } = importChanged('brook', [0, 0], (node) => {
      node.network_adapters[0].rate = 10;
    });
    expect((profile as Node).nics.eno1).toEqual({ roles: ['boot', 'management'] });
    expect(issues[0]).toMatchObject({
      code: 'IMPORT_OUT_OF_RANGE',
      at: { document: 'import/brook.json', path: ['clusters', 0, 'nodes', 0, 'network_adapters', 0, 'rate'] },
    });
  });

  test('with one name twice are both kept', () => {
    const { machine } = importChanged('brook', [0, 0], (node) => {
      node.network_adapters[1].device = 'eno1';
    });
    expect(Object.keys((machine as Node).nics).sort()).toEqual(['eno1', 'eno1-2']);
  });

  test('a machine whose ports are all off has no boot NIC, and says so', () => {
    const { profile, summary } = importChanged('brook', [0, 0], (node) => {
      for (const adapter of node.network_adapters) adapter.enabled = false;
    });
    expect((profile as Node).nics).toEqual({ eno1: { gbps: 10 }, eno2: { gbps: 10 } });
    expect(summary.notes.map(({ what }) => what)).toContain('bootNic');
  });
});

describe('hardware', () => {
  const { profiles, machines } = readBack(meadow.files, 'meadow');
  const rows = readBack(brook.files, 'brook');

  test('is named by maker, model and GPU, and further only where that is not enough', () => {
    expect(Object.keys(profiles)).toEqual([
      'acme-heron-100',
      'acme-otter-8000-mi300x',
      'newt-cloud-technology-newt-2u-gh200-96gb',
    ]);
    expect(Object.keys(rows.profiles)).toEqual([
      'dell-poweredge-r740',
      'dell-poweredge-r740-quadro-rtx-6000',
      'dell-poweredge-r6525-epyc-7352',
      'dell-poweredge-r6525-gold-6126',
    ]);
  });

  test('one machine with more memory is an override, and two of four are a profile of their own', () => {
    expect(profiles['acme-heron-100']).toMatchObject({ memoryGiB: 128 });
    expect(machines['heron-2']).toMatchObject({ overrides: { memoryGiB: 256 } });
    expect(machines['heron-1']).not.toHaveProperty('overrides.memoryGiB');
    const { name, json } = inputFile(fixturePath('meadow'));
    const document = JSON.parse(json);
    document.clusters[1].nodes[2].main_memory.ram_size *= 2;
    const split = importReferenceApi([{ name, json: JSON.stringify(document) }], { site: 'x' });
    expect(Object.keys(readBack(split.files, 'x').profiles)).toEqual(
      expect.arrayContaining(['acme-heron-100-128gib', 'acme-heron-100-256gib']),
    );
  });

  test('GPUs have their one name, with the power limit that the inventory gives', () => {
    expect(profiles['acme-otter-8000-mi300x']?.['gpus']).toEqual({
      vendor: 'amd',
      model: 'MI300X',
      count: 8,
      memoryGB: 192,
      formFactor: 'oam',
      watts: 750,
    });
    expect(profiles['newt-cloud-technology-newt-2u-gh200-96gb']?.['gpus']).toMatchObject({
      model: 'GH200-96GB',
      migCapable: true,
    });
    expect(rows.profiles['dell-poweredge-r740-quadro-rtx-6000']?.['gpus']).toMatchObject({
      model: 'QUADRO-RTX-6000',
      memoryGB: 24,
      count: 1,
    });
    expect(profiles['acme-heron-100']).not.toHaveProperty('gpus');
  });

  test('a GPU that nobody knows keeps its words, and its memory stays open where it is not given', () => {
    const { files, issues } = importChanged('brook', [0, 3], (node) => {
      node.gpu.gpu_model = 'Tensor: 9000';
      node.gpu.gpu_vendor = 'NVIDIA';
    });
    expect(files['hardware/dell-poweredge-r740-tensor-9000.yaml']).toMatch(
      /model: TENSOR-9000\n {2}count: 1\n {2}# memoryGB: {2}# fill in/,
    );
    expect(issues.map(({ code }) => code)).toContain('IMPORT_UNKNOWN_GPU');
  });

  test('cores are counted, or follow from the threads of a known CPU', () => {
    expect(profiles['acme-otter-8000-mi300x']?.['cpu']).toMatchObject({
      sockets: 2,
      coresPerSocket: 64,
      threadsPerCore: 2,
      architecture: 'amd64',
    });
    expect(profiles['newt-cloud-technology-newt-2u-gh200-96gb']?.['cpu']).toMatchObject({
      threadsPerCore: 1,
      architecture: 'arm64',
    });
    expect(rows.profiles['dell-poweredge-r740']?.['cpu']).toMatchObject({
      coresPerSocket: 12,
      threadsPerCore: 2,
    });
    expect(rows.profiles['dell-poweredge-r6525-epyc-7352']?.['cpu']).toMatchObject({
      coresPerSocket: 24,
      threadsPerCore: 1,
    });
  });

  test('cores that follow from an assumption are marked as uncertain', () => {
    const { profile } = importChanged('brook', [0, 0], (node) => {
      node.processor.model = 'Mystery 1';
    });
    expect(profile).toMatchObject({
      cpu: { coresPerSocket: 12, threadsPerCore: 2 },
      sources: { 'cpu.coresPerSocket': { mark: '?' } },
    });
  });

  test('an architecture that MAAS has and people forget is kept', () => {
    const { profile } = importChanged('meadow', [2, 0], (node) => {
      node.architecture.platform_type = 'ppc64le';
    });
    expect(profile).toMatchObject({ cpu: { architecture: 'ppc64el' } });
  });

  test('the first disk by name is root, further NVMe is scratch, all else is left alone', () => {
    expect(profiles['acme-otter-8000-mi300x']?.['disks']).toMatchObject({
      disk0: { type: 'nvme', sizeGB: 960.2, role: 'root' },
      disk1: { type: 'nvme', sizeGB: 3840.8, role: 'scratch' },
    });
    expect((profiles['acme-heron-100'] as Node).disks.disk1).toEqual({ type: 'hdd', sizeGB: 2000.4 });
    expect(rows.profiles['dell-poweredge-r6525-epyc-7352']?.['disks']).toMatchObject({
      nvme0n1: { sizeGB: 960, role: 'root', hint: { model: 'SMALL' } },
      nvme1n1: { sizeGB: 7681, role: 'scratch' },
    });
  });

  test('a disk is hinted by its own identity, in the row of its machine', () => {
    expect(machines['otter-1']).toMatchObject({
      overrides: {
        disks: { disk0: { hint: { wwn: 'eui.000000000001' } }, disk1: { hint: { serial: 'S000011' } } },
      },
    });
    expect(rows.machines[nodeUuid]).toMatchObject({
      overrides: { disks: { nvme0n1: { hint: { serial: 'NV1', wwn: 'eui.01' } } } },
    });
  });

  test('one identity on two disks of a machine identifies neither', () => {
    expect(machines['heron-1']).not.toHaveProperty('overrides.disks.disk0.hint');
    expect(machines['heron-2']).toMatchObject({
      overrides: { disks: { disk0: { hint: { wwn: '0x500000000002a' } } } },
    });
  });

  test('a required figure that is missing is left for people, at its place', () => {
    const { files } = importChanged('brook', [0, 0], (node) => {
      delete node.main_memory;
      delete node.architecture;
      node.storage_devices[0].size = null;
      delete node.storage_devices[0].humanized_size;
    });
    const profile = files['hardware/dell-poweredge-r740.yaml'];
    expect(profile).toContain('\n# cpu:  # fill in');
    expect(profile).toContain('\n# memoryGiB:  # fill in');
    expect(profile).toContain('\n    # sizeGB:  # fill in');
  });
});

describe('networks', () => {
  test('the default network is in-band, and those without a known VLAN number are comments', () => {
    const { site } = readBack(meadow.files, 'meadow');
    expect(site['networks']).toEqual({
      'in-band': {
        purpose: 'in-band',
        subnets: { ipv4: { cidr: '192.0.2.0/24', gateway: '192.0.2.254' } },
      },
    });
    expect(meadow.files['sites/meadow/site.yaml']).toContain(
      '#   kavlan-4: 203.0.113.0/25 via 203.0.113.126',
    );
  });
});

describe('the summary', () => {
  test('says once what is blank, for how many machines', () => {
    expect(summaryLines(meadow.summary)).toEqual([
      'read 7 machines, 17 GPUs, 24 NICs, 15 disks, 3 hardware profiles, 0 racks, 3 networks',
      'nics.roles: a port that is faster than the one that boots is for storage, for 2 machines (otter-1, otter-2)',
      'nics.roles: InfiniBand ports are rails, in their order, for 3 machines (newt-1, otter-1, otter-2)',
      'rack: not known, for 7 machines',
      'disks.role: root is the first disk by name, for 6 machines',
      'disks.hint: two disks of the machine have the same identity, so neither is identified by it, for 1 machine (heron-1)',
      'bmc.address: not known, for 1 machine (heron-3)',
      'bmc.protocol: not known, for 1 machine (heron-3)',
      'nics.kind: Omni-Path ports are taken as infiniband: they stay out of the provisioner, for 1 machine (newt-1)',
      'serial: not known, for 1 machine (newt-1)',
      'to fill in by hand in site.yaml: domain, racks, feeds (PDUs are listed, their capacities are not known), fabrics, fabric and dhcp of network in-band, the VLAN numbers of 2 networks, where they are wanted, images, credentials',
    ]);
    expect(new Set(summaryLines(brook.summary)).size).toBe(summaryLines(brook.summary).length);
    expect(summaryLines(brook.summary)).toContain('bmc.address: not known, for 7 machines');
  });

  test('lists persistent memory and the ports of FPGA boards, which a definition has no place for', () => {
    const { summary } = importChanged('meadow', [0, 0], (node) => {
      node.main_memory.pmem_size = 1649267441664;
      node.network_adapters.push({ device: 'fpga0', interface: 'FPGA/Ethernet', enabled: true });
    });
    const lines = summaryLines(summary).join('\n');
    expect(lines).toContain('pmem: 1536 GiB of persistent memory have no place in a definition');
    expect(lines).toContain('nics.kind: FPGA/Ethernet ports are those of a board');
  });

  test('counts meters as no feeds', () => {
    expect(meadow.files['sites/meadow/site.yaml']).toContain('pdu-a (2 machines), pdu-b (2 machines)');
    expect(meadow.files['sites/meadow/site.yaml']).not.toContain('meter-1');
  });

  test('what two machines have and only one can is kept and reported', () => {
    expect(
      brook.issues.filter(({ code }) => code === 'IMPORT_DUPLICATE').map(({ message }) => message),
    ).toEqual([
      'serial BR00001 of b-cpu-021 already belongs to b-cpu-001',
      'MAC address 02:00:00:10:01:00 of b-cpu-021 already belongs to b-cpu-001',
    ]);
    expect(hasErrors(brook.issues)).toBe(false);
  });
});

describe('other shapes of the same kind', () => {
  const { json } = inputFile(fixturePath('meadow'));
  const document = JSON.parse(json);
  const nodes = document.clusters.flatMap((cluster: Node) => cluster.nodes);
  const byUid = Object.fromEntries(nodes.map((node: Node) => [node.uid, { ...node, uid: undefined }]));

  test.each([
    ['clusters and nodes as maps', { clusters: { all: { nodes: byUid } } }],
    ['items, as the API answers', { items: nodes, total: 7 }],
    ['a list of nodes', nodes],
    ['a list of clusters', document.clusters],
    ['nodes without clusters', { site: 'meadow', nodes }],
  ])('%s are read as well', (_, value) => {
    const result = importReferenceApi([{ name: 'x.json', json: JSON.stringify(value) }], { site: 'x' });
    expect(Object.keys(readBack(result.files, 'x').machines)).toHaveLength(7);
  });

  test('adapters, disks and GPUs as maps or lists are the same', () => {
    const { machine, profile } = importChanged('meadow', [0, 0], (node) => {
      node.gpu_devices = Object.values(node.gpu_devices);
      node.network_adapters = Object.fromEntries(
        node.network_adapters.map(({ device, ...rest }: Node) => [device, rest]),
      );
      node.storage_devices = Object.fromEntries(
        node.storage_devices.map(({ id, ...rest }: Node) => [id, rest]),
      );
    });
    const { profiles, machines } = readBack(meadow.files, 'meadow');
    expect(profile).toMatchObject({ ...profiles['acme-otter-8000-mi300x'], sources: {} });
    expect((machine as Node).nics).toEqual((machines['otter-1'] as Node).nics);
  });
});
