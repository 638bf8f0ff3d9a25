import { IRONIC_INTERFACES, type IronicDialect } from '../../src/facts/providers/ironic-dialects.js';
import { richDefinition, SITE } from './definition.js';
import type { Edit } from './edit.js';
import { inSite, type Spec, to } from './spec.js';

const given = richDefinition.sites[SITE];
const image = { url: 'http://images.example.net/noble.qcow2', checksum: `sha256:${'ab'.repeat(32)}` };

/** The site as one of Ironic: what MAAS alone has goes, and its networks are made by others. */
function ironic(dialect: IronicDialect, more: Readonly<Record<string, unknown>> = {}): readonly Edit[] {
  const outs = (map: string, names: readonly string[], field: string) =>
    names.map((name): Edit => ({ place: inSite(map, name, field), value: undefined }));
  const networks = Object.keys(given?.networks ?? {});
  return [
    {
      place: inSite('provisioner'),
      value: { type: 'ironic', dialect, apiUrl: 'https://ironic.example.net', release: '2026.1', ...more },
    },
    { place: inSite('zones'), value: undefined },
    { place: inSite('domainMode'), value: undefined },
    { place: inSite('fabrics', 'servers', 'mode'), value: 'existing' },
    ...outs('racks', Object.keys(given?.racks ?? {}), 'zone'),
    ...['mode', 'space', 'dhcp'].flatMap((field) => outs('networks', networks, field)),
    { place: inSite('images'), value: { noble: image, jammy: image } },
    {
      place: inSite('acknowledge'),
      value: [
        { rule: 'tenancy/flat-network', reason: 'the switches hold each port in the VLAN of its tenant' },
      ],
    },
  ];
}

const openshift = ironic('openshift-metal3');
const community = ironic('metal3-community', { switchIds: { 'leaf-1': '02:00:5e:0f:00:01' } });

const at = (before: readonly Edit[], spec: Spec): Spec => ({ ...spec, before });

/** A value of each interface that goes with Redfish, and with IPMI save where `apart` has it. */
const interfaces: Readonly<Record<(typeof IRONIC_INTERFACES)[number], string>> = {
  bios: 'no-bios',
  boot: 'pxe',
  console: 'no-console',
  deploy: 'direct',
  firmware: 'no-firmware',
  inspect: 'agent',
  management: 'redfish',
  network: 'noop',
  power: 'redfish',
  raid: 'agent',
  rescue: 'agent',
  storage: 'noop',
  vendor: 'no-vendor',
};
const apart: ReadonlySet<string> = new Set(['management', 'power']);
/** Those that only the other provider can say. */
const byCommunity: ReadonlySet<string> = new Set(['bios', 'firmware']);

function interfaceSpecs(prefix: string, isOfSite: boolean): Readonly<Record<string, Spec>> {
  return Object.fromEntries(
    IRONIC_INTERFACES.map((name) => {
      const spec = at(byCommunity.has(name) ? community : openshift, to(interfaces[name]));
      const reason =
        'the servers of the site are of two hardware types, and no such interface goes with both';
      return [`${prefix}.interfaces.${name}`, isOfSite && apart.has(name) ? { ...spec, reason } : spec];
    }),
  );
}

/** Of a profile, or of the overrides of a machine. */
function nodeSpecs(prefix: string): Readonly<Record<string, Spec>> {
  return {
    ...interfaceSpecs(prefix, false),
    [`${prefix}.hardwareType`]: at(openshift, to('idrac')),
    [`${prefix}.resourceClass`]: at(openshift, to('other')),
    [`${prefix}.conductorGroup`]: at(openshift, to('hall-2')),
    [`${prefix}.deployKernel`]: at(openshift, to('http://images.example.net/other.kernel')),
    [`${prefix}.deployRamdisk`]: at(openshift, to('http://images.example.net/other.initramfs')),
    [`${prefix}.verifyCa`]: at(openshift, to(false)),
    [`${prefix}.vendor`]: at(openshift, to('supermicro')),
    [`${prefix}.physicalNetworks.*`]: {
      ...at(community, { values: [{ value: 'physnet1', says: 'added' }] }),
      names: { [`${prefix}.physicalNetworks`]: 'eno1' },
    },
  };
}

/** Fields that only a site of Ironic has, changed at one. */
export const ironicSpecs: Readonly<Record<string, Spec>> = {
  'provisioner.dialect': at(openshift, to('metal3-community')),
  'provisioner.release': at(openshift, to('39.0')),
  'provisioner.microversion': at(openshift, to('1.96')),
  'provisioner.auth': at(openshift, to('http-basic')),
  'provisioner.deployKernel': at(openshift, to('http://images.example.net/other.kernel')),
  'provisioner.deployRamdisk': at(openshift, to('http://images.example.net/other.initramfs')),
  'provisioner.conductorGroup': at(openshift, to('hall-2')),
  'provisioner.resourceClass': at(openshift, to('other')),
  'provisioner.cleaning': {
    ...at(openshift, to('metadata', 'none')),
    reason: 'it states what the conductors do; less than pools ask for is refused, and more changes nothing',
  },
  'provisioner.switchIds.*': {
    ...at(community, { values: [{ value: '02:00:5e:0f:00:02', says: 'to another' }] }),
    names: { 'provisioner.switchIds': 'leaf-1' },
  },
  ...interfaceSpecs('provisioner', true),
  'images.*.url': at(openshift, to('http://images.example.net/other.qcow2')),
  'images.*.checksum': at(openshift, to(`sha512:${'cd'.repeat(64)}`)),
  'images.*.diskFormat': at(openshift, to('raw')),
  ...nodeSpecs('hardware.*.ironic'),
  ...nodeSpecs('machines.*.overrides.ironic'),
};
