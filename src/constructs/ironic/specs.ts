import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { ImageModel } from '../../model/ironic-types.js';
import type { AdoptedModel } from '../../model/types.js';
import type { NetworkData } from '../../software/first-boot/network-data.js';

/** A NIC that Ironic knows. */
export interface PortSpec {
  readonly nic: string;
  readonly mac: string;
  readonly boots: boolean;
  readonly physicalNetwork: string | null;
  readonly link: { readonly switchId: string; readonly switchInfo: string; readonly portId: string } | null;
}

/** A node, in Ironic’s words. Strings are Terraform’s: expressions, or literals without a template in them. */
export interface NodeSpec {
  /** Terraform name. */
  readonly address: string;
  readonly name: string;
  readonly driver: string;
  readonly driverInfo: Readonly<Record<string, string>>;
  /** User and password of the BMC by their keys in `driver_info`, where they are only written; empty elsewhere. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What the secrets are known by: another one is another secret. Null where no set is named. */
  readonly credentials: string | null;
  readonly properties: Readonly<Record<string, string>>;
  readonly capabilities: Readonly<Record<string, string>>;
  /** Root device hints; empty where there are none. */
  readonly rootDevice: Readonly<Record<string, string>>;
  readonly interfaces: readonly { readonly name: string; readonly value: string }[];
  readonly resourceClass: string;
  readonly conductorGroup: string | null;
  readonly ports: readonly PortSpec[];
  /** How long enrolling may take, in a dialect that can be told. */
  readonly timeoutMinutes: number;
  /** Null where rackform makes the node. */
  readonly adopted: AdoptedModel | null;
}

/** What is deployed. Strings are literals. */
export type ImageSpec = Pick<ImageModel, 'checksum' | 'diskFormat'> & { readonly url: string };

/** A deployment, in Ironic’s words. */
export interface DeploymentSpec {
  readonly address: string;
  /** Name of the node: an id would be another state’s to know. */
  readonly node: string;
  readonly image: ImageSpec;
  readonly generation: number;
  readonly userData: string;
  readonly networkData: NetworkData;
  /** Address by which the slot is known; null where it has no static one. */
  readonly fixedIp: string | null;
  /** Address of the resource that holds asset and generation. */
  readonly trigger: string;
  /** How long it may take, in a dialect that can be told. */
  readonly timeouts: { readonly deployMinutes: number; readonly releaseMinutes: number };
  /** Null where rackform makes the deployment. */
  readonly adopted: AdoptedModel | null;
}

/** How one dialect writes what all of them can. */
export interface IronicDialectConstructs {
  readonly addNode: (scope: Construct, spec: NodeSpec) => TerraformResource;
  readonly addDeployment: (scope: Construct, spec: DeploymentSpec) => TerraformResource;
}
