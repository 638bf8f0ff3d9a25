import { parseIp } from '../../../model/ip.js';
import type { NetworkModel, SiteModel } from '../../../model/types.js';
import { quote, repeated } from '../../support/groups.js';
import { presentMachines } from '../../support/machines.js';
import { networkAt } from '../../support/places.js';
import { linksOf, networksByName, slotsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** One address on two interfaces. */
export const addressDuplicate: ModelRule = {
  tier: 'model',
  id: 'address/duplicate',
  severity: 'error',
  mayAcknowledge: false,
  title: 'no two interfaces have one address, and none has that of its gateway or of a BMC',
  rationale: 'two hosts with one address take turns in being reached; MAAS refuses the second',
  source: 'read in the MAAS source (one row a static address)',
  *check(model) {
    for (const { first, again } of repeated(usesOf(model), keyOf)) {
      if (again.network === null) continue;
      yield {
        subject: again.address,
        message: `address ${again.address} of ${ownerOf(again)} on network ${quote(again.network.name)} already belongs to ${ownerOf(first)}`,
        at: networkAt(model.site, again.network.name),
        hint: 'run rackform lock',
      };
    }
  },
};

interface Use {
  readonly address: string;
  readonly owner: 'the gateway of network' | 'the BMC of' | 'slot';
  readonly name: string;
  readonly network: NetworkModel | null;
}

function* usesOf(model: SiteModel): Generator<Use> {
  const networks = networksByName(model);
  for (const network of model.site.networks) {
    for (const { gateway } of network.subnets) {
      if (gateway !== null)
        yield { address: gateway, owner: 'the gateway of network', name: network.name, network };
    }
  }
  for (const { asset, bmc } of presentMachines(model.site)) {
    if (bmc.address !== null) yield { address: bmc.address, owner: 'the BMC of', name: asset, network: null };
  }
  for (const slot of slotsOf(model)) {
    for (const { address, network } of [...linksOf(slot), ...slot.rails]) {
      if (address === null) continue;
      yield { address, owner: 'slot', name: slot.name, network: networks.get(network) ?? null };
    }
  }
}

/** Printed for what is found only: a large site has a hundred thousand addresses. */
function ownerOf({ owner, name }: Use): string {
  return `${owner} ${quote(name)}`;
}

/** Two tenants' networks that the provisioner never sees may be routed apart (VRFs) and reuse addresses. */
function keyOf({ address, network }: Use): string | null {
  const ip = parseIp(address);
  const realm = network?.mode === 'external' ? (network.tenant ?? '') : '';
  if (ip === null) return null;
  // An IPv4 address is written in one way only.
  return ip.family === 4 ? `${realm} ${address}` : `${realm} 6/${ip.value}`;
}
