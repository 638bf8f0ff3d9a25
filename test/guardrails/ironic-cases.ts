import type { IronicDialect } from '../../src/facts/providers/ironic-dialects.js';
import type { IronicNodeModel, IronicSiteModel } from '../../src/model/ironic-types.js';
import type { SiteModel } from '../../src/model/types.js';
import { item, type Mutable, named, slotsIn } from '../support/inventory-fixture.js';
import { asIronic } from '../support/ironic-fixture.js';
import type { Case } from './case.js';

type Change = (model: Mutable<SiteModel>) => void;

/** The sound model at a site of Ironic, with something changed. */
export function atIronic(dialect: IronicDialect, change: Change = () => undefined): Change {
  return (model) => {
    Object.assign(model, JSON.parse(JSON.stringify(asIronic(model as SiteModel, dialect))));
    for (const { hardware } of model.site.machines)
      for (const disk of hardware.disks) if (disk.role === 'root') disk.hint.model = 'M.2';
    change(model);
  };
}

function siteOf(model: Mutable<SiteModel>): Mutable<IronicSiteModel> {
  const { ironic } = model.site.provisioner;
  if (ironic === null) throw new Error('the fixture is not one of Ironic');
  return ironic;
}

function nodeOf(model: Mutable<SiteModel>, asset: string): Mutable<IronicNodeModel> {
  const { ironic } = named(model.site.machines, asset);
  if (ironic === null) throw new Error('the fixture is not one of Ironic');
  return ironic;
}

const isolating: Change = (model) => {
  for (const { asset } of model.site.machines)
    nodeOf(model, asset).interfaces = [{ name: 'network', value: 'neutron' }];
};

const secondTenant: Change = (model) => {
  item(slotsIn(model, 'gpu')).tenant = 'blue';
};

/** Faults that only a site of Ironic can have. */
export const ironicCases: readonly Case[] = [
  {
    rule: 'provisioner/ironic-release',
    title: 'a release that nobody knows',
    change: atIronic('openshift-metal3', (model) => {
      Object.assign(siteOf(model), { release: '2031.1', version: null });
    }),
    finds: [
      'dc1 | release "2031.1" of Ironic is not known; known are 2023.1, 2024.1, 2024.2, 2025.1, 2025.2, 2026.1 | site/dc1:provisioner.release',
    ],
  },
  {
    rule: 'provisioner/provider-version',
    title: 'the tag of metal3-community that cannot start',
    change: atIronic('metal3-community', (model) => {
      model.site.provisioner.providerVersion = '1.0.0';
    }),
    finds: [
      'dc1 | version 1.0.0 of the provider metal3-community/ironic cannot start against a current Ironic: it stops with "conductor has no drivers". Build its source of 2025-09-12 or later and install that under a version above 1.0.0 | site/dc1:provisioner.providerVersion',
    ],
  },
  {
    rule: 'provisioner/microversion',
    title: 'a version too low for what is used',
    change: atIronic('metal3-community', (model) => {
      siteOf(model).microversion = '1.40';
      nodeOf(model, 'cpu-1').conductorGroup = 'hall';
    }),
    finds: [
      'dc1 | API version 1.40 is too low for conductor groups (1.46), automated_clean of a node (1.47), a config drive that Ironic builds from user data (1.56) | site/dc1:provisioner.microversion',
    ],
  },
  {
    rule: 'provisioner/microversion',
    title: 'a version that the Ironic does not have',
    change: atIronic('openshift-metal3', (model) => {
      Object.assign(siteOf(model), { release: '2023.1', version: '21.4', microversion: '1.95' });
    }),
    finds: [
      'dc1 | API version 1.95 is higher than 1.82, the highest of Ironic 21.4 | site/dc1:provisioner.microversion',
    ],
  },
  {
    rule: 'provisioner/microversion',
    title: 'a version that no Ironic has that is known, newer ones included',
    change: atIronic('openshift-metal3', (model) => {
      siteOf(model).microversion = '1.400';
    }),
    finds: [
      'dc1 | API version 1.400 is higher than 1.115, the highest of Ironic 39.0 | site/dc1:provisioner.microversion',
    ],
  },
  {
    rule: 'provisioner/cleaning-off',
    title: 'nodes that would never be cleaned',
    change: atIronic('metal3-community', (model) => {
      siteOf(model).cleaning = 'none';
    }),
    finds: [
      'dc1 | cleaning is none, and nodes of metal3-community would keep that whatever the definition says later | site/dc1:provisioner.cleaning',
    ],
  },
  {
    rule: 'node/hardware-type',
    title: 'a type that was removed',
    change: atIronic('openshift-metal3', (model) => {
      Object.assign(siteOf(model), { release: '39.0', version: '39.0' });
      nodeOf(model, 'cpu-1').hardwareType = 'ilo';
    }),
    finds: [
      'cpu-1 | machine "cpu-1" has hardware type ilo, which was removed in Ironic 36.0 | site/dc1:machines.cpu-1.overrides.ironic.hardwareType',
    ],
  },
  {
    rule: 'node/interface',
    title: 'virtual media of a machine that speaks IPMI',
    change: atIronic('openshift-metal3', (model) => {
      Object.assign(nodeOf(model, 'cpu-1'), {
        hardwareType: 'ipmi',
        interfaces: [{ name: 'boot', value: 'redfish-virtual-media' }],
      });
    }),
    finds: [
      'cpu-1 | machine "cpu-1" has boot interface redfish-virtual-media, which does not go with hardware type ipmi, which takes ipxe, pxe, http, http-ipxe | site/dc1:machines.cpu-1.overrides.ironic.interfaces',
    ],
  },
  {
    rule: 'node/interface',
    title: 'an interface that the provider cannot say',
    change: atIronic('openshift-metal3', (model) => {
      nodeOf(model, 'cpu-1').interfaces = [{ name: 'firmware', value: 'redfish' }];
    }),
    finds: [
      'cpu-1 | machine "cpu-1" chooses the firmware interface, which openshift-metal3 cannot say | site/dc1:machines.cpu-1.overrides.ironic.interfaces',
    ],
  },
  {
    rule: 'node/resource-class',
    title: 'two classes that a scheduler takes for one',
    change: atIronic('openshift-metal3', (model) => {
      nodeOf(model, 'cpu-1').resourceClass = 'gpu.2U';
      nodeOf(model, 'cpu-2').resourceClass = 'gpu-2u';
    }),
    finds: [
      'gpu-2u | resource class "gpu-2u" of machine "gpu-3" is the same as "gpu.2U" of "cpu-1" to a scheduler: CUSTOM_GPU_2U | site/dc1:machines.gpu-3.overrides.ironic.resourceClass',
    ],
  },
  {
    rule: 'node/port-without-switch',
    title: 'switched ports that the provider cannot describe',
    change: atIronic('openshift-metal3', isolating),
    finds: [
      'dc1 | machine "cpu-1" has network interface neutron, and ports of openshift-metal3 cannot say their switch | site/dc1:provisioner.dialect',
    ],
  },
  {
    rule: 'node/port-without-switch',
    title: 'a switch whose address nobody knows, and a NIC that is plugged in nowhere',
    change: atIronic('metal3-community', (model) => {
      isolating(model);
      model.site.machines = model.site.machines.filter(({ asset }) => asset === 'cpu-1');
      const machine = named(model.site.machines, 'cpu-1');
      machine.nics = machine.nics.slice(0, 2);
      item(machine.nics, 1).port = null;
    }),
    finds: [
      'cpu-1 | NIC "eno1" of machine "cpu-1" is plugged into "leaf-r01", whose chassis address is not known | site/dc1:machines.cpu-1.nics.eno1',
      'cpu-1 | NIC "ens1" of machine "cpu-1" does not say its switch and port | site/dc1:machines.cpu-1.nics.ens1',
    ],
  },
  {
    rule: 'disk/no-root-hint',
    title: 'several disks and nothing that tells the one for the image',
    change: atIronic('openshift-metal3', (model) => {
      const { disks } = named(model.site.machines, 'gpu-1').hardware;
      for (const disk of disks) disk.hint = { serial: null, wwn: null, model: null, sizeGB: null };
    }),
    finds: [
      'gpu-1 | machine "gpu-1" has 2 disks, and no hint for "os", the one with role root | site/dc1:machines.gpu-1.overrides.disks',
    ],
  },
  {
    rule: 'boot/secure-boot-ipxe',
    title: 'a firmware that would refuse iPXE',
    change: atIronic('openshift-metal3', (model) => {
      named(model.site.machines, 'cpu-1').hardware.boot.secureBoot = true;
      nodeOf(model, 'cpu-1').interfaces = [{ name: 'boot', value: 'ipxe' }];
    }),
    finds: [
      'cpu-1 | machine "cpu-1" asks for Secure Boot with boot interface ipxe | site/dc1:machines.cpu-1.overrides.boot.secureBoot',
    ],
  },
  {
    rule: 'bmc/unverified-ca',
    title: 'a BMC that anybody could play',
    change: atIronic('openshift-metal3', (model) => {
      nodeOf(model, 'cpu-1').verifyCa = false;
    }),
    finds: [
      'cpu-1 | machine "cpu-1" has a BMC whose certificate is not checked | site/dc1:machines.cpu-1.overrides.ironic.verifyCa',
    ],
  },
  {
    rule: 'bmc/credentials-by-hand',
    title: 'BMCs whose passwords the provider cannot carry',
    change: atIronic('metal3-community', (model) => {
      model.site.machines = model.site.machines.filter(({ asset }) => asset.startsWith('cpu'));
    }),
    finds: [
      'dc1 | user and password of 3 BMCs must be set in Ironic by hand, after enrolment and before the first claim: metal3-community cannot carry them | site/dc1:provisioner.dialect',
    ],
  },
  {
    rule: 'image/no-checksum',
    title: 'a URL and nothing that tells its content',
    change: atIronic('openshift-metal3', (model) => {
      item(model.site.images).checksum = null;
    }),
    finds: ['noble | image "noble" has a URL and no checksum | site/dc1:images.noble.checksum'],
  },
  {
    rule: 'image/weak-checksum',
    title: 'MD5',
    change: atIronic('openshift-metal3', (model) => {
      item(model.site.images).checksum = { algorithm: 'md5', value: 'ab'.repeat(16) };
    }),
    finds: ['noble | image "noble" has a checksum of MD5 | site/dc1:images.noble.checksum'],
  },
  {
    rule: 'image/for-another-provisioner',
    title: 'a series, which says nothing to Ironic',
    change: atIronic('openshift-metal3', (model) => {
      for (const slot of slotsIn(model, 'control')) slot.image.url = null;
    }),
    finds: [
      'train-a/control | pool "train-a/control" is deployed with image "noble", which has no url for Ironic | cluster/train-a:pools.control.image',
    ],
  },
  {
    rule: 'image/for-another-provisioner',
    title: 'a URL, which says nothing to MAAS',
    change: (model) => {
      for (const slot of slotsIn(model, 'control')) slot.image.series = null;
    },
    finds: [
      'train-a/control | pool "train-a/control" is deployed with image "noble", which has no series for MAAS | cluster/train-a:pools.control.image',
    ],
  },
  {
    rule: 'slot/no-fixed-address',
    title: 'slots whose image would not be sent',
    change: atIronic('metal3-community', (model) => {
      for (const slot of slotsIn(model, 'gpu')) slot.dnsAddress = null;
    }),
    finds: [
      'train-a/gpu | pool "train-a/gpu" has no static address, so Ironic would not be told its image | cluster/train-a:pools.gpu.networks',
    ],
  },
  {
    rule: 'tenancy/flat-network',
    title: 'two tenants on nodes that nothing isolates',
    change: atIronic('openshift-metal3', secondTenant),
    finds: [
      'dc1 | tenants "blue" and "red" have nodes at site "dc1" whose network interface isolates nobody | site/dc1:provisioner.interfaces.network',
    ],
  },
  {
    rule: 'erase/thirty-minutes',
    title: 'disks that may be overwritten for hours',
    change: atIronic('metal3-community', (model) => {
      for (const { hardware } of model.site.machines)
        for (const disk of hardware.disks) Object.assign(disk, { type: 'hdd', sizeGB: 3600 });
      model.clusters.forEach((cluster) => {
        cluster.slots = cluster.slots.filter(({ pool }) => pool === 'control');
      });
    }),
    finds: [
      'train-a/control | pool "train-a/control" is released with an erase that may take 600 minutes where its disks are overwritten, and the provider waits 30 | cluster/train-a:pools.control.release.erase',
    ],
  },
  {
    rule: 'bmc/no-address',
    title: 'a node that nothing can power on',
    change: atIronic('openshift-metal3', (model) => {
      named(model.site.machines, 'cpu-1').bmc.address = null;
    }),
    finds: [
      'cpu-1 | machine "cpu-1" has no BMC address, so it cannot be enrolled | site/dc1:machines.cpu-1.bmc.address',
    ],
  },
  {
    rule: 'boot/no-mac',
    title: 'a node that boots over the network and cannot be told',
    change: atIronic('openshift-metal3', (model) => {
      item(named(model.site.machines, 'cpu-1').nics).mac = null;
    }),
    finds: ['cpu-1 | boot NIC "eno1" of "cpu-1" has no MAC address | site/dc1:machines.cpu-1.nics.eno1.mac'],
  },
];

/** What looks like a fault at a site of Ironic and is none. */
export const ironicSoundCases: readonly Case[] = [
  {
    rule: 'tenancy/flat-network',
    title: 'two tenants that Ironic switches apart',
    change: atIronic('metal3-community', (model) => {
      isolating(model);
      secondTenant(model);
    }),
    finds: [],
  },
  {
    rule: 'tenancy/flat-network',
    title: 'one tenant on flat networks',
    change: atIronic('openshift-metal3'),
    finds: [],
  },
  {
    rule: 'node/hardware-type',
    title: 'a type that is to be removed, in an Ironic that still has it',
    change: atIronic('openshift-metal3', (model) => {
      nodeOf(model, 'cpu-1').hardwareType = 'ilo';
    }),
    finds: [],
  },
  {
    rule: 'node/interface',
    title: 'an interface of the firmware, which metal3-community can say',
    change: atIronic('metal3-community', (model) => {
      nodeOf(model, 'cpu-1').interfaces = [{ name: 'firmware', value: 'redfish' }];
    }),
    finds: [],
  },
  {
    rule: 'node/resource-class',
    title: 'one class of many machines',
    change: atIronic('openshift-metal3'),
    finds: [],
  },
  {
    rule: 'node/port-without-switch',
    title: 'switches whose addresses are known',
    change: atIronic('metal3-community', (model) => {
      isolating(model);
      siteOf(model).switchIds = ['leaf-r01', 'leaf-r02'].map((name) => ({ name, id: '02:00:5e:0f:00:01' }));
    }),
    finds: [],
  },
  {
    rule: 'disk/no-root-hint',
    title: 'one disk',
    change: atIronic('openshift-metal3', (model) => {
      for (const { hardware } of model.site.machines) hardware.disks = hardware.disks.slice(0, 1);
    }),
    finds: [],
  },
  {
    rule: 'boot/secure-boot-ipxe',
    title: 'Secure Boot by virtual media',
    change: atIronic('openshift-metal3', (model) => {
      named(model.site.machines, 'cpu-1').hardware.boot.secureBoot = true;
      nodeOf(model, 'cpu-1').interfaces = [{ name: 'boot', value: 'redfish-virtual-media' }];
    }),
    finds: [],
  },
  {
    rule: 'boot/no-mac',
    title: 'a node that boots by virtual media',
    change: atIronic('openshift-metal3', (model) => {
      item(named(model.site.machines, 'cpu-1').nics).mac = null;
      nodeOf(model, 'cpu-1').interfaces = [{ name: 'boot', value: 'redfish-virtual-media' }];
    }),
    finds: [],
  },
  {
    rule: 'bmc/no-credentials',
    title: 'a provider that takes none',
    change: atIronic('metal3-community', (model) => {
      for (const machine of model.site.machines) machine.bmc.credentials = null;
    }),
    finds: [],
  },
  {
    rule: 'bmc/credentials-by-hand',
    title: 'a provider that carries them',
    change: atIronic('openshift-metal3'),
    finds: [],
  },
  {
    rule: 'provisioner/cleaning-off',
    title: 'a provider that leaves it to the conductors',
    change: atIronic('openshift-metal3', (model) => {
      siteOf(model).cleaning = 'none';
    }),
    finds: [],
  },
  {
    rule: 'provisioner/microversion',
    title: 'the lowest version that all needs are met by',
    change: atIronic('openshift-metal3', (model) => {
      siteOf(model).microversion = '1.56';
    }),
    finds: [],
  },
  {
    rule: 'slot/no-fixed-address',
    title: 'a provider that sends the image without an address',
    change: atIronic('openshift-metal3', (model) => {
      for (const slot of slotsIn(model, 'gpu')) slot.dnsAddress = null;
    }),
    finds: [],
  },
  {
    rule: 'erase/timeout',
    title: 'a provider that takes no time limit',
    change: atIronic('openshift-metal3', (model) => {
      for (const slot of slotsIn(model, 'gpu')) slot.release.timeoutMinutes = 10;
    }),
    finds: [],
  },
  {
    rule: 'image/no-checksum',
    title: 'an image of MAAS',
    change: ({ site }) => {
      Object.assign(item(site.images), { url: 'http://images/noble', checksum: null });
    },
    finds: [],
  },
];
