import type { IronicHardwareType } from '../facts/ironic-hardware.js';
import type { IronicDialect, IronicInterface } from '../facts/providers/ironic-dialects.js';

/** What automated cleaning of the conductors does, as the site states it. */
export type IronicCleaning = 'devices' | 'metadata' | 'none';

/** Of a site’s provisioner, what Ironic alone has. */
export interface IronicSiteModel {
  readonly dialect: IronicDialect;
  /** As the definition says it: OpenStack’s name or Ironic’s version. */
  readonly release: string;
  /** Version of Ironic; null where the release is not known. */
  readonly version: string | null;
  readonly microversion: string;
  readonly auth: 'none' | 'http-basic';
  readonly cleaning: IronicCleaning;
  /** Chassis MAC addresses of switches, lower case with colons, by name. */
  readonly switchIds: readonly { readonly name: string; readonly id: string }[];
}

/** Of a machine, what Ironic alone has. */
export interface IronicNodeModel {
  readonly hardwareType: IronicHardwareType;
  /** Those that are chosen, by name; Ironic picks the others. */
  readonly interfaces: readonly { readonly name: IronicInterface; readonly value: string }[];
  readonly resourceClass: string;
  readonly conductorGroup: string | null;
  readonly deployKernel: string | null;
  readonly deployRamdisk: string | null;
  readonly verifyCa: boolean;
  readonly vendor: string | null;
  /** By NIC name. */
  readonly physicalNetworks: readonly { readonly nic: string; readonly network: string }[];
}

/** An operating system as each provisioner names it. */
export interface ImageModel {
  readonly name: string;
  /** For MAAS. */
  readonly series: string | null;
  readonly hweKernel: string | null;
  /** For Ironic. */
  readonly url: string | null;
  readonly checksum: { readonly algorithm: 'sha512' | 'sha256' | 'md5'; readonly value: string } | null;
  readonly diskFormat: 'qcow2' | 'raw' | null;
}
