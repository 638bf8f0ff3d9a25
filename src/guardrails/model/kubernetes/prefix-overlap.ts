import { formatPrefix, type Prefix, parsePrefix } from '../../../model/ip.js';
import { quote } from '../../support/groups.js';
import { kubernetesClusters } from '../../support/kubernetes.js';
import { subnetsOf } from '../../support/networks.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

function overlap(a: Prefix, b: Prefix): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Pods or services that hide a network. */
export const kubernetesPrefixOverlap: ModelRule = {
  tier: 'model',
  id: 'kubernetes/prefix-overlap',
  severity: 'error',
  mayAcknowledge: false,
  title: 'prefixes of pods and services are nobody else’s',
  rationale:
    'inside the cluster an address of them means a pod or a service: a network of the site under it cannot be reached; both are of one family, and neither can be changed while the cluster lives',
  source: 'RKE2 server configuration reference (read)',
  *check(model) {
    for (const { cluster, kubernetes } of kubernetesClusters(model)) {
      const [pods, services] = [kubernetes.podPrefix, kubernetes.servicePrefix].map(parsePrefix);
      const at = (field: string) => clusterAt(cluster.name, 'software', 'kubernetes', field);
      for (const [field, prefix] of [
        ['podPrefix', pods],
        ['servicePrefix', services],
      ] as const) {
        if (prefix === undefined) continue;
        const name = `${field} of cluster ${quote(cluster.name)}`;
        const subject = `${cluster.name}/${field}`;
        if (prefix === null || prefix.hostBits) {
          yield {
            subject,
            message: `${name} is no prefix, ${quote(kubernetes[field])}`,
            at: at(field),
            ...(prefix === null ? {} : { hint: `did you mean ${formatPrefix(prefix)}?` }),
          };
          continue;
        }
        if (field === 'servicePrefix' && pods != null && overlap(pods, prefix)) {
          yield {
            subject,
            message: `${name} (${formatPrefix(prefix)}) overlaps its podPrefix (${formatPrefix(pods)})`,
            at: at(field),
          };
        }
        if (field === 'servicePrefix' && pods != null && pods.family !== prefix.family) {
          yield {
            subject,
            message: `${name} (${formatPrefix(prefix)}) is of another family than its podPrefix (${formatPrefix(pods)})`,
            at: at(field),
            hint: 'use IPv4 for both, or IPv6',
          };
        }
        const hit = [...subnetsOf(model.site)].find((view) => overlap(view.prefix, prefix));
        if (hit === undefined) continue;
        yield {
          subject,
          message: `${name} (${formatPrefix(prefix)}) overlaps ${formatPrefix(hit.prefix)} of network ${quote(hit.network.name)}`,
          at: at(field),
          hint: `name a prefix that the site does not use in software.kubernetes.${field}`,
        };
      }
    }
  },
};
