import type { IronicInterface } from './providers/ironic-dialects.js';
import { compareVersions } from './providers/supports.js';

/** Hardware types of Ironic, those that were removed among them. */
export const IRONIC_HARDWARE_TYPES = [
  'redfish',
  'ipmi',
  'idrac',
  'intel-ipmi',
  'manual-management',
  'fake-hardware',
  'ilo',
  'ilo5',
  'irmc',
  'ibmc',
  'snmp',
  'xclarity',
] as const;
export type IronicHardwareType = (typeof IRONIC_HARDWARE_TYPES)[number];

/** A hardware type: how it reaches a BMC, how long it was there, and what it goes together with. */
export interface IronicHardwareFacts {
  /** Prefix of address, user and password in `driver_info`; null where there is no BMC to name, or nobody knows how. */
  readonly bmc: 'redfish' | 'ipmi' | 'ilo' | 'irmc' | 'ibmc' | null;
  /** First version of Ironic without it. */
  readonly removedIn?: string;
  /** Why the kit writes nothing for it, where it does not. */
  readonly notWritten?: string;
  /** Values of an interface that it goes with; one that is not listed is not checked. */
  readonly interfaces?: Readonly<Partial<Record<IronicInterface, readonly string[]>>>;
}

const pxe = ['ipxe', 'pxe', 'http', 'http-ipxe'];
const shared = {
  deploy: ['autodetect', 'direct', 'ramdisk', 'bootc', 'anaconda', 'ansible', 'custom-agent', 'noop'],
  network: ['flat', 'noop', 'neutron', 'ironic-networking'],
  storage: ['noop', 'cinder', 'external'],
  rescue: ['no-rescue', 'agent'],
};

/** What each hardware type is, from Ironic’s drivers on its main branch. */
export const ironicHardware: Readonly<Record<IronicHardwareType, IronicHardwareFacts>> = {
  redfish: {
    bmc: 'redfish',
    interfaces: {
      ...shared,
      boot: [...pxe, 'redfish-virtual-media', 'redfish-https'],
      power: ['redfish'],
      management: ['redfish'],
      inspect: ['no-inspect', 'redfish', 'agent', 'inspector'],
      raid: ['agent', 'no-raid', 'redfish'],
      bios: ['no-bios', 'redfish'],
      firmware: ['no-firmware', 'redfish'],
    },
  },
  ipmi: {
    bmc: 'ipmi',
    interfaces: {
      ...shared,
      boot: pxe,
      power: ['ipmitool'],
      management: ['ipmitool', 'noop'],
      inspect: ['no-inspect', 'agent', 'inspector'],
      raid: ['agent', 'no-raid'],
      bios: ['no-bios'],
      firmware: ['no-firmware'],
    },
  },
  'intel-ipmi': {
    bmc: 'ipmi',
    interfaces: {
      ...shared,
      boot: pxe,
      power: ['ipmitool'],
      management: ['intel-ipmitool', 'ipmitool', 'noop'],
      raid: ['agent', 'no-raid'],
      bios: ['no-bios'],
      firmware: ['no-firmware'],
    },
  },
  idrac: {
    bmc: 'redfish',
    interfaces: {
      ...shared,
      // Its own virtual media stands in place of the generic one.
      boot: [...pxe, 'redfish-https', 'idrac-redfish-virtual-media'],
      power: ['idrac-redfish', 'redfish'],
      management: ['idrac-redfish'],
      raid: ['agent', 'no-raid', 'redfish', 'idrac-redfish'],
      bios: ['no-bios', 'redfish', 'idrac-redfish'],
    },
  },
  'manual-management': {
    bmc: null,
    interfaces: { ...shared, power: ['agent', 'fake'], management: ['fake', 'noop'] },
  },
  // It skips the check of what goes together.
  'fake-hardware': { bmc: null },
  ilo: { bmc: 'ilo', removedIn: '36.0' },
  ilo5: { bmc: 'ilo', removedIn: '36.0' },
  irmc: { bmc: 'irmc', removedIn: '36.0' },
  ibmc: { bmc: 'ibmc', removedIn: '26.0' },
  snmp: {
    bmc: null,
    removedIn: '36.0',
    notWritten: 'it switches the outlets of a PDU, which feed one power supply each',
  },
  xclarity: { bmc: null, removedIn: '26.0', notWritten: 'it needs a manager that no site of rackform names' },
};

/** Values that an Ironic older than this does not have. */
const newcomers: Readonly<Record<string, string>> = { http: '23.0', 'http-ipxe': '23.0' };

/** Why an Ironic of this version has no such hardware type; undefined where it has. */
export function whyHardwareTypeRefused(type: IronicHardwareType, ironic: string): string | undefined {
  const { removedIn, notWritten } = ironicHardware[type];
  if (removedIn !== undefined && compareVersions(ironic, removedIn) >= 0)
    return `was removed in Ironic ${removedIn}`;
  return notWritten === undefined ? undefined : `is not written by rackform: ${notWritten}`;
}

/** Why an interface does not go with a hardware type or an Ironic; undefined where it does, or nobody knows. */
export function whyInterfaceRefused(
  type: IronicHardwareType,
  name: IronicInterface,
  value: string,
  ironic: string,
): string | undefined {
  const allowed = ironicHardware[type].interfaces?.[name];
  if (allowed !== undefined && !allowed.includes(value))
    return `does not go with hardware type ${type}, which takes ${allowed.join(', ')}`;
  const since = newcomers[value];
  return name === 'boot' && since !== undefined && compareVersions(ironic, since) < 0
    ? `came with Ironic ${since}`
    : undefined;
}

/** Network interfaces of Ironic that keep no tenant from another. */
export const NOT_ISOLATING = ['flat', 'noop'] as const;

/** Architecture of a machine in Ironic’s words. */
export const ironicArchitecture = { amd64: 'x86_64', arm64: 'aarch64', ppc64el: 'ppc64le' } as const;

/** How a scheduler sees a resource class: upper case, `CUSTOM_` in front, all but letters and digits as `_`. */
export function schedulerClass(resourceClass: string): string {
  return `CUSTOM_${resourceClass.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}
