import { describe, expect, test } from 'vitest';
import { terraformBuiltin } from '../../../src/facts/providers/builtin.js';
import { maasProvider } from '../../../src/facts/providers/maas.js';
import type { SiteModel } from '../../../src/model/types.js';
import { type Path, unnoticed } from '../../support/leaves.js';
import { disk, exampleModel, link, plainNetwork, withSlot } from '../../support/model-fixture.js';
import { type Synthesized, synth, withoutNotes } from '../../support/synth.js';
import { validateTerraformJson } from '../../support/terraform-schema.js';

/** A model in which every field is set, of the records whose fields become Terraform. */
function fullModel(): SiteModel {
  const base = withSlot(exampleModel(), 'train-a-gpu-001', (slot) => ({
    ...slot,
    ports: slot.ports.map((port) =>
      port.bond === null
        ? port
        : {
            ...port,
            untagged: { network: 'pxe', fabric: 'hosts', vid: 0 },
            links: [
              ...port.links,
              link({ network: 'far', vid: 31, interface: 'bond0.31', gateway: false, dns: ['192.0.2.1'] }),
            ],
          },
    ),
    release: { ...slot.release, scripts: ['keep-logs'] },
    userData: { ...slot.userData, timezone: 'UTC' },
    mig: {
      strategy: 'mixed',
      layout: [{ devices: [0], instances: [{ profile: '1g.10gb', count: 7 }] }],
    },
    storage: {
      layout: 'flat',
      scratch: {
        mount: '/scratch',
        filesystem: 'xfs',
        stripe: true,
        disks: [
          disk('nvme-a', 'nvme', 3840, 'scratch', { serial: 'S1', wwn: 'W1', model: 'M1', sizeGB: 3841 }),
          disk('nvme-b', 'nvme', 3840, 'scratch'),
        ],
      },
    },
  }));
  const networks = base.site.networks.map((network) =>
    network.name === 'in-band' ? { ...network, rail: 3, vlanPool: 'pool', switchMtu: 9216 } : network,
  );
  // As few things as hold every field: each leaf is a synthesis.
  const assets = new Set(['gpu-r01-u10', 'login-r02-u01']);
  return {
    ...base,
    site: {
      ...base.site,
      networks,
      ntp: ['ntp-1.example.net'],
      machines: base.site.machines.filter(({ asset }) => assets.has(asset)),
    },
    enrolments: base.enrolments.filter(({ asset }) => assets.has(asset)),
    clusters: base.clusters.map((cluster) => ({
      ...cluster,
      slots: cluster.slots.filter(({ name }) => name === 'train-a-gpu-001'),
    })),
    stacks: base.stacks.filter(({ name }) => name !== 'dc1-train-a-claim-02'),
  };
}

function slotPath(model: SiteModel): Path {
  const slots = model.clusters[0]?.slots ?? [];
  return ['clusters', 0, 'slots', slots.findIndex((slot) => slot.name === 'train-a-gpu-001')];
}

describe('every leaf of the model', () => {
  const model = fullModel();

  test('that stands in a full model gives Terraform that the provider takes', () => {
    const { stacks }: Synthesized = synth(model);
    for (const stack of Object.values(stacks)) {
      expect(validateTerraformJson(stack, [maasProvider, terraformBuiltin])).toEqual([]);
    }
  });

  test('of a slot reaches Terraform, but for those that decide where it stands', () => {
    expect(unnoticed(model, slotPath(model))).toEqual([
      'cluster',
      // For Ironic.
      'image.checksum',
      'image.diskFormat',
      'image.name',
      'image.url',
      // Said again by `release`, which does.
      'isAbandoned',
      'mig.layout.devices',
      'mig.layout.instances.count',
      'mig.layout.instances.profile',
      'mig.strategy',
      'number',
      'nvlink',
      'phase',
      'ports.bond.lacpFallback',
      // The gateway and the DNS servers of a subnet are told to MAAS with the subnet.
      'ports.links.dns',
      'ports.links.gatewayAddress',
      'ports.links.prefixLength',
      'rails.pkey',
      'role',
      'storage.layout',
      'storage.scratch.disks.role',
      'tenant',
    ]);
  });

  test('of a machine reaches Terraform, but for what MAAS is not told', () => {
    const index = model.site.machines.findIndex((machine) => machine.asset === 'login-r02-u01');
    const hardware = [
      'cpu.coresPerSocket',
      'cpu.sockets',
      'cpu.threadsPerCore',
      'gpus',
      'memoryGiB',
      'profile',
      'units',
    ];
    const disks = ['hint.model', 'hint.serial', 'hint.sizeGB', 'hint.wwn', 'name', 'role', 'sizeGB', 'type'];
    const power = ['maxWatts', 'psuWatts', 'psus', 'psusNeeded'];
    expect(unnoticed(model, ['site', 'machines', index])).toEqual(
      [
        'bmc.credentials',
        // The enrolment says it, and overrules it for a machine whose BMC is dead.
        'bmc.protocol',
        // Only redfish has it, and this machine speaks IPMI.
        'bmc.nodeId',
        ...hardware.map((name) => `hardware.${name}`),
        ...disks.map((name) => `hardware.disks.${name}`),
        ...power.map((name) => `hardware.power.${name}`),
        'hardware.boot.secureBoot',
        'hardware.weightKg',
        ...['gbps', 'kind', 'port', 'rail', 'roles', 'switch'].map((name) => `nics.${name}`),
        'nvlinkDomain',
        'rack',
        'serial',
        'state',
        'unit',
      ].sort(),
    );
  });

  test('of an enrolment reaches Terraform', () => {
    expect(unnoticed(model, ['enrolments', 0])).toEqual([]);
  });

  test('of a managed network reaches Terraform, but for what MAAS is not told', () => {
    const index = model.site.networks.findIndex((network) => network.name === 'in-band');
    expect(unnoticed(model, ['site', 'networks', index])).toEqual(
      // Nobody answers DHCP there; the tests after this one change who does.
      [
        'addressing',
        'dhcp.by',
        'pkey',
        'purpose',
        'rail',
        'switchMtu',
        'tagged',
        'tenant',
        'vlanPool',
        'vni',
      ],
    );
  });

  test.each(['pxe-west', 'pxe-far'])('of the DHCP of network %s reaches Terraform', (name) => {
    const index = model.site.networks.findIndex((network) => network.name === name);
    expect(unnoticed(model, ['site', 'networks', index, 'dhcp'])).toEqual([]);
  });

  test.each(['zones', 'fabrics', 'ntp'])('of the %s of a site reaches Terraform', (field) => {
    const noticed = unnoticed(model, ['site', field]);
    expect(noticed).toEqual([]);
  });

  test('of the provisioner of a site reaches Terraform, but for the version of the server', () => {
    expect(unnoticed(model, ['site', 'provisioner'])).toEqual(['serverVersion']);
  });

  test('of a network that the site says nothing of is not made up', () => {
    const bare = { ...plainNetwork, mtu: 1500, switchMtu: null };
    const site = { ...model.site, networks: [...model.site.networks, bare] };
    const stack = synth({ ...model, site }).stacks['dc1-network'];
    expect(withoutNotes(stack?.resource?.['maas_vlan']?.['plain'])).toEqual({
      fabric: '${maas_fabric.data.id}',
      mtu: 1500,
      name: 'plain',
      vid: 100,
    });
  });
});
