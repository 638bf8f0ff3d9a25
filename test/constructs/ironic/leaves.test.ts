import { describe, expect, test } from 'vitest';
import { IRONIC_DIALECTS, type IronicDialect } from '../../../src/facts/providers/ironic-dialects.js';
import type { SiteModel } from '../../../src/model/types.js';
import { asIronic, factsOf } from '../../support/ironic-fixture.js';
import { type Path, unnoticed } from '../../support/leaves.js';
import { disk, exampleModel } from '../../support/model-fixture.js';
import { synth } from '../../support/synth.js';
import { validateTerraformJson } from '../../support/terraform-schema.js';

const slot = 'train-a-gpu-001';
const asset = 'gpu-r01-u10';

/** As few things as hold every field: each leaf is a synthesis. */
function fullModel(dialect: IronicDialect): SiteModel {
  const base = asIronic(exampleModel(), dialect);
  const hinted = disk('root', 'ssd', 480, 'root', { serial: 'S', wwn: 'W', model: 'M', sizeGB: 481 });
  const machines = base.site.machines
    .filter((machine) => machine.asset === asset)
    .map((machine) => ({
      ...machine,
      bmc: { ...machine.bmc, nodeId: 'System.1' },
      hardware: { ...machine.hardware, disks: [hinted], boot: { mode: 'bios' as const, secureBoot: false } },
      ironic:
        machine.ironic === null
          ? null
          : {
              ...machine.ironic,
              interfaces: [{ name: 'boot' as const, value: 'ipxe' }],
              conductorGroup: 'hall',
              deployKernel: 'http://images/kernel',
              deployRamdisk: 'http://images/ramdisk',
              vendor: 'example',
              physicalNetworks: [{ nic: 'eno1', network: 'physnet1' }],
            },
    }));
  return {
    ...base,
    site: { ...base.site, machines },
    enrolments: base.enrolments.filter((enrolment) => enrolment.asset === asset),
    clusters: base.clusters.map((cluster) => ({
      ...cluster,
      slots: cluster.slots
        .filter(({ name }) => name === slot)
        .map((one) => ({
          ...one,
          image: { ...one.image, diskFormat: 'qcow2' as const },
          ports: one.ports.map((port) => ({
            ...port,
            links: port.links.map((link) => ({ ...link, dns: ['192.0.2.53'] })),
          })),
        })),
    })),
  };
}

const slotPath: Path = ['clusters', 0, 'slots', 0];
const machinePath: Path = ['site', 'machines', 0];

describe.each(IRONIC_DIALECTS)('every leaf of the model in %s', (dialect) => {
  const model = fullModel(dialect);

  test('that stands in a full model gives Terraform that the provider takes', () => {
    for (const stack of Object.values(synth(model).stacks)) {
      expect(validateTerraformJson(stack, factsOf(dialect))).toEqual([]);
    }
  });

  test('of a slot reaches Terraform, but for those that decide where it stands', () => {
    expect(unnoticed(model, slotPath)).toEqual(
      [
        'cluster',
        // Neither public provider takes a time limit.
        ...(dialect === 'rackform' ? [] : ['deployTimeoutMinutes', 'release.timeoutMinutes']),
        // For MAAS, and what the site calls the image.
        'image.hweKernel',
        'image.name',
        'image.series',
        'isAbandoned',
        // Made on the running machine, by the NVLink domain, and by the subnet manager.
        'mig',
        'nvlink',
        'rails.pkey',
        'number',
        'phase',
        'pool',
        'ports.bond.lacpFallback',
        // The switches decide what is untagged on a port, and where.
        'ports.links.fabric',
        'ports.links.subnet',
        ...['fabric', 'network', 'vid'].map((name) => `ports.untagged.${name}`),
        'role',
        'storage.layout',
        'storage.scratch.disks.role',
        'tenant',
        ...(dialect === 'openshift-metal3'
          ? // By user data, which names interfaces and not networks; no address stands beside it.
            ['dnsAddress', 'ports.links.network']
          : dialect === 'rackform'
            ? // Ironic tells the algorithm by the length; the address is in network data, with all others.
              ['dnsAddress', 'image.checksum.algorithm']
            : []),
      ].sort(),
    );
  });

  test('of a machine reaches Terraform, but for what Ironic is not told', () => {
    const hardware = [
      'cpu.coresPerSocket',
      'cpu.sockets',
      'cpu.threadsPerCore',
      'profile',
      'units',
      'weightKg',
    ];
    const gpus = ['memoryGB', 'migCapable', 'watts'];
    // Where the machine is known by a hint; the acceptance check in user data names the rest.
    const disks = ['sizeGB'];
    const power = ['maxWatts', 'psuWatts', 'psus', 'psusNeeded'];
    const ports = ['rail', 'roles'];
    expect(unnoticed(model, machinePath)).toEqual(
      [
        ...(dialect === 'rackform' ? [] : ['bmc.credentials']),
        // The hardware type follows from it.
        'bmc.protocol',
        ...hardware.map((name) => `hardware.${name}`),
        ...gpus.map((name) => `hardware.gpus.${name}`),
        ...disks.map((name) => `hardware.disks.${name}`),
        ...power.map((name) => `hardware.power.${name}`),
        ...ports.map((name) => `nics.${name}`),
        ...(dialect === 'openshift-metal3'
          ? // Ports in a node say no more than their MAC and whether they boot; names of NICs stay with rackform.
            ['ironic.physicalNetworks.network', 'ironic.physicalNetworks.nic']
          : []),
        'nvlinkDomain',
        'rack',
        'serial',
        'state',
        'unit',
        'zone',
      ].sort(),
    );
  });

  test('of an enrolment decides where it stands, and no more', () => {
    expect(unnoticed(model, ['enrolments', 0])).toEqual(
      dialect === 'rackform' ? ['protocol'] : ['protocol', 'timeoutMinutes'],
    );
  });
});
