import type { z } from 'zod';
import type { Attachment } from '../../definition/cluster.js';
import type { NicRole } from '../../definition/hardware.js';
import type { NetworkPurpose } from '../../definition/site.js';
import type { DocumentPath, Issue } from '../../errors.js';
import { entries } from '../order.js';
import { unknownName } from '../references.js';
import type { NetworkModel, SiteInventory, SubnetModel } from '../types.js';
import type { PoolPlan } from './clusters.js';

/** An attachment of a pool with the site’s network that it means. */
export interface ResolvedAttachment {
  readonly key: string;
  readonly network: NetworkModel;
  readonly fabric: string;
  readonly subnet: SubnetModel | null;
  /** NICs by name, or roles of which the first that a machine has is used. */
  readonly nics: readonly string[] | null;
  readonly roles: readonly NicRole[];
  readonly bond: NonNullable<z.output<typeof Attachment>['bond']> | null;
  readonly mode: 'static' | 'dhcp' | 'auto' | 'none';
  readonly gateway: boolean;
  readonly mtu: number;
  readonly isOptional: boolean;
  readonly at: DocumentPath;
}

/** Which NICs serve a network when the pool does not say: the first role that a machine has. */
const rolesByPurpose: Readonly<Record<NetworkPurpose, readonly NicRole[]>> = {
  bmc: [],
  provisioning: ['boot'],
  'in-band': ['management', 'boot'],
  storage: ['storage', 'front-end', 'management', 'boot'],
  'front-end': ['front-end', 'management', 'boot'],
  rail: [],
};

/** Finds the network of each attachment of a pool. Problems come once a pool, not once a slot. */
export function resolveAttachments(
  plan: PoolPlan,
  site: SiteInventory,
): { readonly attachments: readonly ResolvedAttachment[]; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const found = entries(plan.pool.networks).flatMap(([key, attachment]) => {
    const network = findNetwork(key, attachment, plan, site, issues);
    const resolved = network === null ? null : resolveOne(key, attachment, network, plan, issues);
    return resolved === null ? [] : [resolved];
  });
  return { attachments: withDefaultGateway(found, plan), issues };
}

function findNetwork(
  key: string,
  attachment: z.output<typeof Attachment>,
  plan: PoolPlan,
  site: SiteInventory,
  issues: Issue[],
): NetworkModel | null {
  const at = plan.at('networks', key);
  const named = site.networks.find((network) => network.name === key);
  if (named !== undefined) return named;
  const isPurpose = Object.hasOwn(rolesByPurpose, key);
  const ofPurpose = site.networks.filter((network) => network.purpose === key && network.mode !== 'external');
  const own = ofPurpose.filter((network) => network.tenant === plan.tenant);
  const usable = own.length > 0 ? own : ofPurpose.filter((network) => network.tenant === null);
  if (usable.length === 1) return usable[0] ?? null;
  if (usable.length > 1) {
    issues.push({
      code: 'NETWORK_AMBIGUOUS',
      severity: 'error',
      message: `pool ${plan.name} asks for a network of purpose ${key}, and site ${site.name} has ${usable.map((network) => network.name).join(', ')}`,
      at,
      hint: `name one of them as the key, in the overrides of the deployment at ${site.name}`,
    });
    return null;
  }
  if (attachment.optional === true) return null;
  if (!isPurpose) {
    issues.push(
      unknownName(
        'REF_UNKNOWN_NETWORK',
        'network or purpose',
        key,
        [...new Set([...site.networks.map((network) => network.name), ...Object.keys(rolesByPurpose)])],
        at,
      ),
    );
  } else {
    issues.push({
      code: 'NETWORK_MISSING',
      severity: 'error',
      message: `pool ${plan.name} asks for a network of purpose ${key}, and site ${site.name} has none${ofPurpose.length > 0 ? ` open to tenant ${plan.tenant}` : ''}`,
      at,
      hint: 'add one to the site, or set optional: true',
    });
  }
  return null;
}

function resolveOne(
  key: string,
  attachment: z.output<typeof Attachment>,
  network: NetworkModel,
  plan: PoolPlan,
  issues: Issue[],
): ResolvedAttachment | null {
  const at = plan.at('networks', key);
  const fail = (code: string, message: string, hint: string): null => {
    issues.push({ code, severity: 'error', message, at, hint });
    return null;
  };
  if (network.mode === 'external' || network.fabric === null) {
    return fail(
      'NETWORK_EXTERNAL',
      `network ${network.name} is ${network.fabric === null ? 'in no fabric' : 'external'}, so the provisioner cannot put a server on it`,
      network.purpose === 'rail'
        ? 'rails are configured by `rails`, not as an attachment'
        : 'give it a fabric and mode managed or existing',
    );
  }
  const mode = attachment.addressing ?? 'static';
  const subnets = network.subnets;
  const subnet =
    attachment.subnet === undefined
      ? (subnets[0] ?? null)
      : (subnets.find((candidate) => candidate.name === attachment.subnet) ?? null);
  if (attachment.subnet !== undefined && subnet === null) {
    issues.push(
      unknownName(
        'REF_UNKNOWN_SUBNET',
        `subnet of ${network.name}`,
        attachment.subnet,
        subnets.map((candidate) => candidate.name),
        plan.at('networks', key, 'subnet'),
      ),
    );
    return null;
  }
  if (attachment.subnet === undefined && subnets.length > 1) {
    return fail(
      'NETWORK_AMBIGUOUS',
      `network ${network.name} has subnets ${subnets.map((candidate) => candidate.name).join(', ')}, and a NIC takes one link only (maas_network_interface_link removes the others)`,
      'name one with subnet',
    );
  }
  if (attachment.gateway === true && mode === 'none')
    return fail(
      'GATEWAY_WITHOUT_ADDRESS',
      `network ${network.name} is to have the default gateway, and gives its slots no address`,
      'set addressing static, dhcp or auto, or leave gateway out',
    );
  if (subnet === null && mode !== 'none')
    return fail(
      'NETWORK_WITHOUT_SUBNET',
      `network ${network.name} has no subnet to take ${mode} addresses from`,
      'give it a subnet, or set addressing: none',
    );
  return {
    key,
    network,
    fabric: network.fabric,
    subnet,
    nics: attachment.nics ?? null,
    roles: attachment.roles ?? rolesByPurpose[network.purpose],
    bond: attachment.bond ?? null,
    mode,
    gateway: attachment.gateway ?? false,
    mtu: attachment.mtu ?? network.mtu,
    isOptional: attachment.optional ?? false,
    at,
  };
}

/** Where no attachment says `gateway`, the in-band one with a gateway has it. */
function withDefaultGateway(
  attachments: readonly ResolvedAttachment[],
  plan: PoolPlan,
): readonly ResolvedAttachment[] {
  const isSaid = Object.values(plan.pool.networks ?? {}).some(
    (attachment) => attachment.gateway !== undefined,
  );
  if (isSaid) return attachments;
  const chosen = attachments.find(
    ({ network, subnet, mode }) =>
      network.purpose === 'in-band' && subnet?.gateway && (mode === 'static' || mode === 'auto'),
  );
  return attachments.map((attachment) =>
    attachment === chosen ? { ...attachment, gateway: true } : attachment,
  );
}
