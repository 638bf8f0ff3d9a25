import { contains, parseIp } from '../../../model/ip.js';
import { quote } from '../../support/groups.js';
import { kubernetesClusters } from '../../support/kubernetes.js';
import { subnetsOf } from '../../support/networks.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** A virtual address that somebody else may get. */
export const kubernetesAddressNotFree: ModelRule = {
  tier: 'model',
  id: 'kubernetes/address-not-free',
  severity: 'error',
  mayAcknowledge: false,
  title: 'virtual addresses of Kubernetes lie in a reserved range, each in one use',
  rationale:
    'nobody but the cluster knows them: out of a reserved range the lock or DHCP gives the same one to a machine, now or when a pool grows, and two hosts answer for it',
  source: 'what rackform allocates from',
  *check(model) {
    const subnets = [...subnetsOf(model.site)];
    const users = new Map<string, string>();
    for (const { cluster, kubernetes } of kubernetesClusters(model)) {
      for (const field of ['apiAddress', 'ingressAddress'] as const) {
        const address = kubernetes[field];
        const isOwn = kubernetes.nodes.some((node) => node.address === address);
        if (address === null || (field === 'apiAddress' && isOwn)) continue;
        const ip = parseIp(address);
        const found = {
          subject: `${cluster.name}/${address}`,
          at: clusterAt(cluster.name, 'software', 'kubernetes', field),
        };
        const name = `${field} ${address} of cluster ${quote(cluster.name)}`;
        if (ip === null) {
          yield { ...found, message: `${name} is no address` };
          continue;
        }
        const key = `${ip.family}/${ip.value}`;
        const user = users.get(key);
        users.set(key, `${field} of cluster ${quote(cluster.name)}`);
        if (user !== undefined) {
          yield { ...found, message: `${name} is the ${user} too`, hint: 'give each an address of its own' };
          continue;
        }
        const home = subnets.find(({ prefix }) => contains(prefix, ip));
        // Of no subnet here: a load balancer’s.
        if (home === undefined) continue;
        const isReserved = home.ranges.some(
          ({ range, from, to }) =>
            range.type === 'reserved' && from.value <= ip.value && ip.value <= to.value,
        );
        if (isReserved) continue;
        yield {
          ...found,
          message: `${name} lies in no reserved range of network ${quote(home.network.name)}`,
          hint: `add a range of type reserved with it to subnet ${quote(home.subnet.name)}`,
        };
      }
    }
  },
};
