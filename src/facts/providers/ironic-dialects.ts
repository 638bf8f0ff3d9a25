import { compareVersions } from './supports.js';

/** The Terraform providers that speak to Ironic, in the order of preference. */
export const IRONIC_DIALECTS = ['rackform', 'openshift-metal3', 'metal3-community'] as const;
export type IronicDialect = (typeof IRONIC_DIALECTS)[number];

/** What a site gets that names no dialect. */
export const DEFAULT_IRONIC_DIALECT: IronicDialect = 'rackform';

/** Interfaces of a node that Ironic lets one choose. */
export const IRONIC_INTERFACES = [
  'bios',
  'boot',
  'console',
  'deploy',
  'firmware',
  'inspect',
  'management',
  'network',
  'power',
  'raid',
  'rescue',
  'storage',
  'vendor',
] as const;
export type IronicInterface = (typeof IRONIC_INTERFACES)[number];

/** All that differs between the dialects, as far as the kit's output is concerned. */
export interface IronicDialectFacts {
  /** Source address of the provider. */
  readonly source: string;
  /** Version that a site gets that names none. */
  readonly target: string;
  /** Written into `required_providers`, beside the site's own version. */
  readonly constraint: string;
  readonly minimum: string;
  readonly below: string;
  readonly refused: readonly { readonly versions: readonly string[]; readonly reason: string }[];
  /** Resource type of a node; that of a deployment is `ironic_deployment` in all. */
  readonly nodeType: string;
  /** Attribute of a deployment that names its node. */
  readonly nodeOfDeployment: 'node_uuid' | 'node';
  /** Oldest Terraform and OpenTofu that it works with; null: that of all stacks. */
  readonly terraform: string | null;
  /** Interfaces that the node resource has an attribute for. */
  readonly interfaces: readonly IronicInterface[];
  /** `inline`: string maps in the node, MAC and PXE only. `resource`: one `ironic_port` each, with switch and port. */
  readonly ports: 'inline' | 'resource';
  /**
   * How BMC passwords reach Ironic, which masks them when they are read back. `state`: in `driver_info`, and so in the
   * state. `write-only`: in no plan and no state. `none`: not by Terraform.
   */
  readonly secrets: 'state' | 'write-only' | 'none';
  /**
   * What the node resource does by itself, where it has switches for that. Where all are false the deployment walks
   * the node from enroll to active.
   */
  readonly walk: Readonly<Record<'manage' | 'available' | 'inspect' | 'clean', boolean>> | null;
  /** Attributes of a node whose differences no apply can settle. */
  readonly ignoredOfNode: readonly string[];
  /** Attributes of a deployment: a change of any of them replaces it, which wipes the server. */
  readonly ignoredOfDeployment: readonly string[];
  /** `strings`: maps of strings only. `nested`: any document. */
  readonly values: 'strings' | 'nested';
  /** Whether the image reaches Ironic only where `fixed_ips` is set. */
  readonly needsFixedIps: boolean;
  /** Whether a node says by itself that it is cleaned; else the conductor's setting decides. */
  readonly saysAutomatedClean: boolean;
  /** How long one change of state may take, cleaning included; null where there is no limit. */
  readonly stateChangeMinutes: number | null;
}

const replacing = [
  'instance_info',
  'metadata',
  'name',
  'network_data',
  'node_uuid',
  'user_data',
  'deploy_steps',
] as const;

/**
 * The dialects. Everything that the constructs, the model and the rules do otherwise in one of them is read from here,
 * so that another one is another row.
 */
export const ironicDialects: Readonly<Record<IronicDialect, IronicDialectFacts>> = {
  'openshift-metal3': {
    source: 'openshift-metal3/ironic',
    target: '0.6.0',
    constraint: '>= 0.6.0, < 0.7.0',
    minimum: '0.6.0',
    below: '0.7.0',
    refused: [],
    nodeType: 'ironic_node_v1',
    nodeOfDeployment: 'node_uuid',
    terraform: null,
    interfaces: [
      'boot',
      'console',
      'deploy',
      'inspect',
      'management',
      'network',
      'power',
      'raid',
      'rescue',
      'storage',
      'vendor',
    ],
    ports: 'inline',
    secrets: 'state',
    walk: { manage: true, available: true, inspect: false, clean: false },
    ignoredOfNode: ['driver_info'],
    ignoredOfDeployment: replacing,
    values: 'strings',
    needsFixedIps: false,
    saysAutomatedClean: false,
    stateChangeMinutes: null,
  },
  'metal3-community': {
    source: 'metal3-community/ironic',
    target: '1.0.1',
    constraint: '> 1.0.0, < 2.0.0',
    minimum: '1.0.1',
    below: '2.0.0',
    refused: [
      {
        versions: ['1.0.0'],
        reason:
          'cannot start against a current Ironic: it stops with "conductor has no drivers". Build its source of 2025-09-12 or later and install that under a version above 1.0.0',
      },
    ],
    nodeType: 'ironic_node',
    nodeOfDeployment: 'node_uuid',
    terraform: null,
    interfaces: IRONIC_INTERFACES,
    ports: 'resource',
    secrets: 'none',
    walk: { manage: false, available: false, inspect: false, clean: false },
    ignoredOfNode: ['driver_info', 'protected'],
    ignoredOfDeployment: [...replacing, 'fixed_ips'],
    values: 'nested',
    needsFixedIps: true,
    saysAutomatedClean: true,
    stateChangeMinutes: 30,
  },
  rackform: {
    source: 'rackform/ironic',
    target: '0.1.0',
    constraint: '>= 0.1.0, < 1.0.0',
    minimum: '0.1.0',
    below: '1.0.0',
    refused: [],
    nodeType: 'ironic_node',
    nodeOfDeployment: 'node',
    // Write-only attributes.
    terraform: '>= 1.11.0',
    interfaces: IRONIC_INTERFACES,
    ports: 'resource',
    secrets: 'write-only',
    walk: null,
    // Claims bring a node further than its enrolment, and their release leaves it there.
    ignoredOfNode: ['provision'],
    ignoredOfDeployment: ['image', 'network_data', 'user_data'],
    values: 'nested',
    needsFixedIps: false,
    saysAutomatedClean: true,
    stateChangeMinutes: null,
  },
};

/** Why a version of a dialect's provider is refused, lower case and without a stop; undefined where it is fine. */
export function whyIronicProviderRefused(dialect: IronicDialect, version: string): string | undefined {
  const { refused, minimum, below } = ironicDialects[dialect];
  const known = refused.find(({ versions }) => versions.includes(version));
  if (known !== undefined) return known.reason;
  if (compareVersions(version, minimum) < 0) return `is older than ${minimum}, the first one that works`;
  if (compareVersions(version, below) >= 0) return `is not below ${below}, and its schema is not known`;
  return undefined;
}
